package config_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/sethvargo/go-envconfig"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
)

const (
	key   = "projects/p/secrets/conversation-key/versions/1"
	token = "projects/p/secrets/acme-token/versions/latest"
	acme  = `{"acme": {"channel": "` + channels.Default + `", "keys": ["` + token + `"]}}`
	sends = `{"acme": {"channel": "` + channels.Default + `", "credentials": "` + token + `"}}`
)

// environment is what the webhook needs, with some settings replaced or, where
// the value is empty, taken away.
func environment(changes map[string]string) envconfig.Lookuper {
	env := map[string]string{
		"GOOGLE_CLOUD_PROJECT": "p", "INBOUND_TOPIC": "inbound", "ACCOUNTS": acme, "CONVERSATION_KEY": key,
	}
	maps.Copy(env, changes)
	maps.DeleteFunc(env, func(_, value string) bool { return value == "" })
	return envconfig.MapLookuper(env)
}

func TestReadFrom(t *testing.T) {
	t.Parallel()
	accounts := config.Accounts{"acme": {Channel: channels.Default, Keys: []string{token}}}
	whole := config.Trace{Ratio: 1}
	senders := config.Accounts{"acme": {Channel: channels.Default, Credentials: token}}
	names := config.Names{Key: key}
	tests := []struct {
		name string
		env  map[string]string
		read func(context.Context, envconfig.Lookuper) (any, error)
		want any
	}{
		{
			"the webhook needs a project, a topic and accounts", nil, read[config.Webhook],
			config.Webhook{Project: "p", Trace: whole, Topic: "inbound", Accounts: accounts, Names: names},
		},
		{
			"a stand-in for Secret Manager may be named",
			map[string]string{"SECRET_MANAGER_EMULATOR_HOST": "localhost:1"},
			read[config.Webhook],
			config.Webhook{
				Project: "p", Trace: whole, Topic: "inbound", Accounts: accounts, Names: names,
				Secrets: config.Secrets{Emulator: "localhost:1"},
			},
		},
		{
			"routing needs a project, two topics and where to set timers",
			and(timed(), "DEAD_LETTER_TOPIC", "dead", "MEDIA_TOPIC", "media"),
			read[config.Routing],
			config.Routing{Project: "p", Names: names, Trace: whole, DeadLetters: "dead", Media: "media", Timers: timers()},
		},
		{
			"reply uses the provider's URL unless it is told another",
			map[string]string{"ACCOUNTS": sends, "MEDIA_BUCKET": "files"},
			read[config.Reply],
			config.Reply{Project: "p", Trace: whole, Bucket: "files", Accounts: senders},
		},
		{
			"reply may be told another URL",
			map[string]string{"ACCOUNTS": sends, "MEDIA_BUCKET": "files", "CHANNELS": `{"` + channels.Default + `": {"api": "http://localhost:2"}}`},
			read[config.Reply],
			config.Reply{
				Project: "p", Trace: whole, Bucket: "files", Accounts: senders,
				Channels: config.Channels{channels.Default: {API: "http://localhost:2"}},
			},
		},
		{
			"action needs a project and where to set timers, and nothing else",
			and(timed(), "ACCOUNTS", "{"),
			read[config.Action],
			config.Action{Project: "p", Trace: whole, Timers: timers()},
		},
		{
			"so does presence", timed(), read[config.Presence],
			config.Presence{Project: "p", Trace: whole, Timers: timers()},
		},
		{
			"start needs a project, credentials and the key of conversations' ids",
			map[string]string{"ACCOUNTS": sends},
			read[config.Start],
			config.Start{Project: "p", Names: names, Trace: whole, Accounts: senders},
		},
		{
			"so does timer, which may be told of stand-ins for Cloud Tasks and the clock",
			and(timed(), "CLOUD_TASKS_EMULATOR_HOST", "localhost:3", "CLOCK_EMULATOR_HOST", "localhost:4"),
			read[config.Timer],
			config.Timer{Project: "p", Trace: whole, Timers: standIn(), Clock: config.Clock{Emulator: "localhost:4"}},
		},
		{
			"export needs a project and a topic, and may be told where traces go",
			map[string]string{
				"EVENTS_TOPIC": "events", "OTEL_EXPORTER_OTLP_ENDPOINT": "https://telemetry.googleapis.com",
				"OTEL_TRACES_SAMPLER_ARG": "0.05",
			},
			read[config.Export],
			config.Export{
				Project: "p", Topic: "events",
				Trace: config.Trace{Endpoint: "https://telemetry.googleapis.com", Ratio: 0.05},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.read(t.Context(), environment(tt.env))
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("error %v, settings (-want +got):\n%s", err, diff)
			}
		})
	}
}

func read[T any](ctx context.Context, from envconfig.Lookuper) (any, error) {
	return config.ReadFrom[T](ctx, from)
}

func TestReadFromNamesEveryProblemAtOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		env  map[string]string
		want []string
	}{
		{
			"nothing is set",
			map[string]string{"GOOGLE_CLOUD_PROJECT": "", "INBOUND_TOPIC": "", "ACCOUNTS": "", "CONVERSATION_KEY": ""},
			[]string{
				"setting GOOGLE_CLOUD_PROJECT is missing: the Google Cloud project's id",
				"setting INBOUND_TOPIC is missing: the id of the topic for inbound messages",
				"setting ACCOUNTS is missing: the messaging accounts as JSON",
				"setting CONVERSATION_KEY is missing: the secret with the key of conversations' ids",
			},
		},
		{
			"the key itself is where its name belongs",
			map[string]string{"CONVERSATION_KEY": strings.Repeat("0", 64)},
			[]string{"CONVERSATION_KEY is not a secret's version, projects/P/secrets/S/versions/latest"},
		},
		{
			"a setting is missing and another cannot be read",
			map[string]string{"GOOGLE_CLOUD_PROJECT": "", "ACCOUNTS": "{"},
			[]string{
				"settings: Accounts: ACCOUNTS: unexpected EOF",
				"setting GOOGLE_CLOUD_PROJECT is missing: the Google Cloud project's id",
			},
		},
		{
			"a setting is missing and an account is wrong",
			map[string]string{"INBOUND_TOPIC": "", "ACCOUNTS": `{"acme": {"channel": "pigeon", "keys": ["` + token + `"]}}`},
			[]string{
				"setting INBOUND_TOPIC is missing: the id of the topic for inbound messages",
				`ACCOUNTS: acme: there is no channel "pigeon", only "` + strings.Join(channels.Profiles().Names(), ", ") + `"`,
			},
		},
		{
			"several accounts are wrong in several ways",
			map[string]string{"ACCOUNTS": `{
				"Acme": {"channel": "` + channels.Default + `"},
				"both": {"channel": "` + channels.Default + `", "credentials": "` + token + `", "impersonate": "a@b"},
				"none": {"channel": "", "keys": ["the-token-itself", "projects/p/secrets/s"]}}`},
			[]string{
				"ACCOUNTS: Acme: a name is lower-case letters, digits and hyphens, and begins with a letter",
				"ACCOUNTS: Acme: it has no keys to verify webhook requests with",
				"ACCOUNTS: both: it has no keys to verify webhook requests with",
				"ACCOUNTS: both: it has credentials and impersonates: choose one",
				`ACCOUNTS: none: there is no channel "", only "` + strings.Join(channels.Profiles().Names(), ", ") + `"`,
				`ACCOUNTS: none: keys[0] is not a secret's version, projects/P/secrets/S/versions/latest`,
				`ACCOUNTS: none: keys[1] is not a secret's version, projects/P/secrets/S/versions/latest`,
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.ReadFrom[config.Webhook](t.Context(), environment(tt.env))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadFromRefusesAccounts(t *testing.T) {
	t.Parallel()
	account := func(name string) string {
		return `{"` + name + `": {"channel": "` + channels.Default + `", "keys": ["` + token + `"]}}`
	}
	tests := []struct{ name, accounts, want string }{
		{"no JSON", "acme", "invalid character"},
		{"a list", "[]", "cannot unmarshal array"},
		{"an unknown field", `{"acme": {"channel": "` + channels.Default + `", "key": "x"}}`, `unknown field "key"`},
		{"a field of the wrong type", `{"acme": {"keys": "x"}}`, "cannot unmarshal string"},
		{"something behind the closing brace", acme + ` {}`, "something follows the closing brace"},
		{"no account in it", "{}", "there is no account in it"},
		{"null", "null", "there is no account in it"},
		{"an empty name", account(""), "a name is lower-case"},
		{"a name with a slash", account("a/b"), "a name is lower-case"},
		{"a name that begins with a digit", account("1a"), "a name is lower-case"},
		{"a name that is too long", account(strings.Repeat("a", 40)), "a name is lower-case"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.ReadFrom[config.Webhook](t.Context(), environment(map[string]string{"ACCOUNTS": tt.accounts}))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %v, want one with %q", err, tt.want)
			}
		})
	}
}

func TestReadFromTakesAccounts(t *testing.T) {
	t.Parallel()
	longest := "a" + strings.Repeat("-", 38)
	regional := "projects/p/locations/europe-west1/secrets/s/versions/7"
	text := `{
		"a": {"channel": "` + channels.Default + `", "keys": ["` + token + `"], "credentials": "` + regional + `"},
		"` + longest + `": {"channel": "` + channels.Default + `", "credentials": "` + token + `"},
		"c3": {"channel": "` + channels.Default + `", "impersonate": "bot@p.iam.gserviceaccount.com"}}`
	want := config.Accounts{
		"a":     {Channel: channels.Default, Keys: []string{token}, Credentials: regional},
		longest: {Channel: channels.Default, Credentials: token},
		"c3":    {Channel: channels.Default, Impersonate: "bot@p.iam.gserviceaccount.com"},
	}
	got, err := config.ReadFrom[config.Reply](t.Context(), environment(map[string]string{"ACCOUNTS": text, "MEDIA_BUCKET": "files"}))
	if diff := cmp.Diff(want, got.Accounts); diff != "" || err != nil {
		t.Errorf("error %v, accounts (-want +got):\n%s", err, diff)
	}
}

func TestTargetIsTheFunctionToServe(t *testing.T) {
	for _, want := range []string{"webhook", ""} {
		t.Setenv("FUNCTION_TARGET", want)
		if got := config.Target(); got != want {
			t.Errorf("Target = %q, want %q", got, want)
		}
	}
}

func TestReadReadsTheEnvironment(t *testing.T) {
	for name, value := range and(timed(), "GOOGLE_CLOUD_PROJECT", "from-the-environment") {
		t.Setenv(name, value)
	}
	got, err := config.Read[config.Action](t.Context())
	if got.Project != "from-the-environment" || err != nil {
		t.Errorf("Read = %+v, %v", got, err)
	}
}
