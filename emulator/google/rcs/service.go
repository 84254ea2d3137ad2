package rcs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// Config is what a [Service] needs to know before it starts.
type Config struct {
	Phones   *phone.Phones // where the customers are; required
	Agents   []Agent       // at least one; phones write to the first by default
	FileBase string        // scheme://host of API() as files' URLs name it; see SetFileBase
	Switches Switches

	// Strangers gives every number that the API is asked for a phone, as if its customer were outside the emulator. Without
	// it, only the numbers of phones that somebody opened are on RCS, and those that Known knows: of customers who are not
	// on a phone here but have written to an agent's webhook. It may be nil.
	Strangers bool
	Known     func(agent, number string) bool

	// As in [google.Config].
	Now     func() time.Time
	AuthNow func() time.Time
	Log     *slog.Logger
	Client  *http.Client
}

// Switches choose where Google's documents contradict each other, or are seen to be broken, and make deliveries unkind.
type Switches struct {
	Conflict     bool // a reused id is 409, as third parties expect; without, it is answered like the first use and ignored
	RevokeAlways bool // revoking is always 200, as the API's schema says; without, it is 404 when it is too late
	EventTaps    bool // taps on actions come as events: an eventId, and neither text nor time
	NoTypeHeader bool // deliveries have no X-Goog-Webhook-Type, as before July 2026
	Duplicate    bool // every event is delivered twice
	Reorder      bool // every second event overtakes the one before it
	PerMinute    int  // messages to one number in a minute, more are 429; 0 for any number. Google documents no figure
}

// Service is Google's side of the agents' conversations. It is safe for concurrent use.
type Service struct {
	*google.Service
	cfg   Config
	files *files
	fetch *fetcher

	mu       sync.Mutex
	switches Switches
	agents   []*agent          // what changes about them is under mu
	lines    map[lineKey]*line // by agent and number
	numbers  map[string]string // of customers, by number
	lookUps  []time.Time       // batches within the last minute
	sequence int64             // of the envelopes
}

type lineKey struct {
	agent  *agent
	number string
}

// New makes a Service and adds its agents to the phones. It fails when there is no agent, or one without an id, a client
// token or a name of its own, when there are no phones or no clock, or when a key cannot be made.
func New(cfg Config) (*Service, error) {
	agents, err := allAgents(cfg.Agents)
	if cfg.Phones == nil {
		err = errors.Join(err, errors.New("rcs: no phones"))
	}
	if err != nil {
		return nil, err
	}
	side, err := google.New(google.Config{
		Types: "google.communications.rcsbusinessmessaging.v1", Scope: "https://www.googleapis.com/auth/rcsbusinessmessaging",
		Now: cfg.Now, AuthNow: cfg.AuthNow, Log: cfg.Log, Client: cfg.Client,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{
		Service: side, cfg: cfg, files: newFiles(cfg.Now), fetch: newFetcher(cfg.Now), switches: cfg.Switches, agents: agents,
		lines: map[lineKey]*line{}, numbers: map[string]string{}, sequence: 11_840_000_000_000_000,
	}
	s.files.setBase(cfg.FileBase)
	for _, a := range agents {
		cfg.Phones.Add(s.onPhones(a))
	}
	return s, nil
}

// SetFileBase says under which scheme://host the API handler is reached, for the URLs of files.
func (s *Service) SetFileBase(base string) { s.files.setBase(base) }

// Switch changes the switches from now on.
func (s *Service) Switch(change func(*Switches)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.switches)
}

func (s *Service) switched() Switches {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.switches
}

// onPhones is a brand agent as the phones know it.
func (s *Service) onPhones(a *agent) phone.Agent {
	return phone.Agent{Name: a.ID, Brand: a.Brand, Channel: "RCS for Business", Connect: func(p *phone.Phone) phone.Line {
		s.mu.Lock()
		defer s.mu.Unlock()
		l := &line{
			service: s, agent: a, phone: p, number: s.numberOf(p.Customer()),
			delivered: map[string]bool{}, known: map[string]bool{},
		}
		s.lines[lineKey{a, l.number}] = l
		return l
	}}
}

// find returns the line between an agent and a number. A number that has none yet gets one if its customer has a phone,
// or if strangers are welcome.
func (s *Service) find(a *agent, number string) (*line, error) {
	own, other := s.linesOf(a, number)
	switch {
	case own != nil:
		return own, nil
	case other != nil:
		if _, err := s.cfg.Phones.WithAgent(other.phone, a.ID); err != nil {
			return nil, fmt.Errorf("rcs: %w", err)
		}
	case s.cfg.Strangers, s.cfg.Known != nil && s.cfg.Known(a.ID, number):
		s.cfg.Phones.Open(s.onPhones(a), number, "")
	}
	if own, _ = s.linesOf(a, number); own == nil {
		return nil, unreachable("the number has no phone")
	}
	return own, nil
}

// linesOf returns the line between an agent and a number, or else that of another agent and the number.
func (s *Service) linesOf(a *agent, number string) (own, other *line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.lines[lineKey{a, number}]; l != nil {
		return l, nil
	}
	for _, another := range s.agents {
		if l := s.lines[lineKey{another, number}]; l != nil {
			return nil, l
		}
	}
	return nil, nil
}

func unreachable(reason string) *google.Error {
	return google.NotFound("Requested entity was not found. The user cannot be reached by this agent.", reason)
}

// Handshake does for every agent what the console does when a webhook's URL is saved. It accepts an answer that contains
// the secret, because samples of Google's own send more than that; inexact are the agents whose webhook did so.
func (s *Service) Handshake(ctx context.Context) (inexact []string, err error) {
	header := http.Header{}
	if !s.switched().NoTypeHeader {
		header.Set(typeHeader, "verification")
	}
	for _, a := range s.agents {
		secret, answer, err := s.AskSecret(ctx, s.webhookOf(a), s.Token(a.ClientToken), header)
		switch {
		case err != nil:
			return inexact, fmt.Errorf("rcs: agent %s: %w", a.ID, err)
		case !strings.Contains(answer, secret):
			return inexact, fmt.Errorf("rcs: agent %s: webhook answered %.80q, want the secret", a.ID, answer)
		case answer != secret:
			inexact = append(inexact, a.ID)
		}
	}
	return inexact, nil
}

// Deliver puts arbitrary bytes into an envelope, signs them and posts them to the first agent's webhook once, for tests
// that send what Google would not. It returns what [google.Service.PostEvent] does.
func (s *Service) Deliver(ctx context.Context, data []byte) (status int, err error) {
	a := s.agents[0]
	d := s.envelope(a, envelopeKind{kind: "message"}, data)
	return s.PostEvent(ctx, s.webhookOf(a), d.Header(), d.Body)
}

// Lapse ends what has ended by the clock: times to live, dots, and the month for which messages wait. It happens by itself
// as time passes; a test that has moved the clock calls it.
func (s *Service) Lapse() {
	s.mu.Lock()
	all := make([]*line, 0, len(s.lines))
	for _, l := range s.lines {
		all = append(all, l)
	}
	s.mu.Unlock()
	for _, l := range all {
		l.lapse()
	}
}
