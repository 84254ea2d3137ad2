package conversation

import (
	"cmp"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// RefusedError is the reason why an action cannot be carried out, for the agent.
type RefusedError struct{ reason.Reason }

// Error is the code with the arguments.
func (r *RefusedError) Error() string { return "refused: " + r.String() }

func refuse(code reason.Code, args reason.Args) *RefusedError {
	return &RefusedError{*reason.New(code, args)}
}

// requireOwner refuses an action that only the owner or a supervisor may ask for.
func (c *Conversation) requireOwner(d ActionInput) error {
	if c.Owner == d.By.Email || d.By.Role.Supervises() {
		return nil
	}
	return c.refuseState(d)
}

// requireReach refuses an action that only the owner, a supervisor or, while the
// session is open, an agent who could pick it may ask for.
func (c *Conversation) requireReach(d ActionInput) error {
	switch {
	case c.State == Open && d.By.Serves(c.Queue):
		return nil
	case c.State == Open && !d.By.Role.Supervises():
		return refuse(NotServing, reason.Args{"queue": queueName(d.Config, c.Queue)})
	}
	return c.requireOwner(d)
}

// refuseState refuses an action that the session's state does not allow, and says
// what that state is.
func (c *Conversation) refuseState(d ActionInput) *RefusedError {
	switch c.State {
	case Open:
		return refuse(IsInQueue, reason.Args{"queue": queueName(d.Config, c.Queue)})
	case Offered:
		if c.Owner == d.By.Email {
			return refuse(IsOfferedToYou, nil)
		}
		return refuse(IsOffered, c.ownerArgs())
	case Active:
		if c.Owner == d.By.Email {
			return refuse(IsYours, nil)
		}
		return refuse(IsTaken, c.ownerArgs())
	case Parked:
		return refuse(IsParked, nil)
	case WrapUp:
		return refuse(HasEnded, nil)
	case Closed:
	}
	return refuse(IsClosed, nil)
}

// ownerArgs names the owner.
func (c *Conversation) ownerArgs() reason.Args {
	return reason.Args{"agent": cmp.Or(c.OwnerName, c.Owner)}
}

// requireRoom refuses to give a session to an agent who is not there or has no
// room.
func requireRoom(p Person, cost int64, now time.Time) error {
	switch {
	case !p.Present(now):
		return refuseAbsent(p)
	case !p.Fits(cost):
		return refuse(AgentHasNoRoom, reason.Args{"agent": p.Name(), "used": p.Used, "capacity": p.Capacity, "cost": cost})
	}
	return nil
}

func refuseAbsent(p Person) *RefusedError {
	return refuse(AgentNotConnected, reason.Args{"agent": p.Name()})
}
