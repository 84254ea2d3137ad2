package properties

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	shared "github.com/frontdesk-gcp/frontdesk/shared/task"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
)

// delivery is one call of a function that has to be made until it succeeds: a
// message of Pub/Sub, an event of Eventarc, or a task.
type delivery struct {
	function string
	path     string
	id       string
	message  channel.Inbound
	task     *task
}

// isRound is whether it is a call of Cloud Scheduler, which is made again a minute
// later whatever becomes of it.
func (d *delivery) isRound() bool { return d.path == timer.WaitingPath }

func (d *delivery) String() string {
	switch {
	case d.task != nil:
		return "timer " + d.task.timer.Name()
	case d.isRound():
		return "round"
	case d.function == "routing":
		return fmt.Sprintf("routing %s %s of %s", d.message.Kind, d.message.ID, d.message.Peer.Key)
	}
	return d.function + " " + d.path + " " + d.id
}

// task is a timer in Cloud Tasks: there is one at most of each name, and the name
// stays taken when it is done.
type task struct {
	timer shared.Timer
	at    time.Time
	done  bool
	// running is whether it is being called.
	running bool
}

// timers is Cloud Tasks.
type timers struct{ w *world }

// ahead is how far ahead Cloud Tasks plans.
const ahead = 30*24*time.Hour - time.Minute

func (q timers) Set(ctx context.Context, t shared.Timer) error {
	set := func() error {
		q.w.plan(t)
		return nil
	}
	r := runOf(ctx)
	if r == nil {
		return set()
	}
	out := fault.New(fault.Unavailable, "Cloud Tasks is out")
	return r.affect(affects, "timer "+t.Name(), map[verdict]error{fails: out}, set)
}

func (w *world) plan(t shared.Timer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	shot := t
	if latest := w.clock.Add(ahead); shot.At.After(latest) {
		shot.At = latest
	}
	at := shot.At.Truncate(time.Second)
	if at.Before(shot.At) {
		at = at.Add(time.Second)
	}
	if w.tasks[shot.Name()] == nil {
		w.tasks[shot.Name()] = &task{timer: t, at: at}
	}
}

// due are the tasks whose time has come, the earliest first.
func (w *world) due(until time.Time) []*task {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []*task
	for _, t := range w.tasks {
		if !t.done && !t.running && !t.at.After(until) {
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b *task) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.timer.Name(), b.timer.Name())
	})
	return all
}

func round() *delivery { return &delivery{function: "round", path: timer.WaitingPath} }

// nextRound is when Cloud Scheduler calls the timer function next.
func (w *world) nextRound() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lastRound.Add(time.Minute)
}

// call makes a delivery; the error is what makes its sender repeat it.
func (w *world) call(ctx context.Context, d *delivery) error {
	switch d.function {
	case "routing":
		return w.push(ctx, d)
	case "round":
		return serve(ctx, w.timer, d.path, nil)
	case "timer":
		body, err := json.Marshal(d.task.timer)
		if err != nil {
			return err
		}
		return serve(ctx, w.timer, "/", body)
	}
	e := event.New()
	e.SetID(d.id)
	e.SetSubject("documents/" + d.path)
	switch d.function {
	case "action":
		return w.action.Handle(ctx, e)
	case "presence":
		return w.presence.Handle(ctx, e)
	case "start":
		return w.start.Handle(ctx, e)
	}
	return w.reply.Handle(ctx, e)
}

// push is what Pub/Sub does.
func (w *world) push(ctx context.Context, d *delivery) error {
	data, err := json.Marshal([]channel.Inbound{d.message})
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"message": map[string]any{
		"data": data, "attributes": map[string]string{
			topic.Account: d.message.Peer.Account, topic.Channel: d.message.Peer.Channel,
			topic.ReceivedAt: d.message.ReceivedAt.Format(time.RFC3339Nano),
		},
	}})
	if err != nil {
		return err
	}
	return serve(ctx, w.routing, "/", body)
}

// sweep calls the function as Cloud Scheduler does.
func (w *world) sweep(ctx context.Context) error { return serve(ctx, w.timer, timer.SweepPath, nil) }

func serve(ctx context.Context, h http.Handler, path string, body []byte) error {
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodPost, path, bytes.NewReader(body)))
	if answer.Code != http.StatusOK {
		return fmt.Errorf("status %d", answer.Code)
	}
	return nil
}

// nowhere is a topic that nothing should come to.
type nowhere struct {
	w    *world
	name string
}

func (n nowhere) Publish(_ context.Context, m topic.Message) error {
	n.w.mu.Lock()
	defer n.w.mu.Unlock()
	n.w.errs("P2: published to %s: %s", n.name, m.Data)
	return nil
}
