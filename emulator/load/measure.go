package load

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/latency"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
)

// measure sums a phase up. What was not stored counts as if it were stored now.
func measure(p phase, messages []*message, replies []*reply, began time.Time) report.Phase {
	result := report.Phase{Name: p.name, What: p.what, Rate: p.rate, Sent: len(messages), Replies: len(replies)}
	var webhook, database, listener, wrote, phone latency.Histogram
	last := began
	for _, m := range messages {
		second(&result, began, m.due).Sent++
		if m.accepted == 0 {
			result.Refused++
			continue
		}
		webhook.Add(m.answered.Sub(m.due))
		if m.stored.IsZero() {
			database.Add(time.Since(m.due))
			continue
		}
		result.Stored++
		database.Add(m.stored.Sub(m.due))
		second(&result, began, m.stored).Stored++
		if m.stored.After(last) {
			last = m.stored
		}
		if !m.heard.IsZero() {
			listener.Add(m.heard.Sub(m.due))
		}
	}
	for _, one := range replies {
		if !one.written.IsZero() {
			wrote.Add(one.written.Sub(one.began))
		}
		if !one.shown.IsZero() {
			phone.Add(one.shown.Sub(one.began))
			second(&result, began, one.shown).Shown++
		}
	}
	result.Reached = float64(result.Stored) / max(last.Sub(began), p.d).Seconds()
	for _, s := range []report.Step{
		report.NewStep(atWebhook, schedule, &webhook), report.NewStep(inDatabase, schedule, &database),
		report.NewStep(atListener, schedule, &listener), report.NewStep(written, writing, &wrote), report.NewStep(atPhone, writing, &phone),
	} {
		if s.Count > 0 {
			result.Steps = append(result.Steps, s)
		}
	}
	return result
}

// second is the second of a phase in which an instant is.
func second(p *report.Phase, began, at time.Time) *report.Second {
	i := max(int(at.Sub(began)/time.Second), 0)
	for len(p.Seconds) <= i {
		p.Seconds = append(p.Seconds, report.Second{})
	}
	return &p.Seconds[i]
}
