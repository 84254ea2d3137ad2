package conversation_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// step is where a session can be and what happens to it.
type step struct {
	from  conversation.State
	cause conversation.Cause
}

// outcome is where the session gets and what that does to the owner's capacity.
type outcome struct {
	to   conversation.State
	hold conversation.Hold
}

// steps is the state table, written down a second time: a change of it is meant
// to be made twice.
func steps() map[step]outcome {
	return map[step]outcome{
		{"closed", "customerWrote"}: {"open", "none"},
		{"closed", "started"}:       {"active", "used"},

		{"open", "pushed"}:             {"offered", "held"},
		{"open", "picked"}:             {"active", "used"},
		{"open", "assigned"}:           {"active", "used"},
		{"open", "returned"}:           {"active", "used"},
		{"open", "transferredToQueue"}: {"open", "none"},
		{"open", "overflowedToQueue"}:  {"open", "none"},
		{"open", "overflowed"}:         {"closed", "none"},
		{"open", "closedBySupervisor"}: {"closed", "none"},
		{"open", "inactive"}:           {"closed", "none"},

		{"offered", "accepted"}:           {"active", "used"},
		{"offered", "assigned"}:           {"active", "moved"},
		{"offered", "declined"}:           {"open", "released"},
		{"offered", "offerExpired"}:       {"open", "released"},
		{"offered", "agentGone"}:          {"open", "released"},
		{"offered", "closedBySupervisor"}: {"closed", "released"},
		{"offered", "inactive"}:           {"closed", "released"},

		{"active", "assigned"}:           {"active", "moved"},
		{"active", "parkedByAgent"}:      {"parked", "released"},
		{"active", "transferredToQueue"}: {"open", "released"},
		{"active", "transferredToAgent"}: {"offered", "moved"},
		{"active", "released"}:           {"open", "released"},
		{"active", "noAnswer"}:           {"open", "released"},
		{"active", "agentGone"}:          {"open", "released"},
		{"active", "ended"}:              {"wrap-up", "wrap-up"},
		{"active", "closedBySupervisor"}: {"closed", "released"},
		{"active", "inactive"}:           {"closed", "released"},

		{"parked", "revived"}:            {"active", "used"},
		{"parked", "assigned"}:           {"active", "used"},
		{"parked", "parkOver"}:           {"open", "none"},
		{"parked", "customerWrote"}:      {"open", "none"},
		{"parked", "closedBySupervisor"}: {"closed", "none"},
		{"parked", "inactive"}:           {"closed", "none"},
		{"parked", "unsubscribed"}:       {"closed", "none"},
		{"offered", "unsubscribed"}:      {"closed", "released"},
		{"open", "unsubscribed"}:         {"closed", "none"},

		{"wrap-up", "revived"}:        {"active", "used"},
		{"open", "accountRemoved"}:    {"closed", "none"},
		{"offered", "accountRemoved"}: {"closed", "released"},
		{"active", "accountRemoved"}:  {"closed", "released"},
		{"parked", "accountRemoved"}:  {"closed", "none"},
		{"wrap-up", "accountRemoved"}: {"closed", "released"},

		{"wrap-up", "done"}:               {"closed", "released"},
		{"wrap-up", "wrapUpExpired"}:      {"closed", "released"},
		{"wrap-up", "agentGone"}:          {"closed", "released"},
		{"wrap-up", "customerWrote"}:      {"closed", "released"},
		{"wrap-up", "closedBySupervisor"}: {"closed", "released"},
		{"wrap-up", "inactive"}:           {"closed", "released"},
	}
}

func states() []conversation.State {
	return []conversation.State{
		conversation.Open, conversation.Offered, conversation.Active,
		conversation.Parked, conversation.WrapUp, conversation.Closed, "", "unheard of",
	}
}

