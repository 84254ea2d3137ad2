package conversation

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Why an agent's first word to a customer was refused, and what it is about.
const (
	StartMalformed      reason.Code = "start.malformed"
	StartNotAllowed     reason.Code = "start.notAllowed"
	StartWithoutPurpose reason.Code = "start.noPurpose"
	StartTooLate        reason.Code = "start.tooLate"
	StartIsYours        reason.Code = "start.yours"
	StartInProgress     reason.Code = "start.inProgress"
	StartNotStorable    reason.Code = "start.notStorable"
	NoSuchBrandAgent    reason.Code = "start.noBrandAgent"
	NobodyThere         reason.Code = "start.unreachable"
	NotAPhoneNumber     reason.Code = "start.notANumber"
	TooManyStarts       reason.Code = "start.tooMany"
	AboutTransaction    reason.Code = "session.aboutTransaction"
	AboutPromotion      reason.Code = "session.aboutPromotion"
)

// Start is the document starts/{id}: an agent wants to write to a customer first. Its
// author writes everything up to Purpose, Status "pending" and CreatedAt; the function
// writes the rest. What is of the customer is taken out when it has its outcome.
type Start struct {
	ID string `firestore:"-"`
	// Author is the agent who will have the session.
	Author Author `firestore:"author"`
	// Account and BrandAgent are who writes, as the configuration names them, and Queue is
	// one of the agent's.
	Account    string `firestore:"account"`
	BrandAgent string `firestore:"brandAgent"`
	Queue      string `firestore:"queue"`
	// Number is the customer's phone number: as the agent typed it, then in the form of
	// E.164, and masked when the start has its outcome.
	Number string `firestore:"number"`
	// Text is the first message, empty when the start has its outcome, and Purpose why it
	// is sent: transaction or promotion.
	Text    string          `firestore:"text"`
	Purpose channel.Purpose `firestore:"purpose"`

	// Masked are the rules by which something in the text was masked: its author's client
	// may have, and the function.
	Masked []string `firestore:"masked,omitempty"`

	Status StartStatus `firestore:"status"`
	// Reason says why the start was refused; nil if it was not.
	Reason *reason.Reason `firestore:"reason"`
	// Conversation is the one that was started or, where it is refused because the agent
	// has a session with the customer already, that one.
	Conversation ID `firestore:"conversation,omitempty"`
	// Traceparent names the trace of the work that carried it out.
	Traceparent string `firestore:"traceparent,omitempty"`

	CreatedAt time.Time `firestore:"createdAt"`
	EndedAt   time.Time `firestore:"endedAt"`
	// ExpireAt is when Firestore deletes a start that has its outcome.
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// StartStatus is what became of a start.
type StartStatus string

// The statuses of a start.
const (
	StartPending StartStatus = "pending"
	// StartChecking is while the provider is asked whether the customer can be reached;
	// from then on the start counts in the agent's budget.
	StartChecking StartStatus = "checking"
	StartDone     StartStatus = "done"
	StartRefused  StartStatus = "refused"
)

// Ended reports whether the start has its outcome.
func (s Start) Ended() bool { return s.Status == StartDone || s.Status == StartRefused }

// StartIsTooLate refuses a start that has waited for too long.
func StartIsTooLate() *RefusedError {
	return &RefusedError{Reason: *reason.New(StartTooLate, reason.Args{"within": MaxStartWait})}
}

// Outcome returns the start with its outcome, refused for a reason or done in the
// conversation of that id, and without what is of the customer.
func (s Start) Outcome(refused *RefusedError, id ID, now time.Time) Start {
	s.Status, s.Conversation, s.EndedAt, s.ExpireAt = StartDone, id, now, now.Add(StartLife)
	s.Number, s.Text = phone.Masked(s.Number), ""
	if refused == nil {
		return s
	}
	s.Status, s.Reason = StartRefused, &refused.Reason
	if refused.Code != StartIsYours { // others' are none of the agent's business
		s.Conversation = ""
	}
	return s
}

// Starts is the document startBudgets/{email}: how many conversations an agent began
// within an hour, whatever became of them. Only functions write it.
type Starts struct {
	// Since is when the hour began, and Counts how many there were since, by account.
	Since  time.Time        `firestore:"since"`
	Counts map[string]int64 `firestore:"counts"`
	// ExpireAt is when Firestore deletes it.
	ExpireAt time.Time `firestore:"expireAt"`
}

// count counts one more of an account, or refuses it.
func (b Starts) count(account string, most int64, now time.Time) (Starts, error) {
	if now.Sub(b.Since) >= budgetSpan {
		b = Starts{Since: now}
	}
	if b.Counts[account] >= most {
		return b, refuse(TooManyStarts, reason.Args{"most": most, "again": b.Since.Add(budgetSpan).Sub(now)})
	}
	counts := map[string]int64{account: b.Counts[account] + 1}
	for other, n := range b.Counts {
		if other != account {
			counts[other] = n
		}
	}
	return Starts{Since: b.Since, Counts: counts, ExpireAt: b.Since.Add(StartLife)}, nil
}

// StartInput is what a start is carried out with.
type StartInput struct {
	Config *configuration.Config
	// By is its author.
	By  Person
	Now time.Time
}

// Admit decides whether a start may go on to ask the provider about the customer, and
// returns it marked so, with the agent's budget after it. An error of type
// [RefusedError] is an answer to the agent; there are no others.
//
// The customer's conversation comes later: that there is one, too, is told only as often
// as the budget allows.
func (s Start) Admit(budget Starts, d StartInput) (Start, Starts, error) {
	if err := s.require(d); err != nil {
		return s, budget, err
	}
	if s.Status == StartChecking { // the run that counted it died
		return s, budget, nil
	}
	to, err := s.Peer(d.Config)
	if err != nil {
		return s, budget, err
	}
	budget, err = budget.count(s.Account, *d.Config.Accounts[s.Account].OutboundPerHour, d.Now)
	if err != nil {
		return s, budget, err
	}
	s.Status, s.Number = StartChecking, to.Key
	return s, budget, nil
}

// require refuses what can be refused without asking anybody.
func (s Start) require(d StartInput) error {
	switch {
	case d.Now.Sub(s.CreatedAt) > MaxStartWait:
		return StartIsTooLate()
	case !d.By.OnRoster():
		return refuse(NotOnTheRoster, reason.Args{"agent": s.Author.Email})
	case strings.TrimSpace(s.Text) == "":
		return refuse(ReplyIsEmpty, nil)
	case len(s.Text) > MaxReply:
		return refuse(ReplyIsLong, reason.Args{"most": MaxReply})
	case !s.Purpose.Starts():
		return refuse(StartWithoutPurpose, nil)
	}
	if _, err := s.Peer(d.Config); err != nil {
		return err
	}
	switch _, there := d.Config.Queues[s.Queue]; {
	case !there:
		return refuse(NoSuchQueue, reason.Args{"queue": Preview(s.Queue)})
	case !d.By.Serves(s.Queue):
		return refuse(NotServing, reason.Args{"queue": queueName(d.Config, s.Queue)})
	}
	return requireRoom(d.By, d.Config.Terms(s.workstream(d.Config)).Cost(), d.Now)
}

// Peer is who writes to whom, which names the conversation. The error is a
// [*RefusedError].
func (s Start) Peer(config *configuration.Config) (channel.Peer, error) {
	account, there := config.Accounts[s.Account]
	if !there || !account.Outbound {
		return channel.Peer{}, refuse(StartNotAllowed, reason.Args{"account": Preview(s.Account)})
	}
	if _, there := account.BrandAgents[s.BrandAgent]; !there {
		return channel.Peer{}, refuse(NoSuchBrandAgent, reason.Args{"agent": Preview(s.BrandAgent)})
	}
	number, err := phone.Parse(s.Number, account.Country)
	if err != nil {
		return channel.Peer{}, refuse(NotAPhoneNumber, nil)
	}
	return channel.Peer{
		Channel: account.Channel, Account: s.Account,
		BrandAgent: config.ProviderName(s.Account, s.BrandAgent), Key: number,
	}, nil
}

func (s Start) workstream(config *configuration.Config) string {
	workstream, _, _ := config.WorkstreamOf(s.Account, config.ProviderName(s.Account, s.BrandAgent))
	return workstream
}

// Reached is what the provider's answer about the customer means: nil, a refusal for
// the agent, or an error to try again for, until it is too late for that.
func (s Start) Reached(err error, now time.Time) error {
	refused, no := errors.AsType[*channel.RefusedError](err)
	if no && refused.Reason.Code == channel.Unreachable { // it says that the customer was reachable once
		return refuse(NobodyThere, nil)
	}
	if no {
		return &RefusedError{Reason: refused.Reason}
	}
	if err != nil && now.Sub(s.CreatedAt) > MaxStartWait {
		return StartIsTooLate()
	}
	return err
}

// Begin opens a session in the conversation c with the customer, owned by the agent, and
// sends the first message. profile is the channel's. An error of type [RefusedError] is
// an answer to the agent; there are no others.
func (c Conversation) Begin(s Start, profile channel.Profile, d StartInput) (Change, error) {
	if err := s.require(d); err != nil {
		return Change{}, err
	}
	if err := c.requireNoSession(d.By.Email); err != nil {
		return Change{}, err
	}
	to, err := s.Peer(d.Config)
	if err != nil {
		return Change{}, err
	}
	to.Personal = profile.PersonalKeys
	c.meet(to, d.Now)
	ch := Change{Conversation: c}
	ch.Conversation.startSession(c.placed(s, profile, d), d.Now)
	ch.Conversation.Notice.forget()
	ch.countSession(d.Now)
	// The customer waits for nothing.
	ch.Conversation.UnansweredSince, ch.Conversation.Tally.Started = time.Time{}, true
	ch.Conversation.Tally.Reopened, ch.Conversation.Tally.ReopenedOf = false, ""
	if err := ch.begin(d.By.Agent, d.Config, StartedByAgent, d.By.Email, d.Now); err != nil {
		return Change{}, err
	}
	ch.because(about(s.Purpose), nil)
	ch.send(replyID(MintedStart, s.ID), channel.Outbound{Text: s.Text, Purpose: s.Purpose},
		Author{Email: d.By.Email, Name: d.By.Name()}, d.Now)
	for i := range ch.Replies {
		if ch.Replies[i].ID == replyID(MintedStart, s.ID) {
			ch.Replies[i].Masked = s.Masked
		}
	}
	ch.Conversation.Preview, ch.Conversation.PreviewKind = Preview(s.Text), channel.Text
	ch.completeStep(d.Config)
	return ch, nil
}

// about says in the history what the first message is about.
func about(p channel.Purpose) reason.Code {
	if p == channel.Promotion {
		return AboutPromotion
	}
	return AboutTransaction
}

// requireNoSession refuses to begin a session where the customer wants no messages or
// has a session already. Of somebody else's it says nothing but that.
func (c Conversation) requireNoSession(email string) error {
	switch {
	case c.Unsubscribed:
		return refuse(HasUnsubscribed, nil)
	case c.State == "" || c.State == Closed:
		return nil
	case c.Owner == email || c.State == Parked && c.LastOwner == email:
		return refuse(StartIsYours, nil)
	}
	return refuse(StartInProgress, nil)
}

// placed is where a session goes that an agent begins: nothing is decided, because the
// agent has.
func (c Conversation) placed(s Start, profile channel.Profile, d StartInput) Placement {
	workstream := s.workstream(d.Config)
	terms := d.Config.Terms(workstream)
	language := cmp.Or(c.Language, terms.Language)
	return Placement{
		Config: d.Config, Signals: profile.Signals(), Choices: profile.ReplyChoices(),
		Decision: route.Decision{Version: d.Config.Version, Workstream: workstream, Queue: s.Queue, Language: language},
		NoFiles: d.Config.Text(terms.Messages.NoFiles, language, workstream, configuration.Names{
			Customer: c.Context.DisplayName, Queue: s.Queue, Now: d.Now,
		}),
	}
}
