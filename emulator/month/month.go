// Package month plays the sessions of a month by the rules of package conversation, without
// a database, and keeps a diary: what happened, written down by who made it happen. What
// figures must be is told from the diary alone, and from nothing that is counted.
package month

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

// Size is how much is played, from a day on.
type Size struct {
	First            time.Time
	Days, Sessions   int
	Agents           int
	Queues, Channels []string
	Seed             uint64
}

// Whole is a month: 20 agents, 5 queues, 30,000 sessions.
func Whole() Size {
	return Size{
		First: time.Date(2026, 2, 2, 0, 0, 0, 0, time.UTC), Days: 30, Sessions: 30_000, Agents: 20,
		Queues: []string{"front-desk", "orders", "billing", "complaints", "repairs"}, Channels: []string{"business-messages", "rcs"}, Seed: 1,
	}
}

// Month is what was played.
type Month struct {
	Size
	Config *configuration.Config
	// Counted are the figures that the steps added, one after the other.
	Counted []conversation.Figures
	Diary   []Entry
	// Sessions are the closed sessions by conversation, as they are kept.
	Sessions map[conversation.ID][]conversation.Session
	Open     map[conversation.ID]conversation.Conversation

	random *rand.Rand
}

// Configuration is the routing of the months: two workstreams in two zones. The last queue is
// open from eight to six only, in Paris.
func Configuration(queues []string) (*configuration.Config, error) {
	text := `{"accounts": {"acme": {"workstream": "support"}}, "queues": {`
	all := make([]string, len(queues))
	for i, q := range queues {
		all[i] = fmt.Sprintf(`%q: {"display_name": %q, "service_level": {"within": "2m", "percent": 80, "first_response": "4m", "next_response": "150s"}`, q, q)
		if i == len(queues)-1 {
			all[i] += `, "hours": "day"`
		}
		all[i] += "}"
	}
	text += strings.Join(all, ",") + `}, "tags": {"urgent": {"labels": {"en": "Urgent"}}, "refund": {"labels": {"en": "Refund"}}, "praise": {"labels": {"en": "Praise"}}},
		"hours": {"day": {"time_zone": "Europe/Paris", "week": {` + days() + `}}},
		"workstreams": {
		"support": {"fallback_queue": "` + queues[0] + `", "survey": true, "time_zone": "Europe/Paris"},
		"sales": {"fallback_queue": "` + queues[0] + `", "survey": true, "time_zone": "America/New_York", "wrap_up": {"blocks": "never"}}}}`
	return configuration.Load([]byte(text), channels.Profiles())
}

func days() string {
	all := hours.Weekdays()
	for i, day := range all {
		all[i] = fmt.Sprintf("%q: [\"08:00-18:00\"]", day)
	}
	return strings.Join(all, ",")
}

// Play plays a month.
func Play(size Size) (*Month, error) {
	config, err := Configuration(size.Queues)
	if err != nil {
		return nil, fmt.Errorf("configuration: %w", err)
	}
	m := &Month{
		Size: size, Config: config, Sessions: map[conversation.ID][]conversation.Session{},
		Open: map[conversation.ID]conversation.Conversation{}, random: rand.New(rand.NewPCG(size.Seed, 7)),
	}
	for n := 0; len(m.Diary) < size.Sessions; n++ {
		if err := m.customer(n, min(1+m.random.IntN(2), size.Sessions-len(m.Diary))); err != nil {
			return nil, fmt.Errorf("customer %d: %w", n, err)
		}
	}
	return m, nil
}

// story is one customer's.
type story struct {
	*Month
	c    conversation.Conversation
	now  time.Time
	peer channel.Peer
	n    int
	// at is the session's entry in the diary.
	at int
	// past is the session that closed last, as it is listed.
	past conversation.ClosedSession
}

// customer lets a customer come, once or again and again.
func (m *Month) customer(n, visits int) error {
	s := &story{Month: m, peer: channel.Peer{
		Channel: m.Channels[n%len(m.Channels)], Account: "acme", BrandAgent: "b", Key: fmt.Sprint("customer ", n),
	}}
	s.c.ID = conversation.ID(fmt.Sprintf("%032x", n))
	s.now = m.First
	s.later(time.Duration(m.random.Int64N(int64(m.Days) * int64(24*time.Hour))))
	for range visits {
		if err := s.session(); err != nil {
			return err
		}
		if s.c.State != conversation.Closed {
			break
		}
		s.later(time.Duration(m.random.Int64N(int64(40 * time.Hour))))
	}
	if s.c.State != conversation.Closed {
		m.Open[s.c.ID] = s.c
	}
	return nil
}

func (s *story) later(d time.Duration) { s.now = s.now.Add(d.Round(time.Second)) }

// chance is true so many times of a hundred.
func (s *story) chance(percent int) bool { return s.random.IntN(100) < percent }

// soon lets some time pass: mostly seconds, at times hours.
func (s *story) soon() {
	most := 3 * time.Minute
	if s.chance(5) {
		most = 5 * time.Hour
	}
	s.later(time.Duration(s.random.Int64N(int64(most))) + time.Second)
}

func (s *story) someone() string {
	return fmt.Sprintf("agent%02d@acme.example", s.random.IntN(s.Agents))
}

func (s *story) person(email string) conversation.Person {
	p := conversation.Person{Agent: agent.Agent{Email: email, Role: agent.Supervisor, Capacity: 1000, Presence: agent.Available}}
	p.Lease.Until = s.now.Add(time.Hour)
	return p
}

// take makes a step's outcome the conversation, and keeps what it counts.
func (s *story) take(ch conversation.Change) {
	s.c = ch.Conversation
	s.Counted = append(s.Counted, ch.Counts...)
	s.Month.Sessions[s.c.ID] = append(s.Month.Sessions[s.c.ID], ch.Closed...)
	for _, past := range ch.Past {
		s.past = past
	}
	if r := ch.Retagged; r != nil {
		s.Month.Sessions[s.c.ID][r.Number-1].Tags = r.Tags
	}
	if r := ch.Rated; r != nil {
		s.Month.Sessions[s.c.ID][r.Session-1].Tally.Rating = r.Rating
	}
}
