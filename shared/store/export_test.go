package store

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Memory lets a test look at what a process remembers.
type Memory = memory[int]

// NewMemory remembers enough conversations.
func NewMemory(enough int) *Memory { return &Memory{enough: enough} }

// Of, Set, Forget and Age are its methods.
func (m *memory[V]) Of(id conversation.ID) (V, bool) { return m.of(id) }
func (m *memory[V]) Set(id conversation.ID, v V)     { m.set(id, v) }
func (m *memory[V]) Forget(id conversation.ID)       { m.forget(id) }

func (m *memory[V]) Age(now time.Time, span time.Duration) { m.age(now, span) }
