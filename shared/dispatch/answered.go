package dispatch

import (
	"context"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// LogAnswered reports that a session was taken for the first time, if it was at this very
// instant: how long its customer had waited while the queue was open, and what the
// queue promises. Of a commit that was repeated it says nothing, and if the run dies
// in between nobody says it: it is for a share of many, not for an account of each.
func (d *Dispatcher) LogAnswered(ctx context.Context, c conversation.Conversation, config *route.Config, at time.Time) {
	if c.Tally.AnsweredAt.IsZero() || !c.Tally.AnsweredAt.Equal(at) {
		return
	}
	queue := c.Tally.CountedIn
	d.Log.InfoContext(ctx, "session answered",
		"queue", queue, "waited", int64(config.Waited(queue, c.OpenedAt, at)/time.Second),
		"within", c.Tally.Within, "promised", config.Percent(queue))
}
