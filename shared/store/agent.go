package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Person is an agent and the agent's lease. An agent who is not on the roster has
// no role.
//
// It reads 2 documents.
func (s *Store) Person(ctx context.Context, email string) (conversation.Person, error) {
	docs, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.agent(email), s.lease(email)})
	if err != nil {
		return conversation.Person{}, fmt.Errorf("read agent: %w", err)
	}
	return person(docs[0], docs[1]), nil
}

// Derive writes what follows from an agent's roster entry and presence, ends what is over of
// what was for a day, and counts for how long a presence lasted that is over, if that changes
// something. It returns the agent and whether anything was written.
//
// It reads 2 documents, and writes 1 if there is something to write, and 1 for each day of a
// presence that is over.
func (s *Store) Derive(ctx context.Context, email string, now time.Time, config *configuration.Config) (p conversation.Person, wrote bool, err error) {
	err = s.commit(ctx, "derive agent", func(st *step) error {
		people, err := s.people(st, email)
		if err != nil {
			return err
		}
		p, wrote = people[email], false
		before := p.Agent
		p.Agent = p.At(now)
		lapsed := before.Today != nil && p.Today == nil
		// An agent without a role must not be matched, even if the document
		// remains.
		if !p.OnRoster() && len(p.Lanes) == 0 && !lapsed && cmp.Or(p.Shown, agent.Offline) == agent.Offline {
			return nil
		}
		lease := p.Lease
		if !p.OnRoster() { // whoever is suspended is not there, whatever the client says
			lease.Until = slices.MinFunc([]time.Time{lease.Until, now}, time.Time.Compare)
		}
		var follows, shows bool
		p.Agent, follows = p.Derive(p.Present(now), config.Presences())
		p.Agent, shows = p.Show(lease, now)
		if shows {
			for _, f := range conversation.PresenceFigures(email, before.Shown, before.ShownAt, p.ShownAt, config) {
				s.addFigures(st, f)
			}
		}
		if wrote = follows || shows || lapsed; wrote {
			updates := []firestore.Update{
				{Path: "free", Value: p.Free},
				{Path: "lanes", Value: p.Lanes},
				{Path: "used", Value: p.Used},
				{Path: "lastAssignedAt", Value: p.LastAssignedAt},
				{Path: "lastReleasedAt", Value: p.LastReleasedAt},
				{Path: "shown", Value: p.Shown},
				{Path: "shownAt", Value: p.ShownAt},
			}
			if lapsed {
				updates = append(updates, forToday(p.Agent)...)
			}
			st.update(s.agent(email), updates)
		}
		return nil
	})
	return p, wrote, err
}

// forToday are the fields of which others than the roster's own can be in force for a day.
func forToday(a agent.Agent) []firestore.Update {
	return []firestore.Update{
		{Path: "queues", Value: a.Queues}, {Path: "capacity", Value: a.Capacity}, {Path: "today", Value: a.Today},
	}
}

// decodeAgent reads an agent. People write agents' documents. One that cannot be
// read must not block the sessions that others could have, so it is returned as
// somebody who is not on the roster. The sweep fails on it, and logs that.
func decodeAgent(doc *firestore.DocumentSnapshot) agent.Agent {
	var a agent.Agent
	if err := load(doc, &a); err != nil {
		a = agent.Agent{}
		data := doc.Data() // where the search continues
		a.Free, _ = data["free"].(int64)
		a.LastAssignedAt, _ = data["lastAssignedAt"].(time.Time)
		a.LastReleasedAt, _ = data["lastReleasedAt"].(time.Time)
	}
	a.Email = doc.Ref.ID
	return a
}

// Held returns the conversations that an agent owns.
//
// It reads at most as many documents as limit says, and at least 1.
func (s *Store) Held(ctx context.Context, email string, limit int) ([]conversation.Conversation, error) {
	docs, err := s.db.Collection("conversations").Where("session.owner", "==", email).Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("look for an agent's conversations: %w", err)
	}
	return loadConversations(docs)
}

// Visited returns the conversations that an agent is a guest of.
//
// It reads 1 document for each, and at least 1.
func (s *Store) Visited(ctx context.Context, email string, limit int) ([]conversation.Conversation, error) {
	q := s.db.Collection("conversations").WherePath(firestore.FieldPath{"session", "guests", email}, ">", "")
	docs, err := q.Limit(limit).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("look for what an agent is a guest of: %w", err)
	}
	return loadConversations(docs)
}

func loadConversations(docs []*firestore.DocumentSnapshot) ([]conversation.Conversation, error) {
	all := make([]conversation.Conversation, len(docs))
	for i, doc := range docs {
		var err error
		if all[i], err = loadConversation(doc); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Conversation returns a conversation, or the zero value.
//
// It reads 1 document.
func (s *Store) Conversation(ctx context.Context, id conversation.ID) (conversation.Conversation, error) {
	docs, err := s.db.GetAll(ctx, []*firestore.DocumentRef{s.conversation(id)})
	if err != nil {
		return conversation.Conversation{}, fmt.Errorf("read conversation: %w", err)
	}
	return loadConversation(docs[0])
}

// writeLoad adds a change's load to what an agent has used. It increments the sum
// in the database, so that nobody has to read it to give capacity back. An agent
// who was taken off the roster meanwhile has no sum.
func (s *Store) writeLoad(st *step, l conversation.Load) error {
	var updates []firestore.Update
	set := func(path string, value any) { updates = append(updates, firestore.Update{Path: path, Value: value}) }
	if l.Cost != 0 {
		set("used", firestore.Increment(l.Cost))
		set("free", firestore.Increment(-l.Cost))
	}
	if !l.AssignedAt.IsZero() {
		set("lastAssignedAt", l.AssignedAt)
	}
	if !l.ReleasedAt.IsZero() {
		set("lastReleasedAt", l.ReleasedAt)
	}
	switch {
	case l.Answered:
		set("missed", int64(0))
	case l.Missed != 0:
		set("missed", firestore.Increment(l.Missed))
	}
	if l.AwayBy != nil {
		set("presence", agent.Away)
		set("awayBy", l.AwayBy)
	}
	if len(updates) == 0 {
		return nil
	}
	return st.updateIfExists(s.agent(l.Agent), updates)
}

// Bookmark records how far the search for work for an agent got, which triggers
// the function that continues it.
//
// It writes 1 document.
func (s *Store) Bookmark(ctx context.Context, email string, at agent.Bookmark) error {
	_, err := s.agent(email).Update(ctx, []firestore.Update{{Path: "bookmark", Value: at}})
	if err != nil && status.Code(err) != codes.NotFound {
		return failure("bookmark", err)
	}
	return nil
}

// Explain records on an open session why nobody has it. It does nothing if the
// session is no longer open.
//
// It writes 1 document.
func (s *Store) Explain(ctx context.Context, c conversation.Conversation, why []reason.Reason) error {
	_, err := s.item(c.Queue, c.ID).Update(ctx, []firestore.Update{{Path: "why", Value: why}})
	if err != nil && status.Code(err) != codes.NotFound {
		return failure("explain", err)
	}
	return nil
}
