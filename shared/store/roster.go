package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

func (s *Store) rosterChange(id string) *firestore.DocumentRef {
	return s.db.Collection("rosterChanges").Doc(id)
}

// ParseRosterChange reads the subject of a Firestore event about a change of the roster.
func ParseRosterChange(subject string) (id string, err error) {
	id, ok := strings.CutPrefix(subject, "documents/rosterChanges/")
	if !ok || id == "" || strings.Contains(id, "/") {
		return "", fmt.Errorf("the event's subject %q is no change of the roster", subject)
	}
	return id, nil
}

// ChangeRoster carries out the change of that id by f, and writes the outcome into it, and
// its author's reason masked by the rules.
// One that has its outcome is left alone, and so is a first roster, which is
// [Store.SeedRoster]'s. It returns the change as it is then, and whether this call gave
// it its outcome.
//
// It reads 4 documents, 2 more where an admin may cease to be one, and 1 more for
// whoever is added. It writes 3, or 7 to remove somebody, or 1 to
// refuse the change.
func (s *Store) ChangeRoster(
	ctx context.Context, id string, rules *mask.Set, now time.Time,
	f func(roster.Change, roster.Input) (roster.Change, error),
) (after roster.Change, ended bool, err error) {
	err = s.commit(ctx, "change the roster", func(st *step) error {
		after, ended = roster.Change{ID: id}, false
		docs, err := st.get(s.rosterChange(id))
		switch {
		case err != nil:
			return err
		case !docs[0].Exists():
			return ErrNotFound
		}
		malformed := load(docs[0], &after)
		if malformed == nil && (after.Ended() || after.Kind == roster.Seed) {
			return nil
		}
		written := after.Why
		after = after.Clean(rules)
		var changed roster.Change
		if malformed != nil || misspells(docs[0].Data(), after) {
			err = &conversation.RefusedError{Reason: *reason.New(roster.Malformed, nil)}
		} else {
			changed, err = s.changeEntry(st, after, now, f)
		}
		refused, no := errors.AsType[*conversation.RefusedError](err)
		switch {
		case err != nil && !no:
			return err
		case no:
			after = after.Outcome(refused, now)
		default:
			after = changed.Outcome(nil, now)
		}
		st.endRosterChange(docs[0].Ref, after)
		if after.Why != written {
			st.update(docs[0].Ref, []firestore.Update{{Path: "why", Value: after.Why}})
		}
		ended = true
		return nil
	})
	return after, ended, err
}

// changeEntry decides by f about a change, and writes what it does to the entry.
func (s *Store) changeEntry(
	st *step, c roster.Change, now time.Time, f func(roster.Change, roster.Input) (roster.Change, error),
) (roster.Change, error) {
	in, turn, err := s.rosterInput(st, c, now)
	if err != nil {
		return c, err
	}
	c, err = f(c, in)
	if err != nil {
		return c, err
	}
	st.put(s.db.Collection("config").Doc("roster"), roster.Turn{Changes: turn.Changes + 1, At: now})
	switch ref := s.agent(c.Agent); {
	case c.KeepsEntry():
		of := c.Apply(in.Of, in.By, now)
		st.update(ref, append(forToday(of),
			firestore.Update{Path: "presence", Value: of.Presence}, firestore.Update{Path: "presenceAt", Value: of.PresenceAt},
			firestore.Update{Path: "awayBy", Value: of.AwayBy}, firestore.Update{Path: "missed", Value: of.Missed},
		))
	case c.After == nil:
		st.remove(ref)
		st.remove(s.lease(c.Agent))
		st.remove(s.db.Collection("quickReplies").Doc(c.Agent))
		st.remove(s.db.Collection("savedViews").Doc(c.Agent))
		st.remove(s.db.Collection("quickPictures").Doc(c.Agent))
	case c.Kind == roster.Suspend:
		// Nobody looks for the agent from here on.
		st.update(ref, []firestore.Update{{Path: "role", Value: c.After.Role}, {Path: "adminOnly", Value: c.After.AdminOnly}, {Path: "lanes", Value: []string{}}})
	default:
		s.putEntry(st, *c.After.Whole(), in.Of, now)
	}
	return c, nil
}

// putEntry writes the roster's part of an agent. What they work today stays in force.
func (s *Store) putEntry(st *step, entry roster.Entry, of agent.Agent, now time.Time) {
	ref, had := s.agent(of.Email), of.Today != nil
	if today := of.At(now).Today; today != nil {
		of = agent.Agent{Queues: entry.Queues, Capacity: entry.Capacity}.For(*today, of.Queues, of.Capacity)
		entry.Queues, entry.Capacity = of.Queues, of.Capacity
	} else {
		of.Today = nil
	}
	st.put(ref, entry)
	if had {
		st.update(ref, []firestore.Update{{Path: "today", Value: of.Today}})
	}
}

