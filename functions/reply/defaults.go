package reply

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Defaults are what an account's messages have where they say nothing themselves.
// Signals have neither.
type Defaults struct {
	// Purpose is why they are sent.
	Purpose channel.Purpose
	// TimeToLive is how long after they were written they may be delivered; 0 is for as
	// long as the provider tries. It counts from the writing and not from an attempt, so
	// that every attempt is the same message.
	TimeToLive time.Duration
}

func (d Defaults) fill(out channel.Outbound, written time.Time) channel.Outbound {
	if out.Kind.Signal() {
		return out
	}
	if out.Purpose == "" {
		out.Purpose = d.Purpose
	}
	if out.ExpiresAt.IsZero() && d.TimeToLive > 0 {
		out.ExpiresAt = written.Add(d.TimeToLive)
	}
	return out
}
