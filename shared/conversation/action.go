package conversation

import (
	"fmt"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
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
	// WriteNote keeps Text for agents.
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
	// Reason says why the action was refused, in words for the agent.
	Reason    string    `firestore:"reason"`
	CreatedAt time.Time `firestore:"createdAt"`
	EndedAt   time.Time `firestore:"endedAt"`
}

// Ended reports whether the action has its outcome.
func (a Action) Ended() bool { return a.Status == ActionDone || a.Status == ActionRefused }

// Outcome is the action with what became of it: refused for a reason, or done.
func (a Action) Outcome(refused RefusedError, now time.Time) Action {
	a.Status, a.Reason, a.EndedAt = ActionDone, string(refused), now
	if refused != "" {
		a.Status = ActionRefused
	}
	return a
}

// RefusedError is the reason why an action cannot be carried out, for the agent.
type RefusedError string

func (r RefusedError) Error() string { return string(r) }

func refuse(format string, args ...any) error { return RefusedError(fmt.Sprintf(format, args...)) }

// Person is an agent and whether the agent's client is there.
type Person struct {
	agent.Agent
	Lease agent.Lease
}

// Present reports whether the agent's client is there.
func (p Person) Present(now time.Time) bool { return now.Before(p.Lease.Until) }

// Desk is what an action is carried out with.
type Desk struct {
	Config *route.Config
	// By asks for the action; To is the agent whom it names, if any.
	By, To Person
	Now    time.Time
}

// Carry carries out an agent's action. An error of type [RefusedError] is an answer
// to the agent; there are no others.
func (c Conversation) Carry(a Action, d Desk) (Change, error) {
	if a.Author.Email == "" {
		return Change{}, refuse("the action has no author")
	}
	do := map[ActionKind]func(*Change, Action, Desk) error{
		Accept: (*Change).accept, Decline: (*Change).declined, Pick: (*Change).pick, Park: (*Change).park,
		Revive: (*Change).revive, Transfer: (*Change).transfer, Release: (*Change).release, Consult: (*Change).consult,
		Leave: (*Change).leave, End: (*Change).end, Close: (*Change).finish, Assign: (*Change).assign,
		WriteNote: (*Change).note, SetPriority: (*Change).setPriority, Prefer: (*Change).prefer,
		MarkRead: (*Change).markRead, Type: (*Change).typed,
	}[a.Kind]
	switch {
	case do == nil:
		return Change{}, refuse("there is no action %q", a.Kind)
	case c.ID == "":
		return Change{}, refuse("there is no such conversation")
	case !d.By.Known():
		return Change{}, refuse("%s is not in the roster: ask a supervisor", a.Author.Email)
	}
	ch := Change{Conversation: c}
	if err := do(&ch, a, d); err != nil {
		return Change{}, refusal(err)
	}
	return ch.settle(d.Config), nil
}

// refusal turns a missing row of the state table into an agent's words.
func refusal(err error) error {
	if _, ok := err.(*TransitionError); ok { //nolint:errorlint // it comes from here and is not wrapped
		return RefusedError(err.Error())
	}
	return err
}

// mine refuses an action that only the owner, or a supervisor, may ask for.
func (c *Conversation) mine(d Desk) error {
	switch {
	case c.Owner == d.By.Email, d.By.Role.Supervises():
		return nil
	case c.Owner == "":
		return refuse("nobody has this conversation now")
	}
	return refuse("%s has this conversation", c.ownerName())
}

func (c *Conversation) ownerName() string {
	if c.OwnerName != "" {
		return c.OwnerName
	}
	return c.Owner
}

// able refuses to give a session to somebody who is not there or has no room.
func able(p Person, cost int64, now time.Time) error {
	switch {
	case !p.Present(now):
		return refuse("%s is not there: the connection was lost", p.Name())
	case !p.Fits(cost):
		return refuse("%s has no room: %d of %d units are used, this one takes %d", p.Name(), p.Used, p.Capacity, cost)
	}
	return nil
}

