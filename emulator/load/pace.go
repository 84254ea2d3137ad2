package load

import (
	"context"
	"math"
	"sync"
	"time"
)

// pace calls send for n = 0, 1, 2, … at a constant rate, each on time and in a goroutine of its
// own: however long calls take, those after them are not put off. send is told when it was due,
// which is what latencies count from, so that time in which nothing could be sent counts too. It
// returns how many were sent, when all calls have returned. A context that ends ends the sending.
func pace(ctx context.Context, rate float64, d time.Duration, send func(n int, due time.Time)) int {
	var wg sync.WaitGroup
	defer wg.Wait()
	began := time.Now()
	for n := 0; ; n++ {
		after := time.Duration(math.Round(float64(n) / rate * float64(time.Second)))
		if after >= d {
			return n
		}
		due := began.Add(after)
		if early := time.Until(due); early > 0 {
			select {
			case <-time.After(early):
			case <-ctx.Done():
				return n
			}
		}
		if ctx.Err() != nil {
			return n
		}
		wg.Go(func() { send(n, due) })
	}
}
