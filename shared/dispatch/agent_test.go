package dispatch_test

import (
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

func TestWhoeverCameFirstTheyMeet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana"))
	w.has(w.comes("k", session{}), conversation.Offered, "ana@x")

	w = newWorld(t)
	c := w.comes("k", session{})
	w.has(c, conversation.Open, "")
	w.hire(agentCalled("ana"))
	w.bill.Take()
	w.must(w.findWork("ana@x"))
	w.spent("an agent who comes", 2+1+1+3, 4)
	w.has(c, conversation.Offered, "ana@x")
}

func TestAnAgentGetsTheFirstThatWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 5 {
		w.enqueue(fmt.Sprint("k", i), session{})
	}
	first := w.enqueue("first", session{change: func(c *conversation.Conversation) { c.Priority = 0 }})
	_, err := w.store.Update(t.Context(), first.ID, func(c conversation.Conversation) (conversation.Change, error) {
		return c.CarryOut(conversation.Action{
			Kind: conversation.SetPriority, Priority: 1, Author: conversation.Author{Email: "sup@x"},
		}, conversation.ActionInput{
			Config: w.config, Now: w.now(), By: conversation.Person{Agent: agent.Agent{Email: "sup@x", Role: agent.Supervisor}},
		})
	})
	w.must(err)
	w.hire(agentCalled("ana"))
	w.must(w.findWork("ana@x"))
	w.has(first, conversation.Offered, "ana@x")
	waited, err := w.FindWork(t.Context(), "ana@x")
	if err != nil || waited.IsZero() {
		t.Errorf("Serve = %v, %v", waited, err)
	}
	w.has(conversation.Conversation{ID: keyring.IDs().Of(peer("k0"))}, conversation.Offered, "ana@x")
	if waited, err := w.FindWork(t.Context(), "ana@x"); !waited.IsZero() || err != nil {
		t.Errorf("a full agent was served: %v, %v", waited, err)
	}
	if n := len(w.waiting()); n != 4 {
		t.Errorf("%d wait, want 4", n)
	}
}

func (w *world) waiting() []*firestore.DocumentSnapshot {
	w.t.Helper()
	docs, err := w.db.CollectionGroup("items").Documents(w.t.Context()).GetAll()
	w.must(err)
	return docs
}

func TestWhoIsNotThereOrWantsNothingGetsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.comes("k", session{})
	w.hire(agentCalled("gone"), agentCalled("away", chose(agent.Away)), agentCalled("full", room(0)))
	w.lease("gone@x", -time.Second)
	for _, email := range []string{"gone@x", "away@x", "full@x", "nobody@x"} {
		w.must(w.findWork(email))
	}
	w.has(c, conversation.Open, "")
	if lanes := w.agent("gone@x").Lanes; len(lanes) > 0 {
		t.Errorf("the lanes of who is gone are %v", lanes)
	}
}

// TestWhoWantsNothingIsWatchedAllTheSame: they may have picked something.
func TestWhoWantsNothingIsWatchedAllTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("away", chose(agent.Away)))
	w.must(w.findWork("away@x"))
	watch, ok := w.timer(dispatch.Vanishes)
	if !ok || watch.Agent != "away@x" || watch.At.Before(noon.Add(time.Hour+agent.Grace)) {
		t.Errorf("the timer is %+v, %v, want one after the lease and the grace", watch, ok)
	}
}

func TestTheOffersTimerIsSet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.comes("k", session{})
	w.hire(agentCalled("ana"))
	w.must(w.findWork("ana@x"))
	got := w.get(c.ID)
	want := task.Timer{Conversation: string(c.ID), Cause: conversation.OfferEnds, Number: got.Offers, At: got.OfferedUntil}
	if offer, _ := w.timer(conversation.OfferEnds); offer.Name() != want.Name() {
		t.Errorf("the timer is %+v, want %+v", offer, want)
	}
}

// serveOn is what Eventarc does as long as the search goes on.
func (w *world) serveOn(email string) (runs int, served bool) {
	w.t.Helper()
	for {
		before := w.agent(email).Bookmark
		waited, err := w.FindWork(w.t.Context(), email)
		w.must(err)
		served = !waited.IsZero()
		runs++
		if served || w.agent(email).Bookmark == before {
			return runs, served
		}
	}
}

