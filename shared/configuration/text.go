package configuration

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Names are what a text may name.
type Names struct {
	Customer, Agent string
	// Queue is the queue's name in the configuration, and Overflowed that of the one
	// that overflowed, if one did; display names are shown.
	Queue, Overflowed string
	Now               time.Time
}

// Text is an automated message in a language: exactly that one, else the language
// without its region, else with another region, else the workstream's, else any.
// Names that are not known are left out.
func (c *Config) Text(message, language, workstream string, n Names) string {
	text := pick(c.AutomatedMessages[message].Texts, language, c.Workstreams[workstream].Language)
	return strings.TrimSpace(strings.NewReplacer(c.replacements(n)...).Replace(text))
}

// replacements are pairs of a placeholder and its replacement. What is not known
// is left out, together with the space and the comma before it.
func (c *Config) replacements(n Names) []string {
	var pairs []string
	for _, p := range [][2]string{
		{"{CustomerName}", n.Customer},
		{"{AgentName}", n.Agent},
		{"{QueueName}", c.Queues[n.Queue].DisplayName},
		{"{OverflowedQueueName}", c.Queues[n.Overflowed].DisplayName},
		{"{OpensAt}", c.opensAt(cmp.Or(n.Overflowed, n.Queue), n.Now)},
	} {
		if p[1] == "" {
			pairs = append(pairs, ", "+p[0], "", " "+p[0], "")
		}
		pairs = append(pairs, p[0], p[1])
	}
	return pairs
}

func pick(texts map[string]string, languages ...string) string {
	tags := slices.Sorted(maps.Keys(texts))
	for _, language := range languages {
		for _, fits := range []func(tag string) bool{
			func(tag string) bool { return tag == language },
			func(tag string) bool { return tag == BaseLanguage(language) },
			func(tag string) bool { return BaseLanguage(tag) == BaseLanguage(language) },
		} {
			if i := slices.IndexFunc(tags, fits); i >= 0 {
				return texts[tags[i]]
			}
		}
	}
	if len(tags) == 0 {
		return ""
	}
	return texts[tags[0]]
}

// opensAt is when a closed queue opens next, in a form that suits every language:
// 9 o'clock on 24 December is 2026-12-24 09:00, or 09:00 if that is within a day.
func (c *Config) opensAt(queue string, now time.Time) string {
	schedule := c.Schedule(queue)
	if schedule == nil || schedule.OpenAt(now) {
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

// BaseLanguage is a language tag without its region: fr for fr-CA.
func BaseLanguage(tag string) string {
	language, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	return strings.ToLower(language)
}
