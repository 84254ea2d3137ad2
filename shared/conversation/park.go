package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// park carries out [Park]: the session goes on whenever the customer writes, or when its
// time has come.
func (ch *Change) park(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireOwner(d); err != nil {
		return err
	}
	switch {
	case a.Until.IsZero():
	case !a.Until.After(d.Now):
		return refuse(ParkIsPast, nil)
	case a.Until.After(d.Now.Add(MaxPark)):
		return refuse(ParkIsTooLong, reason.Args{"most": MaxPark})
	}
	if err := ch.transit(ParkedByAgent, d.By.Email, d.Now); err != nil {
		return err
	}
	if !a.Until.IsZero() {
		ch.because(ParkedTill, reason.Args{"until": a.Until})
	}
	c.pausePromise(d.Config, d.Now)
	ch.releaseOwner(d.Now)
	c.ParkedAt, c.ParkedUntil = d.Now, a.Until
	return nil
}

// endPark brings a session back that was parked until now. As when the customer writes, it
// goes into its queue, where whoever parked it is asked first: so nobody has to be there
// for it to go on.
func (ch *Change) endPark(config *configuration.Config, now time.Time) error {
	if err := ch.transit(ParkOver, routingActor, now); err != nil {
		return err
	}
	c := &ch.Conversation
	c.restartWait(now)
	c.WasParked, c.RemindedAt = true, now
	c.reserve(config, now)
	ch.enqueue(config, c.Queue, now, now)
	return nil
}

// isOnlyReminder reports whether the session is only back because an agent wanted to go on
// with it now: the customer has no question, and waits for nothing.
func (c *Conversation) isOnlyReminder() bool {
	return !c.RemindedAt.IsZero() && c.UnansweredSince.IsZero()
}
