package conversation_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// reporter is a test, or a run of a property.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// scene is a conversation and who takes part in it. Every step is audited, see
// [ledger].
type scene struct {
	reporter
	ledger

	config *configuration.Config
	router router
	c      conversation.Conversation
	now    time.Time
	people map[string]conversation.Person
	// last is what the last step did.
	last  conversation.Change
	count int
}

// open is a scene in which nobody wrote yet.
func open(t *testing.T, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	return begin(t, shop(t, edits...))
}

func begin(t reporter, config *configuration.Config) *scene {
	s := &scene{reporter: t, ledger: newLedger(), now: noon, people: map[string]conversation.Person{}}
	s.adopt(config)
	for email, a := range roster() {
		s.people[email] = conversation.Person{Agent: a, Lease: agent.Lease{Until: noon.AddDate(1, 0, 0)}}
	}
	s.vanishes("Fern")
	return s
}

// adopt puts a configuration in force.
func (s *scene) adopt(config *configuration.Config) {
	s.config = config
	s.router = toFront(config)
}

func (s *scene) later(d time.Duration) { s.now = s.now.Add(d) }

func (s *scene) vanishes(name string) {
	p := s.people[address(name)]
	p.Lease.Until = s.now
	s.people[address(name)] = p
}

func (s *scene) chooses(name string, presence agent.Presence) {
	p := s.people[address(name)]
	p.Presence = presence
	s.people[address(name)] = p
}

// person is somebody as the store would read them, with what they have used.
func (s *scene) person(email string) conversation.Person {
	p := s.people[email]
	p.Email = email
	p.Used = s.used[email]
	return p
}

// takes makes a change the conversation, after looking whether everything in it is
// right.
func (s *scene) takes(what string, ch conversation.Change, err error) conversation.Change {
	s.Helper()
	if err != nil {
		s.Fatalf("%s: %v", what, err)
	}
	for _, wrong := range s.audit(s.c, ch, s.config) {
		s.Errorf("%s: %s", what, wrong)
	}
	s.c, s.last = ch.Conversation, ch
	return ch
}

// inbound is an event of Dana's at this moment.
func (s *scene) inbound(kind channel.Kind) channel.Inbound {
	s.count++
	return channel.Inbound{
		ID: fmt.Sprintf("m%d", s.count), Kind: kind, Peer: dana(), SentAt: s.now, ReceivedAt: s.now, Text: string(kind),
		Context: &channel.Context{DisplayName: "Dana"},
	}
}

func (s *scene) hears(in channel.Inbound) conversation.Change {
	s.Helper()
	ch, err := receive(known(s.c), in, s.now, s.router)
	if errors.Is(err, conversation.ErrStale) {
		return s.takes("nothing", conversation.Change{Conversation: s.c}, nil)
	}
	return s.takes("the customer's "+string(in.Kind), ch, err)
}

func (s *scene) writes() conversation.Change {
	s.Helper()
	return s.hears(s.inbound(channel.Text))
}

// answer is an agent's reply that was sent, as the store notes it, after a second.
func (s *scene) answer() {
	s.later(time.Second)
	s.records(s.written())
	s.c.DueAt = s.c.Due(s.config)
}

// written is an answer as an agent writes it now.
func (s *scene) written() conversation.Reply {
	s.count++
	return conversation.Reply{
		Outbound: channel.Outbound{ID: fmt.Sprintf("r%d", s.count), Text: "the answer"},
		Session:  s.c.Session.Number, Author: conversation.Author{Email: address("Jo"), Name: "Jo"}, Status: channel.Sent, CreatedAt: s.now,
	}
}

// records is what the store does when a reply was sent.
func (s *scene) records(r conversation.Reply) {
	s.Helper()
	r.SentAt = s.now
	c, err := s.c.RecordReply(r, r.Message(), conversation.Routing{})
	if errors.Is(err, conversation.ErrNeedsConfig) {
		c, err = s.c.RecordReply(r, r.Message(), conversation.Routing{Config: s.config})
	}
	if err != nil {
		s.Fatalf("record: %v", err)
	}
	s.c = c
}

func (s *scene) carry(name string, a conversation.Action) (conversation.Change, error) {
	s.count++
	a.ID, a.Author.Email, a.CreatedAt = fmt.Sprintf("a%d", s.count), address(name), s.now
	people := map[string]conversation.Person{}
	for _, email := range a.AgentsNamed() {
		people[email] = s.person(email)
	}
	return s.c.CarryOut(a, conversation.ActionInput{
		Config: s.config, By: s.person(a.Author.Email), To: s.person(a.Agent), People: people, Now: s.now,
	})
}

