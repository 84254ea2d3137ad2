package conversation

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Decliner is an agent who declined or missed an offer of the session, or passed the
// session on. Such an agent comes last, and only after the workstream's pause.
type Decliner struct {
	// Agent is the e-mail address.
	Agent string `firestore:"agent"`
	// Times counts how often, and At is when it was last.
	Times int64     `firestore:"times"`
	At    time.Time `firestore:"at"`
}

// countDecline counts an offer that an agent declined or missed. Beyond
// [MaxDecliners], the agent whose decline is the longest ago is forgotten: by then,
// so many others were asked that this one may be asked again.
func (c *Conversation) countDecline(email string, now time.Time) {
	if email == "" {
		return
	}
	latest := Decliner{Agent: email, Times: c.declines(email).Times + 1, At: now}
	all := slices.DeleteFunc(slices.Clone(c.Declined), func(d Decliner) bool { return d.Agent == email })
	all = append(all, latest)
	c.Declined = all[max(0, len(all)-MaxDecliners):]
}

// declines is how often an agent declined or missed the session, and when.
func (c *Conversation) declines(email string) Decliner {
	for _, d := range c.Declined {
		if d.Agent == email {
			return d
		}
	}
	return Decliner{}
}

// PausesUntil is when such an agent may be offered the session again.
func (c *Conversation) PausesUntil(d Decliner, config *configuration.Config) time.Time {
	return d.At.Add(time.Duration(*config.Terms(c.Workstream).Offer.Pause))
}

// pauseEnds is the first end of a pause since agents were last searched for, or
// zero. After it, the session may be offered to somebody who declined it.
func (c *Conversation) pauseEnds(config *configuration.Config) time.Time {
	var first time.Time
	for _, d := range c.Declined {
		if at := c.PausesUntil(d, config); at.After(c.LookedAt) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}
