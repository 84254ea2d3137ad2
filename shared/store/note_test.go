package store_test

import (
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// asked writes and carries out an action of Jo's.
func (w world) asked(t *testing.T, name string, a conversation.Action) conversation.Action {
	t.Helper()
	a.Author, a.Status = conversation.Author{Email: "jo", Name: "JO"}, conversation.ActionPending
	if _, err := w.doc("/actions/"+name).Create(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return w.carry(t, name)
}

// TestANoteIsChangedWhereverItsTextIs: in the history, in the action that wrote it and in
// what the session is found by; it is masked; and a deleted one tells nobody.
func TestANoteIsChangedWhereverItsTextIs(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "pick", conversation.Pick, "jo")
	w.asked(t, "n1", conversation.Action{Kind: conversation.WriteNote, Text: "Thier card"})
	w.counter.Take()
	edit := w.asked(t, "e1", conversation.Action{Kind: conversation.EditNote, Of: "note-n1", Text: "Their card is 4111 1111 1111 1111"})
	// The action with its text is written and read by this test, and the function writes it
	// masked; it reads the action, the conversation, the note and the agent with the lease,
	// and writes the conversation, the note and the action that wrote it.
	w.costs(t, "to edit a note", 5+1, 4+1)
	if edit.Status != conversation.ActionDone || edit.Text != "" || len(edit.Masked) != 1 {
		t.Errorf("the action is %+v", edit)
	}
	m := get[conversation.Message](t, w.doc("/messages/note-n1"))
	if m.Text != "Their card is ••••" || m.EditedAt.IsZero() || len(m.Masked) != 1 || m.Number != 2 {
		t.Errorf("the note is %+v", m)
	}
	if first := get[conversation.Action](t, w.doc("/actions/n1")); first.Text != "" || first.Kind != conversation.WriteNote {
		t.Errorf("the first action is %+v", first)
	}

	mention := "mentions/" + string(id) + "_note-n1_sam"
	if _, err := w.doc("/messages/note-n1").Update(t.Context(), []firestore.Update{{Path: "mentions", Value: []string{"sam"}}}); err != nil {
		t.Fatal(err)
	}
	w.put(t, mention, conversation.Mention{Agent: "sam"})
	w.asked(t, "d1", conversation.Action{Kind: conversation.DeleteNote, Of: "note-n1"})
	if m = get[conversation.Message](t, w.doc("/messages/note-n1")); m.Text != "" || m.DeletedAt.IsZero() {
		t.Errorf("the note is %+v", m)
	}
	if _, err := w.db.Doc(mention).Get(t.Context()); status.Code(err) != codes.NotFound {
		t.Errorf("the mention of a deleted note: %v", err)
	}
	for _, word := range get[conversation.Conversation](t, w.doc("")).Index.Words {
		if word == "card" || word == "thier" || word == "their" {
			t.Errorf("the session is still found by %q", word)
		}
	}
}

// TestADeletedNoteIsNotFoundWhereItsSessionIsOver, whatever the conversation does since.
func TestADeletedNoteIsNotFoundWhereItsSessionIsOver(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "pick", conversation.Pick, "jo")
	w.asked(t, "n1", conversation.Action{Kind: conversation.WriteNote, Text: "Risky"})
	w.act(t, "end", conversation.End, "jo")
	w.act(t, "close", conversation.Close, "jo")
	keys := func() []any {
		found, err := w.db.Collection("closedSessions").Where("keys", "array-contains", "risky").Documents(t.Context()).GetAll()
		if err != nil {
			t.Fatal(err)
		}
		var ids []any
		for _, doc := range found {
			ids = append(ids, doc.Ref.ID)
		}
		return ids
	}
	if len(keys()) != 1 {
		t.Fatalf("found by the note: %v", keys())
	}
	if a := w.asked(t, "d1", conversation.Action{Kind: conversation.DeleteNote, Of: "note-n1"}); a.Status != conversation.ActionDone {
		t.Fatalf("the action is %+v", a)
	}
	if len(keys()) != 0 {
		t.Errorf("found by a note that is deleted: %v", keys())
	}
	if all := w.names(t, "closedSessions"); len(all) != 1 {
		t.Errorf("closed sessions: %v", all)
	}
}
