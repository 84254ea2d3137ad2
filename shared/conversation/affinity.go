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
	reminds := c.LastOwner != "" && !c.RemindedAt.IsZero() // the agent asked for it
	if (lately || reminds) && c.WasParked {
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

// ReviewReservation keeps an open session that is reserved for the first of the
// customer's agents who could take it soon, or for nobody. The error is [ErrOver] if
// that changes nothing.
func (c Conversation) ReviewReservation(
	couldSoon func(email string) bool, config *configuration.Config, now time.Time,
) (Change, error) {
	if c.State != Open || c.Reserved == "" {
		return Change{}, ErrOver
	}
	keep, favourites := "", c.Favourites(config, now)
	if i := slices.IndexFunc(favourites, couldSoon); i >= 0 {
		keep = favourites[i]
	}
	if keep == c.Reserved && now.Before(c.ReservedUntil) {
		return Change{}, ErrOver
	}
	ch := Change{Conversation: c}
	if ch.Conversation.Reserved = keep; keep == "" {
		ch.Conversation.ReservedUntil = time.Time{}
	}
	ch.refreshItem(config, now)
	ch.completeStep(config)
	return ch, nil
}

// prefer carries out [Prefer]. An agent who was preferred and has left the roster
// since is left out.
func (ch *Change) prefer(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireOwner(d); err != nil {
		return err
	}
	if len(a.Agents) > MaxPreferred {
		return refuse(TooManyPreferred, reason.Args{"most": MaxPreferred})
	}
	var preferred []string
	for _, email := range a.Agents {
		if !isAddress(email) {
			return refuse(NotAnAddress, reason.Args{"address": Preview(email)})
		}
		switch listed := d.People[email].OnRoster(); {
		case listed:
			preferred = append(preferred, email)
		case !slices.Contains(c.Preferred, email):
			return refuse(NoSuchAgent, reason.Args{"agent": email})
		}
	}
	c.Preferred = preferred
	return nil
}

// isAddress reports whether a text can be an agent's address, which is used as a
// document's name.
func isAddress(text string) bool {
	return strings.Contains(text, "@") && !strings.Contains(text, "/") && len(text) <= agent.MaxAddress
}
