package conversation

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Favourites returns the agents to ask before all others, in order: the one who
// parked the session, then those the customer prefers, then the one who last had
// the customer a short while ago.
func (c *Conversation) Favourites(config *configuration.Config, now time.Time) []string {
	var all []string
	add := func(emails ...string) {
		for _, email := range emails {
			if !slices.Contains(all, email) && c.declines(email).Times == 0 {
				all = append(all, email)
			}
		}
	}
	within := time.Duration(*config.Terms(c.Workstream).Affinity.Within)
	lately := c.LastOwner != "" && within > 0 && now.Sub(c.LastOwnedAt) <= within
	if lately && c.WasParked {
		add(c.LastOwner)
	}
	add(c.Preferred...)
	if lately {
		add(c.LastOwner)
	}
	return all
}

// reserve holds a newly queued session for the customer's agent for a while, if
// the workstream says so.
func (c *Conversation) reserve(config *configuration.Config, now time.Time) {
	wait := time.Duration(config.Terms(c.Workstream).Affinity.Wait)
	if wait <= 0 || !config.Pushes(c.Workstream, c.Queue) {
		return
	}
	if favourites := c.Favourites(config, now); len(favourites) > 0 {
		c.Reserved, c.ReservedUntil = favourites[0], now.Add(wait)
	}
}

// prefer carries out [Prefer].
func (ch *Change) prefer(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireOwner(d); err != nil {
		return err
	}
	if len(a.Agents) > MaxPreferred {
		return refuse(TooManyPreferred, reason.Args{"most": MaxPreferred})
	}
	for _, email := range a.Agents {
		// It is used as a document's name.
		if !strings.Contains(email, "@") || strings.Contains(email, "/") || len(email) > agent.MaxAddress {
			return refuse(NotAnAddress, reason.Args{"address": Preview(email)})
		}
	}
	c.Preferred = a.Agents
	return nil
}