// TestNothingHidesWhatIsBehindIt: sessions that nobody there can have do not keep
// an agent from the one behind them.
func TestNothingHidesWhatIsBehindIt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		n, runs int
		before  session
		// reads is how many documents a session that is passed over costs
		reads int
	}{
		{"60 that need another skill as well", 60, 1, session{skills: map[string]int64{"tech": 3, "french": 2}}, 1},
		{"700 of those", 700, 3, session{skills: map[string]int64{"tech": 3, "french": 2}}, 1},
		{"60 that the agent declined", 60, 3, session{change: func(c *conversation.Conversation) {
			c.Declined = []conversation.Decliner{{Agent: "ana@x", Times: 1, At: noon.Add(time.Minute)}}
		}}, 4},
		{"60 for another presence", 60, 3, session{workstream: "express"}, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.fill(tt.n, tt.before)
			last := w.enqueue("last", session{skills: map[string]int64{"tech": 1}})
			w.hire(agentCalled("ana", can("tech", 5), chose(agent.Busy), room(5)))
			w.bill.Take()
			runs, served := w.serveOn("ana@x")
			if !served || runs != tt.runs {
				t.Errorf("served %v after %d runs, want %d", served, runs, tt.runs)
			}
			// Each run reads the agent and the lease, and so does this test twice; the
			// longest page is read in vain at most.
			w.spent(tt.name, tt.n*tt.reads+runs*(2+4+60)+3, 4+runs)
			w.has(last, conversation.Offered, "ana@x")
			if a := w.agent("ana@x"); a.Used != 1 {
				t.Errorf("ana has used %d", a.Used)
			}
		})
	}
}

// fill lets many alike wait.
func (w *world) fill(n int, s session) {
	w.t.Helper()
	for i := range n {
		w.enqueue(fmt.Sprintf("before%d", i), s)
		if change := s.change; change != nil { // a new session has declined nothing
			id := keyring.IDs().Of(peer(fmt.Sprintf("before%d", i)))
			_, err := w.store.Update(w.t.Context(), id, func(c conversation.Conversation) (conversation.Change, error) {
				change(&c)
				return conversation.Change{Conversation: c}, nil
			})
			w.must(err)
		}
	}
}

// TestTheSearchBeginsAnewWhereSomethingChanged: what was passed over may fit now.
func TestTheSearchBeginsAnewWhereSomethingChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fill(400, session{skills: map[string]int64{"tech": 3, "french": 2}})
	w.hire(agentCalled("ana", can("tech", 5)))
	if waited, err := w.FindWork(t.Context(), "ana@x"); !waited.IsZero() || err != nil {
		t.Fatalf("Serve = %v, %v", waited, err)
	}
	if w.agent("ana@x").Bookmark.State == "" {
		t.Fatal("there is no bookmark")
	}
	_, err := w.db.Doc("agents/ana@x").Update(t.Context(), []firestore.Update{
		{Path: "skills", Value: map[string]int64{"tech": 5, "french": 2}},
	})
	w.must(err)
	w.must(w.findWork("ana@x"))
	w.has(conversation.Conversation{ID: keyring.IDs().Of(peer("before0"))}, conversation.Offered, "ana@x")
}

// TestWhoeverLeavesTheRosterLosesTheirSessionsNow: not when the lease has ended, and
// whether the entry is gone or suspended.
func TestWhoeverLeavesTheRosterLosesTheirSessionsNow(t *testing.T) {
	t.Parallel()
	for name, role := range map[string]agent.Role{"gone": "", "suspended": agent.None} {
		w := newWorld(t)
		if role != "" {
			w.hire(agentCalled("jo", func(a *agent.Agent) { a.Role = role }))
		}
		w.must(w.findWork("jo@x"))
		w.mu.Lock()
		timers := w.timers
		w.mu.Unlock()
		if len(timers) != 1 || timers[0].Agent != "jo@x" || timers[0].Cause != dispatch.Leaves || timers[0].At.After(w.now()) {
			t.Errorf("%s: timers %+v, want one for now", name, timers)
		}
	}
}
