package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// TestDeadLettersAreListedAndSentOnTheirWayAgain buries a message for a reason that passes.
func TestDeadLettersAreListedAndSentOnTheirWayAgain(t *testing.T) {
	s := product(t)
	t.Setenv("PUBSUB_EMULATOR_HOST", s.PubSubHost)
	c := newCustomer(t, s)
	dead, err := topic.New(t.Context(), s.Project, "inbound-dead-letter")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = dead.Close() }()
	err = dead.Publish(t.Context(), topic.Message{Data: c.payload(0), Attributes: map[string]string{
		topic.Account: s.Account, topic.Channel: "business-messages", topic.Reason: "it was a bad day",
		topic.ReceivedAt: "2024-03-05T09:00:01Z",
	}})
	if err != nil {
		t.Fatal(err)
	}
	tell := func(want string, args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		if status := run(t.Context(), append([]string{"redrive", "--project", s.Project}, args...), &out, &errs); status != exitOK {
			t.Fatalf("exit status %d: %s", status, errs.String())
		}
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q printed %q, want %q", args, out.String(), want)
		}
	}
	tell("0 of 1 dead letters would be sent", "--account", "contoso", "--yes=false")
	tell("account northwind of business-messages\n    put aside because: it was a bad day\n    holds: text\n1 of 1 dead letters would be sent", "--why", "Bad")
	tell(`"sent": false`, "--format", "json")
	tell("1 of 1 dead letters are on their way again", "--readable", "--yes")
	c.sees("the message", func(v desk.View) bool { return len(v.Messages) == 1 })
	tell("0 of 0 dead letters are on their way again", "--yes")

	refused := map[string][]string{
		fmt.Sprintf("pull from projects/%s/subscriptions/nope-dead-letter", s.Project): {"--subscription", "nope-dead-letter"},
		"--topic is missing": {"--subscription", "nope"},
		"--until has to be":  {"--since", "1h", "--until", "2h"},
	}
	for want, args := range refused {
		status, _, errs := runCommand(t, append([]string{"redrive", "--project", s.Project}, args...)...)
		if status != exitFailure || !strings.Contains(errs, want) {
			t.Errorf("%q: exit status %d and %q, want %d and %q", args, status, errs, exitFailure, want)
		}
	}
}
