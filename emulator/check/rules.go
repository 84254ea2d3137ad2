package check

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/texts"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/locale"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Result is the result of a test of the configuration.
type Result struct {
	Name string `json:"name"`
	Path string `json:"path"`
	// Differences are the differences from what was expected, one per line; empty
	// if the test passed.
	Differences []string `json:"differences,omitempty"`
	// Trace is how the decision was made.
	Trace []string `json:"trace"`
}

// RunTests runs the tests in the configuration.
func RunTests(c *configuration.Config) []Result {
	results := make([]Result, 0, len(c.Tests))
	for i, t := range c.Tests {
		r := Result{Name: t.Name, Path: configuration.At("tests", i)}
		decision, trace, err := route.Decide(c, factsOf(c, t.Given))
		if err != nil {
			r.Differences = []string{err.Error()}
		} else {
			r.Differences, r.Trace = differences(t.Expect, decision), texts.English().Lines(trace.Lines(route.MaxRecord))
		}
		results = append(results, r)
	}
	return results
}

// mondayAtTen is the time of tests that give none, by the wall clock.
const mondayAtTen = "2026-01-05T10:00:00"

// factsOf returns the facts of a test's session.
func factsOf(c *configuration.Config, g configuration.Given) route.Facts {
	f := route.Facts{
		Conversation: g.Conversation, Account: g.Account, Kind: channel.Kind(g.Kind), Text: g.Text, Postback: g.Postback,
		Context: channel.Context{
			EntryPoint: g.EntryPoint, PlaceID: g.PlaceID, DisplayName: g.Name,
			Locale: g.Locale, DeviceLocale: g.DeviceLocale, CustomContext: g.CustomContext,
		},
		Answered: g.Answered, Returning: g.Returning, Unsubscribed: g.Unsubscribed, LastQueue: g.LastQueue, LastTags: g.LastTags, LastOutcome: g.LastOutcome, Waiting: map[string]int64{},
		Consent: g.Answer(),
	}
	for queue := range c.Queues { // queues are empty unless the test says otherwise
		f.Waiting[queue] = 0
	}
	maps.Copy(f.Waiting, g.Waiting)
	if f.Account == "" {
		configuration.Each(c.Accounts, func(name string, _ configuration.Account) { f.Account = name }) // the only one
	}
	if g.BrandAgent != "" {
		f.BrandAgent = c.ProviderName(f.Account, g.BrandAgent)
	}
	if f.Kind == "" {
		f.Kind = channel.Text
	}
	if g.At != "" {
		f.Now, _ = time.Parse(time.RFC3339, g.At) // Load has checked it
		return f
	}
	workstream, _, _ := c.WorkstreamOf(f.Account, f.BrandAgent)
	f.Now, _ = time.ParseInLocation(time.DateOnly+"T"+time.TimeOnly, mondayAtTen, c.Zone(workstream))
	return f
}

// differences compares a decision with the expected one.
func differences(e configuration.Expect, d route.Decision) []string {
	var all []string
	differ := func(what, want, got string) {
		if want != "" && want != got {
			all = append(all, fmt.Sprintf("%s is %q, expected %q", what, got, want))
		}
	}
	differ("workstream", e.Workstream, d.Workstream)
	differ("queue", e.Queue, d.Queue)
	differ("action", e.Action, d.Action)
	if language := locale.Refined(e.Language, d.Language); language != locale.Canonical(d.Language) {
		differ("language", e.Language, d.Language)
	}
	differ("message", e.Message, d.Message)
	if e.Priority != nil && *e.Priority != d.Priority {
		all = append(all, fmt.Sprintf("priority is %d, expected %d", d.Priority, *e.Priority))
	}
	if e.Skills != nil && !maps.Equal(e.Skills, d.Skills) {
		all = append(all, fmt.Sprintf("skills are %v, expected %v", d.Skills, e.Skills))
	}
	if want := slices.Sorted(slices.Values(e.Tags)); e.Tags != nil && !slices.Equal(want, d.Tags) {
		all = append(all, fmt.Sprintf("tags are %v, expected %v", d.Tags, want))
	}
	configuration.Each(e.Attributes, func(name, want string) {
		if got := d.Attributes[name]; got != want {
			all = append(all, fmt.Sprintf("attribute %s is %q, expected %q", name, got, want))
		}
	})
	return all
}
