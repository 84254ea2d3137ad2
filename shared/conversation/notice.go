package conversation

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Notice is what the customer was told, or asked, before anything else: that the
// conversation may be monitored, recorded or stored.
type Notice struct {
	// Version names the text that the customer got last, ConfigVersion the configuration
	// that has it, and Message is the message with it. ToldAt is when that was written.
	Version       string    `firestore:"version,omitempty"`
	ConfigVersion string    `firestore:"configVersion,omitempty"`
	Message       string    `firestore:"message,omitempty"`
	ToldAt        time.Time `firestore:"toldAt,omitempty"`
	// Answer is what the customer answered to that text, or empty, and AnsweredAt when they
	// did, by the provider's clock, or when the time for it was over.
	Answer     configuration.Consent `firestore:"answer,omitempty"`
	AnsweredAt time.Time             `firestore:"answeredAt,omitempty"`
	// Until is how long the customer's messages wait for the answer; it is zero if none do.
	Until time.Time `firestore:"until,omitempty"`
	// Opening is what the customer wrote before they answered, which a session opens with
	// when they agree. There is none after a session has opened.
	Opening *Opening `firestore:"opening,omitempty"`
}

// Opening is the message that a session would have opened with.
type Opening struct {
	// Kind, Text and Postback are the message's, and Answered is whether the channel's own
	// bot has answered it.
	Kind     channel.Kind `firestore:"kind,omitempty"`
	Text     string       `firestore:"text,omitempty"`
	Postback string       `firestore:"postback,omitempty"`
	Answered bool         `firestore:"answered,omitempty"`
}

// maxOpening bounds the texts of an [Opening], in bytes: routing looks at no more.
const maxOpening = 12 << 10

// The values behind the choices of a notice are one of these, a colon, and the notice's
// version. Agents may not send them, see [Reply.Fault].
const (
	noticeChoice = ownChoice + "notice-"
	acceptChoice = noticeChoice + "accept"
	refuseChoice = noticeChoice + "refuse"
)

// isTap reports whether an event is a tap on a choice of a notice, of whichever version.
func isTap(in channel.Inbound) bool {
	return in.Kind == channel.Choice && strings.HasPrefix(in.Postback, noticeChoice)
}

// heard is what an event answers to the notice, or empty. Words count only while the
// customer's messages wait for them, or after a refusal.
func (n Notice) heard(in channel.Inbound) configuration.Consent {
	switch {
	case n.Version == "", n.Answer != configuration.ConsentUnanswered && in.Written().Before(n.AnsweredAt):
		return configuration.NotAsked
	case in.Kind == channel.Text && n.Opening != nil:
		return configuration.Meaning(in.Text)
	case in.Kind == channel.Choice && in.Postback == acceptChoice+":"+n.Version:
		return configuration.ConsentGiven
	case in.Kind == channel.Choice && in.Postback == refuseChoice+":"+n.Version:
		return configuration.ConsentRefused
	}
	return configuration.NotAsked
}

// answer records an answer.
func (n *Notice) answer(a configuration.Consent, now time.Time) {
	n.Answer, n.AnsweredAt, n.Until = a, now, time.Time{}
}

// forget lets nothing wait any more.
func (n *Notice) forget() { n.Until, n.Opening = time.Time{}, nil }

// answersNotice reports whether an event is about the notice only, and nothing that
// somebody has to answer.
func (c *Conversation) answersNotice(in channel.Inbound) bool {
	return isTap(in) || c.Notice.heard(in) != configuration.NotAsked
}

// holds reports whether a message of the customer waits for a session that the customer has
// to agree to.
func (c *Conversation) holds() bool { return c.State == Closed && c.Notice.Opening != nil }

// KeepsFiles reports whether customers' files are copied.
func (c Conversation) KeepsFiles() bool { return c.Attachments && !c.holds() }

// MessageSession is the session that a message belongs to which is written now: one that
// waits for the customer's answer is part of the next session.
func (c Conversation) MessageSession() Session {
	if c.holds() {
		return Session{Number: c.Session.Number + 1}
	}
	return c.Session
}

