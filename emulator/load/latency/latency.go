// Package latency counts durations so that their percentiles can be told without
// keeping them: in buckets, each at most a sixty-fourth wider than the one before.
package latency

import (
	"math/bits"
	"time"
)

// fine is the number of buckets of each power of two; Error is how far a percentile may be
// above the true one, as a share of it.
const (
	fine  = 64
	Error = 1.0 / fine
)

// Histogram is durations that were counted, in microseconds. The zero value is empty.
type Histogram struct {
	counts []int64
	n      int64
	sum    time.Duration
	most   time.Duration
}

// Add counts a duration. One below zero, of two clocks that differ, counts as zero.
func (h *Histogram) Add(d time.Duration) {
	d = max(d, 0)
	i := bucket(d.Microseconds())
	if i >= len(h.counts) {
		h.counts = append(h.counts, make([]int64, i+1-len(h.counts))...)
	}
	h.counts[i]++
	h.n++
	h.sum += d
	h.most = max(h.most, d)
}

// Merge adds what another histogram has counted.
func (h *Histogram) Merge(other *Histogram) {
	if more := len(other.counts) - len(h.counts); more > 0 {
		h.counts = append(h.counts, make([]int64, more)...)
	}
	for i, n := range other.counts {
		h.counts[i] += n
	}
	h.n += other.n
	h.sum += other.sum
	h.most = max(h.most, other.most)
}

// Count is how many durations were counted.
func (h *Histogram) Count() int64 { return h.n }

// Max is the longest of them.
func (h *Histogram) Max() time.Duration { return h.most }

// Mean is their mean.
func (h *Histogram) Mean() time.Duration {
	if h.n == 0 {
		return 0
	}
	return h.sum / time.Duration(h.n)
}

// Percentile is the least duration that p percent of them do not exceed, or up to [Error]
// more; never more than [Histogram.Max].
func (h *Histogram) Percentile(p float64) time.Duration {
	if h.n == 0 {
		return 0
	}
	rank := int64(p / 100 * float64(h.n))
	if float64(rank) < p/100*float64(h.n) || rank == 0 {
		rank++ // the nearest rank
	}
	var seen int64
	for i, n := range h.counts {
		if seen += n; seen >= rank {
			return min(time.Duration(upper(i))*time.Microsecond, h.most)
		}
	}
	return h.most
}

// bucket is the bucket of a number of microseconds: one for each below twice fine, and then
// fine for each power of two.
func bucket(us int64) int {
	if us < 2*fine {
		return int(us)
	}
	shift := bits.Len64(uint64(us)) - bits.Len64(2*fine-1)
	return shift*fine + int(us>>shift)
}

// upper is the largest number of microseconds in a bucket, and one more, as what is counted
// was rounded down.
func upper(i int) int64 {
	if i < 2*fine {
		return int64(i) + 1
	}
	shift := i/fine - 1
	return int64(i-shift*fine+1) << shift
}
