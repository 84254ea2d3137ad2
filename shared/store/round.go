package store

import (
	"context"
	"errors"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// FollowLater notes that the next round after an instant has to look at a
// conversation, see [conversation.Session.FollowAt]. It does nothing if there is no
// such conversation.
//
// It writes 1 document.
func (s *Store) FollowLater(ctx context.Context, id conversation.ID, at time.Time) error {
	_, err := s.conversation(id).Update(ctx, []firestore.Update{{Path: "session.followAt", Value: at}})
	if err != nil && status.Code(err) != codes.NotFound {
		return failure("follow later", err)
	}
	return nil
}

// ToFollow calls f with the conversations that a round has to look at by now.
//
// It reads 1 document for each, and at least 1.
func (s *Store) ToFollow(ctx context.Context, now time.Time, f func(conversation.Conversation) error) error {
	q := s.db.Collection("conversations").Where("session.followAt", ">", time.Time{}).Where("session.followAt", "<=", now).
		OrderBy("session.followAt", firestore.Asc)
	return eachConversation(q.Documents(ctx), "look for what has to follow", f)
}

// StuckActions calls f with the actions that were asked for before an instant and have
// no outcome, and with when that was.
//
// It reads 1 document for each, and at least 1.
func (s *Store) StuckActions(
	ctx context.Context, before time.Time, f func(id conversation.ID, action string, asked time.Time) error,
) error {
	q := s.db.CollectionGroup("actions").Where("status", "==", conversation.ActionPending).
		Where("createdAt", "<", before).OrderBy("createdAt", firestore.Asc)
	return EachDocument(q.Documents(ctx), "look for stuck actions", func(doc *firestore.DocumentSnapshot) error {
		asked, _ := doc.Data()["createdAt"].(time.Time)
		return f(conversation.ID(doc.Ref.Parent.Parent.ID), doc.Ref.ID, asked)
	})
}

// eachConversation calls f with the conversations of a query until f fails. One that
// cannot be read does not keep the others from being looked at.
func eachConversation(docs *firestore.DocumentIterator, doing string, f func(conversation.Conversation) error) error {
	var unreadable []error
	err := EachDocument(docs, doing, func(doc *firestore.DocumentSnapshot) error {
		c, err := loadConversation(doc)
		if err != nil {
			unreadable = append(unreadable, err)
			return nil
		}
		return f(c)
	})
	return errors.Join(append(unreadable, err)...)
}
