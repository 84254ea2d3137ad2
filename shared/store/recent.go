package store

import (
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const (
	// enoughHeard is of how many customers a process remembers when it heard from them. They take
	// some hundreds of kilobytes.
	enoughHeard = 4096
	// enoughRecent is how many conversations it remembers as they are. They take 4 KB each, or 20
	// of those that were long.
	enoughRecent = 1024
	// burst is for how long after a customer's message it takes a conversation to be as it left
	// it. Customers often write several messages within that, and agents seldom answer sooner.
	burst = 20 * time.Second
)

// recent is a conversation as this process left it.
type recent struct {
	conversation conversation.Conversation
	// updatedAt is when its document changed, by the database's clock.
	updatedAt time.Time
}

// heard is what a process knows of a customer.
type heard struct {
	// at is when it heard from the customer last.
	at time.Time
	// others is whether somebody else had changed the conversation since the message before. An
	// agent who has it open reads each message, which is such a change, so it will be so again.
	others bool
}

// hear notes that a customer was heard from. It returns the conversation as this process left it, if
// that was a moment ago; whether to guess that it still is; and whether the process knew the customer.
func (s *Store) hear(id conversation.ID, now time.Time) (last *recent, guess, known bool) {
	s.left.age(now, burst)
	h, known := s.heard.of(id)
	if r, left := s.left.of(id); left && now.Sub(h.at) < burst {
		last = &r
	}
	s.heard.set(id, heard{now, last != nil && h.others})
	return last, last != nil && !h.others, known
}

// learn notes whether somebody else has changed a conversation since this process left it.
func (s *Store) learn(id conversation.ID, now time.Time, last *recent, found *step) {
	if last != nil {
		s.heard.set(id, heard{now, !found.foundAt.Equal(last.updatedAt)})
	}
}

// remember remembers a conversation as a step has left it, if the process has heard from the customer.
func (s *Store) remember(id conversation.ID, st *step) {
	if _, known := s.heard.of(id); known {
		r := recent{st.left, st.committedAt}
		r.conversation.ID = id
		s.left.set(id, r)
	}
}

// assume has the step decide by a conversation as this process left it. Nothing is committed if it
// has changed.
func (st *step) assume(ref *firestore.DocumentRef, r *recent) conversation.Conversation {
	st.assumes = true
	st.guardAsOf(ref, r.updatedAt)
	st.known[ref.Path] = r.conversation
	return r.conversation
}
