package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/export"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

// world is a database with one event, and a topic.
type world struct {
	event    conversation.Event
	readErr  error
	asked    []string
	messages []topic.Message
	traces   []string
	topicErr error
	log      bytes.Buffer
}

func (w *world) Event(_ context.Context, id conversation.ID, name string) (conversation.Event, error) {
	w.asked = append(w.asked, string(id)+"/"+name)
	return w.event, w.readErr
}

func (w *world) Publish(ctx context.Context, m topic.Message) error {
	if w.topicErr == nil {
		w.messages, w.traces = append(w.messages, m), append(w.traces, trace.Header(ctx))
	}
	return w.topicErr
}

// created delivers the event that a document was created.
func (w *world) created(subject string) error {
	e := event.New()
	e.SetID("e1")
	e.SetSubject(subject)
	h := &export.Handler{Events: w, Topic: w, Log: logging.New(&w.log, "p", "export")}
	return h.Handle(context.Background(), e)
}

const subject = "documents/conversations/da16/events/000000000007"

// routed is an event with everything that one has, and with what a customer wrote.
func routed() conversation.Event {
	return conversation.Event{
		Seq: 7, Session: 2, From: conversation.Closed, To: conversation.Open, Cause: conversation.CustomerWrote,
		Actor: "customer", Queue: "front", ConfigVersion: "8f14e45f",
		Trace: []reason.Reason{*reason.New("session.said", reason.Args{"text": "the parcel of the angry one"})},
		Facts: `{"text":"Where is my parcel?","context":{"displayName":"Dana Okafor"}}`, Decision: `{"queue":"front"}`,
		At:          time.Date(2026, 3, 5, 13, 0, 0, 123456789, time.FixedZone("CET", 3600)),
		Traceparent: header,
	}
}

func TestAnEventIsPublishedAsARow(t *testing.T) {
	t.Parallel()
	w := &world{event: routed()}
	if err := w.created(subject); err != nil {
		t.Fatal(err)
	}
	const want = `{"conversation":"da16","seq":7,"occurred_at":"2026-03-05T12:00:00.123456Z","session":2,"from_state":"closed",` +
		`"to_state":"open","cause":"customerWrote","actor":"customer","queue":"front","config_version":"8f14e45f",` +
		`"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}`
	if diff := cmp.Diff([]topic.Message{{Data: []byte(want)}}, w.messages); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
	if !slices.Equal(w.asked, []string{"da16/000000000007"}) || !slices.Equal(w.traces, []string{header}) {
		t.Errorf("asked for %q, published in the traces %q", w.asked, w.traces)
	}
	for _, secret := range []string{"parcel", "Dana", "angry"} {
		if strings.Contains(string(w.messages[0].Data)+w.log.String(), secret) {
			t.Errorf("%q leaves the database", secret)
		}
	}
	if w.log.Len() > 0 {
		t.Errorf("log = %s, want nothing: events happen all day", &w.log)
	}
}

// column is a column of the table.
type column struct{ Name, Type, Mode, Description string }

// TestRowsAreWhatTheTableTakes: what is always there is REQUIRED, what may be missing
// is NULLABLE, each is of its column's type, and what is left is Pub/Sub's own.
func TestRowsAreWhatTheTableTakes(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../terraform/bigquery_events.json")
	if err != nil {
		t.Fatal(err)
	}
	var columns []column
	if err := json.Unmarshal(text, &columns); err != nil {
		t.Fatal(err)
	}
	always, ever := row(t, conversation.Event{}), row(t, routed())
	metadata := map[string]string{
		"subscription_name": "STRING", "message_id": "STRING", "publish_time": "TIMESTAMP", "attributes": "JSON",
	}
	for _, c := range columns {
		if c.Description == "" {
			t.Errorf("%s is not described", c.Name)
		}
		if own, ok := metadata[c.Name]; ok {
			if c.Type != own || c.Mode != "NULLABLE" {
				t.Errorf("%s is %s %s, Pub/Sub writes %s or nothing", c.Name, c.Mode, c.Type, own)
			}
			delete(metadata, c.Name)
			continue
		}
		value, there := ever[c.Name]
		if !there || !fits(value, c.Type) {
			t.Errorf("%s is %s, a row has %v", c.Name, c.Type, value)
		}
		if _, required := always[c.Name]; required != (c.Mode == "REQUIRED") {
			t.Errorf("%s is %s, that a row always has it is %v", c.Name, c.Mode, required)
		}
		delete(ever, c.Name)
	}
	if len(ever)+len(metadata) > 0 {
		t.Errorf("the table has no column for %v, and would take no row", append(
			slices.Collect(maps.Keys(ever)), slices.Collect(maps.Keys(metadata))...))
	}
}

// row is what is published of an event.
func row(t *testing.T, e conversation.Event) map[string]any {
	t.Helper()
	w := &world{event: e}
	if err := w.created(subject); err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(w.messages[0].Data))
	decoder.UseNumber()
	fields := map[string]any{}
	if err := decoder.Decode(&fields); err != nil {
		t.Fatal(err)
	}
	return fields
}

// fits reports whether BigQuery takes a value for a column of a type.
func fits(value any, kind string) bool {
	switch v := value.(type) {
	case json.Number:
		_, err := v.Int64()
		return err == nil && kind == "INTEGER"
	case string:
		at, err := time.Parse(time.RFC3339Nano, v)
		if kind == "TIMESTAMP" { // in microseconds and no finer
			return err == nil && at.Truncate(time.Microsecond).Equal(at)
		}
		return kind == "STRING"
	}
	return false
}

func TestWhatBecomesOfAnEventThatCannotBePublished(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	tests := []struct {
		name, subject string
		readErr       error
		topicErr      error
		code          int
		logged        string
	}{
		{"an event that was erased meanwhile is done with", subject, store.ErrNotFound, nil, 0, ""},
		{"a database that is away", subject, broken, nil, 500, `"severity":"ERROR"`},
		{"a topic that is away", subject, nil, fault.New(fault.Unavailable, "%w", broken), 503, `"severity":"WARNING"`},
		{"a document of another collection", "documents/conversations/da16/replies/r1", nil, nil, 0, `"severity":"ERROR"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := &world{event: routed(), readErr: tt.readErr, topicErr: tt.topicErr}
			err := w.created(tt.subject)
			code := 0
			if result, ok := errors.AsType[*cehttp.Result](err); ok {
				code = result.StatusCode
			}
			if code != tt.code || len(w.messages) > 0 {
				t.Errorf("answered %v, published %v, want %d", err, w.messages, tt.code)
			}
			if !strings.Contains(w.log.String(), tt.logged) || tt.logged == "" && w.log.Len() > 0 {
				t.Errorf("log = %s, want %q", &w.log, tt.logged)
			}
			if tt.code != 0 && !strings.Contains(w.log.String(), `"conversation":"da16"`) {
				t.Errorf("the line does not say of which conversation: %s", &w.log)
			}
		})
	}
}
