package timer

import (
	"context"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// reportWaits reports how long customers wait in each queue in which one does. Nothing
// happens to a session that nobody takes: without this, only those who look at the
// desk would know. A timer for each session would know it to the second, and cost a
// task and a call for every one that an agent has taken long since.
func (h *Handler) reportWaits(ctx context.Context) error {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	var failed failures
	for _, queue := range slices.Sorted(maps.Keys(config.Queues)) {
		if err := failed.add(h.reportQueue(ctx, queue, config)); err != nil {
			return failed.err(err)
		}
	}
	return failed.err()
}

// reportQueue reports on one queue: in share, how many times as long as it promises somebody
// has waited while it was open. A queue that is closed owes nobody anything, and its
// share is 0.
func (h *Handler) reportQueue(ctx context.Context, queue string, config *route.Config) error {
	sessions, since, err := h.Store.Unassigned(ctx, queue)
	if err != nil || sessions == 0 {
		return err
	}
	now, share := h.Now(), 0.0
	waited := config.Waited(queue, since, now)
	if config.Owes(queue, now) {
		share = float64(waited) / float64(config.Promise(queue))
	}
	h.Log.InfoContext(ctx, "customers wait",
		"queue", queue, "sessions", sessions, "longest", int64(waited/time.Second), "share", math.Round(100*share)/100) //nolint:mnd // two digits
	return nil
}
