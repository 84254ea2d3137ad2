package conversation

import (
	"cmp"
	"fmt"
	"time"
)

// RefusedError is the reason why an action cannot be carried out, for the agent.
type RefusedError string

func (r RefusedError) Error() string { return string(r) }

func refuse(format string, args ...any) error { return RefusedError(fmt.Sprintf(format, args...)) }

// mine refuses an action that only the owner, or a supervisor, may ask for.
func (c *Conversation) mine(d Desk) error {
	if c.Owner == d.By.Email || d.By.Role.Supervises() {
		return nil
	}
	return c.situation(d)
}

// reached refuses an action that only the owner, a supervisor, or, while it is open,
// whoever could pick it may ask for.
func (c *Conversation) reached(d Desk) error {
	switch {
	case c.State == Open && d.By.Serves(c.Queue):
		return nil
	case c.State == Open && !d.By.Role.Supervises():
		return refuse("you do not serve the queue %s", queueName(d.Config, c.Queue))
	}
	return c.mine(d)
}

// situation refuses an action that does not go with where the session is, which it
// tells.
func (c *Conversation) situation(d Desk) error {
	switch c.State {
	case Open:
		return refuse("this conversation waits in the queue %s", queueName(d.Config, c.Queue))
	case Offered:
		if c.Owner == d.By.Email {
			return refuse("this conversation is being offered to you")
		}
		return refuse("this conversation is being offered to %s", cmp.Or(c.OwnerName, c.Owner))
	case Active:
		if c.Owner == d.By.Email {
			return refuse("you have this conversation")
		}
		return refuse("%s has this conversation", cmp.Or(c.OwnerName, c.Owner))
	case Parked:
		return refuse("this conversation is parked until the customer writes")
	case WrapUp:
		return refuse("this conversation has ended")
	case Closed:
	}
	return refuse("this conversation is closed")
}

// able refuses to give a session to somebody who is not there or has no room.
func able(p Person, cost int64, now time.Time) error {
	switch {
	case !p.Present(now):
		return refuseAbsent(p)
	case !p.Fits(cost):
		return refuse("%s has no room: %d of %d units are used, this one takes %d", p.Name(), p.Used, p.Capacity, cost)
	}
	return nil
}

func refuseAbsent(p Person) error {
	return refuse("%s is not there: the connection was lost", p.Name())
}
