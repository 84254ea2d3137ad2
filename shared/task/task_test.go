package task_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/frontdesk-gcp/frontdesk/emulator/tasks"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

const (
	path    = "projects/p/locations/europe-west1/queues/timers"
	account = "timer@p.iam.gserviceaccount.com"
	day     = 24 * time.Hour
)

// world is a queue in a stand-in for Cloud Tasks, and the function that it calls.
type world struct {
	*task.Queue
	server *tasks.Server
	url    string

	mu     sync.Mutex
	fired  []task.Timer
	called []*http.Request
	// handle decides what the function says; nil is success.
	handle func(context.Context, task.Timer) error
}

func open(t *testing.T) *world {
	t.Helper()
	w := &world{}
	w.server = standIn(t, "localhost:0", &w.url)
	function := httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(function.Close)
	w.Queue = connect(t, path, function.URL+"/timer", account, w.url, w.server.Now)
	t.Cleanup(w.server.Close) // before the function: a call under way ends
	return w
}

// standIn starts the stand-in, one by one in the order of time, and tells where.
func standIn(t *testing.T, address string, host *string) *tasks.Server {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	*host = l.Addr().String()
	return tasks.Serve(l, tasks.Config{Queues: []string{path}, Concurrency: 1})
}

func connect(t *testing.T, path, url, account, host string, now func() time.Time) *task.Queue {
	t.Helper()
	q, err := task.New(t.Context(), path, url, account, host, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q
}

func (w *world) serve(rw http.ResponseWriter, r *http.Request) {
	task.Serve(slog.New(slog.DiscardHandler), rw, r, func(ctx context.Context, t task.Timer) error {
		w.mu.Lock()
		w.fired = append(w.fired, t)
		w.called = append(w.called, r)
		handle := w.handle
		w.mu.Unlock()
		if handle == nil {
			return nil
		}
		return handle(ctx, t)
	})
}

func (w *world) set(t *testing.T, timers ...task.Timer) {
	t.Helper()
	for _, timer := range timers {
		if err := w.Set(t.Context(), timer); err != nil {
			t.Fatal(err)
		}
	}
}

// pass lets time pass and returns the timers that fire, each as often as it does.
func (w *world) pass(t *testing.T, d time.Duration) []task.Timer {
	t.Helper()
	w.server.Advance(d)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := w.server.Idle(ctx); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	fired := w.fired
	w.fired = nil
	return fired
}

// in is a timer that fires some time from now.
func (w *world) in(d time.Duration, number int64) task.Timer {
	return task.Timer{Conversation: "c", Cause: "overflow", Number: number, At: w.server.Now().Add(d).UTC()}
}

func same(t *testing.T, got []task.Timer, want ...task.Timer) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateApproxTime(0)); diff != "" {
		t.Errorf("fired (-want +got):\n%s", diff)
	}
}

func TestATimerFiresOnceAndNotBeforeItsTime(t *testing.T) {
	t.Parallel()
	w := open(t)
	timer := w.in(time.Hour, 1)
	w.handle = func(_ context.Context, timer task.Timer) error {
		if now := w.server.Now(); now.Before(timer.At) {
			t.Errorf("it fired at %v, before %v", now, timer.At)
		}
		return nil
	}
	w.set(t, timer)
	same(t, w.pass(t, 59*time.Minute))
	same(t, w.pass(t, 2*time.Minute), timer)
	same(t, w.pass(t, 60*day))
}

func TestATimerWhoseTimeIsOverFiresAtOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	timer := w.in(-time.Hour, 1)
	w.set(t, timer)
	same(t, w.pass(t, 0), timer)
}

func TestTimersFireInOrder(t *testing.T) {
	t.Parallel()
	w := open(t)
	one, two, three := w.in(time.Hour, 1), w.in(2*time.Hour, 2), w.in(25*day, 3)
	agent := task.Timer{Agent: "dana@example.com", Cause: "presence", At: one.At.Add(time.Minute)}
	w.set(t, three, agent, one, two)
	same(t, w.pass(t, 30*day), one, agent, two, three)
}

func TestATimerThatIsSetAgainIsOne(t *testing.T) {
	t.Parallel()
	w := open(t)
	timer := w.in(time.Minute, 1)
	timer.At = timer.At.Truncate(time.Second)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := w.Set(t.Context(), timer); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	same(t, w.pass(t, 2*time.Minute), timer)
	w.set(t, timer)
	same(t, w.pass(t, 0))
}

func TestATimerThatIsSetForLaterIsAnother(t *testing.T) {
	t.Parallel()
	w := open(t)
	first := w.in(time.Minute, 1)
	later := first
	later.At = later.At.Add(time.Minute)
	w.handle = func(ctx context.Context, timer task.Timer) error {
		if timer.At.Equal(first.At) {
			return w.Set(ctx, later)
		}
		return nil
	}
	w.set(t, first)
	same(t, w.pass(t, time.Minute+time.Second), first)
	same(t, w.pass(t, time.Minute), later)
}

