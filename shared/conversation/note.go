package conversation

import (
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// maxNote bounds a note, in bytes.
const maxNote = 20_000

// note carries out [WriteNote].
func (ch *Change) note(a Action, d Desk) error {
	switch {
	case strings.TrimSpace(a.Text) == "":
		return refuse("the note is empty")
	case len(a.Text) > maxNote:
		return refuse("the note is longer than %d bytes", maxNote)
	}
	ch.Message = &Message{
		ID: "note-" + DocumentID(a.ID), Direction: Note, Kind: channel.Text, Session: ch.Conversation.Session, Text: a.Text,
		Author: Author{Email: d.By.Email, Name: d.By.Name()}, SentAt: d.Now, ReceivedAt: d.Now,
	}
	return nil
}
