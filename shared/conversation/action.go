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
	// Accept and Decline answer an offer. Declining may have the reason Of, one of the
	// workstream's, and Text may say more.
	Accept  ActionKind = "accept"
	Decline ActionKind = "decline"
	// Pick takes an open session from its queue.
	Pick ActionKind = "pick"
	// Park sets it aside until the customer writes again or, if it is earlier, Until, and
	// Revive resumes it. Revive
	// also takes End back during the wrap-up, for whoever wraps it up.
	Park   ActionKind = "park"
	Revive ActionKind = "revive"
	// Transfer moves it to Queue or to Agent; Release puts it back into its
	// queue.
	Transfer ActionKind = "transfer"
	Release  ActionKind = "release"
	// Consult makes Agent a guest, who can read it; Leave ends that, and with Dismiss
	// whoever has the session, or a supervisor, ends it for the guest Agent.
	Consult ActionKind = "consult"
	Leave   ActionKind = "leave"
	Dismiss ActionKind = "dismiss"
	// End ends the talk and Close the wrap-up; a supervisor can close it in any
	// state. Both may come with the outcome Of.
	End   ActionKind = "end"
	Close ActionKind = "close"
	// Assign gives it to Agent, even without free capacity; only supervisors may.
	Assign ActionKind = "assign"
	// WriteNote adds Text as a note for agents, and makes the mentioned Agents
	// guests, if its author may invite.
	WriteNote ActionKind = "note"
	// EditNote gives the note Of the text Text, and DeleteNote takes its text away: only
	// who wrote it may, for as long as [NoteEditable].
	EditNote   ActionKind = "editNote"
	DeleteNote ActionKind = "deleteNote"
	// SetPriority sets its priority to Priority.
	SetPriority ActionKind = "priority"
	// SetTag sets the tag Of, with On, or removes it. SetOutcome sets the outcome Of, or
	// removes it if Of is empty.
	SetTag     ActionKind = "tag"
	SetOutcome ActionKind = "outcome"
	// Prefer names the Agents that the customer should get.
	Prefer ActionKind = "prefer"
	// Describe writes Text down as the [Detail] Of of the customer, or takes that away.
	Describe ActionKind = "describe"
	// MarkRead tells the customer that the message Of was read, and Type, with
	// On, that the agent is typing.
	MarkRead ActionKind = "read"
	Type     ActionKind = "typing"
	// Discard withdraws the reply Of, which has yet to be sent.
	Discard ActionKind = "discard"
	// Revoke takes back the message of the reply Of, which has yet to be delivered.
	Revoke ActionKind = "revoke"
)

// Moves reports whether an action can change who should have the session. After any
// other, nobody looks for an agent.
func (k ActionKind) Moves() bool {
	switch k {
	case Consult, Leave, Dismiss, WriteNote, EditNote, DeleteNote, SetOutcome, Prefer, Describe, MarkRead, Type, Revoke:
		return false
	default:
		return true
	}
}

// ActionStatus is what became of an action.
type ActionStatus string

// The statuses of an action.
const (
	ActionPending ActionStatus = "pending"
	ActionDone    ActionStatus = "done"
	ActionRefused ActionStatus = "refused"
)

// Signals reports whether the action only tells the customer what the agent is doing.
func (k ActionKind) Signals() bool { return k == Type || k == MarkRead }

// life is how long an action is kept after its end.
func (k ActionKind) life() time.Duration {
	if k.Signals() {
		return SignalLife
	}
	return ActionLife
}

