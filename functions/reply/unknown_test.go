package reply_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// crashes has a run claim the oldest reply and die.
func (w *world) crashes(t *testing.T) {
	t.Helper()
	if _, _, err := store.Of(w.db).Outbox(w.id, "dead").Claim(t.Context(), w.now, w.now.Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(2 * time.Second)
}

func (w *world) statuses(t *testing.T, ids ...string) map[string]channel.Status {
	t.Helper()
	all := map[string]channel.Status{}
	for _, id := range ids {
		all[id] = w.reply(t, id).Status
	}
	return all
}

func TestWhatACrashLeavesIsSentAgainOnlyWhereTheProviderKnowsItAgain(t *testing.T) {
	t.Parallel()
	for mints, want := range map[bool]struct {
		statuses map[string]channel.Status
		sent     []string
	}{
		false: {map[string]channel.Status{"a": channel.Sent, "b": channel.Sent}, []string{"a", "b"}},
		true:  {map[string]channel.Status{"a": channel.Unknown, "b": channel.Sent}, []string{"b"}},
	} {
		w := newWorld(t)
		w.provider.mints = mints
		w.write(t, channel.Outbound{ID: "a", Text: "one"})
		w.write(t, channel.Outbound{ID: "b", Text: "two"})
		w.crashes(t)
		if err := w.wake(t, "b"); err != nil {
			t.Errorf("mints %v: %v", mints, err)
		}
		if diff := cmp.Diff(want.statuses, w.statuses(t, "a", "b")); diff != "" {
			t.Errorf("mints %v: statuses (-want +got):\n%s", mints, diff)
		}
		if diff := cmp.Diff(want.sent, w.provider.ids()); diff != "" {
			t.Errorf("mints %v: sent (-want +got):\n%s", mints, diff)
		}
	}
}

// TestWhatNobodyKnowsIsInTheHistoryUntilAReceiptTells, which may name our id or the
// provider's.
func TestWhatNobodyKnowsIsInTheHistoryUntilAReceiptTells(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.mints = true
	w.write(t, channel.Outbound{ID: "a", Text: "one"})
	w.crashes(t)
	if err := w.wake(t, "a"); err != nil {
		t.Fatal(err)
	}
	s := store.Of(w.db)
	m, err := s.Message(t.Context(), w.id, "a")
	if err != nil || m.Status != channel.Unknown || m.Reason == nil || m.Reason.Code != reply.Interrupted {
		t.Errorf("the message is %s for %v, %v", m.Status, m.Reason, err)
	}
	told := conversation.Report{Status: channel.Delivered, ProviderID: "minted/a"}
	if err := s.Receipt(t.Context(), w.id, "a", told, w.now); err != nil {
		t.Fatal(err)
	}
	id, err := s.ReplyOf(t.Context(), w.id, "minted/a")
	if err != nil || id != "a" {
		t.Errorf("the provider's id is that of %q, %v", id, err)
	}
	m, err = s.Message(t.Context(), w.id, "a")
	if err != nil || m.Status != channel.Delivered || m.Reason != nil || m.ProviderID != "minted/a" {
		t.Errorf("the message is %s for %v, called %q, %v", m.Status, m.Reason, m.ProviderID, err)
	}
}

func TestAnAnswerThatIsLostIsNotWaitedForAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.mints, w.provider.fail = true, &channel.RetryError{Unknown: true, Err: errors.New("cut")}
	w.write(t, channel.Outbound{ID: "a", Text: "one"})
	if err := w.wake(t, "a"); err != nil {
		t.Errorf("%v, want no repetition", err)
	}
	if r := w.reply(t, "a"); r.Status != channel.Unknown || r.Reason == nil || r.Reason.Code != reply.Unanswered {
		t.Errorf("the reply is %s for %v", r.Status, r.Reason)
	}
}

func TestTheProvidersIDIsKeptAndFindsTheReply(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.mints = true
	w.write(t, channel.Outbound{ID: "a", Text: "one"})
	s := store.Of(w.db)
	if _, err := s.ReplyOf(t.Context(), w.id, "minted/a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("before: %v, want not found", err)
	}
	if err := w.wake(t, "a"); err != nil {
		t.Fatal(err)
	}
	if id, err := s.ReplyOf(t.Context(), w.id, "minted/a"); id != "a" || err != nil {
		t.Errorf("found %q, %v", id, err)
	}
	w.write(t, channel.Outbound{ID: "b", Text: "two"})
	w.crashes(t)
	if _, err := s.ReplyOf(t.Context(), w.id, "minted/b"); !errors.Is(err, store.ErrBusy) {
		t.Errorf("while one is being sent: %v, want busy", err)
	}
}

func TestAPieceThatWasTakenIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.mints, w.provider.good = true, 1
	w.provider.fail = &channel.RetryError{Err: errors.New("busy")}
	w.write(t, channel.Outbound{ID: "long", Text: strings.Repeat("word ", 1500)})
	if err := w.wake(t, "long"); err == nil {
		t.Error("no error, want a repetition")
	}
	w.provider.fail = nil
	w.now = w.now.Add(time.Minute)
	if err := w.wake(t, "long"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"long.1", "long.2", "long"}, w.provider.ids()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}
