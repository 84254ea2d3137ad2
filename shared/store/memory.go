package store

import (
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// memory keeps something for the conversations for which it was set last: for `enough` at least and
// twice as many at most, unless age forgets them earlier. It may be out of date.
type memory[V any] struct {
	enough int
	mu     sync.Mutex
	// before holds what lately held when it was last full, or a while old.
	lately, before map[conversation.ID]V
	agedAt         time.Time
}

// of returns what is kept for a conversation.
func (m *memory[V]) of(id conversation.ID) (v V, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok = m.lately[id]; !ok {
		v, ok = m.before[id]
	}
	return v, ok
}

// set keeps something for a conversation.
func (m *memory[V]) set(id conversation.ID, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lately == nil || len(m.lately) >= m.enough {
		m.lately, m.before = map[conversation.ID]V{}, m.lately
	}
	m.lately[id] = v
}

// age forgets what is older than the last call that did so; such calls are a span apart. So nothing
// stays for longer than two spans while it is called.
func (m *memory[V]) age(now time.Time, span time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now.Sub(m.agedAt) >= span {
		m.lately, m.before, m.agedAt = map[conversation.ID]V{}, m.lately, now
	}
}

// forget forgets a conversation.
func (m *memory[V]) forget(id conversation.ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.lately, id)
	delete(m.before, id)
}
