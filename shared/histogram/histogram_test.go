package histogram_test

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/histogram"
)

// TestPercentilesAreWithinTheirBound of the ones of the durations themselves, whatever
// those are.
func TestPercentilesAreWithinTheirBound(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var all []int64
		var counts histogram.Counts
		for range 1 + random.IntN(400) {
			d := int64(math.Exp(random.Float64() * math.Log(histogram.Most)))
			all, counts = append(all, d), counts.Plus(histogram.Of(d))
		}
		slices.Sort(all)
		for _, part := range []float64{0.01, 0.5, 0.9, 0.99, 1} {
			want := float64(all[max(0, int(math.Ceil(part*float64(len(all))))-1)])
			got, ok := counts.Percentile(part)
			if !ok || math.Abs(got-want) > want*histogram.Error {
				t.Fatalf("the %v percentile of %d durations is %v, want %v give or take a sixteenth", part, len(all), got, want)
			}
		}
	}
}

// TestShortDurationsAreExact, and what is longer than anything stands for the longest.
func TestShortDurationsAreExact(t *testing.T) {
	t.Parallel()
	for d := range int64(16) {
		if got, _ := histogram.Of(d).Percentile(0.5); got != float64(d) {
			t.Errorf("%d s is told as %v", d, got)
		}
	}
	for d, same := range map[int64]int64{-5: 0, math.MaxInt64: histogram.Most, 16: 17, 1024: 1151} {
		if !maps.Equal(histogram.Of(d), histogram.Of(same)) {
			t.Errorf("%d is not counted like %d", d, same)
		}
	}
	if maps.Equal(histogram.Of(1023), histogram.Of(1024)) {
		t.Error("what is in different buckets counts in one")
	}
}

// TestDaysAddUp in any order, and nothing is nothing.
func TestDaysAddUp(t *testing.T) {
	t.Parallel()
	a := histogram.Of(3).Plus(histogram.Of(3)).Plus(histogram.Of(700))
	b := histogram.Of(700).Plus(histogram.Of(9000))
	if !maps.Equal(a.Plus(b), b.Plus(a)) || a.Plus(b).Total() != 5 || a.Total() != 3 {
		t.Errorf("%v and %v make %v", a, b, a.Plus(b))
	}
	if _, ok := (histogram.Counts{}).Percentile(0.5); ok || histogram.Counts(nil).Plus(nil) != nil {
		t.Error("there is a percentile of nothing")
	}
}

// TestCountsStaySmall where they are part of a document.
func TestCountsStaySmall(t *testing.T) {
	t.Parallel()
	var c histogram.Counts
	for d := int64(1); d < histogram.Most; d = d*5/4 + 1 {
		c = c.Bounded(d, 10)
	}
	if len(c) != 10 || c.Total() < 40 {
		t.Errorf("%d durations in %d buckets", c.Total(), len(c))
	}
	if c.Bounded(2, 10)["2"] != c["2"]+1 {
		t.Error("a bucket that there is does not count")
	}
}
