package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestTheBestAgentIsAskedByTheQueuesMethod(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, queue string
		agents      []agent.Agent
		want        string
	}{
		{"round robin: who was given work the longest ago", "front", []agent.Agent{
			agentCalled("ana", assigned(time.Minute)), agentCalled("bo", assigned(time.Hour)), agentCalled("cy", assigned(time.Second)),
		}, "bo@x"},
		{"highest capacity: who has the most room", "roomy", []agent.Agent{
			agentCalled("ana", serves("roomy"), room(1)), agentCalled("bo", serves("roomy"), room(4)),
			agentCalled("cy", serves("roomy"), room(3)),
		}, "bo@x"},
		{"least active: whose work went away the longest ago", "idle", []agent.Agent{
			agentCalled("ana", serves("idle"), released(time.Minute)), agentCalled("bo", serves("idle"), released(time.Hour)),
		}, "bo@x"},
		{"custom: by skill, then by room", "own", []agent.Agent{
			agentCalled("ana", serves("own"), can("french", 2), room(3)), agentCalled("bo", serves("own"), can("french", 2), room(4)),
			agentCalled("cy", serves("own"), room(9)),
		}, "bo@x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.hire(tt.agents...)
			c := w.comes("k", session{queue: tt.queue})
			w.has(c, conversation.Offered, tt.want)
			offer, ok := w.timer(conversation.OfferEnds)
			if !ok || !offer.At.Equal(w.get(c.ID).OfferedUntil) {
				t.Errorf("the offer's timer is %v, %v, want one at the offer's end", offer, ok)
			}
		})
	}
}

func TestANewSessionCostsAFewDocumentsWhateverTheNumberOfAgents(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 30 {
		w.hire(agentCalled(fmt.Sprintf("a%02d", i), assigned(time.Duration(i)*time.Minute)))
	}
	w.bill.Take()
	c := w.enqueue("k", session{})
	w.spent("a new session", 1+1, 4) // whether the customer was erased is one of the reads
	w.must(w.Dispatch(t.Context(), c))
	w.spent("and its offer", 6, 4)
	w.has(c, conversation.Offered, "a29@x")
}

func TestASearchForNobodyCostsOneReadAndNoWrite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("elsewhere", serves("roomy")))
	c := w.enqueue("k", session{})
	w.bill.Take()
	w.must(w.Dispatch(t.Context(), c))
	w.spent("a search for nobody", 1, 0)
	if why := w.why(c); len(why) > 0 {
		t.Errorf("why = %q", why)
	}
}

// TestAnExplanationGoesWithThoseWhomItIsAbout: whoever was looked at may be gone at the next look.
func TestAnExplanationGoesWithThoseWhomItIsAbout(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	half := agentCalled("half", can("french", 1), can("tech", 5))
	w.hire(half)
	c := w.comes("k", session{skills: map[string]int64{"french": 2, "tech": 3}})
	if why := w.why(c); len(why) != 2 {
		t.Fatalf("why = %q", why)
	}
	w.must(w.store.FollowLater(t.Context(), c.ID, w.now()))
	half.Presence = agent.Away
	w.hire(half)
	w.must(w.Dispatch(t.Context(), w.get(c.ID)))
	if why := w.why(c); !slices.Equal(why, []string{"search.nobodyElse queue=front"}) {
		t.Errorf("why = %q", why)
	}
}

func TestAReturningCustomerWhoseAgentIsGoneCostsAsFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana"), agentCalled("bo"), agentCalled("cy"), agentCalled("di"))
	w.hire(agentCalled("eve", chose(agent.Away)))
	w.bill.Take()
	c := w.comes("k", session{change: func(c *conversation.Conversation) {
		c.LastOwner, c.LastOwnedAt = "eve@x", noon
	}})
	// The look at the outcome is one of the reads, and so is whether the customer was erased.
	w.spent("a returning customer", 10+1+1, 8)
	w.has(c, conversation.Offered, "ana@x")
}

func TestASessionThatNobodyCanHaveSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(
		agentCalled("full", room(0)), agentCalled("away", chose(agent.Away)),
		agentCalled("half", can("french", 1), can("tech", 5)),
		agentCalled("elsewhere", serves("roomy"), can("french", 9), can("tech", 9)),
	)
	c := w.comes("k", session{skills: map[string]int64{"french": 2, "tech": 3}})
	w.has(c, conversation.Open, "")
	want := []string{
		"agent.cannot agent=half because=(agent.lacksSkill level=1 needed=2 skill=french) capacity=2 used=0",
		"search.nobodyElse queue=front",
	}
	if why := w.why(c); !slices.Equal(why, want) {
		t.Errorf("why = %q, want %q", why, want)
	}
}

func TestTheExplanationOfALongSearchIsShort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 60 {
		w.hire(agentCalled(fmt.Sprintf("a%02d", i), can("tech", 5)))
	}
	c := w.comes("k", session{skills: map[string]int64{"french": 2, "tech": 3}})
	if why := w.why(c); len(why) != 42 || why[40] != "search.moreAgents count=20" {
		t.Errorf("why has %d lines, and ends %q", len(why), why[max(0, len(why)-2):])
	}
}

func TestWhoHasVanishedIsNeverAskedAndTheNextOneIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana", assigned(time.Hour)), agentCalled("bo", assigned(time.Minute)))
	w.lease("ana@x", -time.Second)
	c := w.comes("k", session{})
	w.has(c, conversation.Offered, "bo@x")
	if lanes := w.agent("ana@x").Lanes; len(lanes) > 0 {
		t.Errorf("ana's lanes are %v, so that others look at her again", lanes)
	}
}

func TestTheCustomersAgentsAreAskedFirst(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*conversation.Conversation)
		ana    func(*agent.Agent)
		want   string
	}{
		{"whom the customer had", func(c *conversation.Conversation) { c.LastOwner, c.LastOwnedAt = "ana@x", noon }, nil, "ana@x"},
		{"not when that was long ago", func(c *conversation.Conversation) {
			c.LastOwner, c.LastOwnedAt = "ana@x", noon.Add(-2*time.Hour)
		}, nil, "bo@x"},
		{"whom the customer should have", func(c *conversation.Conversation) { c.Preferred = []string{"nobody@x", "ana@x"} }, nil, "ana@x"},
		{"not without room", func(c *conversation.Conversation) { c.Preferred = []string{"ana@x"} }, room(0), "bo@x"},
		{"not when away", func(c *conversation.Conversation) { c.Preferred = []string{"ana@x"} }, chose(agent.Away), "bo@x"},
		{"not from another queue", func(c *conversation.Conversation) { c.Preferred = []string{"ana@x"} }, serves("near"), "bo@x"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if tt.ana == nil {
				tt.ana = func(*agent.Agent) {}
			}
			w.hire(agentCalled("ana", assigned(-time.Hour), tt.ana), agentCalled("bo"))
			c := w.comes("k", session{change: tt.change})
			w.has(c, conversation.Offered, tt.want)
		})
	}
}

func TestAReservedSessionWaitsForItsAgentAndThenForAnybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana", uses(2)), agentCalled("bo"))
	c := w.comes("k", session{workstream: "kept", change: func(c *conversation.Conversation) {
		c.LastOwner, c.LastOwnedAt = "ana@x", noon
	}})
	w.has(c, conversation.Open, "")
	must := func(email string) {
		t.Helper()
		w.must(w.findWork(email))
	}
	must("bo@x")
	w.has(c, conversation.Open, "")
	looks, ok := w.timer(conversation.MatchesAgain)
	if !ok || !looks.At.Equal(w.get(c.ID).ReservedUntil) {
		t.Fatalf("the timer is %v, %v, want one at the reservation's end", looks, ok)
	}
	w.pass(time.Minute)
	after, err := w.store.Update(t.Context(), c.ID, func(c conversation.Conversation) (conversation.Change, error) {
		return c.Expire(conversation.Deadline{Cause: looks.Cause, Number: looks.Number, At: looks.At}, agent.Agent{}, w.config, w.now())
	})
	w.must(err)
	w.must(w.Dispatch(t.Context(), after))
	w.has(c, conversation.Offered, "bo@x")
}