func causes() []conversation.Cause {
	return []conversation.Cause{
		conversation.CustomerWrote, conversation.Pushed, conversation.Picked, conversation.StartedByAgent, conversation.Assigned,
		conversation.Accepted, conversation.Declined, conversation.OfferExpired, conversation.AgentGone,
		conversation.ParkedByAgent, conversation.ParkOver, conversation.Revived, conversation.Returned, conversation.TransferredQueue,
		conversation.TransferredAgent, conversation.Released, conversation.Ended, conversation.Done,
		conversation.AccountRemoved,
		conversation.WrapUpExpired, conversation.ClosedBySupervisor, conversation.Inactive,
		conversation.OverflowedToClose, conversation.OverflowedToQueue, conversation.NoAnswer,
		conversation.AskedForPerson, conversation.PrioritySet, conversation.Tagged, conversation.Untagged, conversation.OutcomeSet, conversation.Consulted, conversation.GuestLeft, conversation.GuestDismissed,
		conversation.Alerted, conversation.Silenced, conversation.Unsubscribed, conversation.Subscribed,
		conversation.NoticeAccepted, conversation.NoticeRefused, conversation.NoticeUnanswered, "", "unheard of",
	}
}

func TestTableHoldsTheStepsOfTheDesignAndNoRowTwice(t *testing.T) {
	t.Parallel()
	got := map[step]outcome{}
	for _, row := range conversation.Table() {
		at := step{row.From, row.Cause}
		if _, again := got[at]; again {
			t.Errorf("two rows for %v", at)
		}
		got[at] = outcome{row.To, row.Hold}
	}
	if diff := cmp.Diff(steps(), got, cmp.AllowUnexported(step{}, outcome{})); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
}

func TestNextMovesByTheTableAndByNothingElse(t *testing.T) {
	t.Parallel()
	for _, from := range states() {
		for _, cause := range causes() {
			got, err := conversation.Next(from, cause)
			to, there := steps()[step{from, cause}]
			if there {
				want := conversation.Transition{From: from, Cause: cause, To: to.to, Hold: to.hold}
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("Next(%q, %q): error %v, transition (-want +got):\n%s", from, cause, err, diff)
				}
				continue
			}
			refused, ok := errors.AsType[*conversation.TransitionError](err)
			if !ok || *refused != (conversation.TransitionError{From: from, Cause: cause}) {
				t.Errorf("Next(%q, %q) = %v, %v, want a TransitionError that names both", from, cause, got, err)
			}
			if want := fmt.Sprintf("a session that is %q cannot change by %q", from, cause); err.Error() != want {
				t.Errorf("Next(%q, %q): %v, want %s", from, cause, err, want)
			}
		}
	}
}

func TestEverySessionCanEnd(t *testing.T) {
	t.Parallel()
	ends := map[conversation.State]bool{conversation.Closed: true}
	for range conversation.Table() { // a path is never longer than the table
		for _, row := range conversation.Table() {
			ends[row.From] = ends[row.From] || ends[row.To]
		}
	}
	for _, row := range conversation.Table() {
		for _, s := range []conversation.State{row.From, row.To} {
			if !ends[s] {
				t.Errorf("a session that is %q can never be closed", s)
			}
		}
	}
}

func TestOnlyAClosedSessionCannotBeClosedBySupervisorOrInactivity(t *testing.T) {
	t.Parallel()
	for _, from := range states()[:6] {
		for _, cause := range []conversation.Cause{conversation.ClosedBySupervisor, conversation.Inactive} {
			_, err := conversation.Next(from, cause)
			if got, want := err != nil, from == conversation.Closed; got != want {
				t.Errorf("Next(%q, %q) refused = %v, want %v", from, cause, got, want)
			}
		}
	}
}

func TestCapacityIsHeldFromTheOfferUntilSomebodyElseOrNobodyHasTheSession(t *testing.T) {
	t.Parallel()
	holds := map[conversation.State]bool{
		conversation.Offered: true, conversation.Active: true, conversation.WrapUp: true,
	}
	for _, row := range conversation.Table() {
		var want []conversation.Hold
		switch from, to := holds[row.From], holds[row.To]; {
		case from && to:
			want = []conversation.Hold{conversation.Used, conversation.Moved, conversation.ByWrapUp}
		case from:
			want = []conversation.Hold{conversation.Freed}
		case to:
			want = []conversation.Hold{conversation.Held, conversation.Used}
		default:
			want = []conversation.Hold{conversation.NoHold}
		}
		if !slices.Contains(want, row.Hold) {
			t.Errorf("%+v: want one of %v", row, want)
		}
	}
}