func (ch *Change) accept(_ Action, d Desk) error {
	c := &ch.Conversation
	switch {
	case c.State == Active && c.Owner == d.By.Email:
		return nil
	case c.State != Offered || c.Owner != d.By.Email:
		return refuse("this offer is over%s", c.nowWith())
	case !d.Now.Before(c.OfferedUntil):
		return refuse("this offer ended at %s", c.OfferedUntil.Format(time.TimeOnly))
	}
	if err := ch.begin(d.By.Agent, d.Config.Terms(c.Workstream), Accepted, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.occasion(d, d.Config.Terms(c.Workstream).Messages.AgentJoined)
	return nil
}

// nowWith says who has the session.
func (c *Conversation) nowWith() string {
	if c.Owner == "" {
		return ""
	}
	return ", " + c.ownerName() + " has this conversation"
}

func (ch *Change) declined(a Action, d Desk) error {
	c := &ch.Conversation
	if c.State != Offered || c.Owner != d.By.Email {
		return refuse("this offer is over%s", c.nowWith())
	}
	ch.load(d.By.Email).Answered = true
	if err := ch.decline(d.Config, Declined, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.because(a.Text)
	return nil
}

// because adds an agent's reason to the last event.
func (ch *Change) because(text string) {
	if text != "" {
		e := &ch.Events[len(ch.Events)-1]
		e.Trace = append(slices.Clone(e.Trace), Preview(text))
	}
}

func (ch *Change) pick(_ Action, d Desk) error {
	c := &ch.Conversation
	terms := d.Config.Terms(c.Workstream)
	switch {
	case c.Owner == d.By.Email && c.State == Active:
		return nil
	case c.Owner == d.By.Email && c.State == Offered:
		return ch.accept(Action{}, d)
	case c.Owner != "":
		return refuse("%s has this conversation", c.ownerName())
	case c.State == Open && !d.By.Serves(c.Queue) && !d.By.Role.Supervises():
		return refuse("you do not serve the queue %s", d.Config.Queues[c.Queue].DisplayName)
	}
	if err := able(d.By, terms.Cost(), d.Now); err != nil && c.State == Open {
		return err
	}
	if err := ch.begin(d.By.Agent, terms, Picked, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.occasion(d, terms.Messages.AgentJoined)
	return nil
}

func (ch *Change) park(_ Action, d Desk) error {
	c := &ch.Conversation
	if err := c.mine(d); err != nil {
		return err
	}
	if err := ch.transit(Parked, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.takeBack(d.Now)
	c.ParkedAt, c.UnansweredSince = d.Now, time.Time{}
	return nil
}

func (ch *Change) revive(_ Action, d Desk) error {
	c := &ch.Conversation
	terms := d.Config.Terms(c.Workstream)
	if c.State == Waiting && c.LastOwner != d.By.Email && !d.By.Role.Supervises() {
		return refuse("only the agent who parked it, or a supervisor, can take it back")
	}
	if err := able(d.By, terms.Cost(), d.Now); err != nil {
		return err
	}
	return ch.begin(d.By.Agent, terms, Revived, d.By.Email, d.Now)
}

func (ch *Change) transfer(a Action, d Desk) error {
	switch {
	case (a.Queue == "") == (a.Agent == ""):
		return refuse("a transfer is to a queue or to an agent")
	case a.Queue != "":
		return ch.transferToQueue(a, d)
	}
	return ch.transferToAgent(a, d)
}

func (ch *Change) transferToQueue(a Action, d Desk) error {
	c := &ch.Conversation
	queue, ok := d.Config.Queues[a.Queue]
	if !ok {
		return refuse("there is no queue %q", a.Queue)
	}
	if s := d.Config.Schedule(a.Queue); s != nil && !s.OpenAt(d.Now) && !d.By.Role.Supervises() {
		return refuse("the queue %s is closed", queue.DisplayName)
	}
	if err := ch.mayHand(d); err != nil {
		return err
	}
	from := c.Queue
	wasOpen := c.State == Open
	if err := ch.transit(TransferredQueue, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.because(a.Text)
	if wasOpen {
		ch.Dequeue = from
	}
	ch.takeBack(d.Now)
	c.WaitingSince, c.Declined = d.Now, nil
	ch.enqueue(d.Config, a.Queue, d.Now)
	ch.occasion(d, d.Config.Terms(c.Workstream).Messages.Transferred)
	return nil
}

// mayHand refuses who may not give the session away: of one that waits, only a
// supervisor.
func (ch *Change) mayHand(d Desk) error { return ch.Conversation.mine(d) }

func (ch *Change) transferToAgent(a Action, d Desk) error {
	c := &ch.Conversation
	terms := d.Config.Terms(c.Workstream)
	if err := c.mine(d); err != nil {
		return err
	}
	switch {
	case !d.To.Known():
		return refuse("there is no agent %s", a.Agent)
	case a.Agent == c.Owner:
		return refuse("%s has this conversation already", c.ownerName())
	case d.To.Chose() == agent.Away || d.To.Chose() == agent.Offline:
		return refuse("%s is %s", d.To.Name(), d.To.Chose())
	}
	if err := able(d.To, terms.Cost(), d.Now); err != nil {
		return err
	}
	c.WaitingSince, c.Declined = d.Now, nil
	if err := ch.offer(d.To.Agent, terms, TransferredAgent, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.because(a.Text)
	ch.occasion(d, terms.Messages.Transferred)
	return nil
}

func (ch *Change) release(a Action, d Desk) error {
	if err := ch.Conversation.mine(d); err != nil {
		return err
	}
	ch.Conversation.WaitingSince = d.Now
	if err := ch.requeue(d.Config, Released, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.because(a.Text)
	return nil
}
