package latency_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/latency"
)

// sorted is the nearest rank in a sorted list.
func sorted(all []time.Duration, p float64) time.Duration {
	all = slices.Sorted(slices.Values(all))
	return all[max(int(math.Ceil(p/100*float64(len(all)))), 1)-1]
}

func TestPercentilesAreThoseOfASortedListOrASixtyFourthMore(t *testing.T) {
	t.Parallel()
	luck := rand.New(rand.NewPCG(1, 2))
	shapes := map[string]func() time.Duration{
		"even":              func() time.Duration { return time.Duration(luck.Int64N(int64(20 * time.Millisecond))) },
		"over magnitudes":   func() time.Duration { return time.Duration(math.Exp(luck.Float64() * 24)) },
		"two heaps":         func() time.Duration { return time.Duration(1+999*luck.IntN(2)) * time.Millisecond },
		"all the same":      func() time.Duration { return 1234567 * time.Nanosecond },
		"below microsecond": func() time.Duration { return time.Duration(luck.IntN(999)) },
	}
	for name, shape := range shapes {
		for _, n := range []int{1, 2, 3, 100, 10_000} {
			var h latency.Histogram
			var all []time.Duration
			for range n {
				d := shape()
				h.Add(d)
				all = append(all, d)
			}
			for _, p := range []float64{0, 1, 50, 90, 99, 99.9, 100} {
				want, got := sorted(all, p), h.Percentile(p)
				most := want + time.Duration(float64(want)*latency.Error) + time.Microsecond
				if got < want || got > most {
					t.Errorf("%s, %d of them: p%g = %v, want %v to %v", name, n, p, got, want, most)
				}
			}
			if h.Max() != slices.Max(all) || h.Count() != int64(n) {
				t.Errorf("%s: max %v of %d, want %v of %d", name, h.Max(), h.Count(), slices.Max(all), n)
			}
		}
	}
}

func TestMergedHistogramsAreOneOfAll(t *testing.T) {
	t.Parallel()
	var a, b, both latency.Histogram
	for i := range 1000 {
		short, long := time.Duration(i)*time.Microsecond, time.Duration(i*i)*time.Millisecond
		a.Add(short)
		b.Add(long)
		both.Add(short)
		both.Add(long)
	}
	a.Merge(&b)
	if a.Percentile(75) != both.Percentile(75) || a.Mean() != both.Mean() || a.Max() != both.Max() || a.Count() != both.Count() {
		t.Errorf("merged: p75 %v mean %v max %v of %d; of all: %v %v %v of %d",
			a.Percentile(75), a.Mean(), a.Max(), a.Count(), both.Percentile(75), both.Mean(), both.Max(), both.Count())
	}
}

func TestAnEmptyHistogramHasNothing(t *testing.T) {
	t.Parallel()
	var h latency.Histogram
	if h.Percentile(99) != 0 || h.Mean() != 0 || h.Max() != 0 || h.Count() != 0 {
		t.Error("something was counted")
	}
}

func TestADurationBelowZeroCountsAsZero(t *testing.T) {
	t.Parallel()
	var h latency.Histogram
	h.Add(-time.Second)
	if h.Count() != 1 || h.Percentile(100) != 0 {
		t.Errorf("p100 of %d = %v", h.Count(), h.Percentile(100))
	}
}
