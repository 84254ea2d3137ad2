package load

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestTheScheduleDoesNotSlipWhenTheTargetStalls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		var mu sync.Mutex
		var starts []time.Duration
		var latencies []time.Duration
		// Whatever is sent in the fourth second is answered at its end.
		stall := began.Add(3 * time.Second)
		n := pace(t.Context(), 10, 10*time.Second, func(_ int, due time.Time) {
			mu.Lock()
			starts = append(starts, time.Since(began))
			mu.Unlock()
			if now := time.Now(); !now.Before(stall) && now.Before(stall.Add(time.Second)) {
				time.Sleep(time.Until(stall.Add(time.Second)))
			}
			mu.Lock()
			latencies = append(latencies, time.Since(due))
			mu.Unlock()
		})
		if n != 100 || len(starts) != 100 {
			t.Fatalf("%d were sent, %d began, want 100", n, len(starts))
		}
		slices.Sort(starts)
		for i, at := range starts {
			if want := time.Duration(i) * 100 * time.Millisecond; at != want {
				t.Fatalf("call %d began at %v, want %v", i, at, want)
			}
		}
		slices.Sort(latencies)
		for i, l := range latencies[90:] {
			if want := time.Duration(i+1) * 100 * time.Millisecond; l != want {
				t.Errorf("latency %d = %v, want %v: the stall does not show", i, l, want)
			}
		}
	})
}

func TestWhatIsSentLateCountsFromWhenItWasDue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// At 3 a second, what is due is no whole number of nanoseconds after another.
		var mu sync.Mutex
		seen := map[int]time.Time{}
		began := time.Now()
		pace(t.Context(), 3, 2*time.Second, func(n int, due time.Time) {
			mu.Lock()
			defer mu.Unlock()
			seen[n] = due
		})
		if len(seen) != 6 || seen[3] != began.Add(time.Second) {
			t.Errorf("%d were sent, the fourth due %v after the start", len(seen), seen[3].Sub(began))
		}
	})
}

func TestAContextThatEndsEndsTheSending(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 950*time.Millisecond)
		defer cancel()
		if n := pace(ctx, 10, time.Hour, func(int, time.Time) {}); n != 10 {
			t.Errorf("%d were sent, want 10", n)
		}
	})
}
