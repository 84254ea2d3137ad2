package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// tooMuch is more than a document may hold.
func tooMuch() string { return strings.Repeat("x", 1<<20+1) }

// TestWhatTheDatabaseNeverTakesIsForGood whether it is the database that says so, or
// the library on the way there.
func TestWhatTheDatabaseNeverTakesIsForGood(t *testing.T) {
	t.Parallel()
	w := open(t)
	for name, text := range map[string]string{"too large": tooMuch(), "not UTF-8": "a\xff"} {
		in := said(1)
		in.Text = text
		err := w.receive(t, in)
		if fault.KindOf(err) != fault.Invalid || len(err.Error()) > 500 {
			t.Errorf("%s: error %v, want one that nobody repeats", name, err)
		}
	}
	w.mustReceive(t, said(2))
	if got := w.names(t, "conversations/"+string(id)+"/messages"); len(got) != 1 {
		t.Errorf("messages %v, want the next one", got)
	}
}

// TestEveryTextThatUTF8AllowsIsStored also what no screen shows.
func TestEveryTextThatUTF8AllowsIsStored(t *testing.T) {
	t.Parallel()
	w := open(t)
	in := said(1)
	in.Text = "\x00\x01\u202e\ufffe\U0010ffff"
	w.mustReceive(t, in)
	if got := get[conversation.Message](t, w.doc("/messages/m-001")).Text; got != in.Text {
		t.Errorf("stored %q, want %q", got, in.Text)
	}
}

// TestNobodyHasANameThatIsNoDocuments: an action that names such an agent has an
// outcome, as one that names a stranger has.
func TestNobodyHasANameThatIsNoDocuments(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	names := []string{".", "..", "__x__", "a/b", strings.Repeat("x", 1501), "nobody@x"}
	_, err := w.UpdateWith(t.Context(), id, func(conversation.Conversation) []string { return names },
		func(c conversation.Conversation, people store.People) (conversation.Change, error) {
			for _, name := range names {
				if people[name].OnRoster() {
					t.Errorf("%.20q is on the roster", name)
				}
			}
			return conversation.Change{Conversation: c}, nil
		})
	if err != nil {
		t.Error(err)
	}
}

func TestAnActionWhoseEffectIsNotStorableIsRefused(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	_, err := w.doc("/actions/a1").Create(t.Context(), conversation.Action{
		Kind: conversation.WriteNote, Author: conversation.Author{Email: "jo"}, Status: conversation.ActionPending,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = w.Act(t.Context(), id, "a1", nil, noon,
		func(c conversation.Conversation, _ conversation.Action, _ store.People) (conversation.Change, error) {
			return conversation.Change{Conversation: c, Message: &conversation.Message{ID: "note-1", Text: tooMuch()}}, nil
		})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("error %v, want one that nobody repeats", err)
	}
	a := get[conversation.Action](t, w.doc("/actions/a1"))
	if a.Status != conversation.ActionRefused || a.Reason == nil || a.Reason.Code != conversation.ActionNotStorable || !a.EndedAt.Equal(noon) {
		t.Errorf("action = %+v, want it refused with the reason", a)
	}
}

// TestAReplyThatIsTooLargeForItsOutcomeDoesNotBlockTheNext: its author filled the
// document to the last byte.
func TestAReplyThatIsTooLargeForItsOutcomeDoesNotBlockTheNext(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	for size := 1 << 20; ; size -= 16 { // the largest document that can be created
		_, err := w.doc("/replies/r1").Create(t.Context(), map[string]any{
			"text": "hello", "status": channel.Pending, "createdAt": noon, "x": strings.Repeat("x", size/2), "y": strings.Repeat("y", size/2),
			"author": conversation.Author{Email: "jo", Name: "Jo"},
		})
		if err == nil {
			break
		}
	}
	w.write(t, "r2", "and on")
	o := w.Outbox(id, "e1")
	claimFails(t, o, noon, store.ErrBuried)
	claim(t, o, noon, "r2")
	r, m := get[conversation.Reply](t, w.doc("/replies/r1")), get[conversation.Message](t, w.doc("/messages/r1"))
	if r.Status != channel.Failed || r.Reason == nil || r.Reason.Code != conversation.ReplyNotStorable || r.Text != "hello" {
		t.Errorf("reply = %+v", r)
	}
	if m.Status != channel.Failed || m.Text != "hello" || m.Author.Email != "jo" {
		t.Errorf("message = %+v", m)
	}
}

// TestWhatWasSentIsRecordedAsFarAsItCanBe: the customer has it, so it must not look as
// if it had failed.
func TestWhatWasSentIsRecordedAsFarAsItCanBe(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	text := strings.Repeat("x", 60_000) // its message holds it twice
	_, err := w.doc("/replies/r1").Create(t.Context(), map[string]any{
		"text": text, "markup": true, "status": channel.Pending, "createdAt": noon,
		"author": conversation.Author{Email: "jo", Name: strings.Repeat("J", 960_000)},
	})
	if err != nil {
		t.Fatal(err)
	}
	o := w.Outbox(id, "e1")
	if err := o.Record(t.Context(), claim(t, o, noon, "r1"), heard(channel.Sent, nil), noon); !errors.Is(err, store.ErrBuried) {
		t.Fatalf("error %v, want %v", err, store.ErrBuried)
	}
	if got := get[conversation.Message](t, w.doc("/messages/r1")); got.Status != channel.Sent || !strings.HasPrefix(got.Text, "xxx") {
		t.Errorf("message = %+v, want it sent", got)
	}
}
