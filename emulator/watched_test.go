package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// watchedProduct is one with a receiver of traces and with events being published.
func watchedProduct(t *testing.T) (*office, *witness) {
	t.Helper()
	file, err := readConfig("testdata/traces.tfvars", os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	log := newWitness()
	s, err := stack.Start(context.Background(), stack.Options{
		Project: official.Project("watched"), FirestoreHost: os.Getenv("FIRESTORE_EMULATOR_HOST"), Log: log, Config: file, Traces: true, Export: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what was printed:\n%s", log.printed())
		}
	})
	return &office{T: t, Stack: s, on: s.Sides[0], staff: map[string]*desk.Agent{}}, log
}

func (o *office) caller() *client {
	key := fmt.Sprintf("watched-%d", time.Now().UnixNano())
	return &client{office: o, phone: o.Phones.Phone(key, called), id: keyring.IDs().Of(channel.Peer{
		Channel: businessmessages.Name, Account: o.Account, BrandAgent: o.BrandAgent, Key: key,
	})}
}

// spans are those of everything that happened to the conversation, when they are what
// done wants: of each trace in which the conversation is named.
func (c *client) spans(what string, done func([]traces.Span) bool) []traces.Span {
	c.Helper()
	var all []traces.Span
	_, err := c.Traces.Await(c.context(), func(spans []traces.Span) bool {
		mine := map[string]bool{}
		for _, s := range spans {
			if s.Attributes["conversation"] == string(c.id) {
				mine[s.Trace] = true
			}
		}
		all = slices.DeleteFunc(slices.Clone(spans), func(s traces.Span) bool { return !mine[s.Trace] })
		return done(all)
	})
	if err != nil {
		c.Fatalf("%s: %v\n%s", what, err, traces.Tree(all))
	}
	return all
}

func named(spans []traces.Span, name string) []traces.Span {
	return slices.DeleteFunc(slices.Clone(spans), func(s traces.Span) bool { return s.Name != name })
}

// connected checks that every parent is there, that every trace has one root, and that
// links join every trace to the webhook's. A receipt that comes before its reply is
// recorded links to nothing: the reply links to it.
func connected(t *testing.T, spans []traces.Span, webhook traces.Span) {
	t.Helper()
	known, roots, next := map[string]bool{}, map[string]int{}, map[string][]string{}
	for _, s := range spans {
		known[s.Trace+s.ID] = true
	}
	for _, s := range spans {
		if s.Parent == "" {
			roots[s.Trace]++
		} else if !known[s.Trace+s.Parent] {
			t.Errorf("%s has a parent that nobody sent", s.Name)
		}
		for _, l := range s.Links {
			next[l.Trace] = append(next[l.Trace], s.Trace)
			next[s.Trace] = append(next[s.Trace], l.Trace)
			if !known[l.Trace+l.Span] {
				t.Errorf("%s has a link that leads nowhere", s.Name)
			}
		}
	}
	reached := map[string]bool{}
	for queue := []string{webhook.Trace}; len(queue) > 0; queue = queue[1:] {
		if !reached[queue[0]] {
			reached[queue[0]] = true
			queue = append(queue, next[queue[0]]...)
		}
	}
	for id, n := range roots {
		if n != 1 || !reached[id] {
			t.Errorf("the trace %s has %d roots, linked to the message: %v", id, n, reached[id])
		}
	}
	if t.Failed() {
		t.Log("\n" + traces.Tree(spans))
	}
}

// The emulator of Firestore loses events when a listener comes or goes in the middle of
// a commit, and then some are delivered twice, with spans of their own. So what follows
// waits for spans, and listens to nothing.

// says is the customer, until the webhook has it.
func (c *client) says(text string) {
	c.Helper()
	_, err := c.phone.Write(c.context(), text)
	c.must(err)
}

// has waits until there are that many spans of a name.
func (c *client) has(name string, n int) {
	c.Helper()
	c.spans(fmt.Sprint(n, " times ", name), func(spans []traces.Span) bool { return len(named(spans, name)) >= n })
}

// asks is an agent who wants something done, until it is.
func (c *client) asks(name string, kind conversation.ActionKind) {
	c.Helper()
	before := len(named(c.Traces.Spans(), "action carry out"))
	ref := c.Firestore.Collection("conversations").Doc(string(c.id)).Collection("actions").Doc(fmt.Sprint(name, "-", kind))
	_, err := ref.Create(c.context(), conversation.Action{
		Kind: kind, Author: conversation.Author{Email: email(name)}, Status: conversation.ActionPending,
	})
	c.must(err)
	_, err = c.Traces.Await(c.context(), func(spans []traces.Span) bool {
		return len(named(spans, "action carry out")) > before
	})
	c.must(err)
	doc, err := ref.Get(c.context())
	c.must(err)
	if status := doc.Data()["status"]; status != string(conversation.ActionDone) {
		c.Fatalf("to %s is %v: %v", kind, status, doc.Data()["reason"])
	}
}

// answers counts the replies that were sent in a trace of their own, linked to another.
func answers(spans []traces.Span) int {
	n := 0
	for _, s := range named(spans, "reply send") {
		if s.Parent == "" && len(s.Links) == 1 {
			n++
		}
	}
	return n
}

// all are the documents of a collection, n of them.
func all[T any](c *client, of *firestore.CollectionRef, n int) []T {
	c.Helper()
	docs, err := of.Documents(c.context()).GetAll()
	c.must(err)
	if len(docs) != n {
		c.Errorf("there are %d %s, want %d", len(docs), of.ID, n)
	}
	found := make([]T, len(docs))
	for i, doc := range docs {
		c.must(doc.DataTo(&found[i]))
	}
	return found
}

// unexplained are the lines about the conversation that name no span that was sent,
// and those that are missing.
func (c *client) unexplained(spans []traces.Span, log *witness) []string {
	known, missing := map[string]bool{}, map[string]bool{"received": true, "reply sent": true, "action carried out": true}
	for _, s := range spans {
		known["projects/"+c.Project+"/traces/"+s.Trace+" "+s.ID+" true"] = true
	}
	var all []string
	for _, record := range log.about(c.id) {
		delete(missing, fmt.Sprint(record["message"]))
		const of = "logging.googleapis.com/"
		if !known[fmt.Sprint(record[of+"trace"], " ", record[of+"spanId"], " ", record[of+"trace_sampled"])] {
			all = append(all, fmt.Sprint(record))
		}
	}
	return append(all, slices.Collect(maps.Keys(missing))...)
}
