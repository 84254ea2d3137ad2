package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// end carries out [End]. The wrap-up may use capacity. If the workstream has
// none, it is over immediately.
func (ch *Change) end(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireOwner(d); err != nil {
		return err
	}
	terms := d.Config.Terms(c.Workstream)
	closes := terms.WrapUp.Blocks == configuration.BlocksNever
	if err := ch.transit(Ended, d.By.Email, d.Now); err != nil {
		return err
	}
	take := c.takeOutcome
	if closes {
		take = c.concludes
	}
	if err := take(a, d); err != nil {
		return err
	}
	ch.tellOutcome(a)
	c.EndedAt = d.Now
	ch.sayOccasion(d.Config, terms.Messages.Ended, d.Now)
	ch.signal(channel.Left, Author{Email: c.Owner, Name: c.OwnerName}, d.Now)
	if c.Survey {
		ch.sendSurvey(d.Config, d.Now)
	}
	if closes {
		return ch.closeSession(Done, d.By.Email, d.Now)
	}
	return nil
}

// closeByAgent carries out [Close]: it ends the wrap-up or, if a supervisor asks
// for it, the session in any state.
func (ch *Change) closeByAgent(a Action, d ActionInput) error {
	c := &ch.Conversation
	switch {
	case c.State == Closed:
		return nil
	case c.State == WrapUp && c.Owner == d.By.Email:
		return ch.wrapUp(a, d)
	case c.State == WrapUp && !d.By.Role.Supervises():
		return refuse(IsBeingWrappedUp, c.ownerArgs())
	case !d.By.Role.Supervises():
		return refuse(OnlySupervisorCloses, nil)
	}
	if err := c.takeOutcome(a, d); err != nil {
		return err
	}
	wasActive, by := c.State == Active, Author{Email: c.Owner, Name: c.OwnerName}
	if err := ch.closeSession(ClosedBySupervisor, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.said(a.Text)
	ch.tellOutcome(a)
	if wasActive {
		ch.signal(channel.Left, by, d.Now)
	}
	return nil
}

// wrapUp ends the wrap-up, with the outcome that the workstream may need.
func (ch *Change) wrapUp(a Action, d ActionInput) error {
	if err := ch.Conversation.concludes(a, d); err != nil {
		return err
	}
	if err := ch.closeSession(Done, d.By.Email, d.Now); err != nil {
		return err
	}
	ch.tellOutcome(a)
	return nil
}

// EndRemoved ends the session of a conversation whose account is closing, with its message,
// or which the configuration has no longer: nobody can write to the customer then. The error
// is [ErrOver] if there is nothing to end.
func (c Conversation) EndRemoved(config *configuration.Config, now time.Time) (Change, error) {
	if !config.Closes(c.Account) || c.State == Closed || c.State == "" {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	if err := ch.closeSession(AccountRemoved, routingActor, now); err != nil {
		return Change{}, err
	}
	ch.sayOccasion(config, config.Accounts[c.Account].Closing, now)
	ch.completeStep(config)
	return ch, nil
}

// closeSession ends the session permanently.
func (ch *Change) closeSession(cause Cause, actor string, now time.Time) error {
	if err := ch.transit(cause, actor, now); err != nil {
		return err
	}
	ch.releaseOwner(now)
	c := &ch.Conversation
	c.ClosedAt, c.Guests, c.WasParked = now, nil, false
	ch.archive(cause)
	return nil
}
