package conversation

import (
	"maps"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

func (ch *Change) consult(a Action, d Desk) error {
	c := &ch.Conversation
	if err := c.mine(d); err != nil {
		return err
	}
	switch {
	case c.State != Active:
		return refuse("one is consulted while one works on a conversation")
	case !d.To.Known():
		return refuse("there is no agent %s", a.Agent)
	case a.Agent == c.Owner:
		return refuse("%s has this conversation", c.ownerName())
	case c.Guests[a.Agent] != "":
		return nil
	case len(c.Guests) >= maxGuests:
		return refuse("%d agents read along already", maxGuests)
	}
	c.Guests = maps.Clone(c.Guests)
	if c.Guests == nil {
		c.Guests = map[string]string{}
	}
	c.Guests[a.Agent] = d.To.Name()
	ch.record(Consulted, d.By.Email, d.Now).Trace = []string{d.To.Name()}
	return nil
}

// maxGuests bounds who reads along; Dynamics recommends as many.
const maxGuests = 5

func (ch *Change) leave(_ Action, d Desk) error {
	c := &ch.Conversation
	if c.Guests[d.By.Email] == "" {
		return refuse("you are no guest of this conversation")
	}
	c.Guests = maps.Clone(c.Guests)
	delete(c.Guests, d.By.Email)
	ch.record(GuestLeft, d.By.Email, d.Now)
	return nil
}

// end ends the talk. The wrap-up may use capacity, and takes no time where the
// workstream has none.
func (ch *Change) end(_ Action, d Desk) error {
	c := &ch.Conversation
	terms := d.Config.Terms(c.Workstream)
	if c.State == Active {
		if err := c.mine(d); err != nil {
			return err
		}
	}
	by := Author{Email: c.Owner, Name: c.OwnerName}
	if err := ch.transit(Ended, d.By.Email, d.Now); err != nil {
		return err
	}
	c.EndedAt, c.UnansweredSince = d.Now, time.Time{}
	if terms.WrapUp.Blocks == route.BlocksNever {
		if err := ch.close(Done, d.By.Email, d.Now); err != nil {
			return err
		}
	}
	ch.occasion(d, terms.Messages.Ended)
	ch.signal(channel.Left, by, d.Now)
	if c.Survey {
		ch.signal(channel.Survey, bot(), d.Now)
	}
	return nil
}

// finish ends the wrap-up, or everything where a supervisor says so.
func (ch *Change) finish(a Action, d Desk) error {
	c := &ch.Conversation
	switch {
	case c.State == Closed:
		return nil
	case c.State == WrapUp && c.Owner == d.By.Email:
		return ch.close(Done, d.By.Email, d.Now)
	case !d.By.Role.Supervises():
		return refuse("only a supervisor closes a conversation that has not ended")
	}
	wasActive, by := c.State == Active, Author{Email: c.Owner, Name: c.OwnerName}
	if err := ch.close(ClosedBySuperv, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.because(a.Text)
	if wasActive {
		ch.signal(channel.Left, by, d.Now)
	}
	return nil
}

// assign gives the session to somebody who is there, with room or without.
func (ch *Change) assign(a Action, d Desk) error {
	c := &ch.Conversation
	switch {
	case !d.By.Role.Supervises():
		return refuse("only a supervisor assigns conversations")
	case !d.To.Known():
		return refuse("there is no agent %s", a.Agent)
	case c.State == Active && c.Owner == a.Agent:
		return nil
	case !d.To.Present(d.Now):
		return refuse("%s is not there", d.To.Name())
	}
	return ch.begin(d.To.Agent, d.Config.Terms(c.Workstream), Assigned, d.By.Email, d.Now)
}

// maxNote bounds a note, in bytes.
const maxNote = 20_000

func (ch *Change) note(a Action, d Desk) error {
	switch {
	case a.Text == "":
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

const maxPriority = 100

func (ch *Change) setPriority(a Action, d Desk) error {
	c := &ch.Conversation
	switch {
	case a.Priority < -maxPriority || a.Priority > maxPriority:
		return refuse("a priority is from %d to %d", -maxPriority, maxPriority)
	case !d.By.Role.Supervises() && c.Owner != d.By.Email && !d.By.Serves(c.Queue):
		return refuse("you do not serve the queue %s", d.Config.Queues[c.Queue].DisplayName)
	case c.State == Closed:
		return refuse("this conversation is closed")
	}
	c.Priority = a.Priority
	ch.record(PrioritySet, d.By.Email, d.Now)
	if c.State == Open {
		ch.Enqueue = c.item(d.Config, d.Now)
	}
	return nil
}

const maxPreferred = 3

func (ch *Change) prefer(a Action, d Desk) error {
	c := &ch.Conversation
	if err := c.mine(d); err != nil {
		return err
	}
	if len(a.Agents) > maxPreferred {
		return refuse("a customer prefers %d agents at most", maxPreferred)
	}
	c.Preferred = a.Agents
	return nil
}

func (ch *Change) markRead(a Action, d Desk) error {
	if err := ch.Conversation.mine(d); err != nil {
		return err
	}
	if a.Of == "" {
		return refuse("it does not say which message was read")
	}
	ch.signalAs("read-"+DocumentID(a.Of), channel.Outbound{Kind: channel.Seen, Of: a.Of}, d)
	return nil
}

func (ch *Change) typed(a Action, d Desk) error {
	if err := ch.Conversation.mine(d); err != nil {
		return err
	}
	ch.signalAs("typing-"+DocumentID(a.ID), channel.Outbound{Kind: channel.Typing, On: a.On}, d)
	return nil
}

func (ch *Change) signalAs(id string, out channel.Outbound, d Desk) {
	ch.Replies = append(ch.Replies, automatic(id, out, Author{Email: d.By.Email, Name: d.By.Name()}, d.Now))
}

// occasion sends the automated message of an occasion, where there is one.
func (ch *Change) occasion(d Desk, message string) {
	c := &ch.Conversation
	ch.say("occasion", d.Config.Text(message, c.Language, c.Workstream, route.Names{
		Customer: c.Context.DisplayName, Agent: c.OwnerName, Queue: c.Queue, Now: d.Now,
	}), d.Now)
}
