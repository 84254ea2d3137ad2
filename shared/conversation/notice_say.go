package conversation

import (
	"cmp"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// tell sends the notice. It is no automated message like others: it is sent whatever was
// said before, within their number an hour.
func (ch *Change) tell(in channel.Inbound, config *configuration.Config, now time.Time, choices ...channel.ChoiceItem) bool {
	c := &ch.Conversation
	b := &c.Budget
	b.renew(now)
	if b.Automated >= maxAutomated {
		if c.Session.Number > 0 {
			ch.silence(TooManyAutomated, reason.Args{"most": maxAutomated}, now)
		}
		return false
	}
	b.Automated++
	workstream, _, _ := config.WorkstreamOf(c.Account, c.BrandAgent)
	text := config.Text(config.Workstreams[workstream].Notice.Message, c.noticeLanguage(), workstream,
		configuration.Names{Customer: c.Context.DisplayName, Now: now})
	id := replyID(MintedNotice, in.ID)
	ch.send(id, channel.Outbound{Text: text, Choices: choices}, botAuthor(), now)
	c.Notice = Notice{
		Version: config.NoticeVersion(workstream), ConfigVersion: config.Version, Message: id, ToldAt: now,
		Opening: c.Notice.Opening,
	}
	return true
}

// noticeLanguage is the customer's language, as far as it is known before classification.
func (c *Conversation) noticeLanguage() string {
	return cmp.Or(c.Language, c.Context.Locale, c.Context.DeviceLocale)
}

// ask sends the notice with the choices to agree and to refuse, as far as the channel has
// choices, and lets the customer's message wait for the answer. If it cannot be sent, the
// message is only kept.
func (ch *Change) ask(in channel.Inbound, config *configuration.Config, now time.Time) {
	c := &ch.Conversation
	workstream, _, _ := config.WorkstreamOf(c.Account, c.BrandAgent)
	c.Notice.wait(in)
	// No session has set it yet, and what is said before one opens is not said twice either.
	c.RepeatAfter = int64(time.Duration(*config.Terms(workstream).RepeatAfter) / time.Second)
	if ch.tell(in, config, now, c.answers(config, config.NoticeVersion(workstream))...) {
		c.Notice.Until = now.Add(time.Duration(*config.Workstreams[workstream].Notice.Within))
	}
}

// answers are the choices to agree to a version of the notice and to refuse, as far as the
// channel has choices: only to agree for a customer whose session has opened without it.
func (c *Conversation) answers(config *configuration.Config, version string) []channel.ChoiceItem {
	if config.Channel(c.Channel).ReplyChoices() < 2 {
		return nil
	}
	workstream, _, _ := config.WorkstreamOf(c.Account, c.BrandAgent)
	accept, refuse := config.NoticeLabels(c.noticeLanguage(), workstream)
	choices := []channel.ChoiceItem{
		{Kind: channel.ReplyChoice, Label: accept, Postback: acceptChoice + ":" + version},
		{Kind: channel.ReplyChoice, Label: refuse, Postback: refuseChoice + ":" + version},
	}
	if c.State != Closed {
		return choices[:1]
	}
	return choices
}

// wait lets a message wait for the answer, unless one does already.
func (n *Notice) wait(in channel.Inbound) {
	if n.Opening != nil {
		return
	}
	o := Opening{Kind: in.Kind, Answered: in.Answered != nil}
	o.Text, _ = channel.Shorten(in.Text, maxOpening)
	o.Postback, _ = channel.Shorten(in.Postback, maxOpening)
	n.Opening = &o
}

// sayOutcome tells a customer what becomes of it that they have not agreed. id is of what
// the message follows from.
func (ch *Change) sayOutcome(id string, answer configuration.Consent, config *configuration.Config, now time.Time) {
	c := &ch.Conversation
	workstream, _, _ := config.WorkstreamOf(c.Account, c.BrandAgent)
	outcome := config.Workstreams[workstream].Notice.Outcome(answer)
	text := config.Text(outcome.Message, c.noticeLanguage(), workstream, configuration.Names{
		Customer: c.Context.DisplayName, Queue: outcome.Queue, Now: now,
	})
	if text != "" && !c.Unsubscribed && ch.maySay(text, now) {
		ch.send(replyID(MintedNotice, id), channel.Outbound{Text: text}, botAuthor(), now)
	}
}

// sayClosing tells a customer who writes that the account takes no more. id is of what they
// wrote.
func (ch *Change) sayClosing(id string, config *configuration.Config, now time.Time) {
	c := &ch.Conversation
	c.Notice.forget()
	workstream, _, _ := config.WorkstreamOf(c.Account, c.BrandAgent)
	c.RepeatAfter = int64(time.Duration(*config.Terms(workstream).RepeatAfter) / time.Second)
	text := config.Text(config.Accounts[c.Account].Closing, c.noticeLanguage(), workstream,
		configuration.Names{Customer: c.Context.DisplayName, Now: now})
	if !c.Unsubscribed && ch.maySay(text, now) {
		ch.send(replyID(MintedNotice, id), channel.Outbound{Text: text}, botAuthor(), now)
	}
}

// recordAnswer records an answer in the session's history, if there is one.
func (ch *Change) recordAnswer(before configuration.Consent, now time.Time) {
	c := &ch.Conversation
	if c.Notice.Answer == before || c.Session.Number == 0 || c.overspent(now) {
		return
	}
	switch c.Notice.Answer {
	case configuration.ConsentGiven:
		ch.record(NoticeAccepted, customerActor, now)
	case configuration.ConsentRefused:
		ch.record(NoticeRefused, customerActor, now)
	case configuration.ConsentUnanswered:
		ch.record(NoticeUnanswered, routingActor, now)
	case configuration.NotAsked:
	}
}
