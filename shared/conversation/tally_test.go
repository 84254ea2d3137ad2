package conversation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// closes are the ways in which a session closes, with what it says of itself then.
func closes() map[string]struct {
	scene func(*testing.T) *scene
	close func(*scene)
	want  conversation.Session
} {
	jos := conversation.Session{
		Tally: conversation.Tally{AnsweredAt: at(60), FirstWait: 60, Within: true, Owner: "jo@example.com", OwnerName: "Jo", Agents: []string{"jo@example.com"}},
	}
	worked := func(s conversation.Session, handled int64, cause conversation.Cause) conversation.Session {
		s.Tally.Handled, s.ClosedBy = handled, cause
		s.Tally.Work = map[string]conversation.Work{"jo@example.com": {Handled: handled}}
		return s
	}
	ended := func(t *testing.T) *scene {
		t.Helper()
		s := picked(t)
		s.later(time.Minute)
		s.does("Jo", conversation.End)
		s.later(10 * time.Second)
		return s
	}
	return map[string]struct {
		scene func(*testing.T) *scene
		close func(*scene)
		want  conversation.Session
	}{
		"the agent ends it, and there is no wrap-up": {
			func(t *testing.T) *scene { t.Helper(); return picked(t, wraps(configuration.BlocksNever, time.Minute)) },
			func(s *scene) { s.later(90 * time.Second); s.does("Jo", conversation.End) },
			worked(jos, 90, conversation.Done),
		},
		"the agent is done": {
			ended, func(s *scene) { s.does("Jo", conversation.Close) }, worked(jos, 60, conversation.Done),
		},
		"the wrap-up is over": {
			ended, func(s *scene) { s.expires(conversation.WrapUpEnds) }, worked(jos, 60, conversation.WrapUpExpired),
		},
		"the agent is gone during the wrap-up": {
			ended, func(s *scene) { s.loses("Jo") }, worked(jos, 60, conversation.AgentGone),
		},
		"the customer writes during the wrap-up": {
			ended, func(s *scene) { s.writes() }, worked(jos, 60, conversation.CustomerWrote),
		},
		"a supervisor closes it": {
			func(t *testing.T) *scene { t.Helper(); return picked(t) },
			func(s *scene) { s.later(time.Minute); s.does("Max", conversation.Close) },
			worked(jos, 60, conversation.ClosedBySupervisor),
		},
		"nobody comes back to what was parked": {
			func(t *testing.T) *scene { t.Helper(); return parked(t) },
			func(s *scene) { s.expires(conversation.BecomesIdle) },
			func() conversation.Session {
				answered := worked(jos, 61, conversation.Inactive)
				answered.Tally.RespondedBy, answered.Tally.FirstResponse, answered.Tally.FirstInTime = "jo@example.com", 61, true
				return answered
			}(),
		},
		"a supervisor closes what nobody took": {
			func(t *testing.T) *scene { t.Helper(); return offered(t) },
			func(s *scene) { s.does("Max", conversation.Close) },
			conversation.Session{Tally: conversation.Tally{FirstWait: 60}, ClosedBy: conversation.ClosedBySupervisor},
		},
		"it waited too long": {
			func(t *testing.T) *scene {
				t.Helper()
				s := open(t, waits("front", 2*time.Minute, configuration.Remedy{Action: configuration.End}))
				s.writes()
				return s
			},
			func(s *scene) { s.expires(conversation.Overflows) },
			conversation.Session{Tally: conversation.Tally{FirstWait: 120}, ClosedBy: conversation.OverflowedToClose},
		},
		"it is not even queued": {
			func(t *testing.T) *scene {
				t.Helper()
				s := open(t)
				s.router.placement.Decision.Action = configuration.End
				return s
			},
			func(s *scene) { s.writes() },
			conversation.Session{ClosedBy: conversation.OverflowedToClose},
		},
	}
}

// TestASessionThatClosesIsKept, however it does. That it is there once, and that the
// figures agree, is the audit's.
func TestASessionThatClosesIsKept(t *testing.T) {
	t.Parallel()
	for name, tt := range closes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tt.scene(t)
			tt.close(s)
			if len(s.last.Closed) != 1 {
				t.Fatalf("%d sessions were closed", len(s.last.Closed))
			}
			want := tt.want
			want.Number, want.Workstream, want.Queue, want.Tally.CountedIn = 1, "support", "front", "front"
			want.OpenedAt, want.ClosedAt, want.Tally.Day, want.Tally.Hour = noon, s.now, "2026-03-05", "12"
			want.Language, want.ConfigVersion, want.State = "en", s.config.Version, conversation.Closed
			want.RepeatAfter, want.History, want.Keep = 3600, configuration.HistoryQueues, kept()
			got := s.last.Closed[0]
			unmeasured := cmpopts.IgnoreFields(conversation.Session{}, "EndedAt", "WaitingSince", "EnqueuedAt", "LookedAt", "Priority")
			if diff := cmp.Diff(want, got, unmeasured); diff != "" {
				t.Errorf("session (-want +got):\n%s", diff)
			}
			if e := s.last.Events; e[len(e)-1].To == conversation.Closed && e[len(e)-1].Cause != got.ClosedBy {
				t.Errorf("it says %q closed it, the event %q", got.ClosedBy, e[len(e)-1].Cause)
			}
			if diff := cmp.Diff(s.c.Session, got); s.c.State == conversation.Closed && diff != "" {
				t.Errorf("what is kept is not the conversation's session (-conversation +kept):\n%s", diff)
			}
		})
	}
}

