package conversation

import (
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// ActionKind is what an agent asks for.
type ActionKind string

// The actions.
const (
	// Accept and Decline answer an offer; Text may say why.
	Accept  ActionKind = "accept"
	Decline ActionKind = "decline"
	// Pick takes a session that waits.
	Pick ActionKind = "pick"
	// Park leaves it to the customer when to go on, and Revive takes it back.
	Park   ActionKind = "park"
	Revive ActionKind = "revive"
	// Transfer hands it to Queue or to Agent; Release puts it back into its queue.
	Transfer ActionKind = "transfer"
	Release  ActionKind = "release"
	// Consult lets Agent read along, and Leave ends that.
	Consult ActionKind = "consult"
	Leave   ActionKind = "leave"
	// End is the end of the talk, Close that of the wrap-up; a supervisor closes
	// whatever the state is.
	End   ActionKind = "end"
	Close ActionKind = "close"
	// Assign gives it to Agent, even without room; supervisors do that.
	Assign ActionKind = "assign"
	// WriteNote keeps Text for agents, and lets Agents, whom it is for, read along.
	WriteNote ActionKind = "note"
	// SetPriority gives it Priority.
	SetPriority ActionKind = "priority"
	// Prefer names Agents that the customer should have.
	Prefer ActionKind = "prefer"
	// MarkRead tells the customer that the message Of was read, and Type, with On,
	// that somebody types.
	MarkRead ActionKind = "read"
	Type     ActionKind = "typing"
)

// ActionStatus says what became of an action.
type ActionStatus string

// The stations of an action.
const (
	ActionPending ActionStatus = "pending"
	ActionDone    ActionStatus = "done"
	ActionRefused ActionStatus = "refused"
)

// Action is the document conversations/{c}/actions/{id}. Its author writes Kind
// and what it needs, Author, Status "pending" and CreatedAt; the function writes
// the outcome.
type Action struct {
	ID     string       `firestore:"-"`
	Kind   ActionKind   `firestore:"kind"`
	Author Author       `firestore:"author"`
	Status ActionStatus `firestore:"status"`
	// What some kinds need.
	Queue    string   `firestore:"queue,omitempty"`
	Agent    string   `firestore:"agent,omitempty"`
	Agents   []string `firestore:"agents,omitempty"`
	Text     string   `firestore:"text,omitempty"`
	Priority int64    `firestore:"priority,omitempty"`
	Of       string   `firestore:"of,omitempty"`
	On       bool     `firestore:"on,omitempty"`
	// Reason says why the action was refused; nil if it was not.
	Reason *reason.Reason `firestore:"reason"`
	// Traceparent names the trace of the work that carried it out.
	Traceparent string `firestore:"traceparent,omitempty"`

	CreatedAt time.Time `firestore:"createdAt,serverTimestamp"`
	EndedAt   time.Time `firestore:"endedAt"`
}

// Names are the agents without whose entries it cannot be carried out.
func (a Action) Names() []string {
	names := []string{a.Author.Email, a.Agent}
	if a.Kind == WriteNote && len(a.Agents) <= MaxMentions {
		names = append(names, a.Agents...)
	}
	return names
}

// Ended reports whether the action has its outcome.
func (a Action) Ended() bool { return a.Status == ActionDone || a.Status == ActionRefused }

// Outcome is the action with what became of it: refused for a reason, or done if that
// is nil.
func (a Action) Outcome(refused *RefusedError, now time.Time) Action {
	a.Status, a.EndedAt = ActionDone, now
	if refused != nil {
		a.Status, a.Reason = ActionRefused, &refused.Reason
	}
	return a
}

// Person is an agent and whether the agent's client is there.
type Person struct {
	agent.Agent
	Lease agent.Lease
}

// Present reports whether the agent's client is there.
func (p Person) Present(now time.Time) bool { return now.Before(p.Lease.Until) }

// Desk is what an action is carried out with.
type Desk struct {
	Config *configuration.Config
	// By asks for the action; To is the agent whom it names, if any. People are all whom
	// it names, see [Action.Names].
	By, To Person
	People map[string]Person
	Now    time.Time
}

// Carry carries out an agent's action. An error of type [*RefusedError] is an answer
// to the agent; there are no others.
func (c Conversation) Carry(a Action, d Desk) (Change, error) {
	do := map[ActionKind]func(*Change, Action, Desk) error{
		Accept: (*Change).accept, Decline: (*Change).declined, Pick: (*Change).pick, Park: (*Change).park,
		Revive: (*Change).revive, Transfer: (*Change).transfer, Release: (*Change).release, Consult: (*Change).consult,
		Leave: (*Change).leave, End: (*Change).end, Close: (*Change).finish, Assign: (*Change).assign,
		WriteNote: (*Change).note, SetPriority: (*Change).setPriority, Prefer: (*Change).prefer,
		MarkRead: (*Change).markRead, Type: (*Change).typed,
	}[a.Kind]
	switch {
	case a.Author.Email == "":
		return Change{}, refuse(ActionWithoutAuthor, nil)
	case do == nil:
		return Change{}, refuse(ActionUnknown, reason.Args{"action": Preview(string(a.Kind))})
	case c.ID == "":
		return Change{}, refuse(NoSuchConversation, nil)
	case !d.By.OnRoster():
		return Change{}, refuse(NotOnTheRoster, reason.Args{"agent": a.Author.Email})
	}
	ch := Change{Conversation: c}
	err := do(&ch, a, d)
	if _, ok := errors.AsType[*TransitionError](err); ok {
		err = c.situation(d)
	}
	if err != nil {
		return Change{}, err
	}
	ch.settle(d.Config)
	return ch, nil
}
