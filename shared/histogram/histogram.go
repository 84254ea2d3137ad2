// Package histogram counts durations in fixed buckets, so that counts of different days
// and places add up, and percentiles can be told of their sum. Averages mislead where a
// few wait for hours.
//
// Durations below 16 are counted exactly. Above, each doubling is cut into 8 buckets of
// equal width, so a bucket is at most an eighth as wide as where it begins, and its middle
// is at most a sixteenth from everything in it: see [Error].
package histogram

import (
	"maps"
	"math/bits"
	"slices"
	"strconv"
)

const (
	// parts is how many buckets each doubling has, a power of two, and partBits its
	// logarithm.
	parts    = 8
	partBits = 3
	// Most is the longest duration that is told apart, 30 days in seconds. What is longer
	// counts as that.
	Most = 30 * 24 * 60 * 60
	// Error is how far a percentile is from the duration that it stands for, at most, as a
	// part of that duration.
	Error = 1.0 / (2 * parts)
)

// Counts is how many durations are in each bucket. The keys are the buckets' numbers,
// because keys of a database's maps are texts.
type Counts map[string]int64

// Of counts one duration.
func Of(duration int64) Counts { return Counts{strconv.Itoa(bucket(duration)): 1} }

// bucket is the number of a duration's bucket.
func bucket(duration int64) int {
	v := uint64(min(max(duration, 0), Most))
	if v < 2*parts {
		return int(v)
	}
	shift := bits.Len64(v) - partBits - 1
	return shift*parts + int(v>>shift) //nolint:gosec // at most 15 is added
}

// middle is the duration that a bucket's stand for.
func middle(bucket int) float64 {
	if bucket < 2*parts {
		return float64(bucket)
	}
	shift := bucket/parts - 1
	first := float64(uint64(bucket-shift*parts) << shift) //nolint:gosec // not negative
	return first + float64(uint64(1)<<shift-1)/2
}

// Plus returns the sum of two counts.
func (c Counts) Plus(other Counts) Counts {
	if len(c) == 0 && len(other) == 0 {
		return nil
	}
	sum := make(Counts, len(c)+len(other))
	maps.Copy(sum, c)
	for b, n := range other {
		sum[b] += n
	}
	return sum
}

// Total is how many durations are counted.
func (c Counts) Total() int64 {
	var n int64
	for _, in := range c {
		n += in
	}
	return n
}

// Bounded returns the counts with a duration more, in as many buckets as most says: when
// there are that many, it counts in the nearest of them.
func (c Counts) Bounded(duration int64, most int) Counts {
	b := bucket(duration)
	if _, there := c[strconv.Itoa(b)]; !there && len(c) >= most {
		nearest := -1
		for _, other := range c.buckets() {
			if nearest < 0 || distance(other, b) < distance(nearest, b) {
				nearest = other
			}
		}
		b = nearest
	}
	return c.Plus(Counts{strconv.Itoa(b): 1})
}

func distance(a, b int) int { return max(a-b, b-a) }

// buckets are the numbers of those that are not empty, in order. What is no number is
// left out: a document may have been written by hand.
func (c Counts) buckets() []int {
	var all []int
	for key := range c {
		if b, err := strconv.Atoi(key); err == nil && b >= 0 {
			all = append(all, b)
		}
	}
	slices.Sort(all)
	return all
}

// Percentile is the duration that a part of all do not exceed, 0.5 for the half. It is
// false of nothing.
func (c Counts) Percentile(part float64) (duration float64, ok bool) {
	total := c.Total()
	if total == 0 {
		return 0, false
	}
	var passed int64
	for _, b := range c.buckets() {
		passed += c[strconv.Itoa(b)]
		duration = middle(b)
		if float64(passed) >= part*float64(total) {
			break
		}
	}
	return duration, true
}