func TestWhatClosesTwiceKeepsBoth(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.End)
	s.later(time.Second)
	s.router.placement.Decision.Action = configuration.End
	s.writes()
	if all := s.last.Closed; len(all) != 2 || all[0].Number != 1 || all[1].Number != 2 || all[1].Tally.Owner != "" {
		t.Errorf("closed %+v, want what Jo ended and what was not queued", all)
	}
	if s.closed[1].EndedAt.IsZero() || !s.closed[2].EndedAt.IsZero() {
		t.Error("an agent ended the first one, and no other")
	}
}

// TestHandlingIsTheTimeInWhichSomebodyWorks, of all who do, without what is between.
func TestHandlingIsTheTimeInWhichSomebodyWorks(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.answer() // a second
	s.later(29 * time.Second)
	s.does("Jo", conversation.Park)
	s.later(time.Hour)
	s.does("Jo", conversation.Revive)
	s.later(20 * time.Second)
	s.does("Max", conversation.Assign, toAgent("Sam")) // nothing is between
	s.later(10 * time.Second)
	s.does("Sam", conversation.Transfer, to("back"))
	s.later(time.Hour)
	s.does("Kim", conversation.Pick)
	s.later(40 * time.Second)
	if since := s.c.Tally.HandlingSince; !since.Equal(s.now.Add(-40 * time.Second)) {
		t.Errorf("somebody works on it since %v", since)
	}
	s.does("Kim", conversation.End)
	s.later(time.Hour)
	s.does("Max", conversation.Close)
	got := s.last.Closed[0]
	want := []string{address("Jo"), address("Sam"), address("Kim")}
	if got.Tally.Handled != 30+20+10+40 || !cmp.Equal(want, got.Tally.Agents) || got.Tally.Owner != address("Kim") || got.Tally.OwnerName != "Kim" {
		t.Errorf("handled for %d s by %v, at last %s", got.Tally.Handled, got.Tally.Agents, got.Tally.Owner)
	}
	if got.Queue != "back" || got.Tally.CountedIn != "front" || !got.Tally.AnsweredAt.Equal(at(60)) {
		t.Errorf("it was in %s, counts in %s, and was answered at %v", got.Queue, got.Tally.CountedIn, got.Tally.AnsweredAt)
	}
}

func TestTheFirstWaitAgainstThePromise(t *testing.T) {
	t.Parallel()
	soon := queue("front", func(q *configuration.Queue) { q.ServiceLevel.Within = span(time.Minute) })
	for name, tt := range map[string]struct {
		after  time.Duration
		within bool
	}{
		"before it is over":       {59 * time.Second, true},
		"to the very instant":     {time.Minute, true},
		"a moment later":          {time.Minute + time.Millisecond, false},
		"by a clock that is slow": {-time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, soon)
			s.writes()
			s.later(tt.after)
			s.gives("Jo")
			if len(s.last.Counts) != 0 {
				t.Error("an offer is no answer")
			}
			s.does("Jo", conversation.Accept)
			if s.c.Tally.Within != tt.within || len(s.last.Counts) != 1 {
				t.Errorf("within: %v, counts %+v", s.c.Tally.Within, s.last.Counts)
			}
		})
	}
}

// TestNobodyIsPromisedAnythingAtNight: the customer waits all the same.
func TestNobodyIsPromisedAnythingAtNight(t *testing.T) {
	t.Parallel()
	for after, within := range map[time.Duration]bool{8*time.Hour + 4*time.Minute: true, 8*time.Hour + 6*time.Minute: false} {
		s := open(t)
		s.router.placement.Decision.Queue = "night" // opens at eight in the evening
		s.writes()
		s.later(after)
		s.does("Max", conversation.Pick)
		if wait := s.last.Counts[0].FirstWait; s.c.Tally.Within != within || wait != int64(after/time.Second) {
			t.Errorf("after %s: within %v, a first wait of %d s", after, s.c.Tally.Within, wait)
		}
	}
}

// TestTheQueueInWhichItIsTakenCounts, and its promise, wherever the session came
// from.
func TestTheQueueInWhichItIsTakenCounts(t *testing.T) {
	t.Parallel()
	s := open(t, queue("back", func(q *configuration.Queue) { q.ServiceLevel.Within = span(10 * time.Second) }))
	s.writes()
	s.later(time.Minute)
	s.does("Max", conversation.Transfer, to("back"))
	s.does("Kim", conversation.Pick)
	if tally := s.c.Tally; tally.CountedIn != "back" || tally.Within {
		t.Errorf("tally = %+v, want it late in the back office", tally)
	}
}

func TestTheDayIsThatOfTheWorkstream(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string][2]string{
		"UTC":                 {"2026-03-05", "23"},
		"Europe/Paris":        {"2026-03-06", "00"},
		"America/Los_Angeles": {"2026-03-05", "15"},
	} {
		s := open(t, terms(func(w *configuration.Workstream) { w.TimeZone = zone }))
		s.now = time.Date(2026, 3, 5, 23, 30, 0, 0, time.UTC)
		s.writes()
		s.later(12 * time.Hour) // it is another day everywhere
		s.adopt(moved(t))       // and another zone
		s.does("Jo", conversation.Pick)
		if got := s.c.Tally; got.Day != want[0] || got.Hour != want[1] || s.last.Counts[0].ByHour[want[1]].Opened != 1 {
			t.Errorf("%s: %s at %s, counted %+v", zone, got.Day, got.Hour, s.last.Counts)
		}
	}
}

func TestTheNextSessionIsMeasuredAnew(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.later(time.Minute)
	s.does("Jo", conversation.End)
	s.later(25 * time.Hour)
	s.writes()
	if diff := cmp.Diff(conversation.Tally{Day: "2026-03-06", Hour: "13"}, s.c.Tally); diff != "" {
		t.Errorf("tally (-want +got):\n%s", diff)
	}
}
