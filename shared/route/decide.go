package route

import (
	"fmt"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Facts are what a decision may depend on.
type Facts struct {
	Account    string
	BrandAgent string
	// Context is where the customer came from: entry point, place, locales, name.
	Context channel.Context
	// Kind, Text and Postback are of the message that opens the session.
	Kind     channel.Kind
	Text     string
	Postback string
	// Returning is whether there was a session before, and LastQueue its queue.
	Returning bool
	LastQueue string
}

// Decision is where a session goes.
type Decision struct {
	Workstream string
	Queue      string
	// Priority is the session's place among those that wait; higher is first.
	Priority int64
	// Attachments and Survey are the workstream's switches.
	Attachments bool
	Survey      bool
	// Version is the configuration's.
	Version string
	// Trace says, a line a step, what led here.
	Trace []string
}

// UnknownAccountError says that the configuration has no such account.
type UnknownAccountError struct{ Account, Version string }

func (e *UnknownAccountError) Error() string {
	return fmt.Sprintf("routing configuration %s has no account %q: add it and apply", e.Version, e.Account)
}

// Decide places a session. Rules do not exist yet, so every session goes to its
// workstream's fallback queue. The error is an [*UnknownAccountError].
func (c *Config) Decide(f Facts) (Decision, error) {
	account, ok := c.Accounts[f.Account]
	if !ok {
		return Decision{}, &UnknownAccountError{Account: f.Account, Version: c.Version}
	}
	name, why := account.Workstream, "the account's workstream"
	if agent, ok := account.BrandAgents[f.BrandAgent]; ok {
		name, why = agent.Workstream, "the brand agent's workstream"
	}
	workstream := c.Workstreams[name]
	queue := workstream.FallbackQueue
	return Decision{
		Workstream: name, Queue: queue, Priority: c.Queues[queue].Priority,
		Attachments: workstream.Attachments, Survey: workstream.Survey, Version: c.Version,
		Trace: []string{
			fmt.Sprintf("workstream %q: %s", name, why),
			fmt.Sprintf("queue %q: the workstream's fallback queue, no rule matched", queue),
		},
	}, nil
}
