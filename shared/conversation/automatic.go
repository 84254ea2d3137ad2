package conversation

import (
	"fmt"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// automatic is an automated message or a signal in the conversation's name. Its
// id is made from its cause, so that a step that is done twice makes it once.
func automatic(cause string, out channel.Outbound, author Author, now time.Time) Reply {
	out.ID = cause
	return Reply{Outbound: out, Author: author, Status: channel.Pending, CreatedAt: now}
}

// bot is the author of automated messages.
func bot() Author { return Author{Bot: true} }

// signal tells the channel about the agent's work. Signals are sent in the order
// of the replies around them.
func (ch *Change) signal(kind channel.Kind, by Author, now time.Time) {
	c := &ch.Conversation
	ch.Replies = append(ch.Replies,
		automatic(fmt.Sprintf("%s-%d", kind, c.Seq), channel.Outbound{Kind: kind}, by, now))
}

// say tells the customer something in the business's name, once for its cause in
// the transition before.
func (ch *Change) say(cause, text string, now time.Time) {
	if text != "" {
		id := fmt.Sprintf("%s-%d", cause, ch.Conversation.Seq)
		ch.Replies = append(ch.Replies, automatic(id, channel.Outbound{Text: text}, bot(), now))
	}
}

// record adds an event that changes no state.
func (ch *Change) record(cause Cause, actor string, now time.Time) *Event {
	c := &ch.Conversation
	c.Seq++
	ch.Events = append(ch.Events, Event{
		Seq: c.Seq, Session: c.Session, From: c.State, To: c.State, Cause: cause, Actor: actor,
		Queue: c.Queue, ConfigVersion: c.ConfigVersion, At: now,
	})
	return &ch.Events[len(ch.Events)-1]
}

// askedForPerson records the customer's wish, whatever the state is.
func (ch *Change) askedForPerson(now time.Time) {
	ch.Conversation.WantsPerson = true
	ch.record(AskedForPerson, customerActor, now)
}

// admitFile asks for a copy of a customer's file or, where the workstream takes
// none, says so to the customer and keeps the message.
func (ch *Change) admitFile(in channel.Inbound, now time.Time) {
	if ch.Conversation.Attachments {
		ch.Message.Media = &Media{Status: MediaCopying}
		return
	}
	ch.Message.URL = ""
	ch.Message.Media = &Media{Status: MediaRefused, Reason: "files are switched off for this workstream"}
	ch.Replies = append(ch.Replies, automatic("no-files-"+DocumentID(in.ID),
		channel.Outbound{Text: ch.Conversation.noFiles()}, bot(), now))
}

// noFiles is the polite answer to a file that is not wanted.
func (c *Conversation) noFiles() string {
	switch language, _, _ := strings.Cut(strings.ToLower(c.Context.Locale), "-"); {
	case c.NoFiles != "":
		return c.NoFiles
	case language == "fr":
		return "Désolé, nous ne pouvons pas recevoir de fichiers ici. Pouvez-vous nous l’expliquer par écrit ?"
	}
	return "Sorry, we cannot receive files here. Could you tell us in words?"
}
