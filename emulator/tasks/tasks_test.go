package tasks_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/cloudtasks/apiv2/cloudtaskspb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/frontdesk-gcp/frontdesk/emulator/tasks"
)

const (
	queue = "projects/p/locations/l/queues/q"
	other = "projects/p/locations/l/queues/other"
)

// world is a stand-in, a client of it, and a target that its tasks call.
type world struct {
	cloudtaskspb.CloudTasksClient
	server *tasks.Server
	url    string
	log    *lines

	mu     sync.Mutex
	calls  []*http.Request
	bodies []string
	handle http.HandlerFunc
}

// lines is what was logged.
type lines struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.String()
}

func open(t *testing.T, concurrency int) *world {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{log: &lines{}}
	target := httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(target.Close)
	w.url = target.URL
	w.server = tasks.Serve(l, tasks.Config{
		Queues: []string{queue, other}, Concurrency: concurrency, Log: slog.New(slog.NewTextHandler(w.log, nil)),
	})
	t.Cleanup(w.server.Close)
	conn, err := grpc.NewClient(l.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	w.CloudTasksClient = cloudtaskspb.NewCloudTasksClient(conn)
	return w
}

func (w *world) serve(rw http.ResponseWriter, r *http.Request) {
	// To the end: before that, a server does not notice that a client has gone.
	body, err := io.ReadAll(r.Body)
	w.mu.Lock()
	w.bodies = append(w.bodies, fmt.Sprint(string(body), err))
	w.calls = append(w.calls, r)
	handle := w.handle
	w.mu.Unlock()
	if handle != nil {
		handle(rw, r)
	}
}

// called is the names of the tasks that called, in that order.
func (w *world) called() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var names []string
	for _, r := range w.calls {
		names = append(names, r.Header.Get("X-Cloudtasks-Taskname"))
	}
	return strings.Join(names, " ")
}

// request is one for a task that is due some time from now.
func (w *world) request(name string, after time.Duration) *cloudtaskspb.CreateTaskRequest {
	return &cloudtaskspb.CreateTaskRequest{Parent: queue, Task: &cloudtaskspb.Task{
		Name: queue + "/tasks/" + name, ScheduleTime: timestamppb.New(w.server.Now().Add(after)),
		MessageType: &cloudtaskspb.Task_HttpRequest{HttpRequest: &cloudtaskspb.HttpRequest{
			Url: w.url, Body: []byte("body of " + name),
		}},
	}}
}

func (w *world) create(t *testing.T, name string, after time.Duration) *cloudtaskspb.Task {
	t.Helper()
	task, err := w.CreateTask(t.Context(), w.request(name, after))
	if err != nil {
		t.Fatal(err)
	}
	return task
}

func (w *world) idle(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := w.server.Idle(ctx); err != nil {
		t.Fatal(err)
	}
}

