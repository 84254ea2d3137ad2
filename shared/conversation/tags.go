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
	if a.Session > 0 && (a.Session != c.Session.Number || c.State == Closed) {
		return ch.retag(a, d)
	}
	if err := c.requireHolder(d); err != nil {
		return err
	}
	tags, changed, err := c.tagged(c.Tags, a, d)
	if err != nil || !changed {
		return err
	}
	c.Tags = tags
	ch.recordTag(a, d, c.Session.Number)
	if c.State == Open { // its queue's list has the tags, and why it waits
		ch.refreshItem(d.Config, d.Now)
	}
	return nil
}

// tagged is the tags of a session with what the action does to them, and whether that
// changes anything.
func (c *Conversation) tagged(tags []string, a Action, d ActionInput) (after []string, changed bool, err error) {
	_, known := d.Config.Tags[a.Of]
	switch {
	case a.On == slices.Contains(tags, a.Of):
		return tags, false, nil
	case a.On && !known:
		return nil, false, refuse(NoSuchTag, reason.Args{"tag": Preview(a.Of)})
	case a.On && len(tags) >= configuration.MaxTags:
		return nil, false, refuse(TooManyTags, reason.Args{"most": configuration.MaxTags})
	case c.overspent(d.Now):
		return nil, false, refuse(TooManyEvents, reason.Args{"most": maxEvents})
	}
	after = slices.DeleteFunc(slices.Clone(tags), func(tag string) bool { return tag == a.Of })
	if a.On {
		after = append(after, a.Of)
		slices.Sort(after)
	}
	return after, true, nil
}

func (ch *Change) recordTag(a Action, d ActionInput, session int64) {
	cause := Untagged
	if a.On {
		cause = Tagged
	}
	ch.record(cause, d.By.Email, d.Now).Session = session
	ch.because(TagIs, reason.Args{"tag": a.Of})
}

// retag is tag for a session that is over, which supervisors put in order afterwards. Its
// figures by tag follow; a rating that is still to come counts by the new tags.
func (ch *Change) retag(a Action, d ActionInput) error {
	c := &ch.Conversation
	switch {
	case !d.By.Role.Supervises():
		return refuse(IsClosed, nil)
	case a.Over == nil || a.Past == nil:
		return refuse(NoSuchSession, nil)
	}
	over, past := *a.Over, *a.Past
	tags, changed, err := c.tagged(over.Tags, a, d)
	if err != nil || !changed {
		return err
	}
	over.Tags, past.Tags = tags, tags
	past.Keys = slices.DeleteFunc(slices.Clone(past.Keys), func(key string) bool { return key == tagKey(a.Of) })
	if a.On {
		past.Keys = append(past.Keys, tagKey(a.Of))
	}
	if c.Session.Number == over.Number {
		c.Tags = tags
	}
	if c.Surveyed.Session == over.Number {
		c.Surveyed.Tags = tags
	}
	ch.Retagged, ch.Past = &over, append(ch.Past, past)
	ch.countTag(over, a.Of, a.On)
	ch.recordTag(a, d, over.Number)
	return nil
}

// tagKey is what a session with a tag is found by.
func tagKey(tag string) string { return "tag:" + tag }

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
