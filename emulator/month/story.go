package month

import (
	"errors"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// hears is what the customer says, or answers.
func (s *story) hears(in channel.Inbound) error {
	s.n++
	in.ID, in.Peer, in.SentAt, in.ReceivedAt = fmt.Sprint("m", s.n), s.peer, s.now, s.now
	queue := s.Queues[s.random.IntN(len(s.Queues))]
	workstream := "support"
	if s.peer.Channel != s.Channels[0] {
		workstream = "sales"
	}
	ch, err := s.c.Receive(in, s.now, conversation.Routing{Config: s.Config, Placement: &conversation.Placement{
		Config: s.Config, Signals: []channel.Kind{channel.Survey},
		Decision: route.Decision{Workstream: workstream, Queue: queue, Action: configuration.QueueAnyway},
	}})
	if err != nil {
		return fmt.Errorf("hears: %w", err)
	}
	s.take(ch)
	return nil
}

// does carries out an action of an agent.
func (s *story) does(email string, a conversation.Action) error {
	s.n++
	a.ID, a.Author.Email, a.CreatedAt = fmt.Sprint("a", s.n), email, s.now
	ch, err := s.c.CarryOut(a, conversation.ActionInput{Config: s.Config, By: s.person(email), To: s.person(a.Agent), Now: s.now})
	if err != nil {
		return fmt.Errorf("%s: %w", a.Kind, err)
	}
	s.take(ch)
	return nil
}

// answers is a reply of whoever has the session, written now and sent a moment later.
func (s *story) answers() error {
	s.n++
	r := conversation.Reply{
		Outbound: channel.Outbound{ID: fmt.Sprint("r", s.n), Text: "the answer"}, Session: s.c.Session.Number,
		Author: conversation.Author{Email: s.c.Owner}, Status: channel.Sent, CreatedAt: s.now,
	}
	by := s.c.Owner
	c, err := s.c.RecordReply(r, r.Message(), conversation.Routing{Config: s.Config})
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	s.c = c
	s.entry().answered(by, s.inOpeningTime(s.c.Queue, s.entry().runsSince, s.now), s.now)
	return nil
}

// session plays one, from the first word to its end or to where the month leaves it.
func (s *story) session() error {
	s.begins()
	if err := s.hears(channel.Inbound{Kind: channel.Text, Text: "hello"}); err != nil {
		return err
	}
	s.entry().Workstream, s.entry().Queue = s.c.Workstream, s.c.Queue
	if taken, err := s.offers(); err != nil || !taken {
		return err
	}
	for range 1 + s.random.IntN(4) {
		if err := s.turn(); err != nil {
			return err
		}
	}
	if s.chance(1) {
		return nil // it is still open when the month is over
	}
	if err := s.ends(); err != nil {
		return err
	}
	for _, step := range []func() error{s.retags, s.rates, s.retags} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// aTag is a tag of the configuration.
func (s *story) aTag() string { return []string{"urgent", "refund", "praise"}[s.random.IntN(3)] }

// retags is a supervisor who gives a session that is over a tag, or takes one away.
func (s *story) retags() error {
	if !s.chance(10) {
		return nil
	}
	s.soon()
	tag, past := s.aTag(), s.past
	over := s.Month.Sessions[s.c.ID][past.Session-1]
	e := s.entry()
	on := !e.Tags[tag]
	if delete(e.Tags, tag); on {
		e.tag(tag)
	}
	return s.does(s.someone(), conversation.Action{Kind: conversation.SetTag, Of: tag, On: on, Session: over.Number, Over: &over, Past: &past})
}

// offers asks agents until one takes the session, or it is closed.
func (s *story) offers() (taken bool, err error) {
	for range 6 {
		s.soon()
		email := s.someone()
		switch {
		case s.chance(8):
			s.entry().over(s.now)
			return false, s.does(email, conversation.Action{Kind: conversation.Close})
		case s.chance(30):
			s.taken(email)
			return true, s.does(email, conversation.Action{Kind: conversation.Pick})
		}
		ch, err := s.c.OfferTo(s.person(email).Agent, s.Config, nil, s.now)
		if err != nil {
			return false, fmt.Errorf("offer: %w", err)
		}
		s.take(ch)
		switch chance := s.random.IntN(100); {
		case chance < 15:
			err = s.misses(email)
		case chance < 28:
			s.later(5 * time.Second)
			s.entry().of(email).Declined++
			err = s.does(email, conversation.Action{Kind: conversation.Decline})
		default:
			s.later(time.Duration(s.random.IntN(30)) * time.Second)
			s.taken(email)
			return true, s.does(email, conversation.Action{Kind: conversation.Accept})
		}
		if err != nil {
			return false, err
		}
	}
	s.entry().over(s.now)
	return false, s.does(s.someone(), conversation.Action{Kind: conversation.Close})
}

func (s *story) misses(email string) error {
	s.entry().of(email).Missed++
	s.now = s.c.OfferedUntil
	for _, d := range s.c.Deadlines(s.Config) {
		if d.At.After(s.now) || d.Cause != conversation.OfferEnds {
			continue
		}
		ch, err := s.c.Expire(d, s.person(email).Agent, s.Config, s.now)
		if err != nil {
			return fmt.Errorf("miss: %w", err)
		}
		s.take(ch)
		return nil
	}
	return errors.New("the offer has no end")
}

// turn is one exchange: an answer, a question, and at times a pause or a hand-over.
func (s *story) turn() error {
	s.soon()
	if s.chance(10) {
		if err := s.setsAside(); err != nil {
			return err
		}
	}
	if err := s.answers(); err != nil {
		return err
	}
	s.soon()
	if s.chance(10) {
		if err := s.passesOn(); err != nil {
			return err
		}
	}
	if s.chance(20) {
		tag := s.aTag()
		if err := s.does(s.c.Owner, conversation.Action{Kind: conversation.SetTag, Of: tag, On: true}); err != nil {
			return err
		}
		s.entry().tag(tag)
	}
	s.later(time.Second)
	s.entry().asks(s.now)
	return s.hears(channel.Inbound{Kind: channel.Text, Text: "and then?"})
}

// setsAside parks the session, though the customer may have asked something. It goes on when
// the agent wants it, or when the customer writes and somebody picks it.
func (s *story) setsAside() error {
	owner := s.c.Owner
	s.entry().stops(s.now)
	s.entry().pauses(s.inOpeningTime(s.c.Queue, s.entry().runsSince, s.now))
	if err := s.does(owner, conversation.Action{Kind: conversation.Park}); err != nil {
		return err
	}
	s.soon()
	s.entry().goesOn(s.now)
	if s.chance(50) {
		s.entry().works(owner, s.now)
		err := s.does(owner, conversation.Action{Kind: conversation.Revive})
		s.soon()
		return err
	}
	s.entry().asks(s.now)
	if err := s.hears(channel.Inbound{Kind: channel.Text, Text: "hello?"}); err != nil {
		return err
	}
	s.soon()
	to := s.someone()
	s.entry().works(to, s.now)
	err := s.does(to, conversation.Action{Kind: conversation.Pick})
	s.soon()
	return err
}

// passesOn gives the session to a queue, where somebody picks it, or to somebody at once.
func (s *story) passesOn() error {
	from, to := s.c.Owner, s.someone()
	s.entry().stops(s.now)
	if s.chance(50) {
		if to == from {
			s.entry().works(from, s.now)
			return nil
		}
		s.entry().works(to, s.now)
		return s.does(from, conversation.Action{Kind: conversation.Assign, Agent: to})
	}
	s.entry().of(from).Transfers++
	queue := s.Queues[s.random.IntN(len(s.Queues))]
	if err := s.does(from, conversation.Action{Kind: conversation.Transfer, Queue: queue}); err != nil {
		return err
	}
	s.soon()
	s.entry().works(to, s.now)
	return s.does(to, conversation.Action{Kind: conversation.Pick})
}

// ends is the end of the session, with its wrap-up if it has one. The last answer may be
// sent when the agent has ended it already.
func (s *story) ends() error {
	s.soon()
	owner := s.c.Owner
	s.entry().stops(s.now)
	s.entry().asked = owner
	if err := s.does(owner, conversation.Action{Kind: conversation.End}); err != nil {
		return err
	}
	s.entry().over(s.now)
	if s.c.State == conversation.Closed {
		return nil
	}
	if s.chance(20) {
		s.later(time.Second)
		by := s.c.Owner
		if err := s.answers(); err != nil || by == "" {
			return err
		}
	}
	s.later(time.Duration(s.random.IntN(100)) * time.Second)
	return s.does(owner, conversation.Action{Kind: conversation.Close})
}

// rates is the customer's word on it, now or days later.
func (s *story) rates() error {
	if !s.chance(40) {
		return nil
	}
	s.later(time.Duration(s.random.Int64N(int64(30 * time.Hour))))
	rating := 1 + s.random.Int64N(5)
	s.entry().Rating = rating
	return s.hears(channel.Inbound{Kind: channel.Survey, Answer: &channel.Answer{Rating: rating}})
}