func TestTasksAreDispatchedInTheOrderOfTheirTimes(t *testing.T) {
	t.Parallel()
	w := open(t, 1)
	for i, name := range []string{"d", "b", "a", "c"} {
		w.create(t, name, time.Duration(name[0])*time.Hour)
		w.create(t, fmt.Sprintf("same%d", i), 1000*time.Hour/2)
	}
	var pending []string
	for _, task := range w.server.Pending() {
		if task.Queue != queue || task.URL != w.url || task.Dispatched != 0 {
			t.Errorf("pending: %+v", task)
		}
		pending = append(pending, task.Name)
	}
	const want = "a b c d same0 same1 same2 same3"
	if got := strings.Join(pending, " "); got != want {
		t.Errorf("pending %s, want %s", got, want)
	}
	w.server.Advance(98*time.Hour - time.Minute)
	w.idle(t)
	if got := w.called(); got != "a" {
		t.Errorf("called by %s, want a", got)
	}
	w.server.Advance(29 * 24 * time.Hour)
	w.idle(t)
	if got := w.called(); got != want {
		t.Errorf("called by %s, want %s", got, want)
	}
	if left := w.server.Pending(); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestATaskIsDispatchedWhenItsRealTimeComes(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	came := make(chan time.Time, 1)
	w.handle = func(http.ResponseWriter, *http.Request) { came <- w.server.Now() }
	at := w.create(t, "a", 200*time.Millisecond).GetScheduleTime().AsTime()
	if got := <-came; got.Before(at) {
		t.Errorf("it was dispatched at %v, before %v", got, at)
	}
}

func TestATaskNeverFindsTheClockBeforeItsTime(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	w.handle = func(_ http.ResponseWriter, r *http.Request) {
		var seconds float64
		if _, err := fmt.Sscan(r.Header.Get("X-Cloudtasks-Tasketa"), &seconds); err != nil {
			t.Error(err)
		}
		if now := float64(w.server.Now().UnixMicro()) / 1e6; now < seconds {
			t.Errorf("a task of %f found %f", seconds, now)
		}
	}
	for i := range 50 {
		w.create(t, fmt.Sprintf("t%d", i), time.Duration(i)*time.Hour)
	}
	for range 10 {
		w.server.Advance(5*time.Hour + 1)
		w.idle(t)
	}
	if left := w.server.Pending(); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestATaskThatIsNotDoneIsRepeated(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	codes := []int{500, 404, 302, 0, 204}
	w.handle = func(rw http.ResponseWriter, _ *http.Request) {
		w.mu.Lock()
		code := codes[len(w.calls)-1]
		w.mu.Unlock()
		if code == 0 {
			panic(http.ErrAbortHandler)
		}
		rw.Header().Set("Location", "/elsewhere")
		rw.WriteHeader(code)
	}
	w.create(t, "a", time.Hour)
	w.server.Advance(2 * time.Hour)
	w.idle(t)
	var got [][]string
	for _, r := range w.calls {
		got = append(got, []string{
			r.Header.Get("X-Cloudtasks-Taskretrycount"), r.Header.Get("X-Cloudtasks-Taskexecutioncount"),
			r.Header.Get("X-Cloudtasks-Taskpreviousresponse"), r.URL.Path,
		})
	}
	want := [][]string{{"0", "0", "", "/"}, {"1", "0", "500", "/"}, {"2", "1", "404", "/"}, {"3", "2", "302", "/"}, {"4", "2", "", "/"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("retries, executions, previous response (-want +got):\n%s", diff)
	}
	if n := strings.Count(w.log.String(), "to be dispatched again"); n != 4 {
		t.Errorf("logged %d repetitions, want 4:\n%s", n, w.log)
	}
}

func TestAMovedClockDoesNotEndTheWaitForARepetition(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	failed := make(chan struct{}, 100)
	w.handle = func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusServiceUnavailable)
		failed <- struct{}{}
	}
	begin := time.Now()
	w.create(t, "a", 0)
	for range 4 { // pauses of 100, 200 and 400 ms between them
		<-failed
		w.server.Advance(24 * time.Hour)
	}
	if took := time.Since(begin); took < 700*time.Millisecond {
		t.Errorf("four dispatches took %v, want 700 ms at least", took)
	}
}

func TestNoTaskIsDispatchedTwiceAtOnceAndNotTooManyAreTogether(t *testing.T) {
	t.Parallel()
	w := open(t, 3)
	var mu sync.Mutex
	running, most := map[string]int{}, 0
	together := make(chan struct{})
	w.handle = func(rw http.ResponseWriter, r *http.Request) {
		name := r.Header.Get("X-Cloudtasks-Taskname")
		mu.Lock()
		running[name]++
		if running[name] > 1 {
			t.Errorf("%s is dispatched twice", name)
		}
		now := len(running)
		if most = max(most, now); now == 3 {
			select {
			case <-together:
			default:
				close(together)
			}
		}
		mu.Unlock()
		<-together
		w.server.Advance(time.Minute) // wakes the loop
		mu.Lock()
		defer mu.Unlock()
		if delete(running, name); len(name)%2 == 0 && r.Header.Get("X-Cloudtasks-Taskretrycount") == "0" {
			rw.WriteHeader(http.StatusInternalServerError)
		}
	}
	for i := range 20 {
		w.create(t, fmt.Sprintf("t%d", i), time.Minute)
	}
	w.server.Advance(time.Hour)
	w.idle(t)
	if most != 3 {
		t.Errorf("%d tasks ran together, want 3", most)
	}
	if got := len(strings.Fields(w.called())); got != 30 {
		t.Errorf("%d dispatches, want 20 and 10 repetitions", got)
	}
}

func TestIdleNamesWhatIsNotDone(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	ended := make(chan struct{})
	w.handle = func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done() // the stand-in is closed before the deadline
		close(ended)
	}
	w.create(t, "a", 0)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := w.server.Idle(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "not done yet: a:") {
		t.Errorf("Idle = %v, want the task that is not done", err)
	}
	w.server.Close()
	<-ended
	if err := w.server.Idle(t.Context()); err == nil {
		t.Error("a closed stand-in with a task is idle")
	}
}

func TestIdleWaitsForWhatATaskCreates(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	w.handle = func(_ http.ResponseWriter, r *http.Request) {
		if name := r.Header.Get("X-Cloudtasks-Taskname"); len(name) < 5 {
			if _, err := w.CreateTask(r.Context(), w.request(name+"a", 0)); err != nil {
				t.Error(err)
			}
		}
	}
	w.create(t, "a", time.Hour)
	w.idle(t)
	w.server.Advance(time.Hour)
	w.idle(t)
	if got := w.called(); got != "a aa aaa aaaa aaaaa" {
		t.Errorf("called by %s", got)
	}
}

// TestNothingIsLeftBehind is not parallel, so that no other stand-in is running.
func TestNothingIsLeftBehind(t *testing.T) {
	w := open(t, 0)
	w.handle = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	w.create(t, "a", 0)
	w.create(t, "b", time.Hour)
	w.server.Close()
	w.server.Close() // twice is once
	var stacks bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&stacks, 2); err != nil {
		t.Fatal(err)
	}
	for stack := range strings.SplitSeq(stacks.String(), "\n\n") {
		if strings.Contains(stack, "emulator/tasks.") || strings.Contains(stack, "grpc.(*Server)") {
			t.Errorf("left behind:\n%s", stack)
		}
	}
}
