package replay_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/replay"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

var since = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// shop sends French customers to a queue, at a priority; others go to the front.
func shop(queue string, priority int) string {
	return fmt.Sprintf(`{"accounts":{"acme":{"workstream":"support"}},
		"workstreams":{"support":{"fallback_queue":"front",
		  "classification":[{"name":"urgency","rules":[{"name":"all","set":{"priority":%d}}]}],
		  "routes":[{"name":"french","when":"locale.startsWith(\"fr\")","queue":%q}]}},
		"queues":{"front":{"display_name":"Front"},"paris":{"display_name":"Paris"},
		  "lyon":{"display_name":"Lyon","overflow":{"length":{"limit":3,"action":"end"}}}}}`, priority, queue)
}

func load(t *testing.T, text string) *configuration.Config {
	t.Helper()
	config, err := configuration.Load([]byte(text), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// record is what was decided, and with which configurations.
type record struct {
	configs map[string]*configuration.Config
	decided []store.Decided
}

func (r *record) Decisions(_ context.Context, from time.Time, f func(store.Decided) error) error {
	for _, d := range r.decided {
		if d.DecidedAt.Before(from) {
			continue
		}
		if err := f(d); err != nil {
			return err
		}
	}
	return nil
}

func (r *record) Archived(_ context.Context, version string, _ channel.Profiles) (*configuration.Config, error) {
	if config, ok := r.configs[version]; ok {
		return config, nil
	}
	return nil, errors.New("read configs/" + version + ": not found")
}

// decide decides as the routing function does and records it.
func (r *record) decide(t *testing.T, config *configuration.Config, id, locale string) {
	t.Helper()
	if r.configs == nil {
		r.configs = map[string]*configuration.Config{}
	}
	r.configs[config.Version] = config
	facts := route.Facts{
		Conversation: id, Account: "acme", BrandAgent: "brands/b/agents/a", Context: channel.Context{Locale: locale},
		Kind: channel.Text, Text: "hello", Now: since.Add(time.Duration(len(r.decided)) * time.Hour),
	}
	decision, trace, err := route.Decide(config, facts)
	if err != nil {
		t.Fatal(err)
	}
	recorded, _ := json.Marshal(facts)
	decided, _ := json.Marshal(decision)
	r.decided = append(r.decided, store.Decided{Conversation: conversation.ID(id), Event: conversation.Event{
		Seq: 1, Session: 1, At: facts.Now, DecidedAt: facts.Now, Facts: string(recorded), Decision: string(decided), Trace: trace.Lines(route.Room(string(recorded), string(decided))),
	}})
}

func replayed(t *testing.T, r *record, with *configuration.Config) *replay.Report {
	t.Helper()
	report, err := replay.Run(t.Context(), r, replay.Options{Since: since, Config: with, Examples: 1})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func text(t *testing.T, r *replay.Report) string {
	t.Helper()
	var b strings.Builder
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// week is six decisions made with two configurations.
func week(t *testing.T) *record {
	t.Helper()
	var r record
	first, second := load(t, shop("paris", 1)), load(t, shop("paris", 2))
	for i, locale := range []string{"fr", "en", "fr", "de", "fr", "fr"} {
		config := first
		if i > 2 {
			config = second
		}
		r.decide(t, config, fmt.Sprintf("c%d", i), locale)
	}
	return &r
}

func TestWithTheirOwnConfigurationDecisionsComeOutTheSame(t *testing.T) {
	t.Parallel()
	report := replayed(t, week(t), nil)
	if report.Decisions != 6 || report.Same != 6 || len(report.Versions) != 2 {
		t.Errorf("report %+v, want 6 of 6 the same with 2 versions", report)
	}
	want := "6 decisions since 2026-03-02 00:00 UTC, made with 2 versions: every one comes out the same.\n"
	if diff := cmp.Diff(want, text(t, report)); diff != "" {
		t.Error(diff)
	}
}

// TestDecisionsUnderWhatSupervisorsSetAreTold, with who set it, whichever configuration they
// are made again with.
func TestDecisionsUnderWhatSupervisorsSetAreTold(t *testing.T) {
	t.Parallel()
	r := week(t)
	outage := configuration.Setting{
		Kind: configuration.SetOutage, Of: "support", Texts: map[string]string{"en": "We know of it."},
		By: "sue@acme.example", Name: "Sue", At: since, Until: since.Add(time.Hour),
	}
	under, _, _, err := configuration.LoadWith([]byte(shop("paris", 1)), []configuration.Setting{outage}, since, channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	r.decide(t, under, "c6", "en")
	for _, with := range []*configuration.Config{nil, load(t, shop("paris", 1))} {
		report := replayed(t, r, with)
		if len(report.Overlays) != 1 || report.Overlays[0].Version != under.Version || report.Overlays[0].Decisions != 1 {
			t.Errorf("overlays are %+v", report.Overlays)
		}
		want := "1 decision made with version " + under.Version + ", which is not the file’s alone:\n" +
			"  outage_support: set by Sue (sue@acme.example) at 2026-03-02T00:00:00Z, until 2026-03-02T01:00:00Z\n"
		if got := text(t, report); !strings.Contains(got, want) {
			t.Errorf("the report lacks %q:\n%s", want, got)
		}
	}
	if same := replayed(t, r, nil); same.Same != 7 {
		t.Errorf("%d of 7 come out the same", same.Same)
	}
	r.configs = map[string]*configuration.Config{}
	if report := replayed(t, r, load(t, shop("paris", 1))); len(report.Overlays) > 0 || report.Decisions != 7 {
		t.Errorf("without the versions, %d decisions and overlays %+v", report.Decisions, report.Overlays)
	}
}

func TestADecisionThatComesOutDifferentlyIsShownWithBothTraces(t *testing.T) {
	t.Parallel()
	r := week(t)
	r.decided[0].Trace[1] = *reason.New(conversation.AgentSaid, reason.Args{"text": "something else"})
	r.decided[1].Decision = strings.Replace(r.decided[1].Decision, `"queue":"front"`, `"queue":"lyon"`, 1)
	report := replayed(t, r, nil)
	if report.Same != 4 || len(report.Changes) != 2 {
		t.Fatalf("report %+v, want 2 changes", report)
	}
	for _, want := range []string{
		"2 of 6 decisions since 2026-03-02 00:00 UTC come out differently with the very configuration they were made with.",
		"       1  lyon → front", "       1  paris, with another trace", "conversation c0, session 1", "    something else",
	} {
		if got := text(t, report); !strings.Contains(got, want) {
			t.Errorf("the report lacks %q:\n%s", want, got)
		}
	}
}

func TestAnotherConfigurationShowsWhatItWouldChange(t *testing.T) {
	t.Parallel()
	report := replayed(t, week(t), load(t, shop("lyon", 2)))
	want := []replay.Change{
		{From: "paris", To: "lyon", Count: 4},
		{From: "front", To: "front", Count: 1, What: []string{"priority"}},
	}
	var got []replay.Change
	for _, c := range report.Changes {
		if len(c.Examples) != 1 || len(c.Examples[0].Before) == 0 || len(c.Examples[0].After) == 0 {
			t.Errorf("%s: examples %+v, want one with both traces", c.From, c.Examples)
		}
		c.Examples = nil
		got = append(got, *c)
	}
	if diff := cmp.Diff(want, got); diff != "" || report.Same != 1 {
		t.Errorf("%d are the same, changes (-want +got):\n%s", report.Same, diff)
	}
	if diff := cmp.Diff([]string{"lyon"}, report.Unknown); diff != "" {
		t.Error(diff)
	}
	got1 := text(t, report)
	for _, want := range []string{
		"5 of 6 sessions since", "       4  paris → lyon\n       1  front, with another priority\n",
		"How many waited was not recorded of lyon: it counts as nobody.",
	} {
		if !strings.Contains(got1, want) {
			t.Errorf("the report lacks %q:\n%s", want, got1)
		}
	}
}

func TestNothingDecidedAndNothingKnownAreSaid(t *testing.T) {
	t.Parallel()
	if got := text(t, replayed(t, &record{}, nil)); got != "No session was routed since 2026-03-02 00:00 UTC.\n" {
		t.Error(got)
	}
	r := week(t)
	r.configs = map[string]*configuration.Config{}
	_, err := replay.Run(t.Context(), r, replay.Options{Since: since})
	if err == nil || !strings.Contains(err.Error(), "after 0 decisions: read configs/") {
		t.Errorf("error %v, want one that names the version", err)
	}
}
