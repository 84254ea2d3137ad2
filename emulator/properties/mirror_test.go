package properties

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/iterator"

	"github.com/frontdesk-gcp/frontdesk/emulator/properties/fold"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// mirror is what the database holds.
type mirror struct {
	conversations map[string]conversation.Conversation
	agents        map[string]agent.Agent
	leases        map[string]agent.Lease
	// items by queue and conversation, the others by conversation and id
	items    map[string]conversation.Item
	events   map[string]conversation.Event
	messages map[string]conversation.Message
	replies  map[string]conversation.Reply
	actions  map[string]conversation.Action
	sessions map[string]conversation.Session
	// starts by their ids, and budgets by agents
	starts  map[string]conversation.Start
	budgets map[string]conversation.Starts
	// figures by their names
	figures fold.All
	// order numbers the replies as they were committed.
	order map[string]int
}

func newMirror() mirror {
	return mirror{
		conversations: map[string]conversation.Conversation{}, agents: map[string]agent.Agent{},
		leases: map[string]agent.Lease{}, items: map[string]conversation.Item{}, events: map[string]conversation.Event{},
		messages: map[string]conversation.Message{}, replies: map[string]conversation.Reply{},
		actions: map[string]conversation.Action{}, sessions: map[string]conversation.Session{}, figures: fold.All{},
		starts: map[string]conversation.Start{}, budgets: map[string]conversation.Starts{}, order: map[string]int{},
	}
}

func keep[T any](all map[string]T, key string, doc *firestore.DocumentSnapshot) error {
	if !doc.Exists() {
		delete(all, key)
		return nil
	}
	var v T
	if err := doc.DataTo(&v); err != nil {
		return fmt.Errorf("%s: %w", doc.Ref.Path, err)
	}
	all[key] = v
	return nil
}

func (m *mirror) take(path string, doc *firestore.DocumentSnapshot) error {
	part := strings.Split(path, "/")
	switch {
	case part[0] == "agents":
		return keep(m.agents, part[1], doc)
	case part[0] == "leases":
		return keep(m.leases, part[1], doc)
	case part[0] == "figures":
		return keep(m.figures, part[1], doc)
	case part[0] == "starts":
		return keep(m.starts, part[1], doc)
	case part[0] == "startBudgets":
		return keep(m.budgets, part[1], doc)
	case part[0] == "queues":
		return keep(m.items, part[1]+"/"+part[3], doc)
	case part[0] != "conversations":
		return nil
	case len(part) == 2:
		return keep(m.conversations, part[1], doc)
	}
	key := part[1] + "/" + part[3]
	switch part[2] {
	case "events":
		return keep(m.events, key, doc)
	case "messages":
		return keep(m.messages, key, doc)
	case "actions":
		return keep(m.actions, key, doc)
	case "sessions":
		return keep(m.sessions, key, doc)
	case "replies":
		if _, seen := m.order[key]; !seen {
			m.order[key] = len(m.order)
		}
		return keep(m.replies, key, doc)
	}
	return nil
}

// look reads what a commit wrote and checks what must hold at every step.
func (w *world) look(paths []string) {
	refs := make([]*firestore.DocumentRef, len(paths))
	for i, path := range paths {
		refs[i] = w.db.Doc(path)
	}
	docs, err := w.db.GetAll(context.Background(), refs)
	if err != nil {
		w.errs("read: %v", err)
		return
	}
	for i, doc := range docs {
		before := w.mirror.budgets[doc.Ref.ID]
		if err := w.mirror.take(paths[i], doc); err != nil {
			w.errs("%v", err)
		}
		w.follow(paths[i], before)
	}
	w.checkStep(paths)
}

// readAll makes the mirror from the whole database.
func (w *world) readAll() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	order := w.mirror.order
	w.mirror = newMirror()
	w.mirror.order = order
	for _, group := range []string{"conversations", "agents", "leases", "items", "events", "messages", "replies", "actions", "sessions", "figures", "starts", "startBudgets"} {
		docs := w.db.CollectionGroup(group).Documents(context.Background())
		for {
			doc, err := docs.Next()
			if err == iterator.Done { //nolint:errorlint // as documented
				break
			}
			if err != nil {
				return err
			}
			_, path, _ := strings.Cut(doc.Ref.Path, "/documents/")
			if err := w.mirror.take(path, doc); err != nil {
				return err
			}
		}
	}
	return nil
}

// eventsOf are a conversation's events in their order.
func (m *mirror) eventsOf(id string) []conversation.Event {
	var all []conversation.Event
	for _, key := range slices.Sorted(maps.Keys(m.events)) {
		if strings.HasPrefix(key, id+"/") {
			all = append(all, m.events[key])
		}
	}
	return all
}

