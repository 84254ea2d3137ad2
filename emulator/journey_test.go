package main

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/crew"
	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestJourneys are whole stories, from the phone to the desk and back, on each channel.
// The clock is the whole product's, so they come one after the other.
func TestJourneys(t *testing.T) {
	file, err := readConfig("testdata/journey.tfvars", os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	printed := &printed{}
	log := console.New(printed, console.Records)
	s, err := stack.Start(context.Background(), stack.Options{Project: "demo-journeys", Log: log, Config: file})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	for _, story := range []struct {
		name string
		tell func(*office)
	}{
		{"an offer that nobody answers goes to the next agent", anOfferIsMissed},
		{"a transfer that is declined goes to the queue and to the next agent", aTransferIsDeclined},
		{"an agent who vanishes in the middle loses the conversation", anAgentVanishes},
		{"a customer who returns after a week finds the same agent", aCustomerReturnsAfterAWeek},
		{"a customer who returns after the end finds the same agent and a new session", aCustomerReturnsAfterTheEnd},
		{"a customer who returns when the agent is gone finds another one", aCustomerReturnsToNobody},
		{"a customer who returns while being transferred is heard", aCustomerReturnsWhileTransferred},
		{"a parked conversation that nobody goes on with is closed", aParkedConversationIsClosed},
		{"a session that waits too long goes to another queue", aSessionWaitsTooLong},
		{"a supervisor gives it to somebody who is full", aSupervisorAssigns},
		{"an outage that is announced at the desk greets customers until it ends", anOutageGreets},
		{"a client that knows the real time only is there", aClientOfTheRealTime},
		{"what agents write is in time however far the clock was moved", theClockIsMoved},
		{"replay makes the decisions again", decisionsAreReplayed},
		{"a dead letter is sent on its way again", aDeadLetterIsRedriven},
		{"a customer is erased", aCustomerIsErased},
		{"a notice comes before anything else", aNoticeComesFirst},
		{"a notice is accepted by a choice", aNoticeIsAccepted},
		{"a notice is answered in words", aNoticeIsAnsweredInWords},
		{"a refused notice goes on without files", aRefusalGoesOnWithoutFiles},
		{"a refused notice ends it", aRefusalEndsIt},
		{"a refused notice goes to a queue", aRefusalGoesToAQueue},
		{"a notice is not answered", aNoticeIsNotAnswered},
		{"a notice changes", aNoticeChanges},
		{"a customer wants no more messages", messagesAreStopped},
		{"a customer wants no more messages instead of answering a notice", whoStopsIsAskedNothing},
		{"a month goes by", aMonthGoesBy},
		{"an account closes", anAccountCloses},
		{"agents who work by themselves leave nothing behind", aCrewWorks},
	} {
		for _, on := range s.Sides {
			t.Run(story.name+", on "+on.Channel, func(t *testing.T) {
				o := &office{T: t, Stack: s, on: on, printed: printed, staff: map[string]*desk.Agent{}}
				defer o.clears()
				defer func() {
					if t.Failed() {
						t.Logf("what was printed last:\n%s", log.Last())
					}
				}()
				story.tell(o)
			})
		}
	}
}

func anOfferIsMissed(o *office) {
	c := o.customer()
	o.comes("ana")
	c.writes("Hello")
	c.is(conversation.Offered, "ana")
	if used := o.used("ana"); used != 1 {
		o.Errorf("an offer takes %d units, want 1", used)
	}
	o.comes("ben")
	o.later(61 * time.Second)
	c.is(conversation.Offered, "ben")
	c.does("ben", conversation.Accept)
	c.is(conversation.Active, "ben")
	if ana, ben := o.used("ana"), o.used("ben"); ana != 0 || ben != 1 {
		o.Errorf("used: ana %d, ben %d, want 0 and 1", ana, ben)
	}
	c.does("ben", conversation.End)
	c.is(conversation.WrapUp, "ben")
	o.later(2*time.Minute + time.Second)
	c.is(conversation.Closed, "")
}

func aTransferIsDeclined(o *office) {
	c := o.customer()
	c.begins("ana")
	o.comes("ben")
	c.does("ana", conversation.Transfer, to("ben"))
	c.is(conversation.Offered, "ben")
	c.does("ben", conversation.Decline, func(a *conversation.Action) { a.Text = "I have to go" })
	c.is(conversation.Open, "") // ana gave it away and is not asked again
	o.comes("cleo")
	c.is(conversation.Offered, "cleo")
	c.does("cleo", conversation.Accept)
	c.over("cleo")
	c.is(conversation.Closed, "")
}

func anAgentVanishes(o *office) {
	c := o.customer()
	c.begins("ana")
	o.vanishes("ana")
	o.comes("ben")
	o.later(agent.LeaseLength + time.Second)
	c.is(conversation.Active, "ana") // within the grace it is still theirs
	o.later(agent.Grace)
	c.is(conversation.Offered, "ben")
	if used := o.used("ana"); used != 0 {
		o.Errorf("who vanished still uses %d units", used)
	}
	c.does("ben", conversation.Accept)
	c.over("ben")
}

func aCustomerReturnsAfterAWeek(o *office) {
	c := o.customer()
	c.begins("ben")
	c.does("ben", conversation.Park)
	c.is(conversation.Parked, "")
	o.comes("ana") // who was given work longer ago
	o.later(7 * 24 * time.Hour)
	c.writes("Here I am again")
	is := c.is(conversation.Active, "ben")
	if is.Session.Number != 1 {
		o.Errorf("session %d, want the same one", is.Session.Number)
	}
	c.over("ben")
}

func aCustomerReturnsAfterTheEnd(o *office) {
	c := o.customer()
	c.begins("ben")
	c.does("ben", conversation.End)
	o.comes("ana")
	c.writes("One more thing") // in the wrap-up
	is := c.is(conversation.Offered, "ben")
	if is.Session.Number != 2 {
		o.Errorf("session %d, want a new one", is.Session.Number)
	}
	c.does("ben", conversation.Accept)
	c.over("ben")
}

func aCustomerReturnsToNobody(o *office) {
	c := o.customer()
	c.begins("ben")
	c.does("ben", conversation.Park)
	o.leaves("ben")
	o.comes("ana")
	c.writes("Is anybody there?")
	c.is(conversation.Offered, "ana")
	c.does("ana", conversation.Accept)
	c.over("ana")
}

func aCustomerReturnsWhileTransferred(o *office) {
	c := o.customer()
	c.begins("ana")
	o.comes("ben")
	c.does("ana", conversation.Transfer, to("ben"))
	c.is(conversation.Offered, "ben")
	c.writes("And one more thing")
	is := c.is(conversation.Offered, "ben")
	if is.Session.Number != 1 || is.Preview != "And one more thing" {
		o.Errorf("session %d shows %q, want the same session with the new message", is.Session.Number, is.Preview)
	}
	c.does("ben", conversation.Accept)
	c.is(conversation.Active, "ben")
	c.over("ben")
}

func aParkedConversationIsClosed(o *office) {
	c := o.customer()
	c.begins("ana")
	c.does("ana", conversation.Park)
	o.later(19 * 24 * time.Hour)
	c.is(conversation.Parked, "")
	o.later(25 * time.Hour)
	c.is(conversation.Closed, "")
}

func aSessionWaitsTooLong(o *office) {
	c := o.customer()
	c.writes("Hello")
	c.is(conversation.Open, "")
	o.later(31 * time.Minute)
	is := c.sees("another queue", func(v desk.View) bool { return v.Conversation.Queue == "back" }).Conversation
	if is.State != conversation.Open || len(is.Visited) != 1 || is.Visited[0] != "front" {
		o.Errorf("%s, visited %v, want it open and the way remembered", is.State, is.Visited)
	}
	c.does("eve", conversation.Close)
}

func aSupervisorAssigns(o *office) {
	full := []*client{o.customer(), o.customer(), o.customer()}
	o.comes("ana")
	for _, c := range full {
		c.writes("Hello")
		c.is(conversation.Offered, "ana")
		c.does("ana", conversation.Accept)
	}
	c := o.customer()
	c.writes("It burns!")
	c.is(conversation.Open, "")
	o.comes("eve")
	c.does("eve", conversation.Assign, to("ana"))
	c.is(conversation.Active, "ana")
	if used := o.used("ana"); used != 4 {
		o.Errorf("ana uses %d units, want one more than the 3 there are", used)
	}
	for _, c := range append(full, c) {
		c.does("ana", conversation.End)
		c.does("ana", conversation.Close)
	}
	if used := o.used("ana"); used != 0 {
		o.Errorf("ana still uses %d units", used)
	}
}

// aClientOfTheRealTime is what a browser is, however far the product's clock was
// moved.
func aClientOfTheRealTime(o *office) {
	c := o.customer()
	c.writes("Hello")
	c.is(conversation.Open, "")
	o.must(o.agent("ana").Come(o.context(), agent.Available, time.Now().Add(agent.LeaseLength)))
	c.is(conversation.Offered, "ana")
	c.does("ana", conversation.Accept)
	c.over("ana")
}

func aCrewWorks(o *office) {
	var all []*client
	for range 5 {
		c := o.customer()
		c.writes("Hello")
		all = append(all, c)
	}
	ctx, stop := context.WithCancel(o.context())
	done, said := make(chan error), make(chan string, 1000)
	go func() {
		done <- crew.Run(ctx, o.Clients, crew.Options{
			Agents: 2, Queues: []string{"front"}, Pace: 20 * time.Millisecond, Decline: 20, Seed: 1,
			Owner: o.Firestore, Now: o.Tasks.Now, Say: func(line string) { said <- line },
		})
	}()
	for _, c := range all {
		c.is(conversation.Closed, "")
	}
	stop()
	if err := <-done; err != nil {
		o.Error(err)
	}
	if len(said) < len(all) {
		o.Errorf("they said %d things, want each of what they did", len(said))
	}
}
