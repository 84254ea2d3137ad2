package businessmessages

import (
	"context"
	"crypto/rsa"
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
	Phones        *phone.Phones    // where the customers are; required
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
	AuthNow       func() time.Time // see google.Config, as for the rest
	Key           *rsa.PrivateKey
	Log           *slog.Logger
	Client        *http.Client
}

// Whose returns the name of the brand agent that a conversation is with, or "".
type Whose func(conversation string) (agent string)

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
		Now: cfg.Now, AuthNow: cfg.AuthNow, Key: cfg.Key, Log: cfg.Log, Client: cfg.Client,
	})
	if err != nil {
		return nil, err
	}
	s := &Service{Service: side, cfg: cfg, agents: agents}
	s.images = side.NewStorage("/business-messages-us/", maxImage, "image/jpeg", "image/png", "image/gif", "image/webp")
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
	return phone.Agent{Name: a.Name, Brand: a.Brand, Connect: func(p *phone.Phone) phone.Line {
		return &conversation{service: s, agent: a, phone: p, seen: map[string]bool{}, tapped: map[string]bool{}}
	}}
}

// find returns the conversation that a call of the API is for. An unknown one is 403, not 404.
func (s *Service) find(id string) (*conversation, error) {
	if s.cfg.Strangers {
		s.stranger(id)
	}
	if p, ok := s.cfg.Phones.Find(id); ok {
		if c, ok := p.Line().(*conversation); ok {
			return c, nil
		}
	}
	return nil, google.Denied("no such conversation")
}

// stranger begins a conversation of a customer whom somebody else plays: whoever has the client token may post to the
// webhook, and the stand-in never sees that. Without it every answer to them would be refused. Config.Whose tells whom
// the customer wrote to; it may be a brand agent that nobody configured, whose events go where the first one's go.
func (s *Service) stranger(id string) {
	p, _ := s.cfg.Phones.Open(s.onPhones(s.whose(id)), id, "")
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

func (s *Service) whose(conversation string) *Agent {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cfg.Whose == nil {
		return s.agents[0]
	}
	name := s.cfg.Whose(conversation)
	for _, a := range s.agents {
		if name == "" || a.Name == name {
			return a
		}
	}
	unknown := *s.agents[0]
	unknown.Name = name
	return &unknown
}

// Handshake does for every agent what the console does when a webhook's URL is saved.
func (s *Service) Handshake(ctx context.Context) error {
	for _, url := range s.webhooks() {
		if err := s.Service.Handshake(ctx, url, s.cfg.ClientToken); err != nil {
			return err
		}
	}
	return nil
}

// Deliver signs arbitrary bytes and posts them to the webhook of [Config.Agent] once, for tests that want to repeat an
// event or to send what Google would not. The answer is that of [google.Service.PostEvent].
func (s *Service) Deliver(ctx context.Context, raw []byte) (status int, err error) {
	return s.PostEvent(ctx, s.webhookOf(s.agents[0]), s.signed(raw), raw)
}

// signed returns the header with the signature of a body, the whole of which is signed.
func (s *Service) signed(body []byte) http.Header {
	return http.Header{"X-Goog-Signature": {google.Sign(s.cfg.ClientToken, body)}}
}
