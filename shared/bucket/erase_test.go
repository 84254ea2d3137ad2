package bucket_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// names are the objects' names.
func names(all []bucket.Stored) []string {
	var names []string
	for _, o := range all {
		names = append(names, o.Object)
	}
	return names
}

func TestEverythingOfAConversationIsFoundAndDeleted(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	w.put(t, bucket.File{Object: bucket.Inbound("c", "m1")}, "data")
	w.put(t, bucket.File{Object: bucket.Outbound("c", "r1")}, "data")
	w.keep(t, bucket.Outbound("c", "r1"))
	w.put(t, bucket.File{Object: bucket.Outbound("c", "nobody-sent-it")}, "data")
	w.put(t, bucket.File{Object: bucket.Inbound("c2", "m1")}, "another conversation, whose name begins alike")
	found, err := w.OfConversation(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"inbound/c/m1", "outbound/c/r1", "pending/c/nobody-sent-it", "pending/c/r1"}
	if diff := cmp.Diff(want, names(found)); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	var rest []string
	err = w.EachFrom(t.Context(), "inbound/c1", func(o bucket.Stored) error {
		rest = append(rest, o.Object)
		return nil
	})
	if diff := cmp.Diff(append([]string{"inbound/c2/m1"}, want[1:]...), rest); diff != "" || err != nil {
		t.Errorf("from an object on, %v (-want +got):\n%s", err, diff)
	}
	for _, o := range append(found, found...) { // again, as a run that is repeated does
		if err := w.Delete(t.Context(), o); err != nil || o.Conversation != "c" || o.At.IsZero() {
			t.Errorf("%s of %s at %s: %v", o.Object, o.Conversation, o.At, err)
		}
	}
	var left []string
	err = w.Each(t.Context(), func(o bucket.Stored) error {
		left = append(left, o.Object)
		return nil
	})
	if diff := cmp.Diff([]string{"inbound/c2/m1"}, left); diff != "" || err != nil {
		t.Errorf("left, %v (-want +got):\n%s", err, diff)
	}
}

func TestTheLedgerKeepsTheFirstEntry(t *testing.T) {
	t.Parallel()
	w := open(t, "files")
	ledger := bucket.NewLedger(w.Bucket)
	at := w.clock.now()
	for _, by := range []string{"ada", "a run that is repeated"} {
		if err := ledger.Add(t.Context(), "c", at, map[string]string{"by": by}); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	err := ledger.Each(t.Context(), func(entry []byte) error {
		all = append(all, string(entry))
		return nil
	})
	if diff := cmp.Diff([]string{"{\n  \"by\": \"ada\"\n}\n"}, all); diff != "" || err != nil {
		t.Errorf("entries, %v (-want +got):\n%s", err, diff)
	}
	failed := errors.New("enough")
	if err := ledger.Each(t.Context(), func([]byte) error { return failed }); !errors.Is(err, failed) {
		t.Errorf("error = %v, want the caller's", err)
	}
}