// gives are the causes that give a session to an agent.
func gives(e conversation.Event) bool {
	return slices.Contains([]conversation.Cause{
		conversation.Pushed, conversation.Picked, conversation.Assigned, conversation.Returned, conversation.Revived,
		conversation.TransferredAgent, conversation.StartedByAgent,
	}, e.Cause)
}

func (m *mirror) checkOne(c conversation.Conversation, id string, errs func(string, ...any)) {
	owned := c.State == conversation.Offered || c.State == conversation.Active || c.State == conversation.WrapUp
	if owned != (c.Owner != "") {
		errs("P4: %s is %s and its owner is %q", id, c.State, c.Owner)
	}
	for key, item := range m.items {
		if strings.HasSuffix(key, "/"+id) && (c.State != conversation.Open || item.Queue != c.Queue) {
			errs("P3: %s is %s in %s and waits in %s", id, c.State, c.Queue, key)
		}
	}
	if _, ok := m.items[c.Queue+"/"+id]; c.State == conversation.Open && !ok {
		errs("P7: %s is open and waits nowhere", id)
	}
	m.checkChain(c, id, errs)
}

// checkChain: every transition begins where the one before ended.
func (m *mirror) checkChain(c conversation.Conversation, id string, errs func(string, ...any)) {
	state, opened := conversation.Closed, int64(0)
	events := m.eventsOf(id)
	for i, e := range events {
		if e.Seq != int64(i+1) {
			errs("P1: %s has event %d as its %dth", id, e.Seq, i+1)
		}
		if e.From != state {
			errs("P1: %s was %s when event %d took it from %s", id, state, e.Seq, e.From)
		}
		if e.From == conversation.Closed && (e.To == conversation.Open || e.Cause == conversation.StartedByAgent) {
			opened++
		}
		state = e.To
	}
	if c.Seq != int64(len(events)) || c.State != state || c.Session.Number != opened {
		errs("P3: %s is %s, session %d, event %d, and its events say %s, %d, %d", id, c.State, c.Session.Number, c.Seq, state, opened, len(events))
	}
}

// checkSums: what agents have used is what they hold.
func (m *mirror) checkSums(errs func(string, ...any)) {
	held := map[string]int64{}
	for _, c := range m.conversations {
		if c.Owner != "" {
			held[c.Owner] += c.Cost
		}
	}
	for email, a := range m.agents {
		if a.Used != held[email] {
			errs("P5: %s has used %d and holds %d", email, a.Used, held[email])
		}
	}
}

// checkFigures: every session that closed is kept, and figures are what those and the
// ones that were taken say.
func (m *mirror) checkFigures(errs func(string, ...any)) {
	want := fold.All{}
	for name, s := range m.sessions {
		id, _, _ := strings.Cut(name, "/")
		want.Session(m.conversations[id].Channel, s)
	}
	for id, c := range m.conversations {
		want.Open(c)
		closed := c.Session.Number
		if c.State != conversation.Closed {
			closed--
		}
		for n := int64(1); n <= closed; n++ {
			if _, there := m.sessions[fmt.Sprintf("%s/%012d", id, n)]; !there {
				errs("P1: session %d of %s was not kept", n, id)
			}
		}
	}
	got := fold.All{}
	for _, part := range m.figures {
		if part.Queue != "" { // or else it is agents' presence, of which sessions say nothing
			got.Add(part)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		errs("P1: figures (-sessions +counted):\n%s", diff)
	}
}

// checkStep checks what must hold after every commit.
func (w *world) checkStep(paths []string) {
	m := &w.mirror
	m.checkSums(w.errs)
	m.checkFigures(w.errs)
	for _, path := range paths {
		part := strings.Split(path, "/")
		if part[0] != "conversations" {
			continue
		}
		id := part[1]
		c, ok := m.conversations[id]
		if len(part) == 2 && ok {
			m.checkOne(c, id, w.errs)
		}
		if len(part) == 4 && part[2] == "events" {
			w.checkGiven(c, m.events[id+"/"+part[3]])
		}
	}
}

// checkGiven: who is given a session is there, and has room unless a supervisor
// said so.
func (w *world) checkGiven(c conversation.Conversation, e conversation.Event) {
	if !gives(e) || c.Owner == "" {
		return
	}
	a, lease := w.mirror.agents[c.Owner], w.mirror.leases[c.Owner]
	if !e.At.Before(lease.Until) {
		w.errs("P6: %s given by %q at %s to %s, whose lease ended %s", e.Queue, e.Cause, e.At.Format(time.TimeOnly), c.Owner,
			lease.Until.Format(time.TimeOnly))
	}
	forced := e.Cause == conversation.Assigned && e.Actor != "routing"
	if a.Used > a.Capacity && c.Cost > 0 && !forced {
		w.errs("P5: %q gave to %s, who has now used %d of %d", e.Cause, c.Owner, a.Used, a.Capacity)
	}
}
