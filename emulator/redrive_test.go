package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// TestDeadLettersAreSentOnTheirWayAgain buries a message for a reason that passes.
func TestDeadLettersAreSentOnTheirWayAgain(t *testing.T) {
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
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"redrive", "--project", s.Project}, &out, &errs); status != exitOK {
		t.Fatalf("exit status %d: %s", status, errs.String())
	}
	if !strings.Contains(out.String(), "account northwind, buried because: it was a bad day") {
		t.Errorf("printed %q", out.String())
	}
	c.sees("the message", func(v desk.View) bool { return len(v.Messages) == 1 })

	errs.Reset()
	status := run(t.Context(), []string{"redrive", "--project", s.Project, "--subscription", "nope"}, &out, &errs)
	if want := fmt.Sprintf("pull from projects/%s/subscriptions/nope", s.Project); status != exitFailure || !strings.Contains(errs.String(), want) {
		t.Errorf("exit status %d and %q, want %d and %q", status, errs.String(), exitFailure, want)
	}
}