func TestAReservedSessionIsFoundByItsAgent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana", uses(2)))
	c := w.comes("k", session{workstream: "kept", change: func(c *conversation.Conversation) {
		c.LastOwner, c.LastOwnedAt = "ana@x", noon
	}})
	w.hire(agentCalled("ana"))
	w.must(w.findWork("ana@x"))
	w.has(c, conversation.Offered, "ana@x")
}

// TestAnAgentWhoLooksFirstLeavesASessionToTheCustomersAgent: the session began to
// wait a moment ago, and whoever put it there has not looked for anybody yet.
func TestAnAgentWhoLooksFirstLeavesASessionToTheCustomersAgent(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		ana  func(*agent.Agent)
		want string
	}{
		"who can have it": {func(*agent.Agent) {}, "ana@x"}, "unless that one has no room": {room(0), "bo@x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.hire(agentCalled("ana", tt.ana), agentCalled("bo"))
			c := w.enqueue("k", session{change: func(c *conversation.Conversation) {
				c.LastOwner, c.LastOwnedAt = "ana@x", noon
			}})
			w.must(w.findWork("bo@x"))
			w.has(c, conversation.Offered, tt.want)
		})
	}
}

func TestASessionBeginsAtOnceWhereNobodyIsAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana", room(1)), agentCalled("bo", chose(agent.Busy)), agentCalled("cy", assigned(-time.Hour)))
	c := w.comes("k", session{workstream: "express"})
	w.has(c, conversation.Active, "cy@x") // ana has no room for it, and bo is busy
	if a := w.agent("cy@x"); a.Used != 2 || a.Free != 0 {
		t.Errorf("cy has used %d and has %d free, want 2 and 0", a.Used, a.Free)
	}
}

func TestNobodyIsGivenWhatAgentsPick(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana"))
	c := w.comes("k", session{workstream: "counter"})
	w.must(w.findWork("ana@x"))
	w.has(c, conversation.Open, "")
}

func TestSkills(t *testing.T) {
	t.Parallel()
	french := map[string]int64{"french": 4}
	tests := []struct {
		name, queue string
		agents      []agent.Agent
		want        string
	}{
		{"exact: not a level less", "front", []agent.Agent{agentCalled("ana", can("french", 3))}, ""},
		{"exact: the level", "front", []agent.Agent{agentCalled("ana", can("french", 3)), agentCalled("bo", can("french", 4))}, "bo@x"},
		{"closest: the nearest", "near", []agent.Agent{
			agentCalled("ana", serves("near")), agentCalled("bo", serves("near"), can("french", 3)),
			agentCalled("cy", serves("near"), can("french", 1)),
		}, "bo@x"},
		{"closest: anybody", "near", []agent.Agent{agentCalled("ana", serves("near"), can("tech", 3))}, "ana@x"},
		{"relaxed, but not yet", "loose", []agent.Agent{agentCalled("ana", serves("loose"))}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.hire(tt.agents...)
			c := w.comes("k", session{queue: tt.queue, skills: french})
			if got := w.get(c.ID).Owner; got != tt.want {
				t.Errorf("the session is with %q, want %q; it says %q", got, tt.want, w.get(c.ID).State)
			}
		})
	}
}

// TestTheNearestIsFoundBehindThoseWhoCameFirst: the one with the skill was given
// work last, so by the method all the others come first.
func TestTheNearestIsFoundBehindThoseWhoCameFirst(t *testing.T) {
	t.Parallel()
	for _, level := range []int64{5, 2} {
		w := newWorld(t)
		for i := range 25 {
			w.hire(agentCalled(fmt.Sprintf("a%02d", i), serves("near"), assigned(time.Hour)))
		}
		w.hire(agentCalled("paul", serves("near"), can("french", level)))
		w.bill.Take()
		c := w.comes("k", session{queue: "near", skills: map[string]int64{"french": 5}})
		w.spent("closest", 10+1, 8)
		w.has(c, conversation.Offered, "paul@x")
	}
}

func TestNobodyIsClosestWhereNobodyHasTheSkillAndItCostsAsFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 25 {
		w.hire(agentCalled(fmt.Sprintf("a%02d", i), serves("near"), assigned(time.Hour)))
	}
	w.bill.Take()
	c := w.comes("k", session{queue: "near", skills: map[string]int64{"french": 5}})
	w.spent("closest, anybody", 10+1, 8)
	w.has(c, conversation.Offered, "a00@x")
}

