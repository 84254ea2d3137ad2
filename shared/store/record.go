package store

import (
	"context"
	"errors"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Record ends the sending of a reply with its outcome. The error is [ErrBuried] where
// the history cannot hold all of it.
//
// It reads 1 document and writes 3, unless a receipt overtook, or the customer wrote
// at this very instant. For a signal it reads none.
func (o *Outbox) Record(ctx context.Context, r conversation.Reply, heard conversation.Report, now time.Time) error {
	unchanged := r.ID == o.claimed.ID && !o.claimedAt.IsZero()
	err := o.store.commit(ctx, "record reply", func(st *step) (err error) {
		current := o.claimed
		if unchanged {
			st.guardAsOf(o.store.reply(o.id, r.ID), o.claimedAt)
			unchanged = false // if this fails, somebody has changed it
		} else if current, err = o.current(st, r.ID); err != nil {
			return err
		}
		return o.store.record(st, o.id, current.RecordOutcome(heard, now), o.Configuration, o.pending...)
	})
	switch {
	case errors.Is(err, ErrDuplicate): // a receipt overtook and made the message
		err = o.store.joinStatus(ctx, o.id, r.ID, heard, now, o.pending)
	case fault.KindOf(err) == fault.Invalid:
		err = o.bury(ctx, r, heard, now, err)
	}
	o.pending = nil
	return err
}

// record writes a reply with its outcome, together with its message and the
// conversation's updates. It creates the message, so a second record fails as a
// whole. A signal has no message.
//
// It reads 1 document, and none for a signal.
func (s *Store) record(
	st *step, id conversation.ID, r conversation.Reply, config Configuration, news ...firestore.Update,
) error {
	if !r.Kind.Signal() {
		docs, err := st.get(s.conversation(id))
		if err != nil {
			return err
		}
		before, err := loadConversation(docs[0])
		if err != nil {
			return err
		}
		if before.ID == "" || before.Erasing {
			return ErrNotFound
		}
		m := r.Message()
		m.Traceparent = trace.Header(st.ctx)
		c, err := recordReply(st.ctx, before, r, m, config)
		if err != nil {
			return err
		}
		c = c.Stamped()
		r = r.Stamped(c)
		st.create(s.message(id, r.ID), m.Stamped(c))
		news = append(news, changed(before, c)...)
	}
	st.update(s.reply(id, r.ID), outcomeFields(r))
	if len(news) > 0 {
		st.update(s.conversation(id), news)
	}
	return nil
}

// recordReply is [conversation.Conversation.RecordReply] with the configuration where
// it takes one. A reply is recorded even if there is none.
func recordReply(
	ctx context.Context, c conversation.Conversation, r conversation.Reply, m *conversation.Message, config Configuration,
) (conversation.Conversation, error) {
	after, err := c.RecordReply(r, m, conversation.Routing{})
	if !errors.Is(err, conversation.ErrNeedsConfig) {
		return after, err
	}
	routing := conversation.Routing{ConfigErr: ErrNotFound}
	if config != nil {
		routing.Config, routing.ConfigErr = config.Current(ctx)
	}
	return c.RecordReply(r, m, routing)
}

// outcome writes what functions say of a reply, and all of it if it was masked since it
// was read.
func (st *step) outcome(ref *firestore.DocumentRef, r conversation.Reply) {
	if r.Rewritten {
		st.put(ref, r)
		return
	}
	st.update(ref, outcomeFields(r))
}

// outcomeFields are the fields of a reply that functions write; the rest is its
// author's.
func outcomeFields(r conversation.Reply) []firestore.Update {
	updates := []firestore.Update{
		{Path: "status", Value: r.Status},
		{Path: "reason", Value: r.Reason},
		{Path: "attempts", Value: r.Attempts},
		{Path: "session", Value: r.Session},
		{Path: "queue", Value: r.Queue},
		{Path: "holder", Value: r.Holder},
		{Path: "leaseUntil", Value: r.LeaseUntil},
		{Path: "retryAt", Value: r.RetryAt},
		{Path: "sentAt", Value: r.SentAt},
	}
	if !r.FailedAt.IsZero() {
		updates = append(updates, firestore.Update{Path: "failedAt", Value: r.FailedAt})
	}
	if r.Interruptions > 0 {
		updates = append(updates, firestore.Update{Path: "interruptions", Value: r.Interruptions})
	}
	if r.Pieces > 0 {
		updates = append(updates, firestore.Update{Path: "pieces", Value: r.Pieces})
	}
	if !r.ExpireAt.IsZero() {
		updates = append(updates, firestore.Update{Path: "expireAt", Value: r.ExpireAt})
	}
	return named(r, updates)
}

// named adds the provider's id of a reply, if it has one of its own.
func named(r conversation.Reply, updates []firestore.Update) []firestore.Update {
	if r.ProviderID == "" {
		return updates
	}
	return append(updates, firestore.Update{Path: "providerId", Value: r.ProviderID})
}
