package dispatch_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// ofAna is a session of a customer whom Ana had.
func ofAna() session {
	return session{workstream: "kept", change: func(c *conversation.Conversation) { c.LastOwner, c.LastOwnedAt = "ana@x", noon }}
}

// leaves are the ways in which an agent is no longer somebody who could take a session
// soon.
func leaves() map[string]func(*world) {
	return map[string]func(*world){
		"struck off": func(w *world) {
			_, err := w.db.Doc("agents/ana@x").Delete(w.t.Context())
			w.must(err)
		},
		"away":               func(w *world) { w.hire(agentCalled("ana", uses(2), chose(agent.Away))) },
		"signed off":         func(w *world) { w.hire(agentCalled("ana", uses(2), chose(agent.Offline))) },
		"vanished":           func(w *world) { w.lease("ana@x", -time.Second) },
		"in other queues":    func(w *world) { w.hire(agentCalled("ana", uses(2), serves("roomy"))) },
		"of too little room": func(w *world) { w.hire(agentCalled("ana", uses(2), room(0))) },
	}
}

func TestASessionIsKeptOnlyForWhoCouldTakeItSoon(t *testing.T) {
	t.Parallel()
	for name, leave := range leaves() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.hire(agentCalled("ana", uses(2)), agentCalled("bo"))
			leave(w)
			w.bill.Take()
			c := w.comes("k", ofAna())
			w.spent("a returning customer", 1+10+1, 8+1)
			w.has(c, conversation.Offered, "bo@x")
		})
	}
}

// TestAReservedSessionGoesToOthersWhenItsAgentLeaves at any time: the agent's document
// tells, or the timer that finds that the client is gone.
func TestAReservedSessionGoesToOthersWhenItsAgentLeaves(t *testing.T) {
	t.Parallel()
	for name, leave := range leaves() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.hire(agentCalled("ana", uses(2)), agentCalled("bo"))
			c := w.comes("k", ofAna())
			w.must(w.findWork("ana@x"))
			w.must(w.findWork("bo@x"))
			w.has(c, conversation.Open, "")
			leave(w)
			w.must(w.findWork("ana@x"))
			w.has(c, conversation.Offered, "bo@x")
		})
	}
}

// TestASessionIsKeptForTheNextOfTheCustomersAgents when the first of them is gone.
func TestASessionIsKeptForTheNextOfTheCustomersAgents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana", uses(2)), agentCalled("bo"), agentCalled("cy", chose(agent.Offline)))
	s := ofAna()
	s.change = func(c *conversation.Conversation) {
		c.LastOwner, c.LastOwnedAt, c.Preferred = "ana@x", noon, []string{"nobody@x", "cy@x"}
	}
	c := w.comes("k", s)
	w.has(c, conversation.Open, "")
	if c := w.get(c.ID); c.Reserved != "ana@x" || c.ReservedUntil.IsZero() {
		t.Errorf("it is reserved for %q until %v", c.Reserved, c.ReservedUntil)
	}
	w.hire(agentCalled("ana"))
	w.must(w.findWork("ana@x"))
	w.has(c, conversation.Offered, "ana@x")
}
