package browser

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/profiler"
	"github.com/chromedp/chromedp"
)

// Profile begins to note what the page's scripts spend time on, and returns what ends that.
func (p *Page) Profile() (end func() (*profiler.Profile, error), err error) {
	for _, begin := range []cdp.Command[cdp.Empty, cdp.Empty]{profiler.Enable, profiler.Start} {
		if err := call(p, begin, cdp.Empty{}); err != nil {
			return nil, fmt.Errorf("profile: %w", err)
		}
	}
	return func() (*profiler.Profile, error) {
		result, err := run(p, func(ctx context.Context, t *chromedp.Target) (profiler.StopResult, error) {
			return cdp.Call(ctx, t, profiler.Stop, cdp.Empty{})
		})
		if err != nil {
			return nil, fmt.Errorf("profile: %w", err)
		}
		return result.Profile, call(p, profiler.Disable, cdp.Empty{})
	}, nil
}

// Worked is how much of a processor's time the page's main thread has taken since the first call: what else the machine
// does is not in it.
func (p *Page) Worked() (time.Duration, error) {
	byThread := performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}
	if err := call(p, performance.Enable, byThread); err != nil {
		return 0, fmt.Errorf("measure the page: %w", err)
	}
	result, err := run(p, func(ctx context.Context, t *chromedp.Target) (performance.GetMetricsResult, error) {
		return cdp.Call(ctx, t, performance.GetMetrics, cdp.Empty{})
	})
	if err != nil {
		return 0, fmt.Errorf("measure the page: %w", err)
	}
	for _, m := range result.Metrics {
		if m.Name == "TaskDuration" {
			return time.Duration(m.Value * float64(time.Second)), nil
		}
	}
	return 0, errors.New("measure the page: the browser does not tell how long its tasks took")
}
