package conversation_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// uncounted compares all but what the conversation has done by itself.
func uncounted() cmp.Option { return cmpopts.IgnoreFields(conversation.Thread{}, "Budget") }

// flood is what many steps of a scene came to.
type flood struct {
	Sessions, Abandoned int64
	Events              int
	Told                []string
	Silences            []string
	// Kept are the sessions that messages belong to.
	Kept map[int64]int
}

func (f *flood) add(s *scene) {
	f.Sessions = s.c.Session.Number
	f.Events += len(s.last.Events)
	for _, counts := range s.last.Counts {
		f.Abandoned += counts.Abandoned
	}
	f.Told = append(f.Told, s.told()...)
	f.Silences = append(f.Silences, spelled(s.last.Silences())...)
	if m := s.last.Message; m != nil {
		if f.Kept == nil {
			f.Kept = map[int64]int{}
		}
		f.Kept[m.Session]++
	}
}

// shut is a scene out of hours, where overflow ends every session.
func shut(t *testing.T, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := open(t, edits...)
	s.router.placement.Decision.Action, s.router.placement.Message = configuration.End, "We are closed."
	return s
}

func TestACustomerWhoWritesFiveLinesOutOfHoursIsAnsweredAndCountedOnce(t *testing.T) {
	t.Parallel()
	s, got := shut(t), flood{}
	for range 5 {
		s.writes()
		got.add(s)
		s.later(time.Second)
	}
	want := flood{
		Sessions: 1, Abandoned: 1, Events: 3, Told: []string{"We are closed."},
		Silences: []string{"silence.wroteAgain ago=1"}, Kept: map[int64]int{1: 5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s.c.Unread != 5 || s.c.State != conversation.Closed {
		t.Errorf("unread %d, %s: nobody would see what the customer wrote", s.c.Unread, s.c.State)
	}
}

func TestAMachineThatAnswersEverythingOutOfHoursIsOneSessionAnHour(t *testing.T) {
	t.Parallel()
	s, got := shut(t), flood{}
	for range 120 { // two hours
		s.writes()
		got.add(s)
		s.later(time.Minute)
	}
	if got.Sessions != 2 || got.Abandoned != 2 || len(got.Told) != 2 || got.Events > 6 || len(got.Silences) != 2 {
		t.Errorf("120 messages came to %+v", got)
	}
}

func TestACustomerIsToldAgainAfterAWhile(t *testing.T) {
	t.Parallel()
	s, got := shut(t, terms(func(w *configuration.Workstream) { w.RepeatAfter = span(10 * time.Minute) })), flood{}
	for _, minutes := range []int{0, 5, 4, 1} {
		s.later(time.Duration(minutes) * time.Minute)
		s.writes()
		got.add(s)
	}
	if got.Sessions != 2 || len(got.Told) != 2 {
		t.Errorf("told %q in %d sessions, want the setting's ten minutes between two", got.Told, got.Sessions)
	}
}

func TestACustomerWhomOverflowEndedIsServedOnceTheDeskOpens(t *testing.T) {
	t.Parallel()
	s := shut(t)
	for range 50 {
		s.writes()
	}
	s.router.placement.Decision.Action, s.router.placement.Message = configuration.QueueAnyway, "Welcome."
	s.later(time.Minute)
	s.writes()
	if s.is(conversation.Open, "front", ""); s.last.Message.Session != 2 || s.last.Enqueue == nil {
		t.Errorf("the message is in session %d, queued %v", s.last.Message.Session, s.last.Enqueue)
	}
	if diff := cmp.Diff([]string{"Welcome."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// A customer whose sessions end by waiting opens them one after the other. The last
// one waits for an agent instead.
func TestOneSessionTooManyWaitsForAnAgent(t *testing.T) {
	t.Parallel()
	s, got := open(t, waits("front", time.Minute, configuration.Remedy{Action: configuration.End})), flood{}
	for range 6 {
		s.writes()
		got.add(s)
		s.expires(conversation.Overflows)
		got.add(s)
	}
	s.writes()
	got.add(s)
	s.is(conversation.Open, "front", "")
	if d := s.c.Deadlines(s.config); len(d) > 0 {
		t.Errorf("the seventh session within an hour ends by %v", d)
	}
	if diff := cmp.Diff([]string{"silence.tooManySessions most=6"}, got.Silences); diff != "" {
		t.Errorf("silences (-want +got):\n%s", diff)
	}
	s.later(time.Minute)
	s.does("Jo", conversation.Pick)
	s.is(conversation.Active, "front", "Jo")
}

func TestTheSessionsOfAnHourAreBoundedHoweverTheyEnd(t *testing.T) {
	t.Parallel()
	s := open(t)
	for range 6 {
		s.writes()
		s.does("Max", conversation.Close)
	}
	s.router.placement.Decision.Action = configuration.End
	s.writes()
	if s.c.Session.Number != 6 || s.last.Message.Session != 6 {
		t.Errorf("session %d, the message is in %d, want it in the last one", s.c.Session.Number, s.last.Message.Session)
	}
}

func TestTwoMachinesDoNotGoOnForEver(t *testing.T) {
	t.Parallel()
	s, got := open(t), flood{}
	for i := range 60 { // each session has another greeting, and is closed by a supervisor's script
		s.router.placement.Message = fmt.Sprintf("Greeting %d.", i)
		s.writes()
		got.add(s)
		s.does("Max", conversation.Close)
		s.later(time.Minute)
	}
	if len(got.Told) != 5 {
		t.Errorf("told %d times without anybody being there: %q", len(got.Told), got.Told)
	}
	if !slices.Equal(got.Silences[:1], []string{"silence.nobodyInPerson most=5"}) {
		t.Errorf("silences = %q", got.Silences)
	}
	s.router.placement.Message = "After an hour of quiet."
	s.later(time.Hour)
	if s.writes(); len(s.told()) != 1 {
		t.Errorf("told %q after an hour of quiet", s.told())
	}
}

func TestAPersonEndsTheSilence(t *testing.T) {
	t.Parallel()
	s := open(t)
	for i := range 10 {
		s.router.placement.Message = fmt.Sprintf("Greeting %d.", i)
		s.writes()
		s.does("Max", conversation.Close)
	}
	s.writes()
	s.later(time.Minute)
	s.does("Jo", conversation.Pick)
	if diff := cmp.Diff([]string{"(joined)", "Jo is here."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestAutomatedMessagesOfAnHourAreBoundedWhoeverIsThere(t *testing.T) {
	t.Parallel()
	s, texts := open(t), 0
	s.writes()
	for range 40 { // a script accepts and transfers
		for _, step := range []func(){
			func() { s.does("Max", conversation.Assign, conversation.Action{Agent: address("Jo")}) },
			func() { s.does("Jo", conversation.Transfer, conversation.Action{Queue: "front"}) },
		} {
			step()
			for _, told := range s.told() {
				if told[0] != '(' {
					texts++
				}
			}
		}
		s.later(time.Second)
	}
	if texts != 20 {
		t.Errorf("%d automated messages within an hour, want 20", texts)
	}
}

func TestEveryFileOfManyIsKeptAndOneIsAnswered(t *testing.T) {
	t.Parallel()
	s, got := open(t), flood{}
	s.router.placement.NoFiles = "No files, please."
	for range 20 {
		s.hears(s.inbound(channel.File))
		got.add(s)
		s.later(time.Second)
	}
	if diff := cmp.Diff([]string{"No files, please."}, got.Told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if got.Kept[1] != 20 {
		t.Errorf("kept %v, want every message", got.Kept)
	}
}

func TestAWishIsRecordedOnceASession(t *testing.T) {
	t.Parallel()
	s, events := open(t), 0
	for range 60 {
		s.hears(s.inbound(channel.WantsPerson))
		events += len(s.last.Events)
	}
	if events != 2 || !s.c.WantsPerson { // the session opened, and the wish
		t.Errorf("%d events, wants a person: %v", events, s.c.WantsPerson)
	}
}

func TestWhatChangesNothingIsRefusedOnceThereIsTooMuchOfIt(t *testing.T) {
	t.Parallel()
	s := picked(t)
	for i := range 98 { // it was opened and picked before
		s.does("Jo", conversation.SetPriority, conversation.Action{Priority: int64(i%2 + 1)})
	}
	s.refused("action.tooManyEvents most=100", "Jo", conversation.SetPriority, conversation.Action{Priority: 50})
	s.does("Jo", conversation.End)
	s.later(time.Hour)
	s.writes()
	s.does("Max", conversation.SetPriority, conversation.Action{Priority: 50})
}

func TestABudgetDoesNotGrow(t *testing.T) {
	t.Parallel()
	s := open(t, terms(func(w *configuration.Workstream) { w.RepeatAfter = span(time.Minute) }))
	for i := range 100 {
		s.router.placement.Message = fmt.Sprintf("Greeting %d.", i)
		s.writes()
		s.does("Max", conversation.Close)
		s.later(2 * time.Hour)
	}
	if n := len(s.c.Budget.Said); n > 8 {
		t.Errorf("%d texts are remembered, want 8 at most", n)
	}
}
