package conversation

import (
	"maps"

	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// consult carries out [Consult].
func (ch *Change) consult(a Action, d Desk) error {
	c := &ch.Conversation
	if err := c.mine(d); err != nil {
		return err
	}
	switch {
	case c.State != Active, a.Agent == c.Owner:
		return c.situation(d)
	case !d.To.OnRoster():
		return refuse(NoSuchAgent, reason.Args{"agent": Preview(a.Agent)})
	case c.Guests[a.Agent] != "":
		return nil
	}
	return ch.invite(d.To, d)
}

// invite lets an agent read along from now on.
func (ch *Change) invite(p Person, d Desk) error {
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
func (ch *Change) leave(_ Action, d Desk) error {
	c := &ch.Conversation
	if c.Guests[d.By.Email] == "" {
		return refuse(NotAGuest, nil)
	}
	c.dismiss(d.By.Email)
	ch.record(GuestLeft, d.By.Email, d.Now)
	return nil
}

// dismiss ends an agent's reading along.
func (c *Conversation) dismiss(email string) {
	if c.Guests[email] != "" {
		c.Guests = maps.Clone(c.Guests)
		delete(c.Guests, email)
	}
}
