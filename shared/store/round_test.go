package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestARoundFindsWhatWasLeftToIt, and nothing where nothing was: that costs 1 read.
func TestARoundFindsWhatWasLeftToIt(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	find := func(now time.Time) (found []conversation.ID) {
		t.Helper()
		err := w.ToFollow(t.Context(), now, func(c conversation.Conversation) error {
			found = append(found, c.ID)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		return found
	}
	w.counter.Take()
	if got := find(noon.Add(time.Hour)); len(got) > 0 {
		t.Errorf("found %v, want nothing", got)
	}
	if reads, writes := w.counter.Take(); reads > 1 || writes > 0 {
		t.Errorf("a round costs %d reads and %d writes", reads, writes)
	}
	if err := w.FollowLater(t.Context(), id, noon); err != nil {
		t.Fatal(err)
	}
	if got := find(noon.Add(-time.Second)); len(got) > 0 {
		t.Errorf("found %v before its time", got)
	}
	if got := find(noon); !slices.Equal(got, []conversation.ID{id}) {
		t.Errorf("found %v, want the conversation", got)
	}
	if err := w.FollowLater(t.Context(), "erased", noon); err != nil {
		t.Errorf("a conversation that is not there: %v", err)
	}
}

func TestAnActionWithoutAnOutcomeIsFound(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "a1", conversation.Pick, "jo")
	_, err := w.doc("/actions/a2").Create(t.Context(), conversation.Action{
		Kind: conversation.End, Author: conversation.Author{Email: "jo"}, Status: conversation.ActionPending,
	})
	if err != nil {
		t.Fatal(err)
	}
	asked := get[conversation.Action](t, w.doc("/actions/a2")).CreatedAt
	var found []string
	for _, before := range []time.Time{asked, asked.Add(time.Microsecond)} {
		err := w.StuckActions(t.Context(), before, func(of conversation.ID, action string, at time.Time) error {
			if of != id || !at.Equal(asked) {
				t.Errorf("found one of %s of %v, want one of %v", of, at, asked)
			}
			found = append(found, action)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(found, []string{"a2"}) {
		t.Errorf("found %v, want a2", found)
	}
}
