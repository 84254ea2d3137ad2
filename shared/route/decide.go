// Package route decides where a new session goes, and why. A decision is a pure
// function of the routing configuration and of what is known about the session,
// so the same code serves the functions, the check of a configuration, and the
// replay of past decisions.
//
// The order is that of Dynamics 365's unified routing: workstream,
// classification, route-to-queue rules with the overflow of their queues,
// fallback queue.
package route

import (
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Decision is where a session goes. It is recorded as JSON.
type Decision struct {
	// Version is the configuration's.
	Version    string `json:"version"`
	Workstream string `json:"workstream"`
	Queue      string `json:"queue"`
	// Action is [configuration.QueueAnyway] or [configuration.End]: whether the
	// session is queued or ends immediately.
	Action string `json:"action"`
	// Overflowed is the queue that rules chose and that overflowed, if one did.
	Overflowed string `json:"overflowed,omitempty"`
	// Message names the automated message that the customer gets, if any.
	Message string `json:"message,omitempty"`
	// Language is the session's, from classification or the customer's locale.
	Language string `json:"language"`
	// Priority is the one that classification set; the queue has its own.
	Priority   int64             `json:"priority,omitempty"`
	Skills     map[string]int64  `json:"skills,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
	Tags       []string          `json:"tags,omitempty"`
}

// UnknownAccountError says that the configuration has no such account.
type UnknownAccountError struct{ Account, Version string }

// Error names the configuration and the account.
func (e *UnknownAccountError) Error() string {
	return fmt.Sprintf("routing configuration %s has no account %q: add it and apply", e.Version, e.Account)
}

// LengthError says that the decision depends on the length of a queue, which the
// facts do not contain. Count the queue's open sessions, add the number to
// Facts.Waiting, and decide again.
type LengthError struct{ Queue string }

// Error names the queue.
func (e *LengthError) Error() string {
	return fmt.Sprintf("it has to be known how many wait in queue %q", e.Queue)
}

// Decide places a session. The error is an [*UnknownAccountError] or a
// [*LengthError].
func Decide(c *configuration.Config, f Facts) (Decision, *Trace, error) {
	if _, ok := c.Accounts[f.Account]; !ok {
		return Decision{}, nil, &UnknownAccountError{Account: f.Account, Version: c.Version}
	}
	d := newDecider(c, f)
	d.begin()
	if err := d.decide(); err != nil {
		return Decision{}, nil, err
	}
	return d.decision, d.trace, nil
}

// decider is one decision in progress.
type decider struct {
	config   *configuration.Config
	flow     *configuration.Flow
	facts    Facts
	run      *condition.Run
	found    found
	trace    *Trace
	decision Decision
}

func newDecider(c *configuration.Config, f Facts) *decider {
	workstream, brandAgent, own := c.WorkstreamOf(f.Account, f.BrandAgent)
	flow := c.Flow(workstream)
	d := &decider{
		config: c, flow: flow, facts: f, run: newRun(c, f, brandAgent, flow.Zone),
		trace:    newTrace(c, f, brandAgent, flow),
		decision: Decision{Version: c.Version, Workstream: workstream, Action: configuration.QueueAnyway},
	}
	if own {
		d.trace.say(OfBrandAgent, reason.Args{"workstream": workstream, "brandAgent": brandAgent})
	} else {
		d.trace.say(OfAccount, reason.Args{"workstream": workstream})
	}
	if o, there := c.Outage(workstream); there {
		d.trace.say(OutageSet, reason.Args{"workstream": workstream, "by": o.Author(), "until": o.Until})
	}
	return d
}

// begin starts with what is known before classification: the customer's language,
// and recent findings about the customer's previous session.
func (d *decider) begin() {
	d.find(ofLocale(localeOf(d.facts.Context)))
	if d.facts.EndedAt.IsZero() {
		return
	}
	ago := max(0, d.facts.Now.Sub(d.facts.EndedAt)) // clocks differ
	if ago < time.Duration(*d.flow.ReopenWithin) {
		d.find(d.found.before(d.facts.Before))
		d.trace.say(IsKept, reason.Args{"ago": ago})
	}
}

// find applies what classification found.
func (d *decider) find(f found) {
	d.found = f
	d.found.show(d.run)
	d.trace.found = append(d.trace.found, f)
}

func (d *decider) decide() error {
	failed := d.classify()
	var err error
	if outcome := d.flow.Notice.Outcome(d.facts.Consent); outcome.Action == configuration.Transfer {
		d.decision.Queue = outcome.Queue
		d.trace.say(withoutConsent(d.facts.Consent), reason.Args{"queue": outcome.Queue})
	} else if !failed {
		failed, err = d.route()
	}
	switch {
	case err != nil:
		return err
	case d.decision.Queue != "":
	case failed:
		d.fallBack(FallbackAfterFailure)
	default:
		d.fallBack(FallbackWithoutMatch)
	}
	d.decision.Language, d.decision.Priority = d.found.language, d.found.priority
	d.decision.Skills, d.decision.Attributes = d.found.skills, d.found.attributes
	d.decision.Tags = d.found.tags
	if d.decision.Language == "" {
		d.decision.Language = d.flow.Language
	}
	// Whoever has an answer already is not greeted on top of it.
	if d.decision.Message == "" && d.decision.Action != configuration.End && !d.facts.Answered {
		d.decision.Message = d.flow.Messages.Greeting
	}
	return nil
}

// withoutConsent says why a session goes to the queue of those who have not agreed.
func withoutConsent(answer configuration.Consent) reason.Code {
	if answer == configuration.ConsentRefused {
		return ByRefusal
	}
	return ByNoAnswer
}

// fallBack uses the fallback queue, whatever its overflow.
func (d *decider) fallBack(why reason.Code) {
	d.decision.Queue, d.decision.Action, d.decision.Message = d.flow.FallbackQueue, configuration.QueueAnyway, ""
	d.trace.say(why, reason.Args{"queue": d.flow.FallbackQueue})
}

// classify runs the classification. It reports whether a rule failed.
func (d *decider) classify() (failed bool) {
	for i := range d.flow.Rulesets {
		rs := &d.flow.Rulesets[i]
		for j := range rs.Rules {
			matched, failed := d.matches(&rs.Rules[j])
			if failed {
				return true
			}
			if matched {
				d.find(d.found.with(rs.Rules[j].Set))
				d.trace.skip(RulesSkipped, reason.Args{"ruleset": rs.Name}, len(rs.Rules)-j-1)
				break
			}
		}
	}
	return false
}

// matches reports whether a rule matches or fails. The reason is left to the
// trace.
func (d *decider) matches(r *configuration.CompiledRule) (matched, failed bool) {
	matched = true
	if r.When != nil {
		var err error
		matched, err = d.run.Eval(r.When)
		failed = err != nil
	}
	d.trace.look(r, matched, failed)
	return matched, failed
}

// route looks for the first rule that matches and whose queue does not overflow.
// If the queues of all matching rules overflow, it uses the one that becomes
// available first, with its remedy.
func (d *decider) route() (failed bool, err error) {
	var best *overflow
	for i := range d.flow.Rules {
		r := &d.flow.Rules[i]
		matched, failed := d.matches(r)
		if failed {
			return true, nil
		}
		if !matched {
			continue
		}
		queue := d.queue(r)
		o, err := d.overflow(r, queue)
		if err != nil {
			return false, err
		}
		if o == nil {
			d.decision.Queue = queue
			d.trace.say(IsChosen, reason.Args{"queue": queue, "rule": labelled(r)})
			d.trace.skip(RoutesSkipped, reason.Args{}, len(d.flow.Rules)-i-1)
			return false, nil
		}
		if best == nil || o.available.Before(best.available) {
			best = o
		}
	}
	if best != nil {
		d.remedy(best)
	}
	return false, nil
}

// queue is a rule's queue, or the one that its split assigns to the conversation.
func (d *decider) queue(r *configuration.CompiledRule) string {
	if len(r.Route.Split) == 0 {
		return r.Route.Queue
	}
	bucket := bucketOf(d.facts.Conversation, d.flow.Name, r.Route.Name)
	queue, sum := "", int64(0)
	for _, share := range r.Route.Split {
		queue, sum = share.Queue, sum+share.Percent
		if bucket < sum*100 {
			break
		}
	}
	d.trace.say(IsSplit, reason.Args{
		"rule": labelled(r), "share": fmt.Sprintf("%d.%02d", bucket/100, bucket%100), "queue": queue, //nolint:mnd // per cent
	})
	return queue
}
