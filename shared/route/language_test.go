package route_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// spoken has rules that compare languages. The queue tells which of them matched.
const spoken = `{
	"accounts": {"acme": {"workstream": "w"}},
	"queues": {"french": {"display_name": "F"}, "hebrew": {"display_name": "H"}, "brazil": {"display_name": "B"},
		"taiwan": {"display_name": "T"}, "other": {"display_name": "O"}},
	"workstreams": {"w": {
		"language": "en", "fallback_queue": "other", "reopen_within": "1h",
		"classification": [{"name": "language", "rules": [
			{"name": "french", "when": "message.text == 'Bonjour'", "set": {"language": "fr"}},
			{"name": "brazil", "when": "message.text == 'Oi'", "set": {"language": "pt-BR"}},
			{"name": "english", "when": "message.text == 'Hi'", "set": {"language": "en"}}]}],
		"routes": [
			{"name": "french", "when": "language == 'fr'", "queue": "french"},
			{"name": "hebrew", "when": "language == 'he' || locale == 'he-IL'", "queue": "hebrew"},
			{"name": "brazil", "when": "language == 'pt-BR'", "queue": "brazil"},
			{"name": "taiwan", "when": "language == 'zh' && locale == 'zh-TW' && deviceLocale == 'zh-TW'", "queue": "taiwan"},
			{"name": "other", "queue": "other"}]}}}`

func TestWhoHasAnAnswerAlreadyIsNotGreeted(t *testing.T) {
	t.Parallel()
	config, err := configuration.Load([]byte(`{
		"accounts": {"acme": {"workstream": "w"}},
		"queues": {"q": {"display_name": "Q"}, "answered": {"display_name": "A"}},
		"automated_messages": {"hello": {"texts": {"en": "Hello"}}},
		"workstreams": {"w": {"fallback_queue": "q", "messages": {"greeting": "hello"},
			"routes": [{"name": "answered", "when": "message.answered", "queue": "answered"}, {"name": "all", "queue": "q"}]}}}`),
		channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	for answered, want := range map[bool][2]string{false: {"q", "hello"}, true: {"answered", ""}} {
		d, _, err := route.Decide(config, route.Facts{Account: "acme", Answered: answered})
		if got := [2]string{d.Queue, d.Message}; err != nil || got != want {
			t.Errorf("answered %v: %q, %v; want %q", answered, got, err, want)
		}
	}
}

func TestRulesKnowWhoWantsNoMessages(t *testing.T) {
	t.Parallel()
	config, err := configuration.Load([]byte(`{
		"accounts": {"acme": {"workstream": "w"}},
		"queues": {"q": {"display_name": "Q"}, "letters": {"display_name": "L"}},
		"workstreams": {"w": {"fallback_queue": "q",
			"routes": [{"name": "letters", "when": "!customer.subscribed", "queue": "letters"}, {"name": "all", "queue": "q"}]}}}`),
		channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	for unsubscribed, want := range map[bool]string{false: "q", true: "letters"} {
		facts := route.Facts{Account: "acme", Unsubscribed: unsubscribed}
		recorded, err := route.Encode(facts)
		if err != nil {
			t.Fatal(err)
		}
		var again route.Facts
		if err := json.Unmarshal([]byte(recorded), &again); err != nil {
			t.Fatal(err)
		}
		for _, f := range []route.Facts{facts, again} {
			if d, _, err := route.Decide(config, f); err != nil || d.Queue != want {
				t.Errorf("unsubscribed %v: %q, %v; want %q", unsubscribed, d.Queue, err, want)
			}
		}
	}
}

func TestASessionKeepsTheRegionThatRulesDoNotSee(t *testing.T) {
	t.Parallel()
	config, err := configuration.Load([]byte(spoken), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, locale, text, before string
		language, queue            string
	}{
		{"a locale with a region", "fr-CA", "", "", "fr-CA", "french"},
		{"a region and a script", "zh_TW", "", "", "zh-TW", "taiwan"},
		{"an old code", "iw_IL", "", "", "he-IL", "hebrew"},
		{"a rule that names the language only", "fr-CA", "Bonjour", "", "fr-CA", "french"},
		{"a rule that names another language", "fr-CA", "Hi", "", "en", "other"},
		{"a rule that names a region", "pt-PT", "Oi", "", "pt-BR", "brazil"},
		{"the session before, with its region", "en-GB", "", "fr-CA", "fr-CA", "french"},
		{"the session before, and a rule", "en-GB", "Bonjour", "fr-CA", "fr-CA", "french"},
		{"no locale", "", "", "", "en", "other"},
		{"what is no locale", "the one of my telephone", "", "", "en", "other"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := time.Date(2026, 7, 1, 8, 0, 0, 0, time.UTC)
			f := route.Facts{Account: "acme", Now: now, Text: tt.text, Context: channel.Context{DeviceLocale: tt.locale}}
			if tt.before != "" {
				f.EndedAt, f.Before = now.Add(-time.Minute), configuration.Outputs{Language: tt.before}
			}
			d, _, err := route.Decide(config, f)
			if err != nil || d.Language != tt.language || d.Queue != tt.queue {
				t.Errorf("language %q in queue %q, %v; want %q in %q", d.Language, d.Queue, err, tt.language, tt.queue)
			}
		})
	}
}

// TestConsentIsAFactAndCanChooseTheQueue: of those who have not agreed.
func TestConsentIsAFactAndCanChooseTheQueue(t *testing.T) {
	t.Parallel()
	config, err := configuration.Load([]byte(`{"accounts": {"acme": {"workstream": "support"}},
		"queues": {"front": {"display_name": "Front"}, "plain": {"display_name": "Plain"}, "given": {"display_name": "Given"}},
		"automated_messages": {"notice": {"texts": {"en": "We keep it."}}},
		"workstreams": {"support": {"fallback_queue": "front",
			"notice": {"message": "notice", "ask": true, "refused": {"action": "transfer", "queue": "plain"}},
			"routes": [{"name": "given", "when": "customer.consent == 'given'", "queue": "given"},
				{"name": "none", "when": "customer.consent in ['none', 'unanswered']", "queue": "front"}]}}}`), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[configuration.Consent]string{
		configuration.NotAsked: "front", configuration.ConsentGiven: "given",
		configuration.ConsentRefused: "plain", configuration.ConsentUnanswered: "front",
	} {
		d, trace, err := route.Decide(config, route.Facts{Account: "acme", Consent: answer})
		if err != nil || d.Queue != want {
			t.Errorf("%q goes to %q (%v), want %q", answer, d.Queue, err, want)
		}
		said := false
		for _, line := range trace.Lines(route.MaxRecord) {
			said = said || line.Code == route.ByRefusal
		}
		if said != (answer == configuration.ConsentRefused) {
			t.Errorf("%q: the trace is %v", answer, trace.Lines(route.MaxRecord))
		}
	}
}