// consent is the customer's answer to the notice that is in force in a workstream.
func (c *Conversation) consent(config *configuration.Config, workstream string) configuration.Consent {
	n := config.Workstreams[workstream].Notice
	if n == nil || !n.Ask || c.Notice.Version != config.NoticeVersion(workstream) {
		return configuration.NotAsked
	}
	return c.Notice.Answer
}

// step is what a message does that would open a session.
type step int

const (
	// opens it, tells the customer something before, or asks them; refuses to open one
	// without their consent; holds the message until they have answered; or closes, because
	// the account takes no more.
	opens step = iota
	tells
	asks
	refuses
	holds
	closes
)

// admission is how far the notice lets a message go.
type admission struct {
	step step
	// about is the message that a session would open with.
	about channel.Inbound
	// answer is the customer's answer as it is known now.
	answer configuration.Consent
}

// admits decides about a message that would open a session.
func (c *Conversation) admits(in channel.Inbound, config *configuration.Config, now time.Time) admission {
	workstream, _, _ := config.WorkstreamOf(in.Peer.Account, in.Peer.BrandAgent)
	n := config.Workstreams[workstream].Notice
	same := n != nil && c.Notice.Version == config.NoticeVersion(workstream)
	a := admission{about: c.Notice.opening(in)}
	switch {
	case config.Accounts[in.Peer.Account].Closing != "":
		a.step = closes
		return a
	case n == nil || !n.Ask && same:
		return a
	case !n.Ask:
		a.step = tells
		return a
	case !same:
		a.step = asks
		return a
	}
	a.answer = cmp.Or(c.Notice.heard(in), c.Notice.Answer)
	if a.answer == configuration.NotAsked && !c.Notice.Until.IsZero() {
		if now.Before(c.Notice.Until) {
			a.step = holds
			return a
		}
		a.answer = configuration.ConsentUnanswered
	}
	switch ends := n.Outcome(a.answer).Action == configuration.End; {
	case a.answer == configuration.NotAsked, ends && a.answer == configuration.ConsentUnanswered:
		a.step = asks
	case ends:
		a.step = refuses
	}
	return a
}

// opening is the message that waits or, if none does, the one that came in now.
func (n Notice) opening(in channel.Inbound) channel.Inbound {
	if o := n.Opening; o != nil {
		in.Kind, in.Text, in.Postback, in.Answered = o.Kind, o.Text, o.Postback, nil
		if o.Answered {
			in.Answered = &channel.BotAnswer{}
		}
	}
	return in
}

// Opening returns the message that a session would open with if it opened because of an
// event, what the customer has answered to the notice, and whether one opens. It is what a
// placement is made from.
func (c Conversation) Opening(
	in channel.Inbound, config *configuration.Config, now time.Time,
) (about channel.Inbound, answer configuration.Consent, opened bool) {
	a := c.admits(in, config, now)
	return a.about, a.answer, a.step == opens || a.step == tells
}

// admit opens a session, as far as the notice lets it.
func (ch *Change) admit(in channel.Inbound, r Routing, now time.Time) error {
	if r.Placement == nil {
		return ErrNeedsPlacement
	}
	config := r.Placement.Config
	c := &ch.Conversation
	if c.State == WrapUp {
		if err := ch.closeSession(CustomerWrote, customerActor, now); err != nil {
			return err
		}
	}
	a := c.admits(in, config, now)
	before := c.Notice.Answer
	if a.answer != before && a.answer != configuration.NotAsked {
		c.Notice.answer(a.answer, in.SentAt)
	}
	switch a.step {
	case tells:
		ch.tell(in, config, now)
	case asks:
		ch.ask(in, config, now)
	case refuses:
		ch.Dispatch = false
		ch.sayOutcome(in.ID, a.answer, config, now)
	case holds:
		ch.Dispatch = false
		if in.Kind == channel.WantsPerson {
			c.Notice.wantsPerson()
		}
	case closes:
		ch.Dispatch = false
		ch.sayClosing(in.ID, config, now)
	case opens:
	}
	if a.step != opens && a.step != tells {
		ch.completeStep(config)
		return nil
	}
	if a.answer != before {
		ch.sayOutcome(in.ID, a.answer, config, now)
	}
	return ch.openNoticed(a, before, r, now)
}

