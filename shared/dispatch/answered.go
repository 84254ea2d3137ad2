package dispatch

import (
	"context"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// LogAnswered logs that a session got its first agent, if that happened at this
// very instant: how long the customer waited while the queue was open, and what
// the queue promises. A repeated commit logs nothing, and neither does a run that
// dies first: the line feeds a percentage, not an account of every session.
func (d *Dispatcher) LogAnswered(ctx context.Context, c conversation.Conversation, config *configuration.Config, at time.Time) {
	if c.Tally.AnsweredAt.IsZero() || !c.Tally.AnsweredAt.Equal(at) {
		return
	}
	queue := c.Tally.CountedIn
	d.Log.InfoContext(ctx, "session answered",
		"queue", queue, "waited", int64(config.Waited(queue, c.OpenedAt, at)/time.Second),
		"within", c.Tally.Within, "promised", config.Percent(queue))
}
