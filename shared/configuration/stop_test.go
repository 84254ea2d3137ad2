package configuration_test

import (
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// stopping is a configuration in English and French with words of its own, as JSON.
func stopping(words string) string {
	return strings.Replace(withNotice(`{"message":"notice"}`, "We keep it."), `"queues"`, `"stop_words":`+words+`,"queues"`, 1)
}

func TestWordsThatEndMessages(t *testing.T) {
	t.Parallel()
	french := strings.Replace(stopping(`{}`), `"texts":{"en"`, `"texts":{"fr":"x","en"`, 1)
	for name, tt := range map[string]struct {
		config string
		stop   []string
		goOn   []string
	}{
		"ours, in the languages of the configuration": {
			stopping(`{}`),
			[]string{"STOP", " stop! ", "Unsubscribe.", "Opt-out"},
			[]string{"arrêt", "baja", "stop by tomorrow", "please don't stop", "", "stop stop stop stop", "nonstop"},
		},
		"in French, too":    {french, []string{"stop", "ARRÊT", "me  désabonner"}, []string{"baja"}},
		"those of an admin": {stopping(`{"en":["enough"],"cy":["Stopio"]}`), []string{"Enough", "stopio"}, []string{"stop"}},
		"none":              {stopping(`{"en":[]}`), nil, []string{"stop"}},
	} {
		config, err := configuration.Load([]byte(tt.config), channels.Profiles())
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range tt.stop {
			if !config.Stops(text) {
				t.Errorf("%s: %q is not heard", name, text)
			}
		}
		for _, text := range tt.goOn {
			if config.Stops(text) {
				t.Errorf("%s: %q ends messages", name, text)
			}
		}
	}
}

func TestWordsThatEndMessagesAreChecked(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		`{"en-US":["stop"]}`:                         `words are heard in every region, write "en"`,
		`{"en":["!"]}`:                               `"!" is not one to 3 words of 30 characters at most`,
		`{"en":["i want no more of"]}`:               "is not one to 3 words",
		`{"en":["` + strings.Repeat("x", 31) + `"]}`: "is not one to 3 words",
		`{"en":["stop","stop"]}`:                     `"stop" is there twice`,
		`{"English":["stop"]}`:                       "is no language tag",
	} {
		_, err := configuration.Load([]byte(stopping(words)), channels.Profiles())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", words, err, want)
		}
	}
}