// openNoticed opens a session after the notice, with the message that waited for it.
func (ch *Change) openNoticed(a admission, before configuration.Consent, r Routing, now time.Time) error {
	if err := ch.openSession(r, now); err != nil {
		return err
	}
	c := &ch.Conversation
	c.Notice.forget()
	ch.recordAnswer(before, now)
	if a.about.Kind == channel.WantsPerson && c.State != Closed {
		ch.recordWish(now)
	}
	return nil
}

// wantsPerson lets the session open with the wish for a person.
func (n *Notice) wantsPerson() {
	if n.Opening != nil {
		wish := *n.Opening
		wish.Kind = channel.WantsPerson
		n.Opening = &wish
	}
}

// answerNotice takes the answer to a notice. A message that waits for it opens a session,
// or not; in a session under way it changes whether files are kept.
func (ch *Change) answerNotice(in channel.Inbound, r Routing, now time.Time) error {
	c := &ch.Conversation
	ch.Dispatch = false
	answer := c.Notice.heard(in)
	if answer == configuration.NotAsked {
		return nil // to a notice that has been replaced since
	}
	if c.holds() {
		ch.Dispatch = true
		return ch.admit(in, r, now)
	}
	before := c.Notice.Answer
	c.Notice.answer(answer, in.SentAt)
	ch.recordAnswer(before, now)
	if c.State == Closed || c.Session.Consent == configuration.NotAsked {
		return nil
	}
	config, err := r.config()
	if errors.Is(err, ErrNeedsConfig) {
		return err
	}
	c.Session.Consent = answer
	c.Attachments = answer == configuration.ConsentGiven && err == nil && config.Terms(c.Workstream).Attachments
	return nil
}

// Lapse returns the message that a session would open with because the customer has not
// answered the notice in time, and whether one opens: not where the workstream ends it, nor
// with a brand agent that nobody serves any more. It is what a placement is made from.
func (c Conversation) Lapse(config *configuration.Config) (about channel.Inbound, opened bool) {
	about = c.Notice.opening(channel.Inbound{Peer: c.Peer, SentAt: c.LastCustomerAt, ReceivedAt: c.LastHeardAt})
	workstream, _, _ := config.WorkstreamOf(c.Account, c.BrandAgent)
	outcome := config.Workstreams[workstream].Notice.Outcome(configuration.ConsentUnanswered)
	return about, !config.Closes(c.Account) && config.Serves(c.Account, c.BrandAgent) && outcome.Action != configuration.End
}

// EndNotice does what happens to a customer who has not answered in time. The error is
// [ErrOver] if there is nothing to do, and [ErrNeedsPlacement] if a session opens and r has
// no placement.
func (c Conversation) EndNotice(d Deadline, config *configuration.Config, r Routing, now time.Time) (Change, error) {
	if !c.hasDeadline(d, config, now) {
		return Change{}, ErrOver
	}
	about, opened := c.Lapse(config)
	if opened && r.Placement == nil {
		return Change{}, ErrNeedsPlacement
	}
	ch := Change{Conversation: c, Dispatch: true}
	before := c.Notice.Answer
	ch.Conversation.Notice.answer(configuration.ConsentUnanswered, now)
	ch.sayOutcome("unanswered-"+c.Notice.Message, configuration.ConsentUnanswered, config, now)
	if opened {
		return ch, ch.openNoticed(admission{about: about}, before, r, now)
	}
	ch.Conversation.Notice.forget()
	ch.recordAnswer(before, now)
	ch.completeStep(config)
	return ch, nil
}
