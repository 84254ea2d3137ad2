package store

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Unassigned tells how many sessions of a queue have no agent yet, those included that one
// is being asked about, and since when the customer waits who has waited longest. Of
// the items alone, a session would seem to be gone that is offered to one agent after
// another, none of whom answers.
//
// It reads 1 document and, where somebody waits, is billed as 1 more read for each
// 1,000 that do.
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
	n, err := count(ctx, q)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("count who waits in %s: %w", queue, err)
	}
	return n, c.WaitingSince, nil
}

// count counts what a query finds.
func count(ctx context.Context, q firestore.Query) (int64, error) {
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
