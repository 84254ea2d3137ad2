package properties

import (
	"fmt"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// TestTheSearchGoesOnByItself: more sessions that an agent cannot have than one run
// looks at are before the one that the agent can, and nothing happens but the events
// of the agent's own document.
func TestTheSearchGoesOnByItself(t *testing.T) {
	t.Parallel()
	w, err := newWorld(contact)
	if err != nil {
		t.Fatal(err)
	}
	const before = 700
	b := &bulk{db: w.db}
	for i := range before + 1 {
		skills := map[string]int64{"tech": 3, "french": 2}
		if i == before {
			skills = map[string]int64{"tech": 1}
		}
		in := channel.Inbound{
			ID: "m1", Kind: channel.Text, SentAt: w.now(), ReceivedAt: w.now(),
			Peer: channel.Peer{Channel: businessmessages.Name, Account: "acme", BrandAgent: "b", Key: fmt.Sprint(i)},
		}
		ch, err := conversation.Conversation{ID: keyring.IDs().Of(in.Peer)}.Receive(in, w.now(), placed(w.config, route.Decision{
			Workstream: "support", Queue: "tech", Skills: skills, Action: configuration.QueueAnyway,
		}))
		if err != nil {
			t.Fatal(err)
		}
		b.put(t, w.db.Doc("conversations/"+string(ch.Enqueue.Conversation)), ch.Conversation)
		b.put(t, w.db.Doc("queues/tech/items/"+string(ch.Enqueue.Conversation)), ch.Enqueue)
	}
	b.flush(t)
	s := &schedule{world: w}
	s.hire([]agent.Agent{{
		Email: "bo@x", Role: agent.Plain, Queues: []string{"tech"}, Capacity: 1, Skills: map[string]int64{"tech": 5},
	}})
	s.come("bo@x", agent.Available)
	s.finish()
	got, err := w.store.Conversation(t.Context(), conversation.ID(idOf("acme", fmt.Sprint(before))))
	if err != nil || got.Owner != "bo@x" || len(w.wrong) > 0 {
		t.Errorf("the session is %s with %q, %v; %v", got.State, got.Owner, err, w.wrong)
	}
}

// TestAnAgentWhoseMachineSleptIsBackAtWork: the timer has taken the agent's lanes, and
// the client that wakes writes the presence again, as it does when its lease was over.
func TestAnAgentWhoseMachineSleptIsBackAtWork(t *testing.T) {
	t.Parallel()
	w, err := newWorld(contact)
	if err != nil {
		t.Fatal(err)
	}
	s := &schedule{world: w}
	s.hire([]agent.Agent{{Email: "bo@x", Role: agent.Plain, Queues: []string{"front"}, Capacity: 1}})
	s.come("bo@x", agent.Available)
	s.finish()
	s.clients["bo@x"].awake = false
	s.pass(10 * time.Minute)
	s.finish()
	lanes := func() []string {
		p, err := w.store.Person(t.Context(), "bo@x")
		if err != nil {
			t.Fatal(err)
		}
		return p.Lanes
	}
	if all := lanes(); len(all) > 0 {
		t.Fatalf("who sleeps has the lanes %v", all)
	}
	s.write("acme", "k", channel.Inbound{ID: "m1", Kind: channel.Text, Text: "hi"})
	s.finish()
	s.renew("bo@x") // a lease alone wakes no function
	s.finish()
	if all := lanes(); len(all) > 0 {
		t.Fatalf("a heartbeat gave the lanes %v", all)
	}
	s.come("bo@x", agent.Available)
	s.finish()
	got, err := w.store.Conversation(t.Context(), conversation.ID(idOf("acme", "k")))
	if err != nil || got.State != conversation.Offered || got.Owner != "bo@x" || len(w.wrong) > 0 {
		t.Errorf("the session is %s with %q, %v; %v", got.State, got.Owner, err, w.wrong)
	}
}
