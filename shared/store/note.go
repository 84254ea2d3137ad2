package store

import (
	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// withNote is the action with the note that it is about, and with the note's session if that
// is over.
func (s *Store) withNote(st *step, c conversation.Conversation, a conversation.Action) (conversation.Action, error) {
	ofNote := a.Kind == conversation.EditNote || a.Kind == conversation.DeleteNote
	if !ofNote || c.ID == "" || !isDocumentName(a.Of) {
		return a, nil
	}
	docs, err := st.get(s.message(c.ID, a.Of))
	if err != nil || !docs[0].Exists() {
		return a, err
	}
	m := conversation.Message{ID: a.Of}
	if err := load(docs[0], &m); err != nil {
		return a, err
	}
	a.Note = &m
	if m.Session == c.Session.Number && c.State != conversation.Closed {
		return a, nil
	}
	a.Past, err = s.past(st, c.ID, m.Session)
	return a, err
}

// past is a session that is over as it is listed, or nil if there is no document of it.
func (s *Store) past(st *step, id conversation.ID, session int64) (*conversation.ClosedSession, error) {
	closed, err := s.naming(closedPlace, id).query.Where("session", "==", session).Limit(1).Documents(st.ctx).GetAll()
	if err != nil {
		return nil, failure("look for a session that is over", err)
	}
	if len(closed) == 0 {
		return nil, nil //nolint:nilnil // none
	}
	st.guard(closed[0])
	past := new(conversation.ClosedSession)
	return past, load(closed[0], past)
}

// withOver is the action with the session that a tag is for, if that is over.
func (s *Store) withOver(st *step, c conversation.Conversation, a conversation.Action) (conversation.Action, error) {
	if a.Kind != conversation.SetTag || c.ID == "" || a.Session < 1 || a.Session == c.Session.Number && c.State != conversation.Closed {
		return a, nil
	}
	docs, err := st.get(s.session(c.ID, a.Session))
	if err != nil || !docs[0].Exists() {
		return a, err
	}
	a.Over = new(conversation.Session)
	if err := load(docs[0], a.Over); err != nil {
		return a, err
	}
	a.Past, err = s.past(st, c.ID, a.Session)
	return a, err
}

// writeNotes adds to the step what a change says of notes: whom they are for, and what
// their authors changed.
func (s *Store) writeNotes(st *step, id conversation.ID, ch conversation.Change) error {
	for _, m := range ch.Mentions {
		st.replace(s.mention(m), m)
	}
	if ch.Rewritten == nil {
		return nil
	}
	return s.rewrite(st, id, *ch.Rewritten)
}

// rewrite changes a note. The action that wrote it has the text, too, which nobody should
// read there any longer; and whom a deleted note mentions is not told any more.
func (s *Store) rewrite(st *step, id conversation.ID, m conversation.Message) error {
	st.update(s.message(id, m.ID), []firestore.Update{
		{Path: "text", Value: m.Text},
		{Path: "masked", Value: m.Masked},
		{Path: "editedAt", Value: m.EditedAt},
		{Path: "deletedAt", Value: m.DeletedAt},
	})
	for _, email := range m.Mentions {
		if !m.DeletedAt.IsZero() {
			st.remove(s.mention(conversation.Mention{Conversation: id, Note: m.ID, Agent: email}))
		}
	}
	return st.updateIfExists(s.action(id, m.Action()), []firestore.Update{{Path: "text", Value: firestore.Delete}})
}
