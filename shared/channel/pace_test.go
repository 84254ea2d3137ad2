package channel_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// TestPaceNeverPassesTheLimitInAnyMinute sends whenever it may, at random times.
func TestPaceNeverPassesTheLimitInAnyMinute(t *testing.T) {
	t.Parallel()
	const perMinute = 60
	now := time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)
	random := rand.New(rand.NewPCG(1, 2))
	var pace channel.Pace
	var sent []time.Time
	for range 20_000 {
		now = now.Add(time.Duration(random.IntN(900)) * time.Millisecond)
		n := 1 + random.IntN(3)
		next, wait := pace.Next(n, perMinute, now)
		if wait > 0 {
			if again, still := pace.Next(n, perMinute, now.Add(wait)); still > 0 || again == pace {
				t.Fatalf("after the wait of %s there is another of %s", wait, still)
			}
			continue
		}
		pace = next
		for range n {
			sent = append(sent, now)
		}
	}
	for i := range len(sent) - perMinute {
		if span := sent[i+perMinute].Sub(sent[i]); span < time.Minute {
			t.Fatalf("%d messages within %s", perMinute+1, span)
		}
	}
	if busiest := float64(len(sent)) / now.Sub(sent[0]).Minutes(); busiest < 35 {
		t.Errorf("%.0f messages a minute where there was always one to send, want near 40", busiest)
	}
}

func TestPaceLetsAConversationBurst(t *testing.T) {
	t.Parallel()
	now := time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)
	var pace channel.Pace
	for i := range 20 {
		next, wait := pace.Next(1, 60, now)
		if wait > 0 {
			t.Fatalf("message %d has to wait %s", i, wait)
		}
		pace = next
	}
	if _, wait := pace.Next(1, 60, now); wait <= 0 {
		t.Error("the burst has no end")
	}
	if _, wait := pace.Next(1, 0, now); wait > 0 {
		t.Error("a channel without a limit makes wait")
	}
}

func TestPaceLetsAMessageOfManyPiecesThroughAtOnce(t *testing.T) {
	t.Parallel()
	now := time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)
	if _, wait := (channel.Pace{}).Next(30, 60, now); wait > 0 {
		t.Errorf("wait %s, which would never end", wait)
	}
}
