package conversation

import "time"

// Mention is the document mentions/{conversation}_{note}_{email}: that a note is for
// somebody. It has nothing of the customer nor of the note's text: these are read where
// they are, by whoever may read them then.
type Mention struct {
	// Agent is whom the note is for, Author who wrote it.
	Agent  string `firestore:"agent"`
	Author Author `firestore:"author"`
	// Conversation, Session and Note name the note.
	Conversation ID     `firestore:"conversation"`
	Session      int64  `firestore:"session"`
	Note         string `firestore:"note"`
	// At is when it was written, and SeenAt when the agent first saw it, who writes that.
	At     time.Time `firestore:"at"`
	SeenAt time.Time `firestore:"seenAt"`
	// ExpireAt is when Firestore deletes it: with the note.
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// Name names the document.
func (m Mention) Name() string { return string(m.Conversation) + "_" + m.Note + "_" + m.Agent }

// inform lets somebody know that the note is for them.
func (ch *Change) inform(email string, d ActionInput) {
	if email == d.By.Email {
		return
	}
	m := ch.Message
	ch.Mentions = append(ch.Mentions, Mention{
		Agent: email, Author: m.Author, Conversation: ch.Conversation.ID, Session: m.Session, Note: m.ID, At: m.ReceivedAt,
	})
}
