package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// picture writes the message of a picture, as a conversation's change does.
func (w world) picture(t *testing.T, media *conversation.Media) conversation.Message {
	t.Helper()
	m := conversation.Message{
		ID: "m-1", Direction: conversation.In, Kind: channel.File, Session: 1, URL: "https://files.example/1",
		Media: media, SentAt: noon, ReceivedAt: noon,
	}
	if _, err := w.doc("/messages/m-1").Set(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	w.counter.Take()
	return m
}

var stored = conversation.Media{
	Status: conversation.MediaStored, Object: "inbound/c/m-1", Type: "image/png", Size: 7, Width: 3, Height: 2,
}

func TestWhatBecameOfACopyIsWrittenOnce(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]*conversation.Media{
		"being copied": {Status: conversation.MediaCopying, Name: "cat.png"}, "not spoken of": nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			want := w.picture(t, before)
			if err := w.SetMedia(t.Context(), id, "m-1", stored); err != nil {
				t.Fatal(err)
			}
			w.costs(t, "a copy", 1, 1)
			again := conversation.Media{Status: conversation.MediaFailed, Reason: reason.New("late", nil)}
			if err := w.SetMedia(t.Context(), id, "m-1", again); !errors.Is(err, store.ErrDuplicate) {
				t.Errorf("again: %v, want ErrDuplicate", err)
			}
			w.costs(t, "a copy again", 1, 0)
			got, err := w.Message(t.Context(), id, "m-1")
			kept := stored
			if before != nil {
				kept.Name = before.Name
			}
			want.Media, want.CommittedAt = &kept, got.CommittedAt
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%v, message (-want +got):\n%s", err, diff)
			}
			w.costs(t, "a message", 1, 0)
		})
	}
}

func TestARefusedOrFailedCopyStays(t *testing.T) {
	t.Parallel()
	w := open(t)
	for _, status := range []conversation.MediaStatus{conversation.MediaFailed, conversation.MediaRefused} {
		w.picture(t, &conversation.Media{Status: status})
		if err := w.SetMedia(t.Context(), id, "m-1", stored); !errors.Is(err, store.ErrDuplicate) {
			t.Errorf("%s: %v, want ErrDuplicate", status, err)
		}
	}
}

func TestThereIsNoCopyOfAMessageThatIsNotThere(t *testing.T) {
	t.Parallel()
	w := open(t)
	if err := w.SetMedia(t.Context(), id, "none", stored); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("SetMedia = %v, want ErrNotFound", err)
	}
	if _, err := w.Message(t.Context(), id, "none"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("Message = %v, want ErrNotFound", err)
	}
	if doc, err := w.doc("/messages/none").Get(t.Context()); err == nil && doc.Exists() {
		t.Error("the message was made")
	}
}

func TestOfManyCopiesAtOnceOneIsWritten(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.picture(t, &conversation.Media{Status: conversation.MediaCopying})
	var wg sync.WaitGroup
	var won atomic.Int32
	for n := range 6 {
		wg.Go(func() {
			m := stored
			m.Size = int64(n)
			switch err := w.SetMedia(t.Context(), id, "m-1", m); {
			case err == nil:
				won.Add(1)
			case !errors.Is(err, store.ErrDuplicate):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won.Load() != 1 {
		t.Errorf("%d copies were written, want 1", won.Load())
	}
}

// TestACopyLeavesTheRestOfItsMessage: what others write meanwhile stays.
func TestACopyLeavesTheRestOfItsMessage(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.picture(t, nil)
	if _, err := w.doc("/messages/m-1").Update(t.Context(), []firestore.Update{{Path: "translated", Value: "yes"}}); err != nil {
		t.Fatal(err)
	}
	if err := w.SetMedia(t.Context(), id, "m-1", stored); err != nil {
		t.Fatal(err)
	}
	got := get[map[string]any](t, w.doc("/messages/m-1"))
	if got["translated"] != "yes" || got["url"] != "https://files.example/1" {
		t.Errorf("message = %v, want the rest as it was", got)
	}
}
