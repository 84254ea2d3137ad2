package conversation

import (
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// note carries out [WriteNote].
func (ch *Change) note(a Action, d Desk) error {
	switch {
	case strings.TrimSpace(a.Text) == "":
		return refuse(NoteIsEmpty, nil)
	case len(a.Text) > MaxNote:
		return refuse(NoteIsLong, reason.Args{"most": MaxNote})
	case len(a.Agents) > MaxMentions:
		return refuse(TooManyMentions, reason.Args{"most": MaxMentions})
	}
	if err := ch.Conversation.known(d); err != nil {
		return err
	}
	ch.Message = &Message{
		ID: string(MintedNote) + "-" + DocumentID(a.ID), Direction: Note, Kind: channel.Text, Session: ch.Conversation.Session.Number, Text: a.Text,
		Author: Author{Email: d.By.Email, Name: d.By.Name()}, SentAt: d.Now, ReceivedAt: d.Now,
	}
	for _, email := range a.Agents {
		if err := ch.mention(email, d); err != nil {
			return err
		}
	}
	return nil
}

// known refuses an agent who has nothing to do with the conversation, as the clients'
// rules have it. Who worked on the session may always write a note: actions are
// carried out in any order, and the transfer may come before the note that explains
// it.
func (c *Conversation) known(d Desk) error {
	email := d.By.Email
	if c.Guests[email] != "" || c.State == Parked && c.LastOwner == email || slices.Contains(c.Tally.Agents, email) {
		return nil
	}
	return c.reached(d)
}

// mention lets an agent whom a note is for read along, so that the agent can see it.
// What is closed has no guests.
func (ch *Change) mention(email string, d Desk) error {
	c, m := &ch.Conversation, ch.Message
	p := d.People[email]
	switch {
	case slices.Contains(m.Mentions, email):
		return nil
	case !p.OnRoster():
		return refuse(NoSuchAgent, reason.Args{"agent": Preview(email)})
	}
	m.Mentions = append(m.Mentions, email)
	if c.State == Closed || email == c.Owner || email == d.By.Email || c.Guests[email] != "" {
		return nil
	}
	return ch.invite(p, d)
}
