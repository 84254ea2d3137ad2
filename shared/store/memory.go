package store

import (
	"sync"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// memory remembers something of the conversations that a process saw last: of the last `enough` at
// least, of twice as many at most. What it remembers may be out of date, so it serves to guess.
type memory[V any] struct {
	enough int
	mu     sync.Mutex
	// before holds what lately held when it was last full.
	lately, before map[conversation.ID]V
}

// of returns what is remembered of a conversation.
func (m *memory[V]) of(id conversation.ID) (v V, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok = m.lately[id]; !ok {
		v, ok = m.before[id]
	}
	return v, ok
}

// set remembers something of a conversation.
func (m *memory[V]) set(id conversation.ID, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lately == nil || len(m.lately) >= m.enough {
		m.lately, m.before = map[conversation.ID]V{}, m.lately
	}
	m.lately[id] = v
}

// forget forgets a conversation.
func (m *memory[V]) forget(id conversation.ID) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.lately, id)
	delete(m.before, id)
}