func TestATimerOfTheDistantFutureFiresEarlyAndCanBeSetAgain(t *testing.T) {
	t.Parallel()
	w := open(t)
	timer := w.in(70*day, 1)
	w.handle = func(ctx context.Context, timer task.Timer) error {
		if w.server.Now().Before(timer.At) {
			return w.Set(ctx, timer)
		}
		return nil
	}
	w.set(t, timer)
	if got := w.server.Pending()[0].At.Sub(w.server.Now()); got > 30*day-59*time.Second || got < 30*day-2*time.Minute {
		t.Errorf("it is called in %v, want 30 days less a minute", got)
	}
	same(t, w.pass(t, 29*day))
	same(t, w.pass(t, day), timer)
	same(t, w.pass(t, 30*day), timer)
	same(t, w.pass(t, 9*day))
	same(t, w.pass(t, day+time.Hour), timer)
	same(t, w.pass(t, 90*day))
}

func TestATimerIsRepeatedUntilItIsHandled(t *testing.T) {
	t.Parallel()
	w := open(t)
	timer := w.in(time.Minute, 1)
	failures := []error{fault.New(fault.Unavailable, "not now"), errors.New("broken"), nil}
	w.handle = func(context.Context, task.Timer) error {
		w.mu.Lock()
		defer w.mu.Unlock()
		return failures[len(w.fired)-1]
	}
	w.set(t, timer)
	same(t, w.pass(t, time.Hour), timer, timer, timer)
}

func TestATimerThatCanNeverBeHandledIsGivenUp(t *testing.T) {
	t.Parallel()
	w := open(t)
	timer := w.in(time.Minute, 1)
	w.handle = func(context.Context, task.Timer) error { return fault.New(fault.Invalid, "no such cause") }
	w.set(t, timer)
	same(t, w.pass(t, time.Hour), timer)
	if left := w.server.Pending(); len(left) > 0 {
		t.Errorf("%v waits", left)
	}
}

func TestACallSaysWhoCallsAndWhy(t *testing.T) {
	t.Parallel()
	w := open(t)
	timer := w.in(time.Minute, 1)
	w.set(t, timer)
	w.pass(t, time.Hour)
	r := w.called[0]
	for name, want := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "Google-Cloud-Tasks",
		"X-CloudTasks-QueueName": "timers", "X-CloudTasks-TaskName": timer.Name(),
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	part := strings.Split(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), ".")
	if len(part) != 3 {
		t.Fatalf("Authorization is %q", r.Header.Get("Authorization"))
	}
	text, err := base64.RawURLEncoding.DecodeString(part[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims struct{ Aud, Email string }
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	if claims.Email != account || claims.Aud != "http://"+r.Host+"/timer" || r.URL.Path != "/timer" {
		t.Errorf("%s is called by %s for %s", r.URL, claims.Email, claims.Aud)
	}
}

func TestSetRefusesWhatIsNoTimer(t *testing.T) {
	t.Parallel()
	w := open(t)
	for name, timer := range wrong() {
		if err := w.Set(t.Context(), timer); fault.KindOf(err) != fault.Invalid {
			t.Errorf("a timer %s: %v, want Invalid", name, err)
		}
	}
	if left := w.server.Pending(); len(left) > 0 {
		t.Errorf("%v waits", left)
	}
}

func TestSetSaysWhichQueueIsWrong(t *testing.T) {
	t.Parallel()
	w := open(t)
	tests := []struct{ name, path, url, account, want string }{
		{"a queue that is not there", path + "2", "https://x.example", account, "Queue does not exist"},
		{"a path that is none", "timers", "https://x.example", account, "projects/P/locations/L/queues/Q"},
		{"a URL that is none", path, "x.example", account, "http://"},
		{"no account", path, "https://x.example", "", "service_account_email"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := connect(t, tt.path, tt.url, tt.account, w.url, w.server.Now)
			err := q.Set(t.Context(), w.in(time.Hour, 1))
			if err == nil || !strings.Contains(err.Error(), `set a timer "overflow" in `+tt.path+": ") ||
				!strings.Contains(err.Error(), tt.want) {
				t.Fatalf("Set = %v, want an error with the queue and %q", err, tt.want)
			}
			if kind := fault.KindOf(err); kind != fault.Internal {
				t.Errorf("its kind is %d, want Internal", kind)
			}
		})
	}
}

func TestTheQueueOutlivesARestartOfTheService(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.set(t, w.in(time.Hour, 1))
	w.server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := w.Set(ctx, w.in(time.Hour, 2)); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("Set during an outage = %v, want Unavailable", err)
	}
	w.server = standIn(t, w.url, &w.url)
	t.Cleanup(w.server.Close)
	timer := w.in(time.Hour, 3)
	w.set(t, timer) // the connection comes back by itself
	same(t, w.pass(t, 2*time.Hour), timer)
}
