package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Order is how the database orders candidates. Among equals, the agent who got
// work the longest ago comes first.
type Order string

// The orders, each with its index.
const (
	ByFree         Order = "free"
	ByLastAssigned Order = "lastAssignedAt"
	ByLastReleased Order = "lastReleasedAt"
)

// fields are what the order compares, in turn. Firestore requires the order to
// include every field that a query compares with a value, such as the room.
func (o Order) fields() []string {
	switch o {
	case ByFree:
		return []string{"free", "lastAssignedAt"}
	case ByLastReleased:
		return []string{"lastReleasedAt", "lastAssignedAt", "free"}
	default:
		return []string{"lastAssignedAt", "free"}
	}
}

// cursor is an agent's position in an order.
func (o Order) cursor(a agent.Agent, ref *firestore.DocumentRef) []any {
	values := map[string]any{"free": a.Free, "lastAssignedAt": a.LastAssignedAt, "lastReleasedAt": a.LastReleasedAt}
	var at []any
	for _, field := range o.fields() {
		at = append(at, values[field])
	}
	return append(at, ref)
}

// Candidates returns agents in any of at most [MaxValues] lanes who have room for a
// cost: those after the given agent, or the first ones. Their lanes and bookmarks are
// left out.
//
// It reads at most as many documents as limit says, and at least 1.
func (s *Store) Candidates(
	ctx context.Context, lanes []string, cost int64, order Order, after *agent.Agent, limit int,
) ([]agent.Agent, error) {
	q := inAny(s.db.Collection("agents").Select(candidateFields()...), lanes)
	if cost > 0 {
		q = q.Where("free", ">=", cost)
	}
	for _, field := range order.fields() {
		direction := firestore.Asc
		if field == "free" && order == ByFree {
			direction = firestore.Desc
		}
		q = q.OrderBy(field, direction)
	}
	q = q.OrderBy(firestore.DocumentID, firestore.Asc).Limit(limit)
	if after != nil {
		q = q.StartAfter(order.cursor(*after, s.agent(after.Email))...)
	}
	docs, err := q.Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("look for agents: %w", err)
	}
	agents := make([]agent.Agent, len(docs))
	for i, doc := range docs {
		agents[i] = decodeAgent(doc)
	}
	return agents, nil
}

// candidateFields are the fields of an agent that a search needs. Lanes can be many.
func candidateFields() []string {
	var paths []string
	for _, field := range fields(agent.Agent{}) {
		if field.Path != "lanes" && field.Path != "bookmark" {
			paths = append(paths, field.Path)
		}
	}
	return paths
}

// MaxValues is how many values a Firestore query can compare with.
const MaxValues = 30

// inAny limits a query to what is in any of at most [MaxValues] lanes. A search in a single lane,
// as most are, uses array-contains: the index is the same, and the emulator takes a third less.
func inAny(q firestore.Query, lanes []string) firestore.Query {
	if len(lanes) == 1 {
		return q.Where("lanes", "array-contains", lanes[0])
	}
	return q.Where("lanes", "array-contains-any", lanes)
}

// Items returns open sessions in some lanes that fit into the given room, by
// rank: those after the given item, or the first ones.
//
// It reads at most as many documents as limit says, for each 30 lanes.
func (s *Store) Items(
	ctx context.Context, lanes []string, room int64, after *conversation.Item, limit int,
) ([]conversation.Item, error) {
	var all []conversation.Item
	for some := range slices.Chunk(lanes, MaxValues) {
		q := inAny(s.db.CollectionGroup("items").Query, some).Where("cost", "<=", room).
			OrderBy("rank", firestore.Asc).OrderBy("conversation", firestore.Asc).Limit(limit)
		if after != nil {
			q = q.StartAfter(after.Rank, after.Conversation)
		}
		docs, err := q.Documents(ctx).GetAll()
		if err != nil {
			return nil, fmt.Errorf("look for sessions: %w", err)
		}
		for _, doc := range docs {
			var item conversation.Item
			if err := load(doc, &item); err != nil {
				return nil, err
			}
			all = append(all, item)
		}
	}
	slices.SortFunc(all, func(a, b conversation.Item) int {
		return cmp.Or(a.Rank.Compare(b.Rank), cmp.Compare(a.Conversation, b.Conversation))
	})
	return all[:min(limit, len(all))], nil
}
