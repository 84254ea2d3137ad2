package conversation

import (
	"maps"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// consult carries out [Consult].
func (ch *Change) consult(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireOwner(d); err != nil {
		return err
	}
	switch {
	case c.State != Active, a.Agent == c.Owner:
		return c.refuseState(d)
	case !d.To.OnRoster():
		return refuse(NoSuchAgent, reason.Args{"agent": Preview(a.Agent)})
	case c.Guests[a.Agent] != "":
		return nil
	}
	return ch.addGuest(d.To, d)
}

// addGuest lets an agent read the session from now on.
func (ch *Change) addGuest(p Person, d ActionInput) error {
	c := &ch.Conversation
	if len(c.Guests) >= MaxGuests {
		return refuse(TooManyGuests, reason.Args{"most": MaxGuests})
	}
	c.Guests = maps.Clone(c.Guests)
	if c.Guests == nil {
		c.Guests = map[string]string{}
	}
	c.Guests[p.Email] = p.Name()
	ch.record(Consulted, d.By.Email, d.Now)
	ch.because(GuestIs, reason.Args{"agent": p.Name()})
	return nil
}

// leave carries out [Leave].
func (ch *Change) leave(_ Action, d ActionInput) error {
	c := &ch.Conversation
	if c.Guests[d.By.Email] == "" {
		return refuse(NotAGuest, nil)
	}
	c.removeGuest(d.By.Email)
	ch.record(GuestLeft, d.By.Email, d.Now)
	return nil
}

// dismiss carries out [Dismiss].
func (ch *Change) dismiss(a Action, d ActionInput) error {
	c := &ch.Conversation
	name := c.Guests[a.Agent]
	switch {
	case !c.heldBy(d.By):
		return c.refuseState(d)
	case name == "":
		return refuse(NoSuchGuest, reason.Args{"agent": Preview(a.Agent)})
	}
	c.removeGuest(a.Agent)
	ch.record(GuestDismissed, d.By.Email, d.Now)
	ch.because(GuestIs, reason.Args{"agent": name})
	return nil
}

// LoseGuest ends the invitation of an agent who is suspended or off the roster, for good:
// who comes back has to be invited again. The error is [ErrOver] if the agent is no guest.
func (c Conversation) LoseGuest(email string, config *configuration.Config, now time.Time) (Change, error) {
	name := c.Guests[email]
	if name == "" {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	ch.Conversation.removeGuest(email)
	ch.record(GuestDismissed, routingActor, now)
	ch.because(GuestIs, reason.Args{"agent": name})
	ch.completeStep(config)
	return ch, nil
}

// heldBy reports whether somebody decides who reads along: supervisors, and the agent who
// works on the session or has set it aside. Guests do not, nor does an agent who was
// offered the session or could pick it: they would let others in to stay.
func (c *Conversation) heldBy(p Person) bool {
	switch {
	case p.Role.Supervises():
		return true
	case c.State == Active || c.State == WrapUp:
		return c.Owner == p.Email
	}
	return c.State == Parked && c.LastOwner == p.Email
}

// removeGuest removes a guest.
func (c *Conversation) removeGuest(email string) {
	if c.Guests[email] != "" {
		c.Guests = maps.Clone(c.Guests)
		delete(c.Guests, email)
	}
}
