package conversation

import (
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// An action sets or removes one tag, not the whole list: two people who tag a session at
// the same time both have their way, in whatever order the actions are carried out.

// tag carries out [SetTag].
func (ch *Change) tag(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireHolder(d); err != nil {
		return err
	}
	has := slices.Contains(c.Tags, a.Of)
	_, known := d.Config.Tags[a.Of]
	switch {
	case a.On == has:
		return nil
	case a.On && !known:
		return refuse(NoSuchTag, reason.Args{"tag": Preview(a.Of)})
	case a.On && len(c.Tags) >= configuration.MaxTags:
		return refuse(TooManyTags, reason.Args{"most": configuration.MaxTags})
	case c.overspent(d.Now):
		return refuse(TooManyEvents, reason.Args{"most": maxEvents})
	}
	cause := Tagged
	if a.On {
		c.Tags = append(slices.Clone(c.Tags), a.Of)
		slices.Sort(c.Tags)
	} else {
		cause = Untagged
		c.Tags = slices.DeleteFunc(slices.Clone(c.Tags), func(tag string) bool { return tag == a.Of })
	}
	ch.record(cause, d.By.Email, d.Now)
	ch.because(TagIs, reason.Args{"tag": a.Of})
	if c.State == Open { // its queue's list has the tags, and why it waits
		ch.refreshItem(d.Config, d.Now)
	}
	return nil
}

// setOutcome carries out [SetOutcome].
func (ch *Change) setOutcome(a Action, d ActionInput) error {
	c := &ch.Conversation
	if err := c.requireHolder(d); err != nil {
		return err
	}
	switch {
	case a.Of == c.Outcome:
		return nil
	case c.overspent(d.Now):
		return refuse(TooManyEvents, reason.Args{"most": maxEvents})
	}
	if err := c.takeOutcome(a, d); err != nil {
		return err
	}
	c.Outcome = a.Of
	ch.record(OutcomeSet, d.By.Email, d.Now)
	ch.tellOutcome(a)
	return nil
}

// takeOutcome sets the outcome that an action comes with, if any.
func (c *Conversation) takeOutcome(a Action, d ActionInput) error {
	if a.Of == "" {
		return nil
	}
	if _, known := d.Config.Outcomes[a.Of]; !known {
		return refuse(NoSuchOutcome, reason.Args{"outcome": Preview(a.Of)})
	}
	c.Outcome = a.Of
	return nil
}

// concludes takes the outcome of a session that its agent is about to close, and refuses
// to close it without one where the workstream needs it. Whatever else closes a session,
// such as time, closes it without: nothing may be left open for want of a word.
func (c *Conversation) concludes(a Action, d ActionInput) error {
	if err := c.takeOutcome(a, d); err != nil {
		return err
	}
	if c.Outcome == "" && d.Config.RequiresOutcome(c.Workstream) {
		return refuse(OutcomeIsMissing, nil)
	}
	return nil
}

// tellOutcome adds the outcome that an action came with to the last event.
func (ch *Change) tellOutcome(a Action) {
	if a.Of != "" {
		ch.because(OutcomeIs, reason.Args{"outcome": a.Of})
	}
}

// requireHolder refuses an action that only supervisors may ask for, and the agent who
// works on the session, wraps it up or has set it aside. A closed session stays as it is.
func (c *Conversation) requireHolder(d ActionInput) error {
	if c.State == Closed || !c.heldBy(d.By) {
		return c.refuseState(d)
	}
	return nil
}
