package google

import (
	"context"
	"crypto/rsa"
	"errors"
	"log/slog"
	"net/http"
	"sort"
	"sync"
	"time"
)

// ErrClosed is returned by everything that would have to deliver after [Service.Close].
var ErrClosed = errors.New("google: service is closed")

// Config is what a [Service] needs to know before it starts.
type Config struct {
	Agent         string           // brands/{brand}/agents/{agent}, whom a phone writes to unless it says otherwise
	CustomAgentID string           // the partner's own name for the agent; sent in every event when set
	Brand         string           // name of the business on the phone; "Northwind" when empty
	WebhookURL    string           // where events go; may come later through SetWebhook
	Others        []Agent          // further brand agents, each with its webhook
	ImageBase     string           // scheme://host of API() as customers' image URLs name it; see SetImageBase
	ClientToken   string           // HMAC key of X-Goog-Signature, and the token of the handshake
	Strangers     bool             // take an unknown conversation of the API for one that began elsewhere; see stranger
	Whose         Whose            // tells whom a stranger wrote to; Config.Agent when nil or unknown
	Now           func() time.Time // the clock of everything; required
	AuthNow       func() time.Time // the clock of tokens; Now when nil. For tests that move Now but not their client's clock
	Key           *rsa.PrivateKey  // the service account's key; a fresh 2048-bit one when nil
	Log           *slog.Logger     // discards when nil
	Client        *http.Client     // posts to the webhook; one of its own when nil. Its CheckRedirect is not used
}

// Whose tells the brand agent that a conversation is with, by its name, or "".
type Whose func(conversation string) (agent string)

// Service is Google's side of the agents' conversations. It is safe for concurrent use.
type Service struct {
	cfg    Config
	agents []*Agent // the first is Config.Agent; their webhooks change under mu
	client *http.Client
	issuer *issuer
	hub    *hub
	images *imageStore
	id     string // of this life of the service: revisions of an earlier one mean nothing

	ctx    context.Context //nolint:containedctx // the life of the background deliveries, ended by Close
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu     sync.Mutex
	closed bool
	phones map[string]*Phone
	faults []*Fault
}

// New makes a Service. It fails when an agent's name is not brands/{brand}/agents/{agent} or is there twice, when there
// is no client token or no clock, or when a key cannot be made.
func New(cfg Config) (*Service, error) {
	agents, wrong := cfg.all()
	cfg, err := cfg.complete()
	if err := errors.Join(wrong, err); err != nil {
		return nil, err
	}
	iss, err := newIssuer(cfg.Key, cfg.AuthNow)
	if err != nil {
		return nil, err
	}
	client := *cfg.Client
	// A redirect is a failed delivery, not somewhere else to deliver to.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	ctx, cancel := context.WithCancel(context.Background())
	return &Service{
		cfg: cfg, agents: agents, client: &client, issuer: iss, hub: newHub(), images: newImageStore(cfg.Now, cfg.ImageBase),
		id:  newID(),
		ctx: ctx, cancel: cancel,
		phones: map[string]*Phone{},
	}, nil
}

// complete checks what must be there and fills in what may be left out.
func (c Config) complete() (Config, error) {
	var errs []error
	if c.ClientToken == "" {
		errs = append(errs, errors.New("google: no client token"))
	}
	if c.Now == nil {
		errs = append(errs, errors.New("google: no clock"))
	}
	if c.AuthNow == nil {
		c.AuthNow = c.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Client == nil {
		// Not the default transport: Close can then end its idle connections without touching anybody else's.
		c.Client = &http.Client{Transport: &http.Transport{Proxy: http.ProxyFromEnvironment}}
	}
	return c, errors.Join(errs...)
}

// SetWebhook changes where the events of [Config.Agent] go, from the next attempt on, retries included.
func (s *Service) SetWebhook(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agents[0].WebhookURL = url
}

// SetImageBase says under which scheme://host the API handler is reached, for the URLs of images that customers send.
// Google's are on https://storage.googleapis.com.
func (s *Service) SetImageBase(base string) { s.images.setBase(base) }

// Phone gives the phone of a conversation, a new one with [Config.Agent] when there is none yet. The display name is
// that of a new phone; an existing one keeps its own.
func (s *Service) Phone(conversationID, displayName string) *Phone {
	p, _ := s.phone(s.agents[0], conversationID, displayName)
	return p
}

// PhoneTo gives the phone of a conversation with an agent, brands/{brand}/agents/{agent}. The error is [ErrNoAgent], or
// [ErrOtherAgent] for a conversation that began with another one.
func (s *Service) PhoneTo(agent, conversationID, displayName string) (*Phone, error) {
	a, err := s.find(agent)
	if err != nil {
		return nil, err
	}
	p, _ := s.phone(a, conversationID, displayName)
	if p.agent != a {
		return nil, ErrOtherAgent
	}
	return p, nil
}

// phone gives a phone, and says whether it is new. Only then it is with the agent for sure.
func (s *Service) phone(a *Agent, conversationID, displayName string) (p *Phone, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.phones[conversationID]
	if !ok {
		p = newPhone(s, a, conversationID, displayName)
		s.phones[conversationID] = p
	}
	return p, !ok
}

// Phones gives every phone there is, in the order of their conversation ids.
func (s *Service) Phones() []*Phone {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Phone, 0, len(s.phones))
	for _, p := range s.phones {
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].conversation < all[j].conversation })
	return all
}

// lookup gives the phone of a conversation that the API may know of: one whose customer has done something.
func (s *Service) lookup(conversation string) (*Phone, bool) {
	s.mu.Lock()
	p, ok := s.phones[conversation]
	s.mu.Unlock()
	if s.cfg.Strangers && (!ok || !p.hasStarted()) {
		return s.stranger(conversation), true
	}
	return p, ok && p.hasStarted()
}

// stranger gives the phone of a customer whom somebody else plays: whoever has the client token may post to the
// webhook, and the stand-in never sees that. Without it every answer to them would be refused. Config.Whose tells whom
// the customer wrote to; it may be a brand agent that nobody configured, whose events go where the first one's go.
func (s *Service) stranger(conversation string) *Phone {
	p, _ := s.phone(s.whose(conversation), conversation, "")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.started = true
	p.spoke()
	return p
}

func (s *Service) whose(conversation string) *Agent {
	if s.cfg.Whose == nil {
		return s.agents[0]
	}
	name := s.cfg.Whose(conversation)
	if a, err := s.find(name); err == nil {
		return a
	}
	unknown := *s.agents[0]
	unknown.Name = name
	return &unknown
}

// Close stops deliveries and retries, ends streams and watches, and waits for every goroutine the service started.
// What was not delivered yet is lost, as it would be after seven days.
func (s *Service) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.wg.Wait()
	s.client.CloseIdleConnections()
}

// spawn runs f in a goroutine that Close waits for, and reports whether it could: not after Close.
func (s *Service) spawn(f func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.wg.Go(f)
	return true
}
