package store

import (
	"context"
	"errors"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// AdmitStart decides by f whether the start of that id may go on, and counts it in its
// author's budget. f gets the budget and the author. One that has its outcome is left
// alone, and one that f refuses gets it here. It returns the start as it is then.
//
// It reads 4 documents and writes 2, or 1 to refuse it.
func (s *Store) AdmitStart(
	ctx context.Context, id string, now time.Time,
	f func(conversation.Start, conversation.Starts, conversation.Person) (conversation.Start, conversation.Starts, error),
) (admitted conversation.Start, err error) {
	err = s.changeStart(ctx, id, "", now, &admitted, func(st *step, start conversation.Start) error {
		by, err := s.people(st, start.Author.Email)
		if err != nil {
			return err
		}
		if _, named := by[start.Author.Email]; !named {
			return &conversation.RefusedError{Reason: *reason.New(conversation.StartMalformed, nil)}
		}
		docs, err := st.get(s.startBudget(start.Author.Email))
		if err != nil {
			return err
		}
		var budget conversation.Starts
		if err := load(docs[0], &budget); err != nil {
			return err
		}
		after, spent, err := f(start, budget, by[start.Author.Email])
		if err != nil || after.Status == start.Status {
			return err
		}
		st.update(s.start(id), []firestore.Update{
			{Path: "status", Value: after.Status}, {Path: "number", Value: after.Number},
		})
		if len(after.Masked) > len(start.Masked) || after.Text != start.Text {
			st.update(s.start(id), []firestore.Update{{Path: "text", Value: after.Text}, {Path: "masked", Value: after.Masked}})
		}
		st.put(s.startBudget(start.Author.Email), spent)
		admitted = after
		return nil
	})
	return admitted, err
}

// Begin carries out the start of that id in a conversation by f, which gets the zero value
// if the conversation does not exist yet, and writes the outcome into the start. One that
// has its outcome is left alone. It returns the conversation and the start as they are
// then.
//
// It reads 4 documents, or 5 if there is no such conversation yet, and writes those of the
// change and the start.
func (s *Store) Begin(
	ctx context.Context, id string, in conversation.ID, now time.Time,
	f func(conversation.Conversation, conversation.Start, conversation.Person) (conversation.Change, error),
) (after conversation.Conversation, ended conversation.Start, err error) {
	err = s.changeStart(ctx, id, in, now, &ended, func(st *step, start conversation.Start) error {
		if after, err = s.find(st, in, false); err != nil {
			return err
		}
		if after.Erasing {
			return fault.New(fault.Unavailable, "begin: %w", conversation.ErrErasing)
		}
		by, err := s.people(st, start.Author.Email)
		if err != nil {
			return err
		}
		c := after
		c.ID = in // a new conversation has none yet
		ch, err := f(c, start, by[start.Author.Email])
		if err != nil {
			return err
		}
		ch = traced(st.ctx, ch)
		after, ended = ch.Conversation, start.Outcome(nil, in, now)
		if err := s.write(st, in, ch); err != nil {
			return err
		}
		st.endStart(s.start(id), ended)
		return nil
	})
	if err == nil && after.ID == "" && ended.Conversation == in { // a run before this one began it
		after, err = s.Conversation(ctx, in)
	}
	trace.Link(ctx, after.Traceparent)
	return after, ended, err
}

// RefuseStart gives a start its outcome, unless it has one.
//
// It reads 1 document and writes 1.
func (s *Store) RefuseStart(ctx context.Context, id string, refused *conversation.RefusedError, now time.Time) error {
	var ended conversation.Start
	return s.changeStart(ctx, id, "", now, &ended, func(*step, conversation.Start) error { return refused })
}

// StuckStarts calls f with the starts without an outcome that were written before an
// instant.
//
// It reads 1 document for each start without an outcome, and at least 1.
func (s *Store) StuckStarts(ctx context.Context, before time.Time, f func(id string) error) error {
	// There are few without an outcome, so that their age needs no index.
	q := s.db.Collection("starts").
		Where("status", "in", []conversation.StartStatus{conversation.StartPending, conversation.StartChecking})
	return EachDocument(q.Documents(ctx), "look for stuck starts", func(doc *firestore.DocumentSnapshot) error {
		if written, _ := doc.Data()["createdAt"].(time.Time); !written.Before(before) {
			return nil
		}
		return f(doc.Ref.ID)
	})
}

// changeStart changes a start without an outcome by f. Where f refuses it, that is the
// outcome, and what f wrote before is not written. as becomes the start as it is then. A
// start whose effect the database refuses for good is refused; the error, of the kind
// [fault.Invalid], says why.
func (s *Store) changeStart(
	ctx context.Context, id string, in conversation.ID, now time.Time, as *conversation.Start,
	f func(*step, conversation.Start) error,
) error {
	err := s.commit(ctx, "start", func(st *step) error {
		docs, err := st.get(s.start(id))
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrNotFound
		}
		start := conversation.Start{ID: id}
		malformed := load(docs[0], &start)
		*as = start
		switch {
		case malformed != nil, misspells(docs[0].Data(), start):
			err = &conversation.RefusedError{Reason: *reason.New(conversation.StartMalformed, nil)}
		case start.Ended():
			return nil
		default:
			err = f(st, start)
		}
		refused, no := errors.AsType[*conversation.RefusedError](err)
		if !no {
			return err
		}
		*as = start.Outcome(refused, in, now)
		st.endStart(docs[0].Ref, *as)
		return nil
	})
	if fault.KindOf(err) == fault.Invalid {
		return s.buryStart(ctx, id, now, err)
	}
	return err
}

// endStart writes the outcome of a start.
func (st *step) endStart(ref *firestore.DocumentRef, s conversation.Start) {
	st.update(ref, []firestore.Update{
		{Path: "status", Value: s.Status},
		{Path: "reason", Value: s.Reason},
		{Path: "conversation", Value: s.Conversation},
		{Path: "number", Value: s.Number},
		{Path: "text", Value: s.Text},
		{Path: "endedAt", Value: s.EndedAt},
		{Path: "expireAt", Value: s.ExpireAt},
		{Path: "traceparent", Value: trace.Header(st.ctx)},
	})
}

// buryStart ends a start that the database refuses to take any further, so that its
// author sees an outcome. It returns why, or why it failed.
func (s *Store) buryStart(ctx context.Context, id string, now time.Time, why error) error {
	refused := &conversation.RefusedError{Reason: *reason.New(conversation.StartNotStorable, nil)}
	err := s.commit(ctx, "refuse start", func(st *step) error {
		docs, err := st.get(s.start(id))
		if err != nil || !docs[0].Exists() {
			return err
		}
		st.endStart(docs[0].Ref, conversation.Start{}.Outcome(refused, "", now))
		return nil
	})
	if err != nil {
		return err
	}
	return why
}
