package rcs

import (
	"sync"
	"time"
)

// mostRemembered bounds a memory.
const mostRemembered = 10_000

// memory keeps answers of the provider for a time, so that it is not asked for each
// message. It ends with the process, and then the provider is asked once more. The zero
// value is empty.
type memory[K comparable, V any] struct {
	mutex sync.Mutex
	held  map[K]held[V]
}

type held[V any] struct {
	value V
	until time.Time
}

func (m *memory[K, V]) get(key K) (value V, ok bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if h, found := m.held[key]; found && time.Now().Before(h.until) {
		return h.value, true
	}
	return value, false
}

func (m *memory[K, V]) keep(key K, value V, life time.Duration) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.held == nil || len(m.held) >= mostRemembered {
		m.held = map[K]held[V]{}
	}
	m.held[key] = held[V]{value, time.Now().Add(life)}
}
