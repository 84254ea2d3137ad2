package reply_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// sent has an agent's reply sent, and asks for it to be taken back.
func (w *world) sent(t *testing.T, out channel.Outbound) {
	t.Helper()
	w.write(t, out)
	if err := w.wake(t, out.ID); err != nil {
		t.Fatal(err)
	}
	w.provider.got = nil
	r := w.reply(t, out.ID)
	r.Revoking = true
	w.set(t, "/replies/"+out.ID, r)
	w.write(t, channel.Outbound{ID: "revoke-a1", Kind: channel.Revoke, Of: out.ID})
}

// says looks at what is said of a message that was to be taken back, in both places.
func (w *world) says(t *testing.T, what, id string, want channel.Status, why reason.Code) {
	t.Helper()
	r := w.reply(t, id)
	m, err := store.Of(w.db).Message(t.Context(), w.id, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range []conversation.Reply{r, {Status: m.Status, Reason: m.Reason}} {
		var code reason.Code
		if got.Reason != nil {
			code = got.Reason.Code
		}
		if got.Status != want || code != why {
			t.Errorf("%s: %s is %s for %q, want %s for %q", what, id, got.Status, code, want, why)
		}
	}
	if r.Revoking {
		t.Errorf("%s: it is still being taken back", what)
	}
}

func tooLate() error {
	return &channel.RefusedError{Reason: *reason.New(channel.TooLateToRevoke, nil)}
}

func TestAMessageIsTakenBackOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sent(t, channel.Outbound{ID: "r1", Text: "a slip"})
	for range 3 {
		if err := w.wake(t, "revoke-a1"); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.provider.got; len(got) != 1 || got[0].Kind != channel.Revoke || got[0].Of != "r1" {
		t.Errorf("the provider was asked for %+v", got)
	}
	w.says(t, "taken back", "r1", channel.Revoked, "")
	if r := w.reply(t, "revoke-a1"); r.Status != channel.Sent || r.ExpireAt.IsZero() {
		t.Errorf("the signal is %s, until %v", r.Status, r.ExpireAt)
	}
	if err := store.Of(w.db).Receipt(t.Context(), w.id, "r1", conversation.Report{Status: channel.Delivered}, w.now); err != nil {
		t.Fatal(err)
	}
	w.says(t, "delivered after all", "r1", channel.Delivered, "")
}

func TestAMessageThatIsDeliveredCannotBeTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sent(t, channel.Outbound{ID: "r1", Text: "a slip"})
	w.provider.fail = tooLate()
	if err := w.wake(t, "revoke-a1"); err != nil {
		t.Fatal(err)
	}
	w.says(t, "too late", "r1", channel.Sent, conversation.NotRevoked)
}

// TestWhatARunThatDiedTookBackIsNotCalledDelivered: the provider says "too late" of what
// it has taken back already, too.
func TestWhatARunThatDiedTookBackIsNotCalledDelivered(t *testing.T) {
	t.Parallel()
	for name, dies := range map[string]func(*world){
		"between the call and its record": func(w *world) { w.crashes(t) },
		"an answer is lost": func(w *world) {
			w.provider.fail = &channel.RetryError{Unknown: true, Err: errors.New("timeout")}
			if err := w.wake(t, "revoke-a1"); err == nil {
				t.Error("it is not tried again")
			}
			w.now = w.now.Add(time.Minute)
		},
	} {
		w := newWorld(t)
		w.sent(t, channel.Outbound{ID: "r1", Text: "a slip"})
		dies(w)
		w.provider.fail = tooLate()
		if err := w.wake(t, "revoke-a1"); err != nil {
			t.Fatal(err)
		}
		w.says(t, name, "r1", channel.Sent, conversation.MaybeRevoked)
	}
}

// TestARunThatDiesBetweenBothRecordsSaysNothingWorse: the message has its outcome, and the
// signal has none.
func TestARunThatDiesBetweenBothRecordsSaysNothingWorse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sent(t, channel.Outbound{ID: "r1", Text: "a slip"})
	w.crashes(t)
	told := conversation.Reply{Attempts: 1}.RevocationReport(conversation.Report{Status: channel.Sent})
	if err := store.Of(w.db).Receipt(t.Context(), w.id, "r1", told, w.now); err != nil {
		t.Fatal(err)
	}
	w.provider.fail = tooLate()
	if err := w.wake(t, "revoke-a1"); err != nil {
		t.Fatal(err)
	}
	w.says(t, "the second run", "r1", channel.Revoked, "")
}

// TestAFileIsTakenBackWithItsText: by then it has no address any more.
func TestAFileIsTakenBackWithItsText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.sent(t, channel.Outbound{ID: "r1", Kind: channel.File, Text: "look", Media: &channel.Attachment{
		Object: bucket.Outbound(string(w.id), "r1"), Type: "image/png",
	}})
	if err := w.wake(t, "revoke-a1"); err != nil {
		t.Fatal(err)
	}
	var of []string
	for _, call := range w.provider.got {
		of = append(of, call.Of)
	}
	if !slices.Equal(of, []string{"r1", "r1.1"}) {
		t.Errorf("took back %v, want the text and the file", of)
	}
	w.says(t, "taken back", "r1", channel.Revoked, "")
}

// TestAllPiecesAreTakenBackTheLastOneFirst: it is the one that receipts are about.
func TestAllPiecesAreTakenBackTheLastOneFirst(t *testing.T) {
	t.Parallel()
	long := make([]byte, 7000)
	for i := range long {
		long[i] = "word "[i%5]
	}
	w := newWorld(t)
	w.sent(t, channel.Outbound{ID: "r1", Text: string(long)})
	w.provider.fail, w.provider.fails = tooLate(), []string{"revoke-a1.1"}
	if err := w.wake(t, "revoke-a1"); err != nil {
		t.Fatal(err)
	}
	if got := w.provider.ids(); !slices.Equal(got, []string{"revoke-a1.3", "revoke-a1.2"}) {
		t.Errorf("the provider was asked for %v", got)
	}
	if got := w.provider.got; len(got) > 0 && got[0].Of != "r1" {
		t.Errorf("the first is of %s, want the last piece", got[0].Of)
	}
	w.says(t, "the first piece was delivered", "r1", channel.Revoked, channel.PartlyRevoked)
}
