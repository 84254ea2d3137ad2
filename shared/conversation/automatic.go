package conversation

import (
	"slices"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// botAuthor is the author of automated messages.
func botAuthor() Author { return Author{Bot: true} }

// send adds an automated message or a signal on behalf of the conversation. Its
// id is derived from its cause, so that a step that is done twice sends it once.
// Replies are sent in the order of their times, so those of one change differ
// slightly. Whoever has unsubscribed gets nothing.
func (ch *Change) send(id string, out channel.Outbound, by Author, now time.Time) {
	if ch.Conversation.refuses(out) {
		return
	}
	out.ID = id
	ch.Replies = append(ch.Replies, Reply{
		Outbound: out, Author: by, Status: channel.Pending,
		CreatedAt: now.Add(time.Duration(len(ch.Replies)) * time.Microsecond),
	})
}

// seq is the number of the last event, which distinguishes its replies from those
// of other events.
func (ch *Change) seq() string { return strconv.FormatInt(ch.Conversation.Seq, 10) }

// say tells the customer something on behalf of the business, once per cause and
// transition, and within the conversation's budget.
func (ch *Change) say(cause Minted, text string, now time.Time) {
	if text != "" && !ch.Conversation.Unsubscribed && ch.maySay(text, now) {
		ch.send(replyID(cause, ch.seq()), channel.Outbound{Text: text}, botAuthor(), now)
	}
}

// sayOccasion sends the automated message for an occasion, if there is one.
func (ch *Change) sayOccasion(config *configuration.Config, message string, now time.Time) {
	c := &ch.Conversation
	ch.say(MintedOccasion, config.Text(message, c.Language, c.Workstream, configuration.Names{
		Customer: c.Context.DisplayName, Agent: c.OwnerName, Queue: c.Queue, Now: now,
	}), now)
}

// signals reports whether the channel can be told about this.
func (o Outbox) signals(kind channel.Kind) bool { return slices.Contains(o.Signals, kind) }

// signal tells the channel about an agent's work, once per transition, if the
// channel has a signal for it.
func (ch *Change) signal(kind channel.Kind, by Author, now time.Time) {
	if ch.Conversation.signals(kind) {
		ch.send(replyID(Minted(kind), ch.seq()), channel.Outbound{Kind: kind}, by, now)
	}
}

// markRead carries out [MarkRead].
func (ch *Change) markRead(a Action, d ActionInput) error {
	if a.Of == "" {
		return refuse(NoMessageRead, nil)
	}
	if err := ch.relay(MintedRead, channel.Outbound{Kind: channel.Seen, Of: a.Of}, a, d); err != nil {
		return err
	}
	c := &ch.Conversation
	newer, _ := c.heardSince(a.CreatedAt)
	c.Unread = min(c.Unread, newer)
	return nil
}

// signalTyping carries out [Type].
func (ch *Change) signalTyping(a Action, d ActionInput) error {
	return ch.relay(MintedTyping, channel.Outbound{Kind: channel.Typing, On: a.On}, a, d)
}

// relay tells the channel what the agent who works on the session does, if the
// channel has a signal for it.
func (ch *Change) relay(cause Minted, out channel.Outbound, a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireOwner(d); err != nil {
		return err
	}
	if c.State != Active {
		return c.refuseState(d)
	}
	if c.signals(out.Kind) {
		ch.send(replyID(cause, a.ID), out, Author{Email: d.By.Email, Name: d.By.Name()}, d.Now)
	}
	return nil
}