// does carries out an action that has to be carried out.
func (s *scene) does(name string, kind conversation.ActionKind, with ...conversation.Action) conversation.Change {
	s.Helper()
	a := conversation.Action{}
	if len(with) > 0 {
		a = with[0]
	}
	a.Kind = kind
	ch, err := s.carry(name, a)
	return s.takes(fmt.Sprintf("%s: %s", name, kind), ch, err)
}

// found is a line of a trace.
func found() reason.Reason {
	return *reason.New(conversation.AgentSaid, reason.Args{"text": "found"})
}

// spelled is reasons as text.
func spelled(reasons []reason.Reason) []string {
	var all []string
	for _, r := range reasons {
		all = append(all, r.String())
	}
	return all
}

// refused carries out an action that has to be refused for a reason.
func (s *scene) refused(want, name string, kind conversation.ActionKind, with ...conversation.Action) {
	s.Helper()
	a := conversation.Action{}
	if len(with) > 0 {
		a = with[0]
	}
	a.Kind = kind
	_, err := s.carry(name, a)
	got, ok := errors.AsType[*conversation.RefusedError](err)
	if !ok || got.String() != want {
		s.Errorf("%s: %s: error = %v, want the refusal %q", name, kind, err, want)
		return
	}
	if err := conversation.Codes().Check(got.Reason); err != nil {
		s.Errorf("%s: %s: %v", name, kind, err)
	}
}

// gives is what the dispatcher does with an agent whom it found.
func (s *scene) gives(name string) conversation.Change {
	s.Helper()
	ch, err := s.c.OfferTo(s.person(address(name)).Agent, s.config, []reason.Reason{found()}, s.now)
	return s.takes("given to "+name, ch, err)
}

func (s *scene) loses(name string) conversation.Change {
	s.Helper()
	ch, err := s.c.Reclaim(address(name), s.config, s.now)
	return s.takes(name+" is gone", ch, err)
}

// deadline is the first of that cause; it has to be there.
func (s *scene) deadline(cause string) conversation.Deadline {
	s.Helper()
	var first conversation.Deadline
	for _, d := range s.c.Deadlines(s.config) {
		if d.Cause == cause && (first.Cause == "" || d.At.Before(first.At)) {
			first = d
		}
	}
	if first.Cause == "" {
		s.Fatalf("there is no deadline %q, there are %v", cause, s.c.Deadlines(s.config))
	}
	return first
}

// expires waits for a deadline and lets its timer fire.
func (s *scene) expires(cause string) conversation.Change {
	s.Helper()
	d := s.deadline(cause)
	s.now = d.At
	ch, err := s.c.Expire(d, s.person(s.c.Owner).Agent, s.config, s.now)
	return s.takes(cause+" expired", ch, err)
}

// is looks where the session is.
func (s *scene) is(state conversation.State, queue, owner string) {
	s.Helper()
	if s.c.State != state || s.c.Queue != queue || s.c.Owner != address(owner) {
		s.Errorf("the session is %s in %s and %q has it, want %s in %s and %q",
			s.c.State, s.c.Queue, s.c.Owner, state, queue, address(owner))
	}
}

// favourites are whom the dispatcher would ask first, by their addresses.
func (s *scene) favourites() []string { return s.c.Favourites(s.config, s.now) }

// told is what the customer is told by the last step.
func (s *scene) told() []string {
	var all []string
	for _, r := range s.last.Replies {
		if r.Kind == "" {
			all = append(all, r.Text)
		} else {
			all = append(all, "("+string(r.Kind)+")")
		}
	}
	return all
}

// picked is a scene in which Jo works on Dana's session.
func picked(t *testing.T, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := open(t, edits...)
	s.writes()
	s.later(time.Minute)
	s.does("Jo", conversation.Pick)
	return s
}

// parked is a scene in which Jo has parked Dana's session.
func parked(t *testing.T, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := picked(t, edits...)
	s.answer()
	s.later(time.Minute)
	s.does("Jo", conversation.Park)
	return s
}

// offered is a scene in which Dana's session is offered to Jo.
func offered(t *testing.T, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := open(t, edits...)
	s.writes()
	s.later(time.Minute)
	s.gives("Jo")
	return s
}
