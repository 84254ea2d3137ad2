package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// routingAge is how long a routing configuration is used before the document is
// read again: a new version is in force within seconds, and an idle function
// reads nothing.
const routingAge = 10 * time.Second

// Routing is the routing configuration in force. It is safe for concurrent use.
type Routing struct {
	store   *Store
	now     func() time.Time
	refused func(error)

	mu      sync.Mutex
	config  *route.Config
	version string
	checked time.Time
}

// Routing returns the routing configuration of the database. refused hears of a
// version that cannot be loaded, once, while the last good one stays in force.
func (s *Store) Routing(now func() time.Time, refused func(error)) *Routing {
	return &Routing{store: s, now: now, refused: refused}
}

// Current returns the configuration in force. It fails only while there never
// was a good one.
//
// It reads 1 document every 10 seconds at most.
func (r *Routing) Current(ctx context.Context) (*route.Config, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.config != nil && r.now().Sub(r.checked) < routingAge {
		return r.config, nil
	}
	text, err := r.store.routingText(ctx)
	if err != nil {
		return r.last(err)
	}
	r.checked = r.now()
	version := route.Version([]byte(text))
	if version == r.version {
		return r.last(nil)
	}
	config, err := route.Load([]byte(text))
	r.version = version
	if err != nil {
		r.refused(err)
		return r.last(err)
	}
	r.config = config
	return config, nil
}

// last is the last good configuration, or why there is none.
func (r *Routing) last(err error) (*route.Config, error) {
	if r.config == nil {
		r.version = "" // so that the next call looks again and says why
		return nil, fmt.Errorf("no routing configuration yet: %w", err)
	}
	return r.config, nil
}

func (s *Store) routingText(ctx context.Context) (string, error) {
	doc, err := s.db.Collection("config").Doc("current").Get(ctx)
	if err != nil {
		return "", fmt.Errorf("read config/current: %w", err)
	}
	var current struct {
		Routing string `firestore:"routing"`
	}
	if err := doc.DataTo(&current); err != nil {
		return "", fmt.Errorf("decode config/current: %w", err)
	}
	return current.Routing, nil
}
