package conversation

import (
	"slices"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// bot is the author of automated messages.
func bot() Author { return Author{Bot: true} }

// send adds an automated message or a signal in the conversation's name. Its id is
// made from its cause, so that a step that is done twice makes it once. Replies are
// sent in the order of their times, so those of one change differ a little.
func (ch *Change) send(id string, out channel.Outbound, by Author, now time.Time) {
	out.ID = id
	ch.Replies = append(ch.Replies, Reply{
		Outbound: out, Author: by, Status: channel.Pending,
		CreatedAt: now.Add(time.Duration(len(ch.Replies)) * time.Microsecond),
	})
}

// seq is the last event's number, which tells its replies from those of others.
func (ch *Change) seq() string { return strconv.FormatInt(ch.Conversation.Seq, 10) }

// say tells the customer something in the business's name, once for its cause in
// the transition before.
func (ch *Change) say(cause Minted, text string, now time.Time) {
	if text != "" {
		ch.send(replyID(cause, ch.seq()), channel.Outbound{Text: text}, bot(), now)
	}
}

// occasion sends the automated message of an occasion, where there is one.
func (ch *Change) occasion(config *configuration.Config, message string, now time.Time) {
	c := &ch.Conversation
	ch.say(MintedOccasion, config.Text(message, c.Language, c.Workstream, configuration.Names{
		Customer: c.Context.DisplayName, Agent: c.OwnerName, Queue: c.Queue, Now: now,
	}), now)
}

// signals reports whether the channel can be told about this.
func (o Outbox) signals(kind channel.Kind) bool { return slices.Contains(o.Signals, kind) }

// signal tells the channel about an agent's work, once in the transition before, if
// the channel has a signal for it.
func (ch *Change) signal(kind channel.Kind, by Author, now time.Time) {
	if ch.Conversation.signals(kind) {
		ch.send(replyID(Minted(kind), ch.seq()), channel.Outbound{Kind: kind}, by, now)
	}
}

// markRead carries out [MarkRead].
func (ch *Change) markRead(a Action, d Desk) error {
	if a.Of == "" {
		return refuse(NoMessageRead, nil)
	}
	if err := ch.relay(MintedRead, channel.Outbound{Kind: channel.Seen, Of: a.Of}, a, d); err != nil {
		return err
	}
	ch.Conversation.Unread = 0
	return nil
}

// typed carries out [Type].
func (ch *Change) typed(a Action, d Desk) error {
	return ch.relay(MintedTyping, channel.Outbound{Kind: channel.Typing, On: a.On}, a, d)
}

// relay tells the channel what an agent does who works on the session, if the channel
// has a signal for it.
func (ch *Change) relay(cause Minted, out channel.Outbound, a Action, d Desk) error {
	c := &ch.Conversation
	if err := c.mine(d); err != nil {
		return err
	}
	if c.State != Active {
		return c.situation(d)
	}
	if c.signals(out.Kind) {
		ch.send(replyID(cause, a.ID), out, Author{Email: d.By.Email, Name: d.By.Name()}, d.Now)
	}
	return nil
}
