package load

import (
	"context"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/floor"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// database is where what a phase sends is stored.
func (r *run) database(p phase) *firestore.Client {
	if p.floor != "" {
		return r.floorDB
	}
	return r.stack.Firestore
}

// document is where a message is to be stored.
func (r *run) document(p phase, m *message) *firestore.DocumentRef {
	conversations, messages, id := "conversations", "messages", conversation.ReceivedID(m.id)
	if p.floor != "" {
		conversations, messages, id = floor.Collection, floor.Messages, m.id
	}
	return r.database(p).Collection(conversations).Doc(string(m.from.id)).Collection(messages).Doc(id)
}

// documentsOf are those of the messages that the webhook took.
func (r *run) documentsOf(p phase, messages []*message) []*firestore.DocumentRef {
	var refs []*firestore.DocumentRef
	for _, m := range messages {
		if m.accepted > 0 {
			refs = append(refs, r.document(p, m))
		}
	}
	return refs
}

func (r *run) replyDocument(of conversation.ID, id string) *firestore.DocumentRef {
	return r.stack.Firestore.Collection("conversations").Doc(string(of)).Collection("replies").Doc(id)
}

// missing are those of some documents that are not there.
func missing(ctx context.Context, db *firestore.Client, refs []*firestore.DocumentRef) (left []*firestore.DocumentRef, err error) {
	err = each(ctx, db, refs, func(doc *firestore.DocumentSnapshot) {
		if !doc.Exists() {
			left = append(left, doc.Ref)
		}
	})
	return left, err
}

// unfinished counts the replies that are still on their way.
func (r *run) unfinished(ctx context.Context, replies []*reply) (n int, err error) {
	var refs []*firestore.DocumentRef
	for _, one := range replies {
		refs = append(refs, r.replyDocument(one.of, one.id))
	}
	err = each(ctx, r.stack.Firestore, refs, func(doc *firestore.DocumentSnapshot) {
		var stored conversation.Reply
		if doc.Exists() && doc.DataTo(&stored) == nil && stored.Status != channel.Delivered && stored.Status != channel.Read && stored.Status != channel.Failed {
			n++
		}
	})
	return n, err
}

// each reads documents, which need not exist, some hundred at a time.
func each(ctx context.Context, db *firestore.Client, refs []*firestore.DocumentRef, f func(*firestore.DocumentSnapshot)) error {
	const batch = 300
	for some := range slices.Chunk(refs, batch) {
		docs, err := db.GetAll(ctx, some)
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		for _, doc := range docs {
			f(doc)
		}
	}
	return nil
}

// dates finds out when messages were stored.
func (r *run) dates(ctx context.Context, p phase, messages []*message) error {
	of := map[string]*message{}
	var refs []*firestore.DocumentRef
	for _, m := range messages {
		ref := r.document(p, m)
		of[ref.Path] = m
		refs = append(refs, ref)
	}
	return each(ctx, r.database(p), refs, func(doc *firestore.DocumentSnapshot) {
		if doc.Exists() {
			of[doc.Ref.Path].stored = doc.CreateTime
		}
	})
}

// documents counts those that a customer's first message has made: what is in the conversation,
// the conversation, and its place in the queue.
func (r *run) documents(ctx context.Context) (int, error) {
	last := r.book.since(r.book.size() - 1)[0].from
	ref := r.stack.Firestore.Collection("conversations").Doc(string(last.id))
	below, err := ref.Collections(ctx).GetAll()
	if err != nil {
		return 0, fmt.Errorf("count a first message's documents: %w", err)
	}
	n := 2
	for _, collection := range below {
		docs, err := collection.Select().Documents(ctx).GetAll()
		if err != nil {
			return 0, fmt.Errorf("count a first message's documents: %w", err)
		}
		n += len(docs)
	}
	return n, nil
}