// Action is the document conversations/{c}/actions/{id}. Its author writes Kind
// and what it needs, Author, Status "pending" and CreatedAt; the function writes
// the outcome.
type Action struct {
	ID     string       `firestore:"-"`
	Kind   ActionKind   `firestore:"kind"`
	Author Author       `firestore:"author"`
	Status ActionStatus `firestore:"status"`
	// Arguments of some kinds.
	Queue    string   `firestore:"queue,omitempty"`
	Agent    string   `firestore:"agent,omitempty"`
	Agents   []string `firestore:"agents,omitempty"`
	Text     string   `firestore:"text,omitempty"`
	Priority int64    `firestore:"priority,omitempty"`
	Of       string   `firestore:"of,omitempty"`
	On       bool     `firestore:"on,omitempty"`
	// Session is, of a tag, the number of the session that it is for, if that may be over; 0
	// is the one that is open.
	Session int64 `firestore:"session,omitempty"`
	// Until is [MaxPark] from now at most.
	Until time.Time `firestore:"until,omitempty"`
	// Masked are the rules by which something was masked: its author's client may have,
	// and the function.
	Masked []string `firestore:"masked,omitempty"`
	// Rewritten is whether the function masked or removed something, so that the document
	// holds other words; it is not stored.
	Rewritten bool `firestore:"-"`
	// Reply is the reply that Of names, for Discard and Revoke, or nil; it is not stored.
	Reply *Reply `firestore:"-"`
	// Note is the note that Of names, for EditNote and DeleteNote, or nil, and Past its
	// session, or the one that a tag is for, if that is over and there is a document of it, or
	// nil; Over is what the conversation keeps of it. They are not stored.
	Note *Message       `firestore:"-"`
	Past *ClosedSession `firestore:"-"`
	Over *Session       `firestore:"-"`
	// Reason says why the action was refused; nil if it was not.
	Reason *reason.Reason `firestore:"reason"`
	// Traceparent names the trace of the work that carried it out.
	Traceparent string `firestore:"traceparent,omitempty"`

	CreatedAt time.Time `firestore:"createdAt,serverTimestamp"`
	EndedAt   time.Time `firestore:"endedAt"`
	// ExpireAt is when Firestore deletes an action that has its outcome.
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// AgentsNamed returns the agents whose documents are needed to carry out the
// action.
func (a Action) AgentsNamed() []string {
	names := []string{a.Author.Email, a.Agent}
	if a.Kind == WriteNote && len(a.Agents) <= MaxMentions || a.Kind == Prefer && len(a.Agents) <= MaxPreferred {
		names = append(names, a.Agents...)
	}
	return names
}

// Ended reports whether the action has its outcome.
func (a Action) Ended() bool { return a.Status == ActionDone || a.Status == ActionRefused }

// Outcome returns the action with its outcome: refused for a reason, or done.
func (a Action) Outcome(refused *RefusedError, now time.Time) Action {
	a.Status, a.EndedAt, a.ExpireAt = ActionDone, now, now.Add(a.Kind.life())
	switch {
	case refused != nil:
		a.Status, a.Reason = ActionRefused, &refused.Reason
	case a.Kind == EditNote: // the note has the text, and the author may yet delete it
		a.Text, a.Rewritten = "", true
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

// ActionInput is what an action is carried out with.
type ActionInput struct {
	Config *configuration.Config
	// By is the agent who asks for the action; To is the agent it names, if any.
	// People are all agents that it names, see [Action.AgentsNamed].
	By, To Person
	People map[string]Person
	Now    time.Time
}

// InputOf is what an action is carried out with, by the agents that it names.
func InputOf(a Action, config *configuration.Config, people map[string]Person, now time.Time) ActionInput {
	return ActionInput{Config: config, By: people[a.Author.Email], To: people[a.Agent], People: people, Now: now}
}

// CarryOut carries out an agent's action. An error of type [RefusedError] is an
// answer to the agent; there are no others.
func (c Conversation) CarryOut(a Action, d ActionInput) (Change, error) {
	do := map[ActionKind]func(*Change, Action, ActionInput) error{
		Accept: (*Change).accept, Decline: (*Change).decline, Pick: (*Change).pick, Park: (*Change).park,
		Revive: (*Change).revive, Transfer: (*Change).transfer, Release: (*Change).release, Consult: (*Change).consult,
		Leave: (*Change).leave, Dismiss: (*Change).dismiss, End: (*Change).end, Close: (*Change).closeByAgent, Assign: (*Change).assign,
		WriteNote: (*Change).writeNote, SetPriority: (*Change).setPriority, SetTag: (*Change).tag,
		SetOutcome: (*Change).setOutcome, Prefer: (*Change).prefer, Describe: (*Change).describe,
		MarkRead: (*Change).markRead, Type: (*Change).signalTyping, Discard: (*Change).discard,
		Revoke: (*Change).revoke, EditNote: (*Change).editNote, DeleteNote: (*Change).deleteNote,
	}[a.Kind]
	switch {
	case a.Author.Email == "":
		return Change{}, refuse(ActionWithoutAuthor, nil)
	case do == nil:
		return Change{}, refuse(ActionUnknown, reason.Args{"action": Preview(string(a.Kind))})
	case c.ID == "", c.Erasing:
		return Change{}, refuse(NoSuchConversation, nil)
	case !d.By.OnRoster():
		return Change{}, refuse(NotOnTheRoster, reason.Args{"agent": a.Author.Email})
	}
	ch := Change{Conversation: c}
	err := do(&ch, a, d)
	if _, ok := errors.AsType[*TransitionError](err); ok {
		err = c.refuseState(d)
	}
	if err != nil {
		return Change{}, err
	}
	ch.completeStep(d.Config)
	return ch, nil
}
