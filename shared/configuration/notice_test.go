package configuration_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// withNotice is a configuration with a notice, as JSON.
func withNotice(notice, text string) string {
	return `{"accounts":{"acme":{"workstream":"support"}},
		"workstreams":{"support":{"fallback_queue":"front","notice":` + notice + `}},
		"queues":{"front":{"display_name":"Front"}},
		"automated_messages":{"notice":{"texts":{"en":"` + text + `"}},"label":{"texts":{"en":"` + strings.Repeat("x", 26) + `"}}}}`
}

func TestANoticeIsChecked(t *testing.T) {
	t.Parallel()
	for notice, want := range map[string]string{
		`{"message":"notice"}`:               "",
		`{"message":"notice","ask":true}`:    "",
		`{}`:                                 "workstreams.support.notice.message: it is missing",
		`{"message":"notice","within":"5m"}`: "nobody is asked",
		`{"message":"notice","ask":true,"within":"5s"}`:                                     "5s is not from 1m to 1d",
		`{"message":"notice","ask":true,"accept":"label"}`:                                  "has 26 characters, a label has at most 25",
		`{"message":"notice","ask":true,"refused":{"action":"end"}}`:                        "notice.refused.message: it is missing",
		`{"message":"notice","ask":true,"refused":{"action":"stay"}}`:                       "is none of continue, transfer, end",
		`{"message":"notice","ask":true,"unanswered":{"action":"transfer","queue":"back"}}`: `there is no queue "back"`,
		`{"message":"notice","ask":true,"unanswered":{"queue":"front"}}`:                    "only the action transfer has a queue",
		`{"message":"notice","version":" 1"}`:                                               "begins or ends with a space",
	} {
		_, err := configuration.Load([]byte(withNotice(notice, "We keep it.")), channels.Profiles())
		problems, _ := errors.AsType[*configuration.ProblemsError](err)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", notice, err)
		case want != "" && (problems == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", notice, err, want)
		}
	}
}

// TestTheVersionOfANoticeIsItsTexts: where an admin names none.
func TestTheVersionOfANoticeIsItsTexts(t *testing.T) {
	t.Parallel()
	version := func(notice, text string) string {
		config, err := configuration.Load([]byte(withNotice(notice, text)), channels.Profiles())
		if err != nil {
			t.Fatal(err)
		}
		return config.NoticeVersion("support")
	}
	const told, asked, named = `{"message":"notice"}`, `{"message":"notice","ask":true}`, `{"message":"notice","version":"2"}`
	if a, b := version(told, "One."), version(asked, "One."); a != b || a == "" {
		t.Errorf("the same text has the versions %q and %q", a, b)
	}
	if version(told, "One.") == version(told, "Two.") {
		t.Error("two texts have the same version")
	}
	if version(named, "One.") != "2" || version(named, "Two.") != "2" {
		t.Error("the version is not the one that is written")
	}
}

func TestOnlyAPlainAnswerIsOne(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]configuration.Consent{
		"YES!": configuration.ConsentGiven, "Sí": configuration.ConsentGiven, "  d’accord ": configuration.ConsentGiven, "ok 👍": configuration.ConsentGiven,
		"Nein.": configuration.ConsentRefused, "I don’t agree": configuration.ConsentRefused, "não": configuration.ConsentRefused,
		"": "", "no way, yes": "", "yesterday": "", "non, mais": "",
	} {
		if got := configuration.Meaning(text); got != want {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
}
