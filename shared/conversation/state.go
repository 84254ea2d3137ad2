package conversation

import "fmt"

// State is the state of the conversation's latest session.
type State string

// The states of a session.
const (
	Open    State = "open"
	Offered State = "offered"
	Active  State = "active"
	Parked  State = "parked"
	WrapUp  State = "wrap-up"
	// Closed also stands for a conversation that never had a session.
	Closed State = "closed"
)

// Cause is why a session changes its state.
type Cause string

// The causes of a transition.
const (
	CustomerWrote  Cause = "customerWrote"
	Pushed         Cause = "pushed"
	Picked         Cause = "picked"
	StartedByAgent Cause = "started"
	Assigned       Cause = "assigned"
	Accepted       Cause = "accepted"
	Declined       Cause = "declined"
	OfferExpired   Cause = "offerExpired"
	AgentGone      Cause = "agentGone"
	ParkedByAgent  Cause = "parkedByAgent"
	// ParkOver brings a session back that was parked until now.
	ParkOver           Cause = "parkOver"
	Revived            Cause = "revived"
	Returned           Cause = "returned"
	TransferredQueue   Cause = "transferredToQueue"
	TransferredAgent   Cause = "transferredToAgent"
	Released           Cause = "released"
	Ended              Cause = "ended"
	Done               Cause = "done"
	WrapUpExpired      Cause = "wrapUpExpired"
	ClosedBySupervisor Cause = "closedBySupervisor"
	Inactive           Cause = "inactive"
	OverflowedToClose  Cause = "overflowed"
	// AccountRemoved ends a session of an account that the configuration has no longer, or that
	// is closing.
	AccountRemoved Cause = "accountRemoved"
	// Unsubscribed says that the customer wants no more messages, and closes a session
	// that no agent is at work on; Subscribed says that they want them again.
	Unsubscribed Cause = "unsubscribed"
	Subscribed   Cause = "subscribed"
	// NoticeAccepted, NoticeRefused and NoticeUnanswered are what became of a notice that was
	// to be answered.
	NoticeAccepted   Cause = "noticeAccepted"
	NoticeRefused    Cause = "noticeRefused"
	NoticeUnanswered Cause = "noticeUnanswered"
	// OverflowedToQueue moves a session that has waited too long to another
	// queue.
	OverflowedToQueue Cause = "overflowedToQueue"
	NoAnswer          Cause = "noAnswer"
	// These change no state; they can be recorded in any.
	AskedForPerson Cause = "askedForPerson"
	PrioritySet    Cause = "prioritySet"
	Tagged         Cause = "tagged"
	Untagged       Cause = "untagged"
	OutcomeSet     Cause = "outcomeSet"
	Consulted      Cause = "consulted"
	GuestLeft      Cause = "guestLeft"
	GuestDismissed Cause = "guestDismissed"
	Alerted        Cause = "alerted"
	// HoldBegan and HoldEnded say that an admin keeps the conversation from being deleted.
	HoldBegan Cause = "holdBegan"
	HoldEnded Cause = "holdEnded"
	// Silenced says that the conversation has done so much by itself that it holds
	// something back.
	Silenced Cause = "silenced"
)

// Hold is what a transition does to the owner's capacity. It is the specification,
// which only tests read: they check every row against what its states hold. A
// change takes capacity and gives it back where the owner changes.
type Hold string

// The effects on capacity.
const (
	NoHold   Hold = "none"
	Held     Hold = "held"
	Used     Hold = "used"
	Freed    Hold = "released"
	Moved    Hold = "moved"
	ByWrapUp Hold = "wrap-up"
)

// Transition is one row of the state table.
type Transition struct {
	From  State
	Cause Cause
	To    State
	Hold  Hold
}

// Table returns every transition that exists. Any other is an error.
func Table() []Transition {
	return []Transition{
		{Closed, CustomerWrote, Open, NoHold},
		{Closed, StartedByAgent, Active, Used},
		{Open, Pushed, Offered, Held},
		{Open, Picked, Active, Used},
		{Open, Assigned, Active, Used},
		{Open, Returned, Active, Used},
		{Open, TransferredQueue, Open, NoHold},
		{Open, OverflowedToQueue, Open, NoHold},
		{Offered, Accepted, Active, Used},
		{Offered, Declined, Open, Freed},
		{Offered, OfferExpired, Open, Freed},
		{Offered, AgentGone, Open, Freed},
		{Active, ParkedByAgent, Parked, Freed},
		{Parked, Revived, Active, Used},
		{Parked, CustomerWrote, Open, NoHold},
		{Parked, ParkOver, Open, NoHold},
		{Active, TransferredQueue, Open, Freed},
		{Active, Released, Open, Freed},
		{Active, NoAnswer, Open, Freed},
		{Active, Assigned, Active, Moved},
		{Offered, Assigned, Active, Moved},
		{Parked, Assigned, Active, Used},
		{Active, AgentGone, Open, Freed},
		{Active, TransferredAgent, Offered, Moved},
		{Active, Ended, WrapUp, ByWrapUp},
		{WrapUp, Revived, Active, Used},
		{WrapUp, Done, Closed, Freed},
		{WrapUp, WrapUpExpired, Closed, Freed},
		{WrapUp, AgentGone, Closed, Freed},
		{WrapUp, CustomerWrote, Closed, Freed},
		{Open, ClosedBySupervisor, Closed, NoHold},
		{Offered, ClosedBySupervisor, Closed, Freed},
		{Active, ClosedBySupervisor, Closed, Freed},
		{Parked, ClosedBySupervisor, Closed, NoHold},
		{WrapUp, ClosedBySupervisor, Closed, Freed},
		{Open, Inactive, Closed, NoHold},
		{Offered, Inactive, Closed, Freed},
		{Active, Inactive, Closed, Freed},
		{Parked, Inactive, Closed, NoHold},
		{WrapUp, Inactive, Closed, Freed},
		{Open, OverflowedToClose, Closed, NoHold},
		{Open, Unsubscribed, Closed, NoHold},
		{Offered, Unsubscribed, Closed, Freed},
		{Parked, Unsubscribed, Closed, NoHold},
		{Open, AccountRemoved, Closed, NoHold},
		{Offered, AccountRemoved, Closed, Freed},
		{Active, AccountRemoved, Closed, Freed},
		{Parked, AccountRemoved, Closed, NoHold},
		{WrapUp, AccountRemoved, Closed, Freed},
	}
}

// TransitionError says that the state table has no such transition.
type TransitionError struct {
	From  State
	Cause Cause
}

// Error is for the log.
func (e *TransitionError) Error() string {
	return fmt.Sprintf("a session that is %q cannot change by %q", e.From, e.Cause)
}

// Next looks a transition up in the table. The error is a [*TransitionError].
func Next(from State, cause Cause) (Transition, error) {
	for _, t := range Table() {
		if t.From == from && t.Cause == cause {
			return t, nil
		}
	}
	return Transition{}, &TransitionError{From: from, Cause: cause}
}
