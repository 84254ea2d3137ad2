package conversation

import (
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// NoteEditable is how long a note can be edited and deleted by who wrote it, by the
// server's clock. Later others may have acted on it.
const NoteEditable = 15 * time.Minute

// editNote carries out [EditNote]. Whom the note mentions stays as it was.
func (ch *Change) editNote(a Action, d ActionInput) error {
	switch {
	case strings.TrimSpace(a.Text) == "":
		return refuse(NoteIsEmpty, nil)
	case len(a.Text) > MaxNote:
		return refuse(NoteIsLong, reason.Args{"most": MaxNote})
	}
	if err := ch.Conversation.requireOwnNote(a, d); err != nil {
		return err
	}
	note := *a.Note
	note.Text, note.Masked, note.EditedAt = a.Text, a.Masked, d.Now
	ch.rewrite(note, a.Past)
	return nil
}

// deleteNote carries out [DeleteNote]. That there was a note stays.
func (ch *Change) deleteNote(a Action, d ActionInput) error {
	if err := ch.Conversation.requireOwnNote(a, d); err != nil {
		return err
	}
	note := *a.Note
	note.Text, note.Masked, note.DeletedAt = "", nil, d.Now
	ch.rewrite(note, a.Past)
	return nil
}

// requireOwnNote refuses whoever did not write the note, and does so when its time is
// over: from when it was committed to when the action was written, both by the server. What
// an admin holds stays as it is.
func (c *Conversation) requireOwnNote(a Action, d ActionInput) error {
	switch n := a.Note; {
	case n == nil || n.Direction != Note || !n.DeletedAt.IsZero():
		return refuse(NoSuchNote, nil)
	case n.Author.Email != d.By.Email:
		return refuse(NotYourNote, nil)
	case a.CreatedAt.Sub(n.CommittedAt) >= NoteEditable:
		return refuse(NoteIsOld, reason.Args{"within": NoteEditable})
	case c.Held():
		return refuse(NoteIsHeld, nil)
	}
	return c.requireInvolved(d)
}

// rewrite changes a note, and what its session is found by, also if that is over. A word
// that was first in the note is lost even if somebody wrote it again later.
func (ch *Change) rewrite(note Message, past *ClosedSession) {
	ch.Rewritten = &note
	c := &ch.Conversation
	switch {
	case note.Session == c.Session.Number && c.State != Closed:
		c.Session.Index = c.Session.Index.without(note.Number).with(note.Number, note.Text)
	case past != nil:
		ch.Past = append(ch.Past, past.without(note.Number).with(Index{}.with(note.Number, note.Text)))
	}
}

// Action is the id of the action by which a note was written.
func (m *Message) Action() string { return strings.TrimPrefix(m.ID, string(MintedNote)+"-") }
