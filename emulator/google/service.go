package google

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// ErrClosed is returned by everything that would have to deliver after [Service.Close].
var ErrClosed = errors.New("google: service is closed")

// Config is what a [Service] needs to know before it starts.
type Config struct {
	Types   string           // package of the API's types, as errors name it, such as google.rpc
	Scope   string           // of the API's tokens
	Now     func() time.Time // the clock of everything; required
	AuthNow func() time.Time // the clock of tokens; Now when nil. For tests that move Now but not their client's clock
	Log     *slog.Logger     // discards when nil
	Client  *http.Client     // posts to webhooks; a new one when nil. Its CheckRedirect is replaced
}

// Service is what one messaging service of Google's is built on. It is safe for concurrent use.
type Service struct {
	cfg    Config
	client *http.Client
	issuer *issuer
	hub    *hub

	ctx    context.Context //nolint:containedctx // the life of the background deliveries, ended by Close
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu     sync.Mutex
	closed bool
	faults []*Fault
	token  string                     // replaces every client token, unless it is empty
	last   map[string]<-chan struct{} // by conversation: closed when its newest event has been tried once
	events map[string][][]byte        // by conversation: every event as it was first posted
}

// New makes a Service. It fails when there is no clock, or when a key cannot be made.
func New(cfg Config) (*Service, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	client := *cfg.Client
	// A redirect is a failed delivery, not somewhere else to deliver to.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	ctx, cancel := context.WithCancel(context.Background())
	return &Service{
		cfg: cfg, client: &client, issuer: newIssuer(cfg), hub: newHub(), ctx: ctx, cancel: cancel,
		last: map[string]<-chan struct{}{}, events: map[string][][]byte{},
	}, nil
}

// complete checks what must be there and fills in what may be left out.
func (c Config) complete() (Config, error) {
	if c.Now == nil {
		return c, errors.New("google: no clock")
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
	return c, nil
}

// Now is the time by the service's clock.
func (s *Service) Now() time.Time { return s.cfg.Now() }

// Close stops deliveries and retries, ends watches, and waits for every goroutine the service started. What was not
// delivered yet is lost, as it would be after seven days.
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
