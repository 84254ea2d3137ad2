package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const (
	// enoughHeard is how many customers a process knows, by their conversations' ids. They take some
	// hundreds of kilobytes.
	enoughHeard = 4096
	// enoughRecent is how many conversations it keeps: those of 50 customers a second for [inARow].
	// They take 4 KB each, long ones 20 KB: 8 to 40 MB at most, of 512.
	enoughRecent = 1024
	// inARow is for how long after a customer's message the process assumes that the conversation
	// is as it left it. A sentence typed on a telephone takes some 10 to 20 s.
	inARow = 20 * time.Second
)

// recent is a conversation as this process left it.
type recent struct {
	conversation conversation.Conversation
	// updatedAt is when its document changed, by the database's clock.
	updatedAt time.Time
	// others is whether somebody else had changed it since the time before. An agent who has it
	// open marks each message as read, which is such a change, so it will be so again.
	others bool
}

// Receive is [Store.Update] for what a customer sends, with fewer round trips. If this process heard
// from the customer a moment ago, it assumes that the conversation is as it left it, unless somebody
// else had changed it the last time. If the commit does not confirm that, it reads the conversation and
// decides again. It reads the tombstone along with the conversation of a customer it does not know.
//
// It reads no document if the assumption holds, 2 if the process does not know the customer or there
// is no conversation, and otherwise 1, and writes those of the change.
func (s *Store) Receive(
	ctx context.Context, id conversation.ID, now time.Time, f func(conversation.Conversation) (conversation.Change, error),
) (conversation.Conversation, error) {
	decide := func(c conversation.Conversation, _ People) (conversation.Change, error) { return f(c) }
	assumed, known := s.hear(id, now)
	if assumed != nil {
		assume := func(st *step) (conversation.Conversation, error) { return st.assume(s.conversation(id), assumed), nil }
		// Any error may come of what is no longer so.
		if c, err := s.update(ctx, id, assume, nil, decide); err == nil {
			return c, nil
		}
	}
	find := func(st *step) (conversation.Conversation, error) { return s.find(st, id, !known) }
	c, err := s.update(ctx, id, find, nil, decide)
	if err != nil && !known {
		s.heard.forget(id) // there may still be no such conversation
	}
	return c, err
}

// hear notes that a customer was heard from. It returns the conversation as this process left it, if
// that may be assumed, and whether the process knew the customer.
func (s *Store) hear(id conversation.ID, now time.Time) (assumed *recent, known bool) {
	s.recent.age(now, inARow)
	heardAt, known := s.heard.of(id)
	s.heard.set(id, now)
	if r, ok := s.recent.of(id); ok && !r.others && now.Sub(heardAt) < inARow {
		return &r, known
	}
	return nil, known
}

// remember keeps a conversation as a step has left it, if the process has heard from the customer.
func (s *Store) remember(id conversation.ID, done *step) {
	if _, known := s.heard.of(id); !known {
		return
	}
	before, had := s.recent.of(id)
	r := recent{done.written, done.committedAt, had && !done.assumes && !done.foundUpdatedAt.Equal(before.updatedAt)}
	r.conversation.ID = id
	s.recent.set(id, r)
}

// assume has the step decide by a conversation as this process left it. Nothing is committed if it
// has changed.
func (st *step) assume(ref *firestore.DocumentRef, r *recent) conversation.Conversation {
	st.assumes = true
	st.guardAsOf(ref, r.updatedAt)
	st.known[ref.Path] = r.conversation
	return r.conversation
}
