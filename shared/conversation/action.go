package conversation

import (
	"errors"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// ActionKind is what an agent asks for.
type ActionKind string

// The actions.
const (
	Pick ActionKind = "pick"
	End  ActionKind = "end"
)

// ActionStatus says what became of an action.
type ActionStatus string

// The stations of an action.
const (
	ActionPending ActionStatus = "pending"
	ActionDone    ActionStatus = "done"
	ActionRefused ActionStatus = "refused"
)

// Action is the document conversations/{c}/actions/{id}. Its author writes Kind,
// Author, Status "pending" and CreatedAt; the function writes the outcome.
type Action struct {
	ID     string       `firestore:"-"`
	Kind   ActionKind   `firestore:"kind"`
	Author Author       `firestore:"author"`
	Status ActionStatus `firestore:"status"`
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

// Carry carries out an agent's action. An error of type [RefusedError] is an answer
// to the agent; there are no others.
func (c Conversation) Carry(a Action, now time.Time) (Change, error) {
	switch {
	case c.ID == "":
		return Change{}, RefusedError("there is no such conversation")
	case a.Author.Email == "":
		return Change{}, RefusedError("the action has no author")
	}
	ch := Change{Conversation: c}
	var err error
	switch a.Kind {
	case Pick:
		err = ch.pick(a.Author, now)
	case End:
		err = ch.end(a.Author, now)
	default:
		err = RefusedError(fmt.Sprintf("there is no action %q", a.Kind))
	}
	if err != nil {
		return Change{}, refusal(err)
	}
	return ch, nil
}

func (ch *Change) pick(by Author, now time.Time) error {
	c := &ch.Conversation
	if c.Owner != "" && c.Owner != by.Email {
		return RefusedError(c.ownerName() + " has this conversation")
	}
	if c.Owner == by.Email && c.State == Active {
		return nil
	}
	queue := c.Queue
	if err := ch.transit(Picked, by.Email, now); err != nil {
		return err
	}
	c.Owner, c.OwnerName = by.Email, by.Name
	ch.Dequeue = queue
	ch.signal(channel.Joined, by, now)
	return nil
}

// end closes an active session. Without a wrap-up rule the wrap-up is over at
// once.
func (ch *Change) end(by Author, now time.Time) error {
	c := &ch.Conversation
	if c.State == Active && c.Owner != by.Email {
		return RefusedError(c.ownerName() + " has this conversation")
	}
	if err := ch.transit(Ended, by.Email, now); err != nil {
		return err
	}
	if err := ch.transit(Done, by.Email, now); err != nil {
		return err
	}
	c.Owner, c.OwnerName, c.ClosedAt = "", "", now
	ch.signal(channel.Left, by, now)
	if c.Survey {
		ch.signal(channel.Survey, bot(), now)
	}
	return nil
}

func (c *Conversation) ownerName() string {
	if c.OwnerName != "" {
		return c.OwnerName
	}
	return c.Owner
}

// refusal turns a missing row of the state table into an agent's words.
func refusal(err error) error {
	if te, ok := errors.AsType[*TransitionError](err); ok {
		return RefusedError(te.Error())
	}
	return err
}
