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

// recent returns a conversation as this process left it, if it heard from the customer a moment
// ago.
func (s *Store) recent(id conversation.ID, now time.Time) (recent, bool) {
	s.left.age(now, burst)
	r, ok := s.left.of(id)
	heardAt, _ := s.heard.of(id)
	return r, ok && now.Sub(heardAt) < burst
}

// remember remembers a conversation as a step has left it, if the process has heard from the customer.
func (s *Store) remember(id conversation.ID, st *step) {
	if _, heard := s.heard.of(id); heard {
		r := recent{st.left, st.committedAt}
		r.conversation.ID = id
		s.left.set(id, r)
	}
}

// assume has the step decide by a conversation as this process left it. Nothing is committed if it
// has changed.
func (st *step) assume(ref *firestore.DocumentRef, r recent) conversation.Conversation {
	st.assumes = true
	st.guardAsOf(ref, r.updatedAt)
	st.known[ref.Path] = r.conversation
	return r.conversation
}
