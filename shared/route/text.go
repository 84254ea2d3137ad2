package route

import (
	"strings"
	"time"
)

// Names are what a text may name.
type Names struct {
	Customer, Agent string
	// Queue is the queue's name in the configuration; its display name is shown.
	Queue string
	Now   time.Time
}

// Text is an automated message in a language: the very one, else the language
// without its region, else the workstream's, else any. What a text names and is
// not known is left out.
func (c *Config) Text(message, language, workstream string, n Names) string {
	texts := c.AutomatedMessages[message].Texts
	text := pick(texts, language, languageOf(language), c.Workstreams[workstream].Language)
	return strings.TrimSpace(strings.NewReplacer(
		"{CustomerName}", n.Customer, "{AgentName}", n.Agent,
		"{QueueName}", c.Queues[n.Queue].DisplayName, "{OpensAt}", c.opensAt(n.Queue, n.Now),
	).Replace(text))
}

func pick(texts map[string]string, tags ...string) string {
	for _, tag := range tags {
		if text, ok := texts[tag]; ok {
			return text
		}
	}
	first := ""
	each(texts, func(_, text string) {
		if first == "" {
			first = text
		}
	})
	return first
}

// opensAt is when a queue opens next, in the words of no language: 24 December,
// 9 o'clock is 2026-12-24 09:00, and 09:00 if that is within a day.
func (c *Config) opensAt(queue string, now time.Time) string {
	schedule := c.Schedule(queue)
	if schedule == nil {
		return ""
	}
	at, ok := schedule.NextOpen(now)
	if !ok {
		return ""
	}
	if at = at.In(schedule.Location()); at.Sub(now) < day {
		return at.Format("15:04")
	}
	return at.Format("2006-01-02 15:04")
}

// languageOf is a language tag without its region: fr for fr-CA.
func languageOf(tag string) string {
	language, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return strings.ToLower(language)
}
