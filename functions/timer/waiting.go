package timer

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// reportWaits logs how long customers have been waiting, for each queue in which
// one is. Nothing happens to a session that nobody takes, so without this, only
// people at the desk would notice. A timer for each session would be exact to the
// second, but would cost a task and a call even for sessions that an agent took
// long ago.
func (h *Handler) reportWaits(ctx context.Context, config *configuration.Config) error {
	var failed failures
	for _, queue := range slices.Sorted(maps.Keys(config.Queues)) {
		if err := failed.add(h.reportQueue(ctx, queue, config)); err != nil {
			return failed.err(err)
		}
	}
	return failed.err()
}

// reportQueue logs one queue. share is the longest wait during opening hours,
// divided by the time that the queue promises. A closed queue promises nothing,
// so its share is 0.
func (h *Handler) reportQueue(ctx context.Context, queue string, config *configuration.Config) error {
	sessions, since, err := h.Store.Unassigned(ctx, queue)
	if err != nil || sessions == 0 {
		return err
	}
	now, share := h.Now(), 0.0
	waited := config.Waited(queue, since, now)
	if config.PromiseRuns(queue, now) {
		share = float64(waited) / float64(config.Promise(queue))
	}
	h.Log.InfoContext(ctx, "customers wait",
		"queue", queue, "sessions", sessions, "longest", int64(waited/time.Second), "share", math.Round(100*share)/100) //nolint:mnd // two digits
	return nil
}
