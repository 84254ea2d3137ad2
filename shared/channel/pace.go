package channel

import "time"

// Pace keeps a conversation below a channel's messages per minute. It is the one
// instant that the generic cell rate algorithm has to remember: a third of the
// minute's messages may be sent in a burst, the rest evenly.
type Pace time.Time

// Next returns the pace after n more messages, or how long to wait before they
// may be sent.
func (p Pace) Next(n, perMinute int, now time.Time) (next Pace, wait time.Duration) {
	if perMinute <= 0 {
		return p, 0
	}
	burst := max(perMinute/3, 1)
	gap := time.Minute / time.Duration(max(perMinute-burst, 1))
	at := time.Time(p)
	if at.Before(now) {
		at = now
	}
	at = at.Add(time.Duration(n) * gap)
	if ahead := at.Sub(now) - time.Duration(max(burst, n))*gap; ahead > 0 {
		return p, ahead
	}
	return Pace(at), 0
}
