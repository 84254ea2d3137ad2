package store

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// stamped are the places of a conversation whose documents say when they are deleted.
func (s *Store) stamped(id conversation.ID) []place {
	all := []place{s.naming(ratingsPlace, id), s.naming(closedPlace, id), s.naming(mentionsPlace, id)}
	for _, name := range []string{"messages", "events", "sessions", "replies", "actions"} {
		all = append(all, place{name, s.conversation(id).Collection(name).Query})
	}
	return all
}

// Hold holds a conversation by f, or ends that, and makes all that is stored of it say so:
// what Firestore would delete by itself does not say when any more, or says it again. It
// can be repeated after a death.
//
// It reads and writes each document of the conversation that says when it is deleted.
func (s *Store) Hold(
	ctx context.Context, id conversation.ID, f func(conversation.Conversation) (conversation.Change, error),
) (n int64, err error) {
	// What is written from here on is as the conversation is.
	c, err := s.Update(ctx, id, f)
	if err != nil {
		return 0, err
	}
	for _, p := range s.stamped(id) {
		var last *firestore.DocumentSnapshot
		for {
			var some int
			from := last
			err := s.commit(ctx, "stamp "+p.name, func(st *step) (err error) {
				last, some, err = s.stampPage(st, c, p, from)
				return err
			})
			if err != nil {
				return n, err
			}
			n += int64(some)
			if some < erasurePage {
				break
			}
		}
	}
	return n, nil
}

// stampPage writes into a page of documents when they are deleted. It returns the last one
// and how many there were.
func (s *Store) stampPage(
	st *step, c conversation.Conversation, p place, after *firestore.DocumentSnapshot,
) (last *firestore.DocumentSnapshot, n int, err error) {
	q := p.query.OrderBy(firestore.DocumentID, firestore.Asc).Limit(erasurePage)
	if after != nil {
		q = q.StartAfter(after)
	}
	docs, err := q.Documents(st.ctx).GetAll()
	if err != nil {
		return after, 0, failure("read "+p.name, err)
	}
	last = after
	for _, doc := range docs {
		last = doc
		expireAt, stripAt, err := stamps(doc, c, p.name)
		if err != nil {
			continue // what cannot be read has no time
		}
		st.guard(doc)
		st.update(doc.Ref, []firestore.Update{
			{Path: "expireAt", Value: orDeleted(expireAt)}, {Path: "stripAt", Value: orDeleted(stripAt)},
		})
	}
	return last, len(docs), nil
}

func orDeleted(at time.Time) any {
	if at.IsZero() {
		return firestore.Delete
	}
	return at
}

// stamps are when a document of a conversation is deleted, and when a part of it is.
func stamps(doc *firestore.DocumentSnapshot, c conversation.Conversation, collection string) (expireAt, stripAt time.Time, err error) {
	switch collection {
	case "messages":
		var m conversation.Message
		err = load(doc, &m)
		m = m.Stamped(c)
		return m.ExpireAt, m.StripAt, err
	case "events":
		var e conversation.Event
		err = load(doc, &e)
		e = e.Stamped(c)
		return e.ExpireAt, e.StripAt, err
	case "sessions":
		var closed conversation.Session
		err = load(doc, &closed)
		ch := conversation.Change{Conversation: c, Closed: []conversation.Session{closed}}.Stamped()
		return ch.Closed[0].ExpireAt, time.Time{}, err
	case "replies":
		r := decodeReply(doc)
		return r.Stamped(c).ExpireAt, time.Time{}, nil
	case closedPlace:
		var past conversation.ClosedSession
		err = load(doc, &past)
		return past.Stamped(c).ExpireAt, time.Time{}, err
	case mentionsPlace:
		var m conversation.Mention
		err = load(doc, &m)
		return m.Stamped(c).ExpireAt, time.Time{}, err
	case ratingsPlace:
		var r conversation.Rating
		err = load(doc, &r)
		return r.Stamped(c).ExpireAt, time.Time{}, err
	default:
		var a conversation.Action
		err = load(doc, &a)
		return a.Stamped(c).ExpireAt, time.Time{}, err
	}
}

// Expired calls f with the conversations that are to be deleted by now.
//
// It reads 1 document for each, and at least 1.
func (s *Store) Expired(ctx context.Context, now time.Time, f func(conversation.Conversation) error) error {
	q := s.db.Collection("conversations").Where("thread.deleteAt", ">", time.Time{}).Where("thread.deleteAt", "<=", now).
		OrderBy("thread.deleteAt", firestore.Asc)
	return eachConversation(q.Documents(ctx), "look for what has been kept for long enough", f)
}

// strips are the fields that go before the rest of a document, by collection.
func strips() map[string][]string {
	return map[string][]string{
		"messages": {"raw"},
		"events":   {"facts", "decision", "decidedAt", "trace"},
	}
}

// Strip deletes from messages and events what has been kept for long enough by now, and
// returns how many there were.
//
// It reads and writes each of them.
func (s *Store) Strip(ctx context.Context, now time.Time) (n int64, err error) {
	for collection, fields := range strips() {
		for more := true; more; {
			var some int
			err := s.commit(ctx, "strip "+collection, func(st *step) error {
				docs, err := s.db.CollectionGroup(collection).Where("stripAt", "<=", now).Limit(erasurePage).Documents(st.ctx).GetAll()
				if err != nil {
					return failure("look for what to strip", err)
				}
				some = len(docs)
				for _, doc := range docs {
					st.guard(doc)
					updates := []firestore.Update{{Path: "stripAt", Value: firestore.Delete}}
					for _, field := range fields {
						updates = append(updates, firestore.Update{Path: field, Value: firestore.Delete})
					}
					st.update(doc.Ref, updates)
				}
				return nil
			})
			if err != nil {
				return n, err
			}
			n += int64(some)
			more = some == erasurePage
		}
	}
	return n, nil
}

// Erased calls f with the customers whose erasure somebody asked for lately, with when that
// was, and whether the conversation is there as it was before: a restore, or an import,
// brought it back then.
//
// It reads 2 documents for each, in pages.
func (s *Store) Erased(ctx context.Context, f func(id conversation.ID, erasedAt time.Time, back bool) error) error {
	var page []*firestore.DocumentSnapshot
	visit := func() error {
		some := page
		page = nil
		return s.back(ctx, some, f)
	}
	q := s.db.Collection("tombstones").Where("asked", "==", true)
	err := EachDocument(q.Documents(ctx), "read the tombstones", func(doc *firestore.DocumentSnapshot) error {
		page = append(page, doc)
		if len(page) < erasurePage {
			return nil
		}
		return visit()
	})
	if err != nil {
		return err
	}
	return visit()
}

// back calls f with the customers of a page of tombstones.
func (s *Store) back(
	ctx context.Context, stones []*firestore.DocumentSnapshot, f func(id conversation.ID, erasedAt time.Time, back bool) error,
) error {
	if len(stones) == 0 {
		return nil
	}
	var refs []*firestore.DocumentRef
	for _, stone := range stones {
		refs = append(refs, s.conversation(conversation.ID(stone.Ref.ID)))
	}
	docs, err := s.db.GetAll(ctx, refs)
	if err != nil {
		return failure("read conversations", err)
	}
	for i, doc := range docs {
		var t conversation.Tombstone
		if err := load(stones[i], &t); err != nil {
			return err
		}
		c, err := loadConversation(doc)
		if err != nil {
			return err
		}
		if err := f(conversation.ID(doc.Ref.ID), t.ErasedAt, c.ID != "" && !c.Erasing && c.ErasedAt.Before(t.ErasedAt)); err != nil {
			return err
		}
	}
	return nil
}
