package store_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const (
	wrote = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	acted = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-00f067aa0ba902b7-01"
)

// step changes the conversation.
func (w world) step(
	ctx context.Context, t *testing.T,
	f func(conversation.Conversation) (conversation.Change, error),
) {
	t.Helper()
	if _, err := w.Update(ctx, id, f); err != nil {
		t.Fatal(err)
	}
}

func written(reply string) func(conversation.Conversation) (conversation.Change, error) {
	return func(c conversation.Conversation) (conversation.Change, error) {
		c.Seq++
		return conversation.Change{
			Conversation: c, Events: []conversation.Event{{Seq: c.Seq, Cause: conversation.PrioritySet, At: noon}},
			Replies: []conversation.Reply{{Outbound: channel.Outbound{ID: reply, Text: "Hello"}, Status: channel.Pending, CreatedAt: noon}},
			Message: &conversation.Message{ID: "note-" + reply, Direction: conversation.Note},
		}, nil
	}
}

func TestWhatAChangeWritesNamesItsTraceAndCostsNoMore(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.step(trace.With(t.Context(), wrote), t, func(c conversation.Conversation) (conversation.Change, error) {
		c.ID = id
		return c.Receive(said(1), noon, toFront())
	})
	w.costs(t, "a new session", 2, 4)
	w.step(trace.With(t.Context(), acted), t, written("hello"))
	w.costs(t, "a change with a reply", 1, 4)
	w.step(t.Context(), t, written("again"))

	type named struct{ Traceparent string }
	got := map[string]string{}
	for _, path := range []string{
		"/messages/m-001", "/events/000000000001",
		"/events/000000000002", "/replies/hello", "/messages/note-hello", "/events/000000000003", "/replies/again",
	} {
		got[path] = get[named](t, w.doc(path)).Traceparent
	}
	got[""] = get[conversation.Conversation](t, w.doc("")).Traceparent
	want := map[string]string{
		"": wrote, "/messages/m-001": wrote, "/events/000000000001": wrote, // the newest of the customer's stays
		"/events/000000000002": acted, "/replies/hello": acted, "/messages/note-hello": acted,
		"/events/000000000003": "", "/replies/again": "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("traces (-want +got):\n%s", diff)
	}
	doc, err := w.doc("/replies/again").Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, there := doc.Data()["traceparent"]; there {
		t.Error("a document has an empty trace")
	}
}

func TestWhatASentReplyBecomesNamesTheTraceOfItsSending(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.step(trace.With(t.Context(), wrote), t, written("hello"))
	out := w.Outbox(id, "run")
	reply, c, err := out.Claim(t.Context(), noon, noon.Add(time.Second))
	if err != nil || reply.Traceparent != wrote || c.ID != id {
		t.Fatalf("claimed %+v, %v, want the trace that it was written in", reply, err)
	}
	if err := out.Record(trace.With(t.Context(), acted), reply, heard(channel.Sent, nil), noon); err != nil {
		t.Fatal(err)
	}
	if m := get[conversation.Message](t, w.doc("/messages/hello")); m.Traceparent != acted {
		t.Errorf("the message's trace is %q", m.Traceparent)
	}
	if r := get[conversation.Reply](t, w.doc("/replies/hello")); r.Traceparent != wrote {
		t.Errorf("the reply's trace is %q", r.Traceparent)
	}
}

// traced is a tracer, and the collector to which it sends.
func traced(t *testing.T) (*trace.Tracer, *traces.Collector) {
	t.Helper()
	collector := traces.New()
	server := httptest.NewServer(collector)
	t.Cleanup(server.Close)
	tracer, err := trace.New(t.Context(), trace.Settings{
		Endpoint: server.URL, Ratio: 1, Project: "p", Function: "f", Now: time.Now, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return tracer, collector
}

// TestCommitsAreSpans, with links to the trace of the customer's newest message and, of
// a receipt, to that of the sending.
func TestCommitsAreSpans(t *testing.T) {
	t.Parallel()
	w := open(t)
	tracer, collector := traced(t)
	w.step(trace.With(t.Context(), wrote), t, func(c conversation.Conversation) (conversation.Change, error) {
		c.ID = id
		return c.Receive(said(1), noon, toFront())
	})
	w.step(trace.With(t.Context(), wrote), t, written("hello"))
	reply, _, err := w.Outbox(id, "run").Claim(t.Context(), noon, noon.Add(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Outbox(id, "run").Record(trace.With(t.Context(), acted), reply, heard(channel.Sent, nil), noon); err != nil {
		t.Fatal(err)
	}

	ctx, end := tracer.Begin(t.Context())
	look := func(name string, do func(context.Context) error) {
		ctx, span := trace.Follow(ctx, name, "")
		err := do(ctx)
		span.End(nil)
		if err != nil && !errors.Is(err, conversation.ErrOver) {
			t.Errorf("%s: %v", name, err)
		}
	}
	look("change", func(ctx context.Context) error {
		_, err := w.Update(ctx, id, written("more"))
		return err
	})
	look("find it over", func(ctx context.Context) error {
		_, err := w.Update(ctx, id, func(conversation.Conversation) (conversation.Change, error) {
			return conversation.Change{}, conversation.ErrOver
		})
		return err
	})
	look("receipt", func(ctx context.Context) error { return w.Receipt(ctx, id, "hello", heard(channel.Read, nil), noon) })
	end()

	var got []string
	for _, s := range collector.Spans() {
		line := strings.TrimSpace(s.Name + " " + s.Attributes["step"])
		for _, l := range s.Links {
			line += " → " + l.Trace[:4]
		}
		if s.Failed {
			line += " failed"
		}
		got = append(got, line)
	}
	want := []string{
		"f commit update conversation", "f change → 4bf9",
		"f commit update conversation", "f find it over → 4bf9",
		"f commit receipt", "f receipt → aaaa",
	}
	if !slices.Equal(want, got) {
		t.Errorf("spans %q, want %q", got, want)
	}
}

func TestAnEventIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.step(trace.With(t.Context(), wrote), t, func(c conversation.Conversation) (conversation.Change, error) {
		c.ID = id
		return c.Receive(said(1), noon, toFront())
	})
	w.counter.Take()
	got, err := w.Event(t.Context(), id, "000000000001")
	w.costs(t, "an event", 1, 0)
	if err != nil || got.Seq != 1 || got.Cause != conversation.CustomerWrote || got.Traceparent != wrote {
		t.Errorf("Event = %+v, %v", got, err)
	}
	if _, err := w.Event(t.Context(), id, "000000000009"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an event that is not there: %v, want ErrNotFound", err)
	}
}
