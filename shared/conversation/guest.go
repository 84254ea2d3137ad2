package conversation

import (
	"maps"

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

// removeGuest removes a guest.
func (c *Conversation) removeGuest(email string) {
	if c.Guests[email] != "" {
		c.Guests = maps.Clone(c.Guests)
		delete(c.Guests, email)
	}
}
