package timer_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

// vanishes is the timer that looks for Jo at noon.
func vanishes() task.Timer { return task.Timer{Agent: jo, Cause: "presence", At: noon} }

func TestAnAgentWhoIsThereIsWatchedOn(t *testing.T) {
	t.Parallel()
	for ago, until := range map[time.Duration]string{
		-time.Minute:                "12:01:00",
		0:                           "12:00:00", // a client may come back within the grace
		agent.Grace - 1*time.Second: "11:58:01",
	} {
		w := newWorld()
		w.has("c1", conversation.Active, nil)
		w.gone(ago)
		w.fire(t, vanishes(), http.StatusOK)
		w.did(t, "watch "+jo+" from "+until)
		w.logged(t)
	}
}

func TestTheSessionsOfAnAgentWhoIsGoneGoToOthers(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Active, nil)
	w.has("c2", conversation.Offered, nil)
	w.has("c3", conversation.WrapUp, nil)
	w.has("c4", conversation.Parked, func(c *conversation.Conversation) { c.LastOwner = jo }) // parked: it has nobody
	w.has("c5", conversation.Active, func(c *conversation.Conversation) { c.Owner = "sam@example.com" })
	w.gone(agent.Grace)
	w.fire(t, vanishes(), http.StatusOK)
	w.did(t,
		"held",
		"set taken-back", "c1 open by agentGone", "after c1 open",
		"set taken-back", "c2 open by agentGone", "after c2 open",
		"set taken-back", "c3 closed by agentGone", "after c3 closed",
	)
	const taken = "INFO taken from an agent who is gone"
	w.logged(t, taken, taken, taken)
	if got := w.conversations["c1"].Priority; got != 0 {
		t.Errorf("the session of an agent who may come back has priority %d", got)
	}
	if p := w.people[jo]; len(p.Lanes) > 0 || p.Used != 1 { // c5 is what the world thinks is Jo's
		t.Errorf("%d used in lanes %v", p.Used, p.Lanes)
	}
}

func TestManySessionsAreTakenPageByPage(t *testing.T) {
	t.Parallel()
	for _, n := range []int{19, 20, 45} {
		w := newWorld()
		for i := range n {
			w.has(conversation.ID(fmt.Sprintf("c%02d", i)), conversation.Active, nil)
		}
		w.gone(time.Hour)
		w.fire(t, vanishes(), http.StatusOK)
		for id, c := range w.conversations {
			if c.State != conversation.Open {
				t.Errorf("of %d, %s is %s", n, id, c.State)
			}
		}
	}
}

// TestAnAgentWhoComesBackKeepsTheRest: the lease is looked at with each session.
func TestAnAgentWhoComesBackKeepsTheRest(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i := range 25 {
		w.has(conversation.ID(fmt.Sprintf("c%02d", i)), conversation.Active, nil)
	}
	w.gone(agent.Grace)
	w.meanwhile = func(id conversation.ID) {
		if id == "c01" {
			w.gone(-agent.LeaseLength)
		}
	}
	w.fire(t, vanishes(), http.StatusOK)
	w.did(t,
		"held", "set taken-back", "c00 open by agentGone", "after c00 open",
		"set taken-back", "watch "+jo+" from 12:02:30",
	)
	if p := w.people[jo]; len(p.Lanes) == 0 {
		t.Error("nothing is given to the agent who is back")
	}
}

// TestWhoIsNotInTheRosterAnyMoreKeepsNothing, whether they are gone or suspended, however
// good the lease still is. Their customers have a head start.
func TestWhoIsNotInTheRosterAnyMoreKeepsNothing(t *testing.T) {
	t.Parallel()
	for _, role := range []agent.Role{"", agent.None} {
		w := newWorld()
		w.has("c1", conversation.Active, nil)
		w.has("c2", conversation.Offered, func(c *conversation.Conversation) { c.Priority = 90 })
		w.has("c3", conversation.WrapUp, nil)
		w.gone(-time.Hour)
		p := w.people[jo]
		p.Role = role
		w.people[jo] = p
		w.fire(t, vanishes(), http.StatusOK)
		w.did(t,
			"held", "set taken-back", "c1 open by agentGone", "after c1 open", "set taken-back", "c2 open by agentGone", "after c2 open",
			"set taken-back", "c3 closed by agentGone", "after c3 closed", "visited",
		)
		for id, want := range map[conversation.ID]int64{"c1": 30, "c2": conversation.MaxPriority, "c3": 0} {
			if got := w.conversations[id].Priority; got != want {
				t.Errorf("%s has priority %d, want %d", id, got, want)
			}
		}
	}
}

// TestWhoIsSuspendedIsNobodysGuest, and is not when the suspension ends. Who is only away
// stays one.
func TestWhoIsSuspendedIsNobodysGuest(t *testing.T) {
	t.Parallel()
	for _, role := range []agent.Role{"", agent.None, agent.Plain} {
		w := newWorld()
		ids := []conversation.ID{"c1"}
		for i := range 25 {
			ids = append(ids, conversation.ID(fmt.Sprintf("d%02d", i)))
		}
		for _, id := range ids {
			w.has(id, conversation.Active, func(c *conversation.Conversation) {
				c.Owner, c.Guests = "sam@example.com", map[string]string{jo: "Jo Sand", "kim@example.com": "Kim"}
			})
		}
		w.gone(time.Hour)
		p := w.people[jo]
		p.Role = role
		w.people[jo] = p
		w.fire(t, vanishes(), http.StatusOK)
		for _, id := range ids {
			guests := w.conversations[id].Guests
			if guests["kim@example.com"] == "" || (guests[jo] != "") != (role == agent.Plain) {
				t.Errorf("as %q, the guests of %s are %v", role, id, guests)
			}
		}
	}
}

