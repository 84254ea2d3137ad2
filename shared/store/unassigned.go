package store

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Unassigned counts a queue's sessions without an agent, including those on
// offer, and returns when the longest-waiting customer began to wait. Counting
// only queue items would miss a session that is offered to one agent after
// another without an answer.
//
// It reads 1 document and, if anybody waits, is billed as 1 more read per 1,000
// sessions.
func (s *Store) Unassigned(ctx context.Context, queue string) (sessions int64, since time.Time, err error) {
	q := s.db.Collection("conversations").Where("session.queue", "==", queue).
		Where("session.state", "in", []conversation.State{conversation.Open, conversation.Offered}).
		OrderBy("session.waitingSince", firestore.Asc)
	docs, err := q.Limit(1).Documents(ctx).GetAll()
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("look who waits in %s: %w", queue, err)
	}
	if len(docs) == 0 {
		return 0, time.Time{}, nil
	}
	c, err := loadConversation(docs[0])
	if err != nil {
		return 0, time.Time{}, err
	}
	n, err := countQuery(ctx, q)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count who waits in %s: %w", queue, err)
	}
	return n, c.WaitingSince, nil
}

// countQuery counts the results of a query.
func countQuery(ctx context.Context, q firestore.Query) (int64, error) {
	const alias = "n"
	result, err := q.NewAggregationQuery().WithCount(alias).Get(ctx)
	if err != nil {
		return 0, err //nolint:wrapcheck // the caller says what of
	}
	n, ok := result[alias].(*firestorepb.Value)
	if !ok {
		return 0, fmt.Errorf("Firestore answered %T", result[alias])
	}
	return n.GetIntegerValue(), nil
}
