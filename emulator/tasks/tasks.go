// Package tasks stands in for Cloud Tasks: it keeps tasks with an HTTP target in
// memory and dispatches them by a clock that can be moved forward. It refuses what
// Cloud Tasks refuses, and whatever is not implemented: anything that the product
// starts to use has to be added here first.
package tasks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"cloud.google.com/go/cloudtasks/apiv2/cloudtaskspb"
	"google.golang.org/grpc"
)

// Config configures a stand-in.
type Config struct {
	// Queues are the paths of all queues, "projects/p/locations/l/queues/q".
	Queues []string
	// Concurrency is how many tasks are dispatched at the same time, 10 if it is 0.
	// With 1, tasks that are due arrive one by one, in the order of their times.
	Concurrency int
	// Moved is called after the clock was moved, if it is not nil.
	Moved func()
	// Log gets a line for each task that has to be dispatched again.
	Log *slog.Logger
}

// Server is the stand-in. It is safe for concurrent use.
type Server struct {
	cloudtaskspb.UnimplementedCloudTasksServer

	grpc        *grpc.Server
	client      *http.Client
	log         *slog.Logger
	queues      []string
	concurrency int
	moved       func()
	ctx         context.Context //nolint:containedctx // ends every dispatch, which no request's context may
	cancel      context.CancelFunc
	wg          sync.WaitGroup
	wake        chan struct{} // holds a token while the loop has to check the tasks again

	mu      sync.Mutex
	offset  time.Duration // of this clock, ahead of the real one
	jobs    map[string]*job
	gone    map[string]time.Time // the names of tasks that are done or deleted, and since when
	created int                  // how many tasks have ever been created
	running int
	changed chan struct{} // closed when a task ends, and replaced
}

// job is a task and its progress.
type job struct {
	task    *cloudtaskspb.Task
	at      time.Time // by the stand-in's clock
	number  int       // orders tasks of the same time by their creation
	running bool
	retryAt time.Time // by the real clock: moving the clock does not end an outage
	pause   time.Duration
	refused int // responses that were not 2xx; those of 5xx do not count
	status  int // of the last response, or 0
}

// Serve starts the stand-in on a listener.
func Serve(l net.Listener, c Config) *Server {
	s := &Server{
		grpc:   grpc.NewServer(grpc.WaitForHandlers(true)),
		log:    cmp.Or(c.Log, slog.New(slog.DiscardHandler)),
		queues: c.Queues, concurrency: cmp.Or(c.Concurrency, 10), moved: c.Moved,
		wake: make(chan struct{}, 1), changed: make(chan struct{}),
		jobs: map[string]*job{}, gone: map[string]time.Time{},
	}
	s.client = &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: s.concurrency, IdleConnTimeout: time.Minute},
		// Cloud Tasks "may" follow a redirect, so nothing must depend on it.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	cloudtaskspb.RegisterCloudTasksServer(s.grpc, s)
	s.wg.Go(func() { _ = s.grpc.Serve(l) }) // ends with Close
	s.wg.Go(s.loop)
	return s
}

// Close stops the stand-in, closes its listener, and drops its tasks and the requests
// in progress.
func (s *Server) Close() {
	s.cancel()
	s.grpc.Stop()
	s.wg.Wait()
	s.client.CloseIdleConnections()
}

// Now is the time by the stand-in's clock.
func (s *Server) Now() time.Time { return time.Now().Add(s.Offset()) }

// now is Now for callers that hold the lock.
func (s *Server) now() time.Time { return time.Now().Add(s.offset) }

// Offset is how far the stand-in's clock is ahead of the real one, in whole
// milliseconds.
func (s *Server) Offset() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offset
}

// maxOffset keeps the offset within the range of a time.Duration.
const maxOffset = 100 * 366 * 24 * time.Hour

// Advance moves the clock forward by d, rounded up to a millisecond; it never goes
// back. Tasks that fall due are dispatched in the order of their times, and Advance
// does not wait for them, see [Server.Idle]. All of them see the new time: a test of
// several timers in sequence moves the clock in steps.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	d = min(max(d, 0), maxOffset-s.offset)
	s.offset += (d + time.Millisecond - 1).Truncate(time.Millisecond)
	s.wakeLoop()
	s.mu.Unlock()
	if s.moved != nil {
		s.moved()
	}
}

// wakeLoop makes the loop check the tasks again.
func (s *Server) wakeLoop() {
	select {
	case s.wake <- struct{}{}:
	default: // it will check anyway
	}
}

// Task is a task that waits for its time, for a retry or for its response.
type Task struct {
	// Queue is the path of its queue, and Name is the task's own name in it.
	Queue, Name string
	// URL is what will be called.
	URL string
	// At is when, by the stand-in's clock.
	At time.Time
	// Dispatched is how often the URL was called.
	Dispatched int
}

// Pending returns the tasks that are not done, in the order of their times.
func (s *Server) Pending() []Task {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Task
	for _, j := range s.ordered() {
		queue, name, _ := strings.Cut(j.task.GetName(), "/tasks/")
		all = append(all, Task{
			Queue: queue, Name: name, URL: j.task.GetHttpRequest().GetUrl(), At: j.at,
			Dispatched: int(j.task.GetDispatchCount()),
		})
	}
	return all
}

// ordered returns the tasks in the order in which they are dispatched.
func (s *Server) ordered() []*job {
	all := make([]*job, 0, len(s.jobs))
	for _, j := range s.jobs {
		all = append(all, j)
	}
	slices.SortFunc(all, func(a, b *job) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.number, b.number))
	})
	return all
}

var errClosed = errors.New("tasks: the stand-in is closed")

// Idle returns when no task is due, because all that were have succeeded. A task that
// failed stays due until a retry succeeds. If ctx ends before, the error names the
// tasks that are not done.
func (s *Server) Idle(ctx context.Context) error {
	for {
		due, changed := s.due()
		if len(due) == 0 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("tasks: not done yet: %s: %w", strings.Join(due, ", "), ctx.Err())
		case <-s.ctx.Done():
			return errClosed
		}
	}
}

// due names the tasks that are due or being dispatched, and returns a channel that is
// closed when that changes.
func (s *Server) due() ([]string, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	now := s.now()
	for _, j := range s.ordered() {
		if j.running || !j.at.After(now) {
			_, name, _ := strings.Cut(j.task.GetName(), "/tasks/")
			names = append(names, name)
		}
	}
	if len(names) == 0 && s.running > 0 {
		names = []string{"a task that was deleted while it ran"}
	}
	return names, s.changed
}
