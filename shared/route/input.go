package route

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/condition"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/locale"
)

// Facts are everything that a decision may depend on. They are recorded as JSON
// with the decision, so that it can be repeated.
type Facts struct {
	// Conversation decides percentage splits.
	Conversation string `json:"conversation"`
	Account      string `json:"account"`
	// BrandAgent is the channel's name for it.
	BrandAgent string `json:"brand_agent"`
	// Context is where the customer came from: entry point, place, locales, name.
	Context channel.Context `json:"context"`
	// Kind, Text and Postback are of the message that opens the session.
	Kind     channel.Kind `json:"kind"`
	Text     string       `json:"text,omitempty"`
	Postback string       `json:"postback,omitempty"`
	// Answered is whether the provider's own bot has answered that message already.
	Answered bool `json:"answered,omitempty"`
	// Unsubscribed is whether the customer wants no messages.
	Unsubscribed bool `json:"unsubscribed,omitempty"`
	// Consent is the customer's answer to the workstream's notice.
	Consent configuration.Consent `json:"consent,omitempty"`
	// Returning is whether there was a session before, LastQueue its queue, and
	// Before what its classification found, if it ended a short while ago.
	Returning bool                  `json:"returning,omitempty"`
	LastQueue string                `json:"last_queue,omitempty"`
	EndedAt   time.Time             `json:"ended_at,omitzero"`
	Before    configuration.Outputs `json:"before,omitzero"`
	// LastTags and LastOutcome are what the session before was closed with.
	LastTags    []string `json:"last_tags,omitempty"`
	LastOutcome string   `json:"last_outcome,omitempty"`
	// Now is when the session opens.
	Now time.Time `json:"now"`
	// Waiting is the number of open sessions in the queues that were checked.
	Waiting map[string]int64 `json:"waiting,omitempty"`
}

// newRun provides conditions with what is known before classification.
func newRun(c *configuration.Config, f Facts, brandAgent string, zone *time.Location) *condition.Run {
	r := c.Language().Run()
	now := f.Now.In(zone)
	for _, v := range [...]struct{ name, value string }{
		{"account", f.Account},
		{"brandAgent", brandAgent},
		{"entryPoint", f.Context.EntryPoint},
		{"placeId", f.Context.PlaceID},
		{"locale", spelled(localeOf(f.Context))},
		{"deviceLocale", spelled(f.Context.DeviceLocale)},
		{"customContext", f.Context.CustomContext},
		{"customer.name", f.Context.DisplayName},
		{"customer.lastQueue", f.LastQueue},
		{"customer.lastOutcome", f.LastOutcome},
		{"message.text", f.Text},
		{"message.kind", string(f.Kind)},
		{"message.postback", f.Postback},
		{"now.weekday", strings.ToLower(now.Weekday().String())},
		{"now.date", now.Format(time.DateOnly)},
	} {
		if v.value != "" {
			r.Set(v.name, v.value)
		}
	}
	r.Set("customer.tags", f.LastTags)
	r.Set("customer.returning", f.Returning)
	r.Set("customer.subscribed", !f.Unsubscribed)
	r.Set("customer.consent", f.Consent.Shown())
	r.Set("message.answered", f.Answered)
	r.Set("now", now)
	for _, v := range [...]struct {
		name  string
		value int
	}{
		{"now.hour", now.Hour()},
		{"now.minute", now.Minute()},
		{"now.dayOfWeek", int(now.Weekday())},
		{"now.day", now.Day()},
		{"now.monthFromZero", int(now.Month()) - 1},
		{"now.year", now.Year()},
		{"now.dayFromZero", now.Day() - 1},
		{"now.dayOfYearFromZero", now.YearDay() - 1},
	} {
		r.Set(v.name, int64(v.value))
	}
	return r
}

// spelled is a locale as rules compare it: phones say iw_IL for he-IL.
func spelled(tag string) string { return cmp.Or(locale.Canonical(tag), tag) }

// localeOf is the locale that the channel resolved, else the device's.
func localeOf(c channel.Context) string {
	if c.Locale != "" {
		return c.Locale
	}
	return c.DeviceLocale
}

// found is what classification has found so far. It is never changed, only
// replaced: traces keep the earlier ones.
type found struct {
	priority int64
	// language is the session's, with the region and script that texts are chosen by;
	// named is what conditions see: without them, unless a rule named them.
	language, named string
	skills          map[string]int64
	attributes      map[string]string
	// tags are sorted, each once.
	tags []string
}

// ofLocale is what the customer's locale says.
func ofLocale(tag string) found {
	return found{language: locale.Canonical(tag), named: locale.Base(tag)}
}

// before adds what was found about the session before.
func (o found) before(kept configuration.Outputs) found {
	after := o.with(kept)
	if kept.Language != "" {
		after.named = locale.Base(kept.Language)
	}
	return after
}

// with adds what a rule sets.
func (o found) with(set configuration.Outputs) found {
	if set.Priority != nil {
		o.priority = *set.Priority
	}
	if set.Language != "" {
		o.language, o.named = locale.Refined(set.Language, o.language), set.Language
	}
	if len(set.Skills) > 0 {
		o.skills = joined(o.skills, set.Skills)
	}
	if len(set.Attributes) > 0 {
		o.attributes = joined(o.attributes, set.Attributes)
	}
	if len(set.Tags) > 0 {
		o.tags = tagged(o.tags, set.Tags)
	}
	return o
}

// tagged are the tags of both lists, as many as a session may have: those that were there
// first.
func tagged(a, b []string) []string {
	both := slices.Clone(a)
	for _, tag := range b {
		if !slices.Contains(both, tag) && len(both) < configuration.MaxTags {
			both = append(both, tag)
		}
	}
	slices.Sort(both)
	return both
}

func joined[V any](a, b map[string]V) map[string]V {
	both := make(map[string]V, len(a)+len(b))
	maps.Copy(both, a)
	maps.Copy(both, b)
	return both
}

// show provides conditions with what was found. Findings are never withdrawn, so
// what is empty now was always empty.
func (o found) show(r *condition.Run) {
	r.Set("priority", o.priority)
	r.Set("language", o.named)
	if len(o.skills) > 0 {
		r.Set("skills", o.skills)
	}
	if len(o.attributes) > 0 {
		r.Set("attributes", o.attributes)
	}
	if len(o.tags) > 0 {
		r.Set("session.tags", o.tags)
	}
}
