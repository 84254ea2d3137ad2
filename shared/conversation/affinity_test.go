package conversation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// returns is a scene in which Dana writes again some time after Jo has closed her
// session.
func returns(t *testing.T, after time.Duration, edits ...func(*configuration.Spec)) *scene {
	t.Helper()
	s := picked(t, append(edits, wraps(configuration.BlocksNever, time.Minute))...)
	s.does("Jo", conversation.End)
	s.later(after)
	s.writes()
	return s
}

func affinity(within, wait time.Duration) func(*configuration.Spec) {
	return terms(func(w *configuration.Workstream) {
		w.Affinity = configuration.Affinity{Within: span(within), Wait: configuration.Duration(wait)}
	})
}

func TestACustomerComesBackToTheSameAgentWithinTheWindow(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, tt := range []struct {
		name          string
		within, after time.Duration
		want          []string
	}{
		{"at once", 7 * day, 0, []string{address("Jo")}},
		{"at the end of the window", 7 * day, 7 * day, []string{address("Jo")}},
		{"after the window", 7 * day, 7*day + 1, nil},
		{"there is no window", 0, 0, nil},
	} {
		s := returns(t, tt.after, affinity(tt.within, 0))
		if diff := cmp.Diff(tt.want, s.favourites()); diff != "" {
			t.Errorf("%s: asked first (-want +got):\n%s", tt.name, diff)
		}
		if s.c.Reserved != "" || lane(s.last.Enqueue) != "front|" {
			t.Errorf("%s: reserved for %q in lane %q", tt.name, s.c.Reserved, lane(s.last.Enqueue))
		}
	}
}

func TestASessionIsKeptForTheCustomersAgentForAWhile(t *testing.T) {
	t.Parallel()
	s := returns(t, time.Hour, affinity(24*time.Hour, 5*time.Minute))
	if s.c.Reserved != address("Jo") || lane(s.last.Enqueue) != agent.OwnLane(address("Jo")) {
		t.Fatalf("reserved for %q in lane %q, want Jo's own", s.c.Reserved, lane(s.last.Enqueue))
	}
	since := s.now
	s.later(time.Minute)
	s.does("Max", conversation.SetPriority, conversation.Action{Priority: 2})
	if lane(s.last.Enqueue) != agent.OwnLane(address("Jo")) {
		t.Errorf("lane %q after a change of priority", lane(s.last.Enqueue))
	}
	s.expires(conversation.MatchesAgain)
	if s.c.Reserved != "" || lane(s.last.Enqueue) != "front|" || s.now.Sub(since) != 5*time.Minute {
		t.Errorf("after %v: reserved for %q in lane %q, want everybody's", s.now.Sub(since), s.c.Reserved, lane(s.last.Enqueue))
	}
	if got := s.c.Deadlines(s.config); len(got) > 0 {
		t.Errorf("deadlines %v, want none", got)
	}
}

func TestAReservationEndsWithTheOffer(t *testing.T) {
	t.Parallel()
	s := returns(t, time.Hour, affinity(24*time.Hour, 5*time.Minute))
	s.gives("Jo")
	s.is(conversation.Offered, "front", "Jo")
	s.does("Jo", conversation.Decline)
	if s.c.Reserved != "" || lane(s.last.Enqueue) != "front|" || len(s.favourites()) > 0 {
		t.Errorf("reserved for %q in lane %q, asked first %v", s.c.Reserved, lane(s.last.Enqueue), s.favourites())
	}
}

func TestARelaxationDuringAReservationTakesEffectAfterIt(t *testing.T) {
	t.Parallel()
	s := picked(t, affinity(24*time.Hour, 90*time.Second), wraps(configuration.BlocksNever, time.Minute))
	s.does("Jo", conversation.End)
	s.router.placement.Decision.Queue = "relaxed"
	s.router.placement.Decision.Skills = map[string]int64{"french": 7, "billing": 4}
	s.writes()
	var lanes []string
	for len(s.c.Deadlines(s.config)) > 0 {
		lanes = append(lanes, lane(s.last.Enqueue))
		s.expires(conversation.MatchesAgain)
	}
	want := []string{"@jo@example.com", "@jo@example.com", "relaxed|billing:4"}
	if diff := cmp.Diff(want, lanes); diff != "" || lane(s.last.Enqueue) != "relaxed|" {
		t.Errorf("lanes (-want +got):\n%s", diff)
	}
}

func TestThoseWhomTheCustomerPrefersAreAskedInTurn(t *testing.T) {
	t.Parallel()
	s := picked(t, affinity(24*time.Hour, time.Minute))
	s.does("Jo", conversation.Prefer, who(address("Kim"), address("Jo"), address("Kim")))
	s.does("Jo", conversation.End)
	s.writes()
	want := []string{address("Kim"), address("Jo")}
	if got := s.favourites(); !slices.Equal(got, want) || s.c.Reserved != address("Kim") {
		t.Errorf("asked first %v, reserved for %q, want %v", got, s.c.Reserved, want)
	}
	s.later(365 * 24 * time.Hour)
	if got := s.favourites(); !slices.Equal(got, want) {
		t.Errorf("asked first a year later: %v, want %v: a wish does not end", got, want)
	}
	s.gives("Kim")
	s.expires(conversation.OfferEnds)
	if got := s.favourites(); !slices.Equal(got, []string{address("Jo")}) {
		t.Errorf("asked first after Kim let it pass: %v", got)
	}
}

func TestPreferTakesUpToThreeAgentsOfTheRoster(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.refused("action.tooManyPreferred most=3", "Jo", conversation.Prefer, who("a@x", "b@x", "c@x", "d@x"))
	for _, wrong := range []string{"", "jo", "a@x/leases", "@" + strings.Repeat("x", 254)} {
		s.refused(reason.New(conversation.NotAnAddress, reason.Args{"address": conversation.Preview(wrong)}).String(), "Jo", conversation.Prefer, who(address("Sam"), wrong))
	}
	s.refused("action.noAgent agent=a@x", "Jo", conversation.Prefer, who(address("Sam"), "a@x"))
	s.does("Jo", conversation.Prefer, who(address("Sam"), address("Kim"), address("Jo")))
	delete(s.people, address("Kim")) // who left since
	s.does("Jo", conversation.Prefer, who(address("Sam"), address("Kim")))
	if want := []string{address("Sam")}; !slices.Equal(s.c.Preferred, want) {
		t.Errorf("preferred %v, want %v", s.c.Preferred, want)
	}
	s.does("Jo", conversation.Prefer)
	if len(s.c.Preferred) > 0 {
		t.Errorf("preferred %v, want nobody any more", s.c.Preferred)
	}
}
