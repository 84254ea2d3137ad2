package conversation

import (
	"cmp"
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/locale"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// keywordSpan is how long after a customer unsubscribed what they write may still be the
// keyword that did it: providers send that as a text, too, in any order, and in words
// that differ by country.
const keywordSpan = 10 * time.Second

// Subscribed reports whether the customer may be written to after an event of theirs.
func (c Conversation) Subscribed(in channel.Inbound) bool {
	return !c.Unsubscribed || c.resubscribes(in)
}

// resubscribes reports whether an unsubscribed customer asks for an answer: who writes
// again wants one. A tap on a choice that is still on the screen is not writing, and
// only a text can be the keyword.
func (c *Conversation) resubscribes(in channel.Inbound) bool {
	since := in.Written().Sub(c.ConsentAt)
	switch in.Kind {
	case channel.Text:
		return c.Unsubscribed && since >= keywordSpan
	case channel.File, channel.Location:
		return c.Unsubscribed && since > 0
	default:
		return false
	}
}

// isMute reports whether what the customer says is only kept, because they want no
// messages: nobody could answer in a session that it opens. One that an agent is at work
// on goes on.
func (c *Conversation) isMute() bool {
	return c.Unsubscribed && (c.State == Closed || c.State == WrapUp || c.State == Parked)
}

// Interpret returns an event as it is meant in the conversation. The keyword with which
// messages are allowed again is an ordinary text of somebody who never ended them: it
// may well be the first thing that a customer writes.
func (c Conversation) Interpret(in channel.Inbound) channel.Inbound {
	since := in.Written().Sub(c.ConsentAt).Abs()
	if in.Kind == channel.Consent && in.On && in.Text != "" && !c.Unsubscribed && since >= keywordSpan {
		in.Kind = channel.Text
	}
	return rating(in)
}

// hearStop returns a text as the end of messages that it is, where the configuration has it
// among its words: on channels that know no such event, it is the only way to say so. Longer
// texts are none, so that they take no configuration.
func (r Routing) hearStop(in channel.Inbound) (channel.Inbound, error) {
	if in.Kind != channel.Text || !configuration.MayStop(in.Text) {
		return in, nil
	}
	config, err := r.config()
	if errors.Is(err, ErrNeedsConfig) {
		return in, err
	}
	if err == nil && config.Stops(in.Text) {
		in.Kind, in.On = channel.Consent, false
	}
	return in, nil
}

// resubscribe lifts what the customer said about messages when they write again.
func (ch *Change) resubscribe(in channel.Inbound, now time.Time) {
	if ch.Conversation.resubscribes(in) {
		ch.subscribe(in, now)
	}
}

// refuses reports whether the customer has said that they do not want such a message or
// signal. What takes a message back is not one.
func (c *Conversation) refuses(out channel.Outbound) bool {
	return c.Unsubscribed && out.Purpose != channel.Acknowledgement && out.Kind != channel.Revoke
}

// consent folds in whether the customer wants messages. Events arrive in any order, so
// the provider's time decides which is the newest; of two at the same time, the one
// that wants none counts.
func (ch *Change) consent(in channel.Inbound, r Routing, now time.Time) error {
	c := &ch.Conversation
	switch {
	case in.SentAt.Before(c.ConsentAt), in.On && c.Unsubscribed && in.SentAt.Equal(c.ConsentAt):
		return nil
	case in.On && c.Unsubscribed:
		ch.subscribe(in, now)
	case !in.On && !c.Unsubscribed:
		return ch.unsubscribe(in, r, now)
	default: // it is known
		c.ConsentAt = in.SentAt
	}
	return nil
}

func (ch *Change) subscribe(in channel.Inbound, now time.Time) {
	c := &ch.Conversation
	c.Unsubscribed, c.ConsentAt = false, in.SentAt
	ch.recordConsent(Subscribed, now)
}

// recordConsent records what the customer said about messages in the session's history,
// if there is one. The conversation's shows it in any case.
func (ch *Change) recordConsent(cause Cause, now time.Time) {
	if c := &ch.Conversation; c.Session.Number > 0 && !c.overspent(now) {
		ch.record(cause, customerActor, now)
	}
}

// unsubscribe records that the customer wants no more messages. Nobody owes them an
// answer then. A session that no agent is at work on closes, because whoever got it
// could do nothing; one that an agent has stays until they end it. All of that holds
// even if there is no configuration.
func (ch *Change) unsubscribe(in channel.Inbound, r Routing, now time.Time) error {
	config, err := r.config()
	if errors.Is(err, ErrNeedsConfig) {
		return err
	}
	c := &ch.Conversation
	c.Unsubscribed, c.ConsentAt = true, in.SentAt
	c.UnansweredSince, c.OwedSince, c.LateAt = time.Time{}, time.Time{}, time.Time{}
	c.Notice.forget()
	switch c.State {
	case Open, Offered, Parked:
		if err := ch.closeSession(Unsubscribed, customerActor, now); err != nil {
			return err
		}
	case Active, WrapUp, Closed:
		ch.recordConsent(Unsubscribed, now)
	}
	ch.acknowledge(in, config, now)
	if config != nil {
		ch.completeStep(config)
	}
	return nil
}

// acknowledge sends the one message that a customer gets who wants no more. It is sent
// whatever was said before, within the number of automated messages an hour.
func (ch *Change) acknowledge(in channel.Inbound, config *configuration.Config, now time.Time) {
	b := &ch.Conversation.Budget
	b.renew(now)
	if b.Automated >= maxAutomated {
		ch.silence(TooManyAutomated, reason.Args{"most": maxAutomated}, now)
		return
	}
	b.Automated++
	out := channel.Outbound{Text: ch.Conversation.farewell(config, now), Purpose: channel.Acknowledgement}
	ch.send(replyID(MintedConsent, in.ID), out, botAuthor(), now)
}

// farewell is the text of the acknowledgement, in the customer's language as far as that
// is known.
func (c *Conversation) farewell(config *configuration.Config, now time.Time) string {
	language := cmp.Or(c.Language, c.Context.Locale, c.Context.DeviceLocale)
	if config != nil {
		workstream := c.Workstream
		if workstream == "" {
			workstream, _, _ = config.WorkstreamOf(c.Account, c.BrandAgent)
		}
		names := configuration.Names{Customer: c.Context.DisplayName, Now: now}
		if text := config.Text(config.Terms(workstream).Messages.Unsubscribed, language, workstream, names); text != "" {
			return text
		}
		language = cmp.Or(language, config.Workstreams[workstream].Language)
	}
	if locale.Base(language) == "fr" {
		return "C’est noté : vous ne recevrez plus de messages de notre part. Pour reprendre, il suffit de nous écrire."
	}
	return "You will get no more messages from us. If you change your mind, just write to us."
}
