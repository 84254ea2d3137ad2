package store

import "github.com/frontdesk-gcp/frontdesk/shared/conversation"

// Memory lets a test look at what a process remembers.
type Memory = memory[int]

// NewMemory remembers enough conversations.
func NewMemory(enough int) *Memory { return &Memory{enough: enough} }

// Of, Set and Forget are its methods.
func (m *memory[V]) Of(id conversation.ID) (V, bool) { return m.of(id) }
func (m *memory[V]) Set(id conversation.ID, v V)     { m.set(id, v) }
func (m *memory[V]) Forget(id conversation.ID)       { m.forget(id) }

// Keeps reports whether a process keeps a conversation in memory.
func (s *Store) Keeps(id conversation.ID) bool {
	_, keeps := s.recent.of(id)
	return keeps
}
