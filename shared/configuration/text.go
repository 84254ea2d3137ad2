package configuration

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/locale"
)

// Names are what a text may name.
type Names struct {
	Customer, Agent string
	// Queue is the queue's name in the configuration, and Overflowed that of the one
	// that overflowed, if one did; display names are shown.
	Queue, Overflowed string
	Now               time.Time
}

// Text is an automated message in a language, or else in the workstream's: of its
// texts the one that [locale.Nearest] chooses. Names that are not known are left out.
func (c *Config) Text(message, language, workstream string, n Names) string {
	return c.text(c.AutomatedMessages[message].Texts, language, workstream, n)
}

// SurveyText is the question that the choices of a survey answer: the workstream's, or
// else ours.
func (c *Config) SurveyText(language, workstream string, n Names) string {
	message := c.Terms(workstream).Messages.Survey
	if message == "" {
		return c.text(surveyTexts(), language, workstream, n)
	}
	return c.Text(message, language, workstream, n)
}

// surveyTexts are for workstreams without a message of their own.
func surveyTexts() map[string]string {
	return map[string]string{
		"en": "How satisfied are you with this conversation? 1 means not at all, 5 means very much.",
		"fr": "Êtes-vous satisfait de cette conversation ? 1 signifie pas du tout, 5 signifie tout à fait.",
	}
}

// CommentText asks for a comment after a rating: the workstream's message, or else ours.
func (c *Config) CommentText(language, workstream string, n Names) string {
	message := c.Terms(workstream).Messages.SurveyComment
	if message != "" {
		return c.Text(message, language, workstream, n)
	}
	return c.text(map[string]string{
		"en": "Thank you. Would you like to tell us why? Your next message is added to your answer, and nobody replies to it.",
		"fr": "Merci. Souhaitez-vous nous dire pourquoi ? Votre prochain message sera joint à votre réponse, sans réponse de notre part.",
	}, language, workstream, n)
}

// NoCommentLabel is the label of the choice of somebody who has no comment.
func (c *Config) NoCommentLabel(language, workstream string) string {
	return c.text(map[string]string{"en": "No comment", "fr": "Sans commentaire"}, language, workstream, Names{})
}

// text is one of an automated message's texts.
func (c *Config) text(texts map[string]string, language, workstream string, n Names) string {
	tag := locale.Nearest(slices.Collect(maps.Keys(texts)), language, c.Workstreams[workstream].Language)
	if !strings.Contains(texts[tag], "{") {
		return strings.TrimSpace(texts[tag])
	}
	// A text without a region has its times as they are written where the customer is.
	names := strings.NewReplacer(c.replacements(n, workstream, locale.Refined(tag, language))...)
	return strings.TrimSpace(names.Replace(texts[tag]))
}

// replacements are pairs of a placeholder and its replacement in a language.
func (c *Config) replacements(n Names, workstream, language string) []string {
	opensAt, zone := "", ""
	if at := c.opensAt(cmp.Or(n.Overflowed, n.Queue), workstream, n.Now); !at.IsZero() {
		opensAt, zone = locale.Moment(at, n.Now, language), locale.Zone(at)
	}
	var pairs []string
	for _, p := range [][2]string{
		{"{CustomerName}", n.Customer},
		{"{AgentName}", n.Agent},
		{"{QueueName}", c.Queues[n.Queue].DisplayName},
		{"{OverflowedQueueName}", c.Queues[n.Overflowed].DisplayName},
		{"{OpensAt}", opensAt},
		{"{TimeZone}", zone},
	} {
		if p[1] == "" {
			pairs = append(pairs, leftOut(p[0])...)
		}
		pairs = append(pairs, p[0], p[1])
	}
	return pairs
}

// leftOut are the pairs for a placeholder of something that is not known: what leads
// to it goes with it, else the comma behind it.
func leftOut(placeholder string) []string {
	var pairs []string
	for _, comma := range []string{", ", "، ", "，", "、", "\u00a0", " "} {
		pairs = append(pairs, comma+placeholder, "")
	}
	for _, comma := range []string{", ", "، ", "，", "、"} {
		pairs = append(pairs, placeholder+comma, "")
	}
	return pairs
}

// opensAt is when a closed queue opens next, or the zero time if it is open, has no
// hours or never opens. Customers have no zone that we know: it is in the
// workstream's, or in that of the hours where the workstream has none of its own.
func (c *Config) opensAt(queue, workstream string, now time.Time) time.Time {
	schedule := c.Schedule(queue)
	if schedule == nil || schedule.OpenAt(now) {
		return time.Time{}
	}
	at, ok := schedule.NextOpen(now)
	if !ok {
		return time.Time{}
	}
	zone := c.Zone(workstream)
	if zone == time.UTC {
		zone = schedule.Location()
	}
	return at.In(zone)
}