// TestWhoComesBackMeanwhileStaysAGuest: the roster is looked at with each session.
func TestWhoComesBackMeanwhileStaysAGuest(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, id := range []conversation.ID{"c1", "c2", "c3"} {
		w.has(id, conversation.Active, func(c *conversation.Conversation) {
			c.Owner, c.Guests = "sam@example.com", map[string]string{jo: "Jo Sand"}
		})
	}
	as := func(role agent.Role) {
		p := w.people[jo]
		p.Role = role
		w.people[jo] = p
	}
	as(agent.None)
	w.meanwhile = func(id conversation.ID) {
		if id == "c2" {
			as(agent.Plain)
		}
	}
	w.fire(t, vanishes(), http.StatusOK)
	w.did(t, "held", "visited", "c1 active by guestDismissed")
	for id, stays := range map[conversation.ID]bool{"c1": false, "c2": true, "c3": true} {
		if got := w.conversations[id].Guests[jo] != ""; got != stays {
			t.Errorf("a guest of %s: %t, want %t", id, got, stays)
		}
	}
}

func TestASessionThatTheAgentHasNotAnyMoreOnlyHasWhatFollows(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Active, nil)
	w.has("c2", conversation.Active, nil)
	w.gone(time.Hour)
	w.meanwhile = func(id conversation.ID) {
		switch c := w.conversations[id]; id {
		case "c1":
			c.Owner = "sam@example.com"
			w.conversations[id] = c
		case "c2":
			delete(w.conversations, id)
		}
	}
	w.fire(t, vanishes(), http.StatusOK)
	w.did(t, "held", "set taken-back", "after c1 active", "set taken-back")
	w.logged(t)
}

// TestTakingSessionsEnds also where the same page is found for ever.
func TestTakingSessionsEnds(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for range 20 {
		w.held = append(w.held, conversation.Conversation{ID: "c1", Session: conversation.Session{Owner: jo}})
	}
	w.gone(time.Hour)
	w.fire(t, vanishes(), http.StatusServiceUnavailable)
	w.logged(t, "WARNING failed")
}

// TestASessionThatWasTakenIsFollowedUp: whoever runs after one that died does not
// find it with the agent, but its timer is set.
func TestASessionThatWasTakenIsFollowedUp(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Active, nil)
	w.gone(time.Hour)
	w.fails["after c1 open"] = errAborted
	w.fire(t, vanishes(), http.StatusInternalServerError)
	w.did(t, "held", "set taken-back", "c1 open by agentGone", "after c1 open")

	delete(w.fails, "after c1 open")
	w.fire(t, vanishes(), http.StatusOK)
	w.did(t, "held")

	want := []task.Timer{{Conversation: "c1", Cause: "taken-back", Number: 4, At: noon.Add(30 * time.Second)}}
	if diff := cmp.Diff(want, w.timers); diff != "" {
		t.Fatalf("timers (-want +got):\n%s", diff)
	}
	w.now = w.timers[0].At
	w.fire(t, w.timers[0], http.StatusOK)
	w.did(t, "after c1 open")
}

func TestWhatCannotBeFollowedUpIsNotTaken(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.has("c1", conversation.Active, nil)
	w.gone(time.Hour)
	w.fails["set taken-back"] = fault.New(fault.Unavailable, "busy")
	w.fire(t, vanishes(), http.StatusServiceUnavailable)
	w.did(t, "held", "set taken-back")
}

func TestOneSessionDoesNotKeepTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for _, id := range []conversation.ID{"c1", "c2", "c3"} {
		w.has(id, conversation.Active, nil)
	}
	w.gone(time.Hour)
	w.fails["update c2"] = errAborted
	w.fire(t, vanishes(), http.StatusInternalServerError)
	for id, want := range map[conversation.ID]conversation.State{
		"c1": conversation.Open, "c2": conversation.Active, "c3": conversation.Open,
	} {
		if got := w.conversations[id].State; got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

func TestManyFailuresEndTheRun(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for i := range 20 {
		id := conversation.ID(fmt.Sprintf("c%02d", i))
		w.has(id, conversation.Active, nil)
		w.fails["update "+string(id)] = errAborted
	}
	w.gone(time.Hour)
	w.fire(t, vanishes(), http.StatusInternalServerError)
	if got := len(w.timers); got != 10 {
		t.Errorf("tried %d sessions, want 10", got)
	}
}

func TestAnAgentsTimerComesAgainWhenSomethingFails(t *testing.T) {
	t.Parallel()
	for fails, ago := range map[string]time.Duration{
		"config": 0, "derive": 0, "held": time.Hour, "watch " + jo + " from 12:00:00": 0,
	} {
		w := newWorld()
		w.gone(ago)
		w.fails[fails] = errAborted
		w.fire(t, vanishes(), http.StatusInternalServerError)
		w.logged(t, "ERROR failed")
	}
}
