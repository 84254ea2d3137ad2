package reply_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// unavailable is what a provider says that is down.
func unavailable() error { return &channel.RetryError{Unknown: true, Err: errors.New("503")} }

// redelivered delivers an event again until it is accepted, with Eventarc's pauses, or
// until the time is over. It returns when it was accepted.
func (w *world) redelivered(t *testing.T, id string, most time.Duration) (after time.Duration) {
	t.Helper()
	began := w.now
	for pause := 10 * time.Second; w.wake(t, id) != nil; pause = min(2*pause, 10*time.Minute) {
		if w.now.Sub(began) > most {
			t.Fatalf("the event of %s is still not accepted after %s: %+v", id, w.now.Sub(began), w.reply(t, id))
		}
		w.now = w.now.Add(pause)
		w.set(t, "", conversation.Conversation{ // the customer goes on writing
			Customer: conversation.Customer{Peer: channel.Peer{Channel: "business-messages", Account: "acme", Key: "k"}},
			Session:  conversation.Session{State: conversation.Active, Number: 1, Attachments: true},
			Thread:   conversation.Thread{LastHeardAt: w.now},
		})
	}
	return w.now.Sub(began)
}

// isGivenUp checks that a reply failed because it was tried for too long.
func (w *world) isGivenUp(t *testing.T, id string, because reason.Code) {
	t.Helper()
	r := w.reply(t, id)
	if r.Status != channel.Failed || r.Reason == nil || r.Reason.Code != because {
		t.Fatalf("%s is %s for %v, want it failed for %s", id, r.Status, r.Reason, because)
	}
	doc, err := w.db.Doc("conversations/" + string(w.id) + "/messages/" + id).Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var m conversation.Message
	if err := doc.DataTo(&m); err != nil || m.Status != channel.Failed || m.Reason == nil || m.Reason.Code != because {
		t.Errorf("the agent sees %s %s for %v, %v", id, m.Status, m.Reason, err)
	}
}

func TestAReplyThatNobodyTakesFailsAndTheOthersGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.fail, w.provider.fails = unavailable(), []string{"first"}
	for _, id := range []string{"first", "second", "third"} {
		w.write(t, channel.Outbound{ID: id, Text: id})
	}
	after := w.redelivered(t, "first", 8*time.Hour)
	if after < conversation.MaxReplyWait || after > conversation.MaxReplyWait+10*time.Minute {
		t.Errorf("given up after %s, want %s and no more than a redelivery", after, conversation.MaxReplyWait)
	}
	w.isGivenUp(t, "first", reply.NeverTaken)
	if diff := cmp.Diff([]string{"second", "third"}, w.provider.ids()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if n := w.reply(t, "first").Attempts; n > 60 {
		t.Errorf("%d attempts, want no more than the redeliveries", n)
	}
}

func TestAProviderThatIsDownForAnHourFailsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.fail = unavailable()
	want := []string{"r1", "r2", "r3"}
	for _, id := range want {
		w.write(t, channel.Outbound{ID: id, Text: id})
	}
	for until := w.now.Add(time.Hour); w.now.Before(until); w.now = w.now.Add(10 * time.Minute) {
		if err := w.wake(t, "r1"); err == nil {
			t.Fatal("the event is not redelivered")
		}
	}
	w.provider.fail = nil
	if err := w.wake(t, "r1"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, w.provider.ids()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

func TestAFunctionThatWasAwayFailsNothingUntried(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(t, channel.Outbound{ID: "old", Text: "hello"})
	w.now = w.now.Add(2 * conversation.MaxReplyWait)
	if err := w.wake(t, "old"); err != nil {
		t.Fatal(err)
	}
	if r := w.reply(t, "old"); r.Status != channel.Sent {
		t.Errorf("the reply is %s for %v, want it sent", r.Status, r.Reason)
	}
}

func TestCredentialsThatAreNotAcceptedAreWaitedForAsLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.fail = &channel.RetryError{Credentials: true, Err: errors.New("401")}
	w.write(t, channel.Outbound{ID: "a", Text: "one"})
	if err := w.wake(t, "a"); err == nil {
		t.Error("the event is not redelivered")
	}
	if r := w.reply(t, "a"); r.Status != channel.Pending || r.Reason == nil || r.Reason.Code != reply.NoCredentials {
		t.Errorf("meanwhile it is %s for %v", r.Status, r.Reason)
	}
	w.redelivered(t, "a", 8*time.Hour)
	w.isGivenUp(t, "a", reply.NeverAllowed)
}

func TestASignalIsTriedForMinutesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.fail, w.provider.fails = unavailable(), []string{"seen"}
	w.write(t, channel.Outbound{ID: "seen", Kind: channel.Seen, Of: "m1"})
	w.write(t, channel.Outbound{ID: "text", Text: "hello"})
	w.redelivered(t, "seen", 30*time.Minute)
	if diff := cmp.Diff([]string{"text"}, w.provider.ids()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

func TestAReplyThatKillsItsRunsEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(t, channel.Outbound{ID: "deadly", Text: "one"})
	w.write(t, channel.Outbound{ID: "next", Text: "two"})
	for range conversation.MaxInterruptions {
		w.crashes(t)
	}
	if err := w.wake(t, "deadly"); err != nil {
		t.Fatal(err)
	}
	r := w.reply(t, "deadly")
	if r.Status != channel.Unknown || r.Reason == nil || r.Reason.Code != reply.Interrupted {
		t.Errorf("it is %s for %v, want unknown", r.Status, r.Reason)
	}
	if diff := cmp.Diff([]string{"next"}, w.provider.ids()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

func TestAReplyThatNobodyCanReadEnds(t *testing.T) {
	t.Parallel()
	for name, doc := range map[string]map[string]any{
		"as it was written":             {"text": 5, "status": "pending"},
		"after its run died":            {"text": 5, "status": "sending", "leaseUntil": time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)},
		"with a field in other letters": {"text": "hello", "status": "pending", "Media": map[string]any{"object": "inbound/c2/x"}},
		"with such a field on a card": {"kind": "card", "status": "pending", "cards": []map[string]any{
			{"title": "hello", "media": map[string]any{"url": "https://example.com/a.png", "Object": "inbound/c2/x"}},
		}},
		"with such a field in a choice": {"text": "hello", "status": "pending", "choices": []map[string]any{{"LABEL": "x"}}},
		"with a time that is not":       {"text": "hello", "status": "pending", "leaseUntil": "soon"},
	} {
		w := newWorld(t)
		doc["createdAt"] = w.now
		w.set(t, "/replies/odd", doc)
		w.now = w.now.Add(time.Second)
		w.write(t, channel.Outbound{ID: "next", Text: "two"})
		if err := w.wake(t, "odd"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got, err := w.db.Doc("conversations/" + string(w.id) + "/replies/odd").Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if status := got.Data()["status"]; status != "failed" {
			t.Errorf("%s: the status is %v, want failed", name, status)
		}
		m, err := store.Of(w.db).Message(t.Context(), w.id, "odd")
		if err != nil || m.Sent != nil || m.Reason == nil || m.Reason.Code != conversation.ReplyMalformed {
			t.Errorf("%s: the history has %+v, %v", name, m, err)
		}
		if diff := cmp.Diff([]string{"next"}, w.provider.ids()); diff != "" {
			t.Errorf("%s: sent (-want +got):\n%s", name, diff)
		}
	}
}

// TestOneEventIsRedeliveredForAReplyThatWaits, and not those of all the others: an
// agent who types while the provider is down would make hundreds.
func TestOneEventIsRedeliveredForAReplyThatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.fail = unavailable()
	w.write(t, channel.Outbound{ID: "a", Text: "one"})
	if err := w.wake(t, "a"); err == nil {
		t.Fatal("the event is not redelivered")
	}
	for i := range 20 {
		w.write(t, channel.Outbound{ID: fmt.Sprintf("t%d", i), Kind: channel.Typing, On: true})
		if err := w.wake(t, fmt.Sprintf("t%d", i)); err != nil {
			t.Errorf("event %d: %v, want it accepted", i, err)
		}
	}
	if err := w.wake(t, "a"); err == nil {
		t.Error("the event that is waited for is accepted before its time")
	}
	if n := w.reply(t, "a").Attempts; n != 1 {
		t.Errorf("%d attempts before the back-off ended, want 1", n)
	}
}

func TestTheProvidersPauseIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.fail = &channel.RetryError{After: 5 * time.Minute, Err: errors.New("429")}
	w.write(t, channel.Outbound{ID: "a", Text: "one"})
	_ = w.wake(t, "a")
	w.now = w.now.Add(4 * time.Minute)
	_ = w.wake(t, "a")
	if n := w.reply(t, "a").Attempts; n != 1 {
		t.Errorf("%d attempts within the pause, want 1", n)
	}
	w.provider.fail = nil
	w.now = w.now.Add(2 * time.Minute)
	if err := w.wake(t, "a"); err != nil {
		t.Error(err)
	}
}

// TestThePaceFailsNothing: the time that replies wait for each other is ours.
func TestThePaceFailsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const replies = 25
	for i := range replies {
		w.write(t, channel.Outbound{ID: fmt.Sprintf("r%02d", i), Text: "hello"})
	}
	w.now = w.now.Add(2 * conversation.MaxReplyWait)
	w.redelivered(t, "r00", time.Hour)
	if n := len(w.provider.ids()); n != replies {
		t.Errorf("%d sent, want all %d", n, replies)
	}
}

// TestARefusalIsBoundedAndTheLogQuotesNothing of what was sent: a provider's
// explanation may repeat it.
func TestARefusalIsBoundedAndTheLogQuotesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.provider.fail, w.provider.fails = &channel.RefusedError{
		Reason: *reason.New(channel.ProviderRefused, reason.Args{"status": "400 INVALID_ARGUMENT", "message": "not a URL: MARK-ONE"}),
		Err:    errors.New("MARK-TWO"),
	}, []string{"refused"}
	w.write(t, channel.Outbound{ID: "refused", Text: "hello"})
	choices := make([]channel.ChoiceItem, 900)
	for i := range choices {
		choices[i] = channel.ChoiceItem{Kind: channel.ChoiceKind(fmt.Sprintf("MARK-%d", i)), Label: "x"}
	}
	w.write(t, channel.Outbound{ID: "many", Text: "hello", Choices: choices})
	if err := w.wake(t, "refused"); err != nil {
		t.Fatal(err)
	}
	if r := w.reply(t, "refused"); r.Status != channel.Failed || r.Reason.Args["message"] != "not a URL: MARK-ONE" {
		t.Errorf("the agent sees %v", r.Reason)
	}
	r := w.reply(t, "many")
	limits, _ := r.Reason.Args["limits"].([]any)
	if r.Status != channel.Failed || len(limits) != 10 || r.Reason.Size() > 2000 {
		t.Errorf("%s for %d problems in %d bytes, want ten in 2,000", r.Status, len(limits), r.Reason.Size())
	}
	if log := w.log.String(); strings.Contains(log, "MARK") || !strings.Contains(log, "400 INVALID_ARGUMENT") {
		t.Errorf("the log: %s", log)
	}
}
