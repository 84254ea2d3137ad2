package conversation_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// moved is a shop that has nothing left of what sessions were opened with.
func moved(t *testing.T) *configuration.Config {
	t.Helper()
	return shop(t, func(s *configuration.Spec) {
		s.Workstreams = map[string]configuration.Workstream{"help": {FallbackQueue: "new"}}
		s.Accounts["acme"] = configuration.Account{PartnerID: "p", Workstream: "help"}
		s.Queues = map[string]configuration.Queue{"new": {DisplayName: "New desk"}}
		s.AutomatedMessages, s.Hours = nil, nil
	})
}

// TestAnotherConfigurationDoesNoHarmToOpenSessions does everything that can be done,
// in every state, after the workstream and the queue were taken away.
func TestAnotherConfigurationDoesNoHarmToOpenSessions(t *testing.T) {
	t.Parallel()
	config := moved(t)
	for _, state := range states()[:6] {
		for _, a := range append(asked(), conversation.Action{Kind: conversation.Transfer, Queue: "new"}) {
			for _, name := range []string{"Jo", "Sam", "Max"} {
				s := situation(t, state)
				s.adopt(config)
				s.router.placement.Decision.Workstream, s.router.placement.Decision.Queue = "help", "new"
				if ch, err := s.carry(name, a); err == nil {
					s.takes(fmt.Sprintf("%s by %s", a.Kind, name), ch, nil)
				}
				s.runOut()
				s.writes()
				s.runOut()
			}
		}
	}
}

// runOut lets every deadline fire that there is, and everybody go.
func (s *scene) runOut() {
	s.Helper()
	for range 5 {
		for _, d := range s.c.Deadlines(s.config) {
			s.now = maxTime(s.now, d.At)
			if ch, err := s.c.Expire(d, s.person(s.c.Owner).Agent, s.config, s.now); err == nil {
				s.takes(d.Cause, ch, nil)
			}
		}
	}
	if ch, err := s.c.Reclaim(s.c.Owner, s.config, s.now); err == nil {
		s.takes("gone", ch, nil)
	}
	s.c.Favourites(s.config, s.now)
	s.c.Required(s.config, s.now)
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func TestASessionWhoseQueueIsGoneWaitsInTheFallbackQueue(t *testing.T) {
	t.Parallel()
	without := func(s *configuration.Spec) {
		delete(s.Queues, "front")
		w := s.Workstreams["support"]
		w.FallbackQueue = "back"
		s.Workstreams["support"] = w
	}
	for name, tt := range map[string]struct {
		config *configuration.Config
		want   string
	}{
		"of its workstream": {shop(t, without), "back"},
		"of its account's workstream, where its own is gone too": {moved(t), "new"},
	} {
		s := parked(t)
		s.adopt(tt.config)
		s.writes()
		s.is(conversation.Open, tt.want, "")
		if e := s.last.Events[0]; e.Queue != tt.want || len(e.Trace) != 1 {
			t.Errorf("%s: event %+v, want it to say why", name, e)
		}
	}
}

func TestWhatAnAgentHoldsIsGivenBackAtThePriceThatWasPaid(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.adopt(shop(t, terms(func(w *configuration.Workstream) { *w.CapacityCost = 5 })))
	s.does("Jo", conversation.Park)
	if s.used[address("Jo")] != 0 {
		t.Errorf("Jo has used %d", s.used[address("Jo")])
	}
	s.does("Jo", conversation.Revive)
	if s.used[address("Jo")] != 5 {
		t.Errorf("Jo has used %d, want the new price", s.used[address("Jo")])
	}
}

func TestASessionThatCostsNothingIsHeldAtNoCost(t *testing.T) {
	t.Parallel()
	s := open(t, terms(func(w *configuration.Workstream) { *w.CapacityCost = 0 }))
	s.used[address("Jo")] = 0
	p := s.people[address("Jo")]
	p.Capacity = 0
	s.people[address("Jo")] = p
	s.writes()
	s.does("Jo", conversation.Pick)
	s.is(conversation.Active, "front", "Jo")
}

func TestAnEventNamesTheConfigurationThatWasInForce(t *testing.T) {
	t.Parallel()
	s := picked(t)
	opened := s.config.Version
	s.adopt(shop(t, overflowing()))
	s.does("Jo", conversation.Release)
	if got := s.last.Events[0].ConfigVersion; got != s.config.Version || s.c.ConfigVersion != opened {
		t.Errorf("the event names %s, the session %s, want %s and %s", got, s.c.ConfigVersion, s.config.Version, opened)
	}
}

func TestWhatWaitsAdoptsAnotherConfiguration(t *testing.T) {
	t.Parallel()
	pick := terms(func(w *configuration.Workstream) { w.Distribution.Mode = configuration.Pick })
	dear := terms(func(w *configuration.Workstream) { *w.CapacityCost = 5 })
	urgent := queue("front", func(q *configuration.Queue) { q.Priority = 3 })
	for name, tt := range map[string]struct {
		opened, now []func(*configuration.Spec)
		lane        string
		cost        int64
		priority    int64
	}{
		"agents who pick are pushed":   {[]func(*configuration.Spec){pick}, nil, "front|", 2, 0},
		"agents who are pushed pick":   {nil, []func(*configuration.Spec){pick}, "", 2, 0},
		"it takes more of an agent":    {nil, []func(*configuration.Spec){dear}, "front|", 5, 0},
		"the queue goes before":        {nil, []func(*configuration.Spec){urgent}, "front|", 2, 3},
		"nothing of it is another":     {nil, nil, "front|", 2, 0},
		"the queue waits for nobody":   {[]func(*configuration.Spec){urgent}, []func(*configuration.Spec){pick}, "", 2, 0},
		"and it is due at other times": {nil, []func(*configuration.Spec){waits("front", time.Hour, configuration.Remedy{Action: configuration.End})}, "front|", 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, tt.opened...)
			s.writes()
			s.adopt(shop(t, tt.now...))
			s.later(time.Minute)
			ch, err := s.c.Adopt(s.config, s.now)
			s.takes("adopts", ch, err) // and is due when it should be
			got := ch.Enqueue
			if lane(got) != tt.lane || got.Cost != tt.cost || got.Priority != tt.priority || got.ConfigVersion != s.config.Version {
				t.Errorf("it waits as %+v", got)
			}
			if want := noon.Add(-time.Duration(tt.priority) * time.Minute); !got.EnqueuedAt.Equal(noon) || !got.Rank.Equal(want) || len(ch.Events) > 0 {
				t.Errorf("it lost its place: %+v", ch)
			}
		})
	}
}

func TestWhatWaitsInAQueueThatIsGoneMovesOn(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	s.later(time.Minute)
	s.adopt(moved(t))
	ch, err := s.c.Adopt(s.config, s.now)
	s.takes("adopts", ch, err)
	s.is(conversation.Open, "new", "")
	if ch.Dequeue != "front" || len(ch.Events) != 1 || len(ch.Events[0].Trace) != 1 || !ch.Enqueue.EnqueuedAt.Equal(noon) {
		t.Errorf("change = %+v, want its place in the fallback queue, and why", ch)
	}
}

func TestNothingElseAdoptsAnything(t *testing.T) {
	t.Parallel()
	for state, s := range situations(t) {
		if _, err := s.c.Adopt(s.config, s.now); state != conversation.Open && !errors.Is(err, conversation.ErrOver) {
			t.Errorf("%s: %v, want ErrOver", state, err)
		}
	}
}
