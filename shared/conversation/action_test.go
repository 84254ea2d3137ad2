package conversation_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/histogram"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

func TestCarryPickMakesTheAgentTheOwner(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	s.now = at(20)
	want := conversation.Change{
		Conversation: s.c,
		Events: []conversation.Event{{
			Seq: 2, Session: 1, From: conversation.Open, To: conversation.Active, Cause: conversation.Picked,
			Actor: "jo@example.com", Queue: "front", ConfigVersion: s.config.Version, At: at(20),
		}},
		Replies: []conversation.Reply{
			signal("joined-2", channel.Joined, jo(), at(20)),
			spoken("occasion-2", "Jo is here.", at(20).Add(time.Microsecond)),
		},
		Dequeue: "front",
		Loads:   []conversation.Load{{Agent: "jo@example.com", Cost: 2, AssignedAt: at(20), Answered: true}},
		Counts: []conversation.Figures{counted(s.c.Channel,
			conversation.Measures{Opened: 1, Answered: 1, FirstWait: 20, FirstWaits: histogram.Of(20), Within: 1},
			conversation.Measures{Answered: 1, FirstWait: 20, FirstWaits: histogram.Of(20), Within: 1})},
	}
	want.Conversation.Tally = conversation.Tally{
		Day: "2026-03-05", Hour: "12", AnsweredAt: at(20), CountedIn: "front", Within: true, FirstWait: 20, HandlingSince: at(20),
		Owner: "jo@example.com", OwnerName: "Jo", Agents: []string{"jo@example.com"}, AnswerBy: at(300),
	}
	want.Conversation.State, want.Conversation.Seq = conversation.Active, 2
	want.Conversation.Owner, want.Conversation.OwnerName, want.Conversation.Cost = "jo@example.com", "Jo", 2
	want.Conversation.LastOwner, want.Conversation.OwedSince = "jo@example.com", at(20)
	if diff := cmp.Diff(want, s.does("Jo", conversation.Pick), uncounted()); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

// counted is what counts on the day of the scenes in the queue front: in all, and for Jo.
func counted(channel string, all, jos conversation.Measures) conversation.Figures {
	by := func(value string, m conversation.Measures) map[string]conversation.Measures {
		return map[string]conversation.Measures{value: m}
	}
	return conversation.Figures{
		Date: "2026-03-05", Queue: "front", Shard: "0", Measures: all, ByHour: by("12", all), ByChannel: by(channel, all),
		ByWorkstream: by("support", all), ByAgent: by("jo@example.com", jos), ExpireAt: time.Date(2027, 4, 9, 0, 0, 0, 0, time.UTC),
	}
}

func TestCarryPickAgainChangesNothing(t *testing.T) {
	t.Parallel()
	s := picked(t)
	before := s.c
	if diff := cmp.Diff(conversation.Change{Conversation: before}, s.does("Jo", conversation.Pick)); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

// signal is what tells the channel about the agent's work.
func signal(id string, kind channel.Kind, by conversation.Author, at time.Time) conversation.Reply {
	return conversation.Reply{
		Outbound: channel.Outbound{ID: id, Kind: kind}, Author: by, Status: channel.Pending, CreatedAt: at,
	}
}

// spoken is what the business says of itself.
func spoken(id, text string, at time.Time) conversation.Reply {
	return conversation.Reply{
		Outbound: channel.Outbound{ID: id, Text: text}, Author: conversation.Author{Bot: true},
		Status: channel.Pending, CreatedAt: at,
	}
}

func TestCarryEndSaysGoodbyeAndAsksHowItWas(t *testing.T) {
	t.Parallel()
	s := picked(t, terms(func(w *configuration.Workstream) { w.Survey, w.WrapUp.Blocks = true, configuration.BlocksNever }))
	s.now = at(90)
	event := conversation.Event{
		Session: 1, Actor: "jo@example.com", Queue: "front", ConfigVersion: s.config.Version, At: at(90),
	}
	ended, done := event, event
	ended.Seq, ended.From, ended.To, ended.Cause = 3, conversation.Active, conversation.WrapUp, conversation.Ended
	done.Seq, done.From, done.To, done.Cause = 4, conversation.WrapUp, conversation.Closed, conversation.Done
	want := conversation.Change{
		Conversation: s.c, Events: []conversation.Event{ended, done},
		Replies: []conversation.Reply{
			spoken("occasion-3", "Jo says goodbye, Dana.", at(90)),
			signal("left-3", channel.Left, jo(), at(90).Add(time.Microsecond)),
			signal("survey-3", channel.Survey, conversation.Author{Bot: true}, at(90).Add(2*time.Microsecond)),
		},
		Loads: []conversation.Load{{Agent: "jo@example.com", Cost: -2, ReleasedAt: at(90)}},
		Closed: []conversation.Session{{
			Number: 1, State: conversation.Closed, Workstream: "support", Queue: "front", ConfigVersion: s.config.Version,
			Language: "en", Priority: s.c.Priority, Survey: true, LookedAt: s.c.LookedAt, RepeatAfter: 3600, Keep: kept(), History: configuration.HistoryQueues,
			OpenedAt: at(0), WaitingSince: at(0), EnqueuedAt: at(0), EndedAt: at(90), ClosedAt: at(90), ClosedBy: conversation.Done,
			Tally: conversation.Tally{
				Day: "2026-03-05", Hour: "12", AnsweredAt: at(60), CountedIn: "front", Within: true, FirstWait: 60, Handled: 30,
				Owner: "jo@example.com", OwnerName: "Jo", Agents: []string{"jo@example.com"},
				SurveyedOf: "jo@example.com", Work: map[string]conversation.Work{"jo@example.com": {Handled: 30}},
			},
		}},
		Past: []conversation.ClosedSession{{
			Conversation: s.c.ID, Session: 1, Customer: "Dana", Channel: s.c.Channel, Account: s.c.Account, BrandAgent: s.c.BrandAgent,
			Workstream: "support", Queue: "front", ForQueue: true, Agents: map[string]bool{"jo@example.com": true},
			Owner: "jo@example.com", OwnerName: "Jo", AnsweredBy: "jo@example.com", OpenedAt: at(0), ClosedAt: at(90), ClosedBy: conversation.Done,
			Within: true, FirstWait: 60, Handled: 30, Preview: s.c.Preview, PreviewKind: s.c.PreviewKind,
			Words: []string{"dana", "text"}, Lines: "0*1 1*1", Keys: []string{"dan", "dana", "tex", "text"},
		}},
		Counts: []conversation.Figures{counted(s.c.Channel,
			conversation.Measures{Closed: 1, Handled: 30, Handles: histogram.Of(30)},
			conversation.Measures{Closed: 1, Handled: 30, Handles: histogram.Of(30)})},
	}
	want.Conversation.Tally = want.Closed[0].Tally
	want.Conversation.Surveyed = conversation.Surveyed{
		ID: "survey-3", Session: 1, Day: "2026-03-05", Queue: "front", Hour: "12", Workstream: "support",
		Owner: "jo@example.com", OwnerName: "Jo", AskedQueue: "front", AskedAt: at(90), Closed: "8227287909999_" + string(s.c.ID) + "_1",
	}
	want.Conversation.State, want.Conversation.Seq = conversation.Closed, 4
	want.Conversation.Index = conversation.Index{}
	want.Conversation.Earlier = map[string]int64{"front": 1}
	want.Conversation.Owner, want.Conversation.OwnerName, want.Conversation.Cost = "", "", 0
	want.Conversation.LastOwnedAt, want.Conversation.OwedSince = at(90), time.Time{}
	want.Conversation.UnansweredSince, want.Conversation.LateAt = time.Time{}, time.Time{}
	want.Conversation.EndedAt, want.Conversation.ClosedAt, want.Conversation.ClosedBy = at(90), at(90), conversation.Done
	if diff := cmp.Diff(want, s.does("Jo", conversation.End), uncounted()); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

func TestCarryRefusesWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	s := picked(t)
	desk := conversation.ActionInput{Config: s.config, By: s.person(address("Jo")), Now: s.now}
	nobody, nameless := desk, s.c
	nobody.By = conversation.Person{}
	nobody.By.Email = "ash@example.com"
	nameless.OwnerName = ""
	other := desk
	other.By = s.person(address("Sam"))
	tests := []struct {
		name   string
		in     conversation.Conversation
		action conversation.Action
		desk   conversation.ActionInput
		want   string
	}{
		{"an action that does not exist", s.c, conversation.Action{Kind: "dance", Author: jo()}, desk, "action.unknown action=dance"},
		{
			"an action without an author",
			s.c,
			conversation.Action{Kind: conversation.Pick, Author: conversation.Author{Name: "Jo"}},
			desk, "action.noAuthor",
		},
		{
			"a conversation that does not exist",
			conversation.Conversation{},
			conversation.Action{Kind: conversation.Pick, Author: jo()},
			desk, "action.noConversation",
		},
		{
			"somebody who is not in the roster",
			s.c,
			conversation.Action{Kind: conversation.WriteNote, Author: conversation.Author{Email: "ash@example.com"}},
			nobody,
			"action.notOnRoster agent=ash@example.com",
		},
		{
			"an owner without a name is named by the address",
			nameless,
			conversation.Action{Kind: conversation.Pick, Author: sam()},
			other, "action.taken agent=jo@example.com",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ch, err := tt.in.CarryOut(tt.action, tt.desk)
			if got, ok := errors.AsType[*conversation.RefusedError](err); !ok || got.String() != tt.want {
				t.Errorf("error = %v, want the refusal %q", err, tt.want)
			}
			if diff := cmp.Diff(conversation.Change{}, ch); diff != "" {
				t.Errorf("a change came with the refusal:\n%s", diff)
			}
		})
	}
}

// asked are the actions with what they need. The transfer is tried both ways.
func asked() []conversation.Action {
	return []conversation.Action{
		{Kind: conversation.Accept},
		{Kind: conversation.Decline},
		{Kind: conversation.Pick},
		{Kind: conversation.Park},
		{Kind: conversation.Revive},
		{Kind: conversation.Transfer, Queue: "back"},
		{Kind: conversation.Transfer, Agent: address("Kim")},
		{Kind: conversation.Release},
		{Kind: conversation.Consult, Agent: address("Kim")},
		{Kind: conversation.Leave},
		{Kind: conversation.Dismiss, Agent: address("Fern")},
		{Kind: conversation.End},
		{Kind: conversation.Close},
		{Kind: conversation.Assign, Agent: address("Kim")},
		{Kind: conversation.WriteNote, Text: "likes blue"},
		{Kind: conversation.SetPriority, Priority: 9},
		{Kind: conversation.SetTag, Of: "vip"},
		{Kind: conversation.SetOutcome},
		{Kind: conversation.Prefer, Agents: []string{address("Kim")}},
		{Kind: conversation.Describe, Of: "note", Text: "x"},
		{Kind: conversation.MarkRead, Of: "m1"},
		{Kind: conversation.Type, On: true},
		{Kind: conversation.Discard, Of: "r1", Reply: unsent()},
		{Kind: conversation.Revoke, Of: "r1", Reply: undelivered()},
	}
}

// unsent is a reply of Jo's that waits for its next attempt.
func unsent() *conversation.Reply {
	return &conversation.Reply{
		Outbound: channel.Outbound{ID: "r1", Text: "hello"}, Author: jo(), Status: channel.Pending, Attempts: 3,
		Reason: reason.New("busy", nil), CreatedAt: at(1), RetryAt: at(600), Holder: "event",
	}
}

// undelivered is a reply of Jo's that the provider has taken.
func undelivered() *conversation.Reply {
	return &conversation.Reply{
		Outbound: channel.Outbound{ID: "r1", Text: "hello"}, Author: jo(), Status: channel.Sent, Attempts: 1,
		CreatedAt: at(1), SentAt: at(2),
	}
}

// situation is a scene in a state. Jo is, or was, the one who has the session.
func situation(t *testing.T, state conversation.State) *scene {
	t.Helper()
	switch state {
	case conversation.Open:
		s := open(t)
		s.writes()
		return s
	case conversation.Offered:
		return offered(t)
	case conversation.Parked:
		return parked(t)
	default:
	}
	s := picked(t)
	if state != conversation.Active {
		s.does("Jo", conversation.End)
	}
	if state == conversation.Closed {
		s.does("Jo", conversation.Close)
	}
	return s
}

// situations are scenes in every state.
func situations(t *testing.T) map[conversation.State]*scene {
	t.Helper()
	all := map[conversation.State]*scene{}
	for _, state := range states()[:6] {
		all[state] = situation(t, state)
	}
	return all
}

// TestWhoMayDoWhatWhen tries every action in every state by everybody: by Jo, who
// has, or had, the session; by Sam, who serves its queue; by Fern, who does, too,
// and whose client is not there; by Kim, who serves another; by Max, a supervisor;
// and by Ash, of whom nobody heard. The golden file says what everybody reads, but for
// Ash, who always reads the same.
func TestWhoMayDoWhatWhen(t *testing.T) {
	t.Parallel()
	scenes := situations(t)
	var table strings.Builder
	for _, a := range asked() {
		fmt.Fprintf(&table, "%s%s\n", a.Kind, map[bool]string{true: " to a queue"}[a.Queue != ""])
		for _, state := range states()[:6] {
			s := scenes[state]
			if s.c.State != state {
				t.Fatalf("the scene is %q, want %q", s.c.State, state)
			}
			if a.Kind == conversation.Revoke { // as on a channel that can
				s.c.Signals = []channel.Kind{channel.Revoke}
			}
			fmt.Fprintf(&table, "  %s\n", state)
			for _, line := range s.everybody(a) {
				fmt.Fprintf(&table, "    %s\n", line)
			}
		}
	}
	path := filepath.Join("testdata", "actions.txt")
	if *update {
		if err := os.WriteFile(path, []byte(table.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table.String()); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it is meant to change:\n%s", path, diff)
	}
}

// everybody is what everybody gets to read who asks for an action, those together
// who read the same.
func (s *scene) everybody(a conversation.Action) []string {
	said := map[string][]string{}
	var order []string
	for _, name := range []string{"Jo", "Sam", "Fern", "Kim", "Max", "Ash"} {
		a.Author.Email = strings.ToLower(name) + "@example.com"
		before, ledger := s.c, s.used
		people := map[string]conversation.Person{}
		for _, email := range a.AgentsNamed() {
			people[email] = s.person(email)
		}
		ch, err := s.c.CarryOut(a, conversation.ActionInput{
			Config: s.config, By: s.person(a.Author.Email), To: s.person(a.Agent), People: people, Now: s.now,
		})
		outcome := "done"
		switch {
		case err != nil:
			outcome = strings.TrimPrefix(err.Error(), "refused: ")
		case cmp.Equal(ch, conversation.Change{Conversation: before}):
			outcome = "done, and nothing changes"
		case ch.Conversation.State != before.State:
			outcome = "done, and it is " + string(ch.Conversation.State)
		}
		if refused, ok := errors.AsType[*conversation.RefusedError](err); ok {
			if err := conversation.Codes().Check(refused.Reason); err != nil {
				s.Errorf("%s by %s: %v", a.Kind, name, err)
			}
		} else if err != nil {
			s.Errorf("%s by %s: %v is not a refusal", a.Kind, name, err)
		}
		if diff := cmp.Diff(before, s.c); diff != "" {
			s.Errorf("%s by %s changed the conversation that it was asked of:\n%s", a.Kind, name, diff)
		}
		s.used = ledger
		if name == "Ash" {
			if outcome != "action.notOnRoster agent=ash@example.com" {
				s.Errorf("%s by somebody whom nobody knows: %s", a.Kind, outcome)
			}
			continue
		}
		if _, there := said[outcome]; !there {
			order = append(order, outcome)
		}
		said[outcome] = append(said[outcome], name)
	}
	for i, outcome := range order {
		order[i] = strings.Join(said[outcome], ", ") + ": " + outcome
	}
	return order
}

func TestActionOutcome(t *testing.T) {
	t.Parallel()
	asked := conversation.Action{ID: "a1", Kind: conversation.Pick, Author: jo(), Status: conversation.ActionPending}
	done, refused := asked, asked
	taken := reason.New(conversation.IsTaken, reason.Args{"agent": "Sam"})
	expires := at(5).Add(30 * 24 * time.Hour)
	done.Status, done.EndedAt, done.ExpireAt = conversation.ActionDone, at(5), expires
	refused.Status, refused.EndedAt, refused.ExpireAt, refused.Reason = conversation.ActionRefused, at(5), expires, taken
	if diff := cmp.Diff(done, asked.Outcome(nil, at(5))); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(refused, asked.Outcome(&conversation.RefusedError{Reason: *taken}, at(5))); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		action conversation.Action
		want   bool
	}{{asked, false}, {conversation.Action{}, false}, {done, true}, {refused, true}} {
		if got := tt.action.Ended(); got != tt.want {
			t.Errorf("Ended of a %q action = %v, want %v", tt.action.Status, got, tt.want)
		}
	}
}
