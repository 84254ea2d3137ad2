package businessmessages

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// Config is what a [Service] needs to know before it starts.
type Config struct {
	Phones        *phone.Phones // where the customers are; required
	Agent         string        // brands/{brand}/agents/{agent}, the one that phones write to by default
	CustomAgentID string        // the partner's own name for the agent; sent in every event when set
	Brand         string        // name of the business on the phone; "Northwind" when empty
	WebhookURL    string        // where events go; may come later through SetWebhook
	Others        []Agent       // further brand agents, each with its webhook
	ImageBase     string        // scheme://host of API() as customers' image URLs name it; see SetImageBase
	ClientToken   string        // HMAC key of X-Goog-Signature, and the token of the handshake

	// AgentOf knows the customers who are not on a phone here but have written to the webhook: the name of the agent that
	// the customer of a conversation wrote to, or "" for Agent, and whether anybody has heard of the conversation. Without
	// it there are none.
	AgentOf func(conversation string) (agent string, known bool)
	// Strangers accepts conversations that nobody has heard of, too. Google never does.
	Strangers bool

	// As in [google.Config].
	Now     func() time.Time
	AuthNow func() time.Time
	Log     *slog.Logger
	Client  *http.Client
}

// Service is Google's side of the agents' conversations. It is safe for concurrent use.
type Service struct {
	*google.Service
	cfg    Config
	images *google.Storage

	mu     sync.Mutex
	agents []*Agent // the first is Config.Agent; their webhooks change under mu
}

// New makes a Service and adds its agents to the phones. It fails when an agent's name is not
// brands/{brand}/agents/{agent} or is there twice, when there are no phones, client token or clock, or when a key
// cannot be made.
func New(cfg Config) (*Service, error) {
	agents, err := cfg.allAgents()
	if cfg.ClientToken == "" {
		err = errors.Join(err, errors.New("businessmessages: no client token"))
	}
	if cfg.Phones == nil {
		err = errors.Join(err, errors.New("businessmessages: no phones"))
	}
	if err != nil {
		return nil, err
	}
	side, err := google.New(google.Config{
		Types: "google.communications.businessmessages.v1", Scope: "https://www.googleapis.com/auth/businessmessages",
		Now: cfg.Now, AuthNow: cfg.AuthNow, Log: cfg.Log, Client: cfg.Client,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{Service: side, cfg: cfg, agents: agents, images: side.NewStorage("/business-messages-us/")}
	s.images.SetBase(cfg.ImageBase)
	for _, a := range agents {
		cfg.Phones.Add(s.onPhones(a))
	}
	return s, nil
}

// SetImageBase says under which scheme://host the API handler is reached, for the URLs of images that customers send.
func (s *Service) SetImageBase(base string) { s.images.SetBase(base) }

// onPhones is a brand agent as the phones know it.
func (s *Service) onPhones(a *Agent) phone.Agent {
	return phone.Agent{Name: a.Name, Brand: a.Brand, Channel: "Business Messages", Connect: func(p *phone.Phone) phone.Line {
		return &conversation{service: s, agent: a, phone: p, seen: map[string]bool{}, tapped: map[string]bool{}}
	}}
}

// find returns the conversation that a call of the API is for. An unknown one is 403, not 404.
func (s *Service) find(id string) (*conversation, error) {
	p, ok := s.cfg.Phones.Find(id)
	if !ok {
		s.stranger(id)
		p, ok = s.cfg.Phones.Find(id)
	}
	if ok {
		if c, ok := p.Line().(*conversation); ok {
			return c, nil
		}
	}
	return nil, google.Denied("no such conversation")
}

// stranger begins the conversation of a customer who is not on a phone here: anyone with the client token can post to the
// webhook, and the stand-in never sees those messages. Without this, the API would refuse every answer to them.
func (s *Service) stranger(id string) {
	a, known := s.agentOf(id)
	if !known {
		return
	}
	p, _ := s.cfg.Phones.Open(s.onPhones(a), id, "")
	c, ok := p.Line().(*conversation)
	if !ok {
		return
	}
	_ = p.Update(func(*phone.Transcript, phone.Settings) error {
		if !c.started {
			c.started, c.said = true, s.Now()
		}
		return nil
	})
}

// agentOf is the brand agent of a conversation that is on no phone here. An agent that is not ours shares the first one's
// webhook.
func (s *Service) agentOf(conversation string) (a *Agent, known bool) {
	name := ""
	if s.cfg.AgentOf != nil {
		name, known = s.cfg.AgentOf(conversation)
	}
	known = known || s.cfg.Strangers
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.agents {
		if name == "" || a.Name == name {
			return a, known
		}
	}
	unknown := *s.agents[0]
	unknown.Name = name
	return &unknown, known
}

// Handshake does for every agent what the console does when a webhook's URL is saved.
func (s *Service) Handshake(ctx context.Context) error {
	for _, url := range s.webhooks() {
		if err := s.Service.Handshake(ctx, url, s.Token(s.cfg.ClientToken)); err != nil {
			return err
		}
	}
	return nil
}

// Deliver signs arbitrary bytes and posts them to the webhook of [Config.Agent] once, for tests that repeat an
// event or send what Google would not. It returns what [google.Service.PostEvent] does.
func (s *Service) Deliver(ctx context.Context, raw []byte) (status int, err error) {
	return s.PostEvent(ctx, s.webhookOf(s.agents[0]), s.signed(raw), raw)
}

// signed returns the header with the signature of a body, the whole of which is signed.
func (s *Service) signed(body []byte) http.Header {
	return http.Header{"X-Goog-Signature": {google.Sign(s.Token(s.cfg.ClientToken), body)}}
}
