package main

import (
	"context"
	"net/http"
	"os"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/process"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// TestAnOutageOfPubSub runs the product on emulators that were started elsewhere,
// takes Pub/Sub away and brings it back.
func TestAnOutageOfPubSub(t *testing.T) {
	t.Parallel()
	log := console.New(os.Stderr, console.Quiet)
	group, err := process.NewGroup()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(group.Stop)
	firestore := mustStart(t, official.StartFirestore, official.Options{Group: group, Output: log, Port: freePort(t)})
	options := official.Options{Group: group, Output: log, Port: freePort(t)}
	pubSub := mustStart(t, official.StartPubSub, options)
	s, err := stack.Start(t.Context(), stack.Options{
		Project: "demo-outage", Log: log, FirestoreHost: firestore.Host, PubSubHost: pubSub.Host, Config: plain(t),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	c := newCustomer(t, s)
	c.deliver(c.payload(0))
	checkHistory(t, c, 1) // the emulator keeps its messages in memory only

	pubSub.Process.Kill()
	<-pubSub.Process.Done()
	body := c.payload(1)
	if status := c.post(body, google.Sign(c.ClientToken, body)); status != http.StatusServiceUnavailable {
		t.Errorf("status while Pub/Sub is down: %d, want 503", status)
	}
	mustStart(t, official.StartPubSub, options)
	if err := s.ProvisionPubSub(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.deliver(body)
	checkHistory(t, c, 2)

	phone := s.Phones.Phone(c.key, "Dana")
	if _, err := phone.Write(t.Context(), "Still there?"); err != nil {
		t.Fatal(err)
	}
	c.sees("the phone's message", func(v desk.View) bool { return len(v.Messages) == 3 })
	c.reply("after-the-outage")
	c.awaitOnPhone(phone, 1)
}

func mustStart(
	t *testing.T, start func(official.Options) (*official.Emulator, error), o official.Options,
) *official.Emulator {
	t.Helper()
	e, err := start(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	return e
}

func freePort(t *testing.T) int {
	t.Helper()
	port, err := official.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	return port
}
