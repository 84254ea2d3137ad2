package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

func (s *Store) dataRequest(id string) *firestore.DocumentRef {
	return s.db.Collection("dataRequests").Doc(id)
}

// ParseRequest reads the subject of a Firestore event about a request.
func ParseRequest(subject string) (id string, err error) {
	id, ok := strings.CutPrefix(subject, "documents/dataRequests/")
	if !ok || id == "" || strings.Contains(id, "/") {
		return "", fmt.Errorf("the event's subject %q is no request about customers' data", subject)
	}
	return id, nil
}

// Request returns the request of that id, with its author's entry on the roster. One
// that cannot be read is refused in the end: the error is a [conversation.RefusedError].
//
// It reads 2 documents.
func (s *Store) Request(ctx context.Context, id string) (request.Request, agent.Agent, error) {
	r := request.Request{ID: id}
	docs, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.dataRequest(id)})
	switch {
	case err != nil:
		return r, agent.Agent{}, failure("read a request", err)
	case !docs[0].Exists():
		return r, agent.Agent{}, ErrNotFound
	}
	if err := load(docs[0], &r); err != nil || misspells(docs[0].Data(), r) {
		return r, agent.Agent{}, request.Refuse(request.Malformed, nil)
	}
	if !agent.IsAddress(r.Author.Email) {
		return r, agent.Agent{}, nil
	}
	by, err := s.Person(ctx, r.Author.Email)
	return r, by.Agent, err
}

// AskRequest writes a request without an outcome, which wakes the function that carries
// it out. If there is one of that id already, it does nothing.
//
// It writes 1 document.
func (s *Store) AskRequest(ctx context.Context, r request.Request) error {
	_, err := s.dataRequest(r.ID).Create(ctx, r)
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return failure("ask for something about a customer's data", err)
	}
	return nil
}

// EndRequest gives a request its outcome, unless it has one: what f makes of it.
//
// It reads 1 document and writes 1.
func (s *Store) EndRequest(ctx context.Context, id string, f func(request.Request) request.Request) error {
	return s.commit(ctx, "end a request", func(st *step) error {
		docs, err := st.get(s.dataRequest(id))
		if err != nil || !docs[0].Exists() {
			return err
		}
		before := request.Request{ID: id}
		if err := load(docs[0], &before); err == nil && before.Ended() {
			return nil
		}
		r := f(before)
		updates := []firestore.Update{
			{Path: "status", Value: r.Status},
			{Path: "why", Value: r.Why},
			{Path: "reason", Value: r.Reason},
			{Path: "endedAt", Value: r.EndedAt},
			{Path: "customer", Value: firestore.Delete},
			{Path: "found", Value: r.Found},
			{Path: "counts", Value: r.Counts},
			{Path: "conversations", Value: r.Conversations},
			{Path: "again", Value: r.Again},
			{Path: "goneAt", Value: r.GoneAt},
			{Path: "expireAt", Value: r.ExpireAt},
			{Path: "retryAt", Value: firestore.Delete},
			{Path: "from", Value: firestore.Delete},
			{Path: "traceparent", Value: trace.Header(st.ctx)},
		}
		if !r.ErasedAt.IsZero() {
			updates = append(updates, firestore.Update{Path: "erasedAt", Value: r.ErasedAt})
		}
		st.update(docs[0].Ref, updates)
		return nil
	})
}

// StuckRequests calls f with the requests without an outcome that were written, last woken
// or to be tried again before an instant; planned says that it was the last of these.
//
// It reads 1 document for each request without an outcome, and at least 1.
func (s *Store) StuckRequests(ctx context.Context, before time.Time, f func(id string, planned bool) error) error {
	q := s.db.Collection("dataRequests").Where("status", "==", conversation.ActionPending)
	return EachDocument(q.Documents(ctx), "look for stuck requests", func(doc *firestore.DocumentSnapshot) error {
		var at time.Time
		for _, field := range []string{"createdAt", "triedAt", "retryAt"} {
			if at, _ = doc.Data()[field].(time.Time); !at.Before(before) {
				return nil
			}
		}
		return f(doc.Ref.ID, !at.IsZero())
	})
}

// WakeRequest triggers the function that carries out requests, by a change of the
// document.
//
// It writes 1 document.
func (s *Store) WakeRequest(ctx context.Context, id string, now time.Time) error {
	_, err := s.dataRequest(id).Update(ctx, []firestore.Update{{Path: "triedAt", Value: now}})
	if err != nil && status.Code(err) != codes.NotFound {
		return failure("wake a request", err)
	}
	return nil
}

// ContinueRequest leaves the rest of a day's retention, from a file on, to the next run, which
// it wakes.
//
// It writes 1 document.
func (s *Store) ContinueRequest(ctx context.Context, id, from string, now time.Time) error {
	_, err := s.dataRequest(id).Update(ctx, []firestore.Update{{Path: "triedAt", Value: now}, {Path: "from", Value: from}})
	if err != nil && status.Code(err) != codes.NotFound {
		return failure("leave the rest of a request", err)
	}
	return nil
}

// RetryRequest says when what is left of a request is tried again.
//
// It writes 1 document.
func (s *Store) RetryRequest(ctx context.Context, id string, at time.Time) error {
	_, err := s.dataRequest(id).Update(ctx, []firestore.Update{{Path: "retryAt", Value: at}})
	if err != nil && status.Code(err) != codes.NotFound {
		return failure("have a request tried again", err)
	}
	return nil
}

// ConversationsOf calls f with the conversations that are stored of a customer by the
// channel's key, or of an account.
//
// It reads 1 document for each, and at least 1 or 2.
func (s *Store) ConversationsOf(ctx context.Context, r request.Request, f func(conversation.ID) error) error {
	if r.Account != "" {
		q := s.db.Collection("conversations").Where("customer.account", "==", r.Account)
		return EachDocument(q.Documents(ctx), "look for an account's conversations", func(doc *firestore.DocumentSnapshot) error {
			return f(conversation.ID(doc.Ref.ID))
		})
	}
	q := s.db.Collection("conversations").Where("customer.key", "==", r.Customer)
	err := EachDocument(q.Documents(ctx), "look for a customer's conversations", func(doc *firestore.DocumentSnapshot) error {
		return f(conversation.ID(doc.Ref.ID))
	})
	if err != nil {
		return err
	}
	q = s.db.CollectionGroup("private").Where("key", "==", r.Customer)
	return EachDocument(q.Documents(ctx), "look for a customer's conversations", func(doc *firestore.DocumentSnapshot) error {
		return f(conversation.ID(doc.Ref.Parent.Parent.ID))
	})
}
