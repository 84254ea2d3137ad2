package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Overdue calls f with the conversations whose earliest deadline was before an
// instant.
//
// It reads 1 document for each, and at least 1.
func (s *Store) Overdue(ctx context.Context, before time.Time, f func(conversation.Conversation) error) error {
	q := s.db.Collection("conversations").Where("session.dueAt", ">", time.Time{}).Where("session.dueAt", "<", before).
		OrderBy("session.dueAt", firestore.Asc)
	return eachConversation(q.Documents(ctx), "look for lost timers", f)
}

// StuckReplies calls f with the replies that were written before an instant and
// have yet to be sent.
//
// It reads 1 document for each, and at least 1.
func (s *Store) StuckReplies(ctx context.Context, before time.Time, f func(id conversation.ID, reply string) error) error {
	q := s.db.CollectionGroup("replies").Where("status", "in", []channel.Status{channel.Pending, channel.Sending}).
		Where("createdAt", "<", before).OrderBy("createdAt", firestore.Asc)
	return EachDocument(q.Documents(ctx), "look for stuck replies", func(doc *firestore.DocumentSnapshot) error {
		return f(conversation.ID(doc.Ref.Parent.Parent.ID), doc.Ref.ID)
	})
}

// Outdated calls f with the open sessions that were queued by a version other
// than the given one.
//
// It reads 1 document for each, and at least 1.
func (s *Store) Outdated(ctx context.Context, version string, f func(conversation.ID) error) error {
	q := s.db.CollectionGroup("items").Where("configVersion", "!=", version)
	return EachDocument(q.Documents(ctx), "look for who waits by an old configuration", func(doc *firestore.DocumentSnapshot) error {
		return f(conversation.ID(doc.Ref.ID))
	})
}

// Nudge triggers the function that sends a conversation's replies, by creating the
// conversation's one nudge, which is a signal that counts as sent. The one before is
// deleted, so nudges never accumulate and never stand in the outbox themselves.
//
// It writes 2 documents.
func (s *Store) Nudge(ctx context.Context, id conversation.ID, now time.Time) error {
	nudge := conversation.NewNudge("sweep", now)
	nudge.Traceparent = trace.Header(ctx)
	ref := s.reply(id, nudge.ID)
	if _, err := ref.Delete(ctx); err != nil {
		return fmt.Errorf("delete the nudge before: %w", err)
	}
	if _, err := ref.Create(ctx, nudge); err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("nudge: %w", err)
	}
	return nil
}

// Agents calls f with the e-mail addresses of the roster, those of suspended agents, too:
// they may still have sessions.
//
// It reads 1 document for each, and at least 1.
func (s *Store) Agents(ctx context.Context, f func(email string) error) error {
	q := s.db.Collection("agents").Where("role", "in", []agent.Role{agent.None, agent.Plain, agent.Supervisor, agent.Admin})
	return EachDocument(q.Documents(ctx), "read the roster", func(doc *firestore.DocumentSnapshot) error { return f(doc.Ref.ID) })
}

// Recount compares an agent's used capacity with the sum of the agent's sessions,
// as of one instant, and corrects it. It returns by how much it was wrong.
//
// It reads 1 document and 1 for each of the agent's conversations.
func (s *Store) Recount(ctx context.Context, email string) (off int64, err error) {
	err = s.db.RunTransaction(ctx, func(_ context.Context, tx *firestore.Transaction) error {
		doc, err := tx.Get(s.agent(email))
		if err != nil {
			return fmt.Errorf("read agent: %w", err)
		}
		var a agent.Agent
		if err := load(doc, &a); err != nil {
			return err
		}
		held, err := tx.Documents(s.db.Collection("conversations").Where("session.owner", "==", email)).GetAll()
		if err != nil {
			return fmt.Errorf("read what the agent holds: %w", err)
		}
		conversations, err := loadConversations(held)
		if err != nil {
			return err
		}
		var sum int64
		for _, c := range conversations {
			sum += c.Cost
		}
		if off = a.Used - sum; off == 0 {
			return nil
		}
		return tx.Update(doc.Ref, []firestore.Update{{Path: "used", Value: sum}, {Path: "free", Value: a.Capacity - sum}})
	})
	if err != nil {
		return 0, fmt.Errorf("recount: %w", err)
	}
	return off, nil
}

// EachDocument calls f with the documents of a query until f fails. Errors of the database
// say what was being done.
func EachDocument(docs *firestore.DocumentIterator, doing string, f func(*firestore.DocumentSnapshot) error) error {
	defer docs.Stop()
	for {
		doc, err := docs.Next()
		if errors.Is(err, iterator.Done) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", doing, err)
		}
		if err := f(doc); err != nil {
			return err
		}
	}
}