func TestARelaxedSessionIsFoundByBoth(t *testing.T) {
	t.Parallel()
	relaxed := func() (*world, conversation.Conversation, conversation.Conversation) {
		w := newWorld(t)
		c := w.comes("k", session{queue: "loose", skills: map[string]int64{"french": 4}})
		looks, ok := w.timer(conversation.MatchesAgain)
		if !ok {
			t.Fatal("nobody looks again")
		}
		w.pass(2 * time.Minute)
		after, err := w.store.Update(t.Context(), c.ID, func(c conversation.Conversation) (conversation.Change, error) {
			return c.Expire(conversation.Deadline{Cause: looks.Cause, Number: looks.Number, At: looks.At}, agent.Agent{}, w.config, w.now())
		})
		w.must(err)
		return w, c, after
	}
	w, c, after := relaxed()
	w.hire(agentCalled("ana", serves("loose")))
	w.must(w.Dispatch(t.Context(), after))
	w.has(c, conversation.Offered, "ana@x")
	w, c, after = relaxed()
	w.must(w.Dispatch(t.Context(), after))
	w.hire(agentCalled("ana", serves("loose")))
	w.must(w.findWork("ana@x"))
	w.has(c, conversation.Offered, "ana@x")
}

// TestAnAgentIsFoundBehindAHundredWhoCannot: they are in the lane, because of the
// skill that is the hardest, and lack the other one.
func TestAnAgentIsFoundBehindAHundredWhoCannot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 100 {
		w.hire(agentCalled(fmt.Sprintf("a%03d", i), can("tech", 5), assigned(time.Hour)))
	}
	w.hire(agentCalled("last", can("tech", 5), can("french", 2), assigned(time.Minute)))
	w.bill.Take()
	c := w.comes("k", session{skills: map[string]int64{"french": 2, "tech": 3}})
	w.spent("the last of 101", 1+101+3+1+1, 8)
	w.has(c, conversation.Offered, "last@x")
}

// TestASessionIsOfferedWhenTheTimerCannotBeSet: a customer does not wait for Cloud
// Tasks. The next round ends the offer.
func TestASessionIsOfferedWhenTheTimerCannotBeSet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana"))
	c := w.enqueue("k", session{})
	w.refuse = errors.New("Cloud Tasks is out")
	w.must(w.Dispatch(t.Context(), c))
	w.has(c, conversation.Offered, "ana@x")
	if got := w.get(c.ID); !got.FollowAt.Equal(got.OfferedUntil) {
		t.Errorf("looked at again at %v, the offer ends at %v", got.FollowAt, got.OfferedUntil)
	}
	var found []conversation.ID
	for _, at := range []time.Time{w.now(), w.now().Add(time.Hour)} {
		w.must(w.store.ToFollow(t.Context(), at, func(c conversation.Conversation) error {
			found = append(found, c.ID)
			return nil
		}))
	}
	if len(found) != 1 || found[0] != c.ID {
		t.Errorf("rounds find %v, want the offer once it has ended", found)
	}
}

// TestWhatCannotFollowIsLeftToTheNextRound when the configuration is away.
func TestWhatCannotFollowIsLeftToTheNextRound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.hire(agentCalled("ana"))
	c := w.enqueue("k", session{})
	w.Configuration = gone{}
	w.must(w.Dispatch(t.Context(), c))
	w.has(c, conversation.Open, "")
	if got := w.get(c.ID).FollowAt; got.IsZero() || got.After(w.now()) {
		t.Errorf("looked at again at %v, want now", got)
	}
}

// gone is a configuration that cannot be read.
type gone struct{}

func (gone) Current(context.Context) (*configuration.Config, error) { return nil, errors.New("gone") }

// TestAnAgentGetsWorkWhenTheTimerCannotBeSet: the error has it set again.
func TestAnAgentGetsWorkWhenTheTimerCannotBeSet(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.enqueue("k", session{})
	w.hire(agentCalled("ana"))
	w.refuse = errors.New("Cloud Tasks is out")
	if err := w.findWork("ana@x"); err == nil {
		t.Error("nobody would set the agent's timer again")
	}
	w.has(c, conversation.Offered, "ana@x")
}
