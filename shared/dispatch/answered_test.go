package dispatch_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
)

// told is what the log says of a session.
type told struct {
	Message, Queue, State string
	Waited, Promised      int64
	Within                bool
}

// listen returns what a dispatcher says of sessions from now on.
func (w *world) listen() func() []told {
	var log bytes.Buffer
	w.Log = logging.New(&log, "p", "dispatch")
	return func() []told {
		w.t.Helper()
		var all []told
		for line := range strings.Lines(log.String()) {
			var l told
			w.must(json.Unmarshal([]byte(line), &l))
			if strings.HasPrefix(l.Message, "session ") {
				all = append(all, l)
			}
		}
		log.Reset()
		return all
	}
}

func TestAnOfferIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	said := w.listen()
	w.hire(agentCalled("ana"))
	w.comes("k", session{})
	if diff := cmp.Diff([]told{{Message: "session given", Queue: "front", State: "offered"}}, said()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	w.comes("k2", session{queue: "roomy"}) // where nobody serves
	if got := said(); len(got) != 0 {
		t.Errorf("nobody was given anything, and it says %v", got)
	}
}

// TestASessionThatBeginsAtOnceIsAnswered in time or late.
func TestASessionThatBeginsAtOnceIsAnswered(t *testing.T) {
	t.Parallel()
	for waited, within := range map[time.Duration]bool{0: true, 4 * time.Minute: true, 6 * time.Minute: false} {
		w := newWorld(t)
		said := w.listen()
		w.enqueue("k", session{workstream: "express"})
		w.pass(waited)
		w.hire(agentCalled("ana"))
		w.must(w.findWork("ana@x"))
		want := []told{
			{Message: "session given", Queue: "front", State: "active"},
			{Message: "session answered", Queue: "front", Waited: int64(waited / time.Second), Promised: 80, Within: within},
		}
		if diff := cmp.Diff(want, said()); diff != "" {
			t.Errorf("after %s (-want +got):\n%s", waited, diff)
		}
	}
}

// TestOnlyTheCommitThatAnswersIsTold, none before or after it.
func TestOnlyTheCommitThatAnswersIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	said := w.listen()
	answered := conversation.Conversation{Session: conversation.Session{OpenedAt: noon.Add(-time.Minute), Tally: conversation.Tally{AnsweredAt: noon, CountedIn: "near", Within: true}}}
	for _, c := range []conversation.Conversation{answered, {}} {
		for _, at := range []time.Time{noon.Add(-time.Second), noon.Add(time.Second), {}} {
			w.LogAnswered(t.Context(), c, w.config, at)
		}
	}
	if got := said(); len(got) != 0 {
		t.Errorf("it says %v", got)
	}
	w.LogAnswered(t.Context(), answered, w.config, noon)
	want := []told{{Message: "session answered", Queue: "near", Waited: 60, Promised: 80, Within: true}}
	if diff := cmp.Diff(want, said()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// TestTheNightIsNobodysFault: what came while the queue was closed has waited since it
// opened.
func TestTheNightIsNobodysFault(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	said := w.listen()
	config, err := configuration.Load([]byte(`{"accounts":{"acme":{"workstream":"support"}},
		"workstreams":{"support":{"fallback_queue":"day"}},
		"queues":{"day":{"display_name":"Day","hours":"day","service_level":{"within":"1m","percent":95}}},
		"hours":{"day":{"time_zone":"UTC","week":{"thursday":["11:59-17:00"]}}}}`), channels.Profiles())
	w.must(err)
	w.LogAnswered(t.Context(), conversation.Conversation{
		Session: conversation.Session{OpenedAt: noon.Add(-9 * time.Hour), Tally: conversation.Tally{AnsweredAt: noon, CountedIn: "day", Within: true}},
	}, config, noon)
	want := []told{{Message: "session answered", Queue: "day", Waited: 60, Promised: 95, Within: true}}
	if diff := cmp.Diff(want, said()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}
