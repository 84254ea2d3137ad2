package config_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
)

// timed is what a function needs that sets timers.
func timed() map[string]string {
	return map[string]string{
		"TIMER_QUEUE": "projects/p/locations/europe-west1/queues/timers", "TIMER_URL": "https://timer.example",
		"TIMER_ACCOUNT": "timer@p.iam.gserviceaccount.com",
	}
}

// timers is the same, read.
func timers() config.Timers {
	env := timed()
	return config.Timers{Queue: env["TIMER_QUEUE"], URL: env["TIMER_URL"], Account: env["TIMER_ACCOUNT"]}
}

func standIn() config.Timers {
	t := timers()
	t.Emulator = "localhost:3"
	return t
}

// and adds names with their values to settings.
func and(env map[string]string, more ...string) map[string]string {
	env = maps.Clone(env)
	for i := 0; i < len(more); i += 2 {
		env[more[i]] = more[i+1]
	}
	return env
}

func TestNestedSettingsAreNamedWithAllTheOthers(t *testing.T) {
	t.Parallel()
	const (
		project = "setting GOOGLE_CLOUD_PROJECT is missing: the Google Cloud project's id"
		dead    = "setting DEAD_LETTER_TOPIC is missing: the id of the dead letter topic"
		media   = "setting MEDIA_TOPIC is missing: the id of the topic for files to be copied"
		queue   = "setting TIMER_QUEUE is missing: the queue of Cloud Tasks for timers, projects/P/locations/L/queues/Q"
		url     = "setting TIMER_URL is missing: the URL of the timer function"
		account = "setting TIMER_ACCOUNT is missing: the e-mail address of the service account that calls the timer function"
	)
	tests := []struct {
		name string
		env  map[string]string
		want []string
	}{
		{
			"nothing is set",
			map[string]string{"GOOGLE_CLOUD_PROJECT": ""},
			[]string{project, dead, media, queue, url, account},
		},
		{
			"one is missing", and(timed(), "TIMER_URL", "", "DEAD_LETTER_TOPIC", "d", "MEDIA_TOPIC", "m"),
			[]string{url},
		},
		{
			"one cannot be read, some are missing", and(timed(), "TIMER_ACCOUNT", "", "CHANNELS", "{"),
			[]string{
				"settings: Channels: CHANNELS: unexpected EOF",
				dead, media, account,
			},
		},
		{
			"all of them are wrong",
			map[string]string{
				"DEAD_LETTER_TOPIC": "d", "TIMER_QUEUE": "timers", "TIMER_URL": "timer", "TIMER_ACCOUNT": "timer",
			},
			[]string{
				media,
				"TIMER_QUEUE: want projects/P/locations/L/queues/Q",
				"TIMER_URL: want https://host, or http:// with a loopback host",
				"TIMER_ACCOUNT: want an e-mail address",
			},
		},
		{
			"one is wrong, the others are missing",
			map[string]string{
				"DEAD_LETTER_TOPIC": "d", "MEDIA_TOPIC": "m", "TIMER_QUEUE": "timers",
			},
			[]string{"TIMER_QUEUE: want projects/P/locations/L/queues/Q", url, account},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.ReadFrom[config.Routing](t.Context(), environment(tt.env))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTimersAreSetWhereCloudTasksCan(t *testing.T) {
	t.Parallel()
	tests := []struct {
		setting, value string
		ok             bool
	}{
		{"TIMER_QUEUE", "projects/example.com:p/locations/local/queues/timers", true},
		{"TIMER_QUEUE", "projects/p/locations/l/queues/", false},
		{"TIMER_QUEUE", "projects/p/locations/l/queues/q/tasks/t", false},
		{"TIMER_QUEUE", "/projects/p/locations/l/queues/q", false},
		{"TIMER_URL", "https://europe-west1-p.cloudfunctions.net/timer", true},
		{"TIMER_URL", "http://127.0.0.1:8080", true},
		{"TIMER_URL", "http://timer.example", false},
		{"TIMER_URL", "https://", false},
		{"TIMER_URL", "https://%zz", false},
		{"TIMER_URL", "ftp://127.0.0.1", false},
	}
	for _, tt := range tests {
		_, err := config.ReadFrom[config.Timer](t.Context(), environment(and(timed(), tt.setting, tt.value)))
		if ok := err == nil; ok != tt.ok {
			t.Errorf("%s = %q: %v, want it taken: %v", tt.setting, tt.value, err, tt.ok)
		}
		if err != nil && !strings.HasPrefix(err.Error(), tt.setting+": want ") {
			t.Errorf("%s = %q: %v", tt.setting, tt.value, err)
		}
	}
}
