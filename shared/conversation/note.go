package conversation

import (
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// writeNote carries out [WriteNote].
func (ch *Change) writeNote(a Action, d ActionInput) error {
	switch {
	case strings.TrimSpace(a.Text) == "":
		return refuse(NoteIsEmpty, nil)
	case len(a.Text) > MaxNote:
		return refuse(NoteIsLong, reason.Args{"most": MaxNote})
	case len(a.Agents) > MaxMentions:
		return refuse(TooManyMentions, reason.Args{"most": MaxMentions})
	}
	if err := ch.Conversation.requireInvolved(d); err != nil {
		return err
	}
	ch.add(&Message{
		ID: string(MintedNote) + "-" + DocumentID(a.ID), Direction: Note, Kind: channel.Text, Session: ch.Conversation.Session.Number, Text: a.Text, Masked: a.Masked,
		Author: Author{Email: d.By.Email, Name: d.By.Name()}, SentAt: d.Now, ReceivedAt: d.Now,
	})
	ch.index(ch.Message)
	ch.Conversation.Notes++
	for _, email := range a.Agents {
		if err := ch.mention(email, d); err != nil {
			return err
		}
	}
	ch.whisper(d)
	return nil
}

// whisper lets whoever has the session hear what a supervisor notes in it, as if they were
// mentioned.
func (ch *Change) whisper(d ActionInput) {
	owner := ch.Conversation.Owner
	if owner != "" && d.By.Role.Supervises() && !slices.Contains(ch.Message.Mentions, owner) {
		ch.inform(owner, d)
	}
}

// requireInvolved refuses an agent who is not involved in the conversation, as
// the security rules do. Everybody who worked on the session may still write a
// note: actions are carried out in any order, so the transfer may come before the
// note that explains it.
func (c *Conversation) requireInvolved(d ActionInput) error {
	email := d.By.Email
	if c.Guests[email] != "" || c.State == Parked && c.LastOwner == email || slices.Contains(c.Tally.Agents, email) {
		return nil
	}
	return c.requireReach(d)
}

// mention makes an agent a guest, so that they can see the note, if the note's author may
// invite. A closed session has no guests.
func (ch *Change) mention(email string, d ActionInput) error {
	c, m := &ch.Conversation, ch.Message
	p := d.People[email]
	switch {
	case slices.Contains(m.Mentions, email):
		return nil
	case !p.OnRoster():
		return refuse(NoSuchAgent, reason.Args{"agent": Preview(email)})
	}
	m.Mentions = append(m.Mentions, email)
	ch.inform(email, d)
	if c.State == Closed || email == c.Owner || email == d.By.Email || c.Guests[email] != "" {
		return nil
	}
	if !c.heldBy(d.By) {
		return refuse(OnlyOwnerInvites, reason.Args{"agent": p.Name()})
	}
	return ch.addGuest(p, d)
}