// rosterInput reads what a change is decided by.
func (s *Store) rosterInput(st *step, c roster.Change, now time.Time) (in roster.Input, turn roster.Turn, err error) {
	if !agent.IsAddress(c.Agent) {
		return in, turn, &conversation.RefusedError{Reason: *reason.New(roster.BadAddress, reason.Args{"agent": c.Agent})}
	}
	refs := []*firestore.DocumentRef{s.db.Collection("config").Doc("roster"), s.agent(c.Agent)}
	if agent.IsAddress(c.Author.Email) && c.Author.Email != c.Agent {
		refs = append(refs, s.agent(c.Author.Email))
	}
	docs, err := st.get(refs...)
	if err != nil {
		return in, turn, err
	}
	if err := load(docs[0], &turn); err != nil {
		return in, turn, err
	}
	in.Now, in.Of = now, decodeAgent(docs[1])
	switch {
	case c.Author.Email == c.Agent:
		in.By = in.Of
	case len(docs) > 2:
		in.By = decodeAgent(docs[2])
	}
	if in.Of.Role == agent.Admin {
		if in.LastAdmin, err = s.isLastAdmin(st.ctx); err != nil {
			return in, turn, err
		}
	}
	if c.Kind == roster.Add && !docs[1].Exists() {
		var before roster.Change
		before, err = s.lastChange(st.ctx, c.Agent)
		in.WasThere, in.Removed = before.Kind != "", before.Kind == roster.Remove
	}
	return in, turn, err
}

// isLastAdmin reports whether there is one admin at most. That no other change is
// carried out meanwhile is guarded by config/roster, which each of them writes.
func (s *Store) isLastAdmin(ctx context.Context) (bool, error) {
	const two = 2
	docs, err := s.db.Collection("agents").Where("role", "==", agent.Admin).Limit(two).Documents(ctx).GetAll()
	if err != nil {
		return false, failure("look for admins", err)
	}
	return len(docs) < two, nil
}

// lastChange is the newest change of an entry that was carried out, or none.
func (s *Store) lastChange(ctx context.Context, email string) (c roster.Change, err error) {
	docs, err := s.db.Collection("rosterChanges").Where("agent", "==", email).
		Where("status", "==", conversation.ActionDone).OrderBy("endedAt", firestore.Desc).Limit(1).Documents(ctx).GetAll()
	if err != nil {
		return c, failure("look who was on the roster", err)
	}
	if len(docs) == 0 {
		return c, nil
	}
	return c, load(docs[0], &c)
}

// endRosterChange writes the outcome of a change.
func (st *step) endRosterChange(ref *firestore.DocumentRef, c roster.Change) {
	st.update(ref, []firestore.Update{
		{Path: "status", Value: c.Status},
		{Path: "reason", Value: c.Reason},
		{Path: "before", Value: c.Before},
		{Path: "after", Value: c.After},
		{Path: "endedAt", Value: c.EndedAt},
		{Path: "until", Value: untilOf(c)},
		{Path: "traceparent", Value: trace.Header(st.ctx)},
	})
}

// untilOf is when a change for a day ends, or that there is no such field.
func untilOf(c roster.Change) any {
	if c.Until.IsZero() {
		return firestore.Delete
	}
	return c.Until
}

// AskRoster writes a change without an outcome, which wakes the function that carries it
// out. If there is one of that id already, it does nothing.
//
// It writes 1 document.
func (s *Store) AskRoster(ctx context.Context, c roster.Change) error {
	_, err := s.rosterChange(c.ID).Create(ctx, c)
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return failure("ask for a change of the roster", err)
	}
	return nil
}

// EndRoster gives a change its outcome that changes nothing by itself.
//
// It writes 1 document.
func (s *Store) EndRoster(ctx context.Context, id string, refused *conversation.RefusedError, now time.Time) error {
	return s.commit(ctx, "end a change of the roster", func(st *step) error {
		docs, err := st.get(s.rosterChange(id))
		if err != nil || !docs[0].Exists() {
			return err
		}
		st.endRosterChange(docs[0].Ref, roster.Change{}.Outcome(refused, now))
		return nil
	})
}

// RosterChange returns the change of that id.
//
// It reads 1 document.
func (s *Store) RosterChange(ctx context.Context, id string) (roster.Change, error) {
	c := roster.Change{ID: id}
	docs, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.rosterChange(id)})
	switch {
	case err != nil:
		return c, failure("read a change of the roster", err)
	case !docs[0].Exists():
		return c, ErrNotFound
	}
	return c, load(docs[0], &c)
}

// StuckRosterChanges calls f with the changes of the roster without an outcome that were
// written before an instant.
//
// It reads 1 document for each change without an outcome, and at least 1.
func (s *Store) StuckRosterChanges(ctx context.Context, before time.Time, f func(id string) error) error {
	q := s.db.Collection("rosterChanges").Where("status", "==", conversation.ActionPending)
	return EachDocument(q.Documents(ctx), "look for stuck changes of the roster", func(doc *firestore.DocumentSnapshot) error {
		// The first roster has no time: Terraform has no clock.
		if written, _ := doc.Data()["createdAt"].(time.Time); !written.Before(before) {
			return nil
		}
		return f(doc.Ref.ID)
	})
}

// WakeRoster triggers the function that carries out changes of the roster, by a change of
// the document.
//
// It writes 1 document.
func (s *Store) WakeRoster(ctx context.Context, id string, now time.Time) error {
	_, err := s.rosterChange(id).Update(ctx, []firestore.Update{{Path: "triedAt", Value: now}})
	if err != nil && status.Code(err) != codes.NotFound {
		return failure("wake roster", err)
	}
	return nil
}
