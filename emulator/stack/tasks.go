package stack

import (
	"context"
	"fmt"
	"net/http"

	"github.com/frontdesk-gcp/frontdesk/emulator/tasks"
)

// timerAccount is the account that calls the timer function.
const timerAccount = "timer@frontdesk.example"

// timerQueue is the path of the queue of Cloud Tasks for timers.
func (s *Stack) timerQueue() string {
	return "projects/" + s.Project + "/locations/local/queues/timers"
}

// startTasks starts the stand-in for Cloud Tasks. Its clock is that of all stand-ins, so
// it is the first of them.
func (s *Stack) startTasks() {
	s.Tasks = tasks.Serve(s.ports[tasksPort], tasks.Config{Queues: []string{s.timerQueue()}, Moved: s.lapse, Log: s.log})
}

// serveClock lets functions read the clock and people move it. Whatever that ends has to
// be there already.
func (s *Stack) serveClock() { s.serve(clockPort, s.Tasks.Clock()) }

// lapse ends what has ended at the provider by a clock that was moved.
func (s *Stack) lapse() {
	if s.RCS != nil {
		s.RCS.Lapse()
	}
}

func (s *Stack) stopTasks() {
	if s.Tasks != nil {
		s.Tasks.Close()
	}
}

// timers returns the settings of a function that sets timers.
func (s *Stack) timers() []string {
	return []string{
		"TIMER_QUEUE=" + s.timerQueue(), "TIMER_URL=" + s.ports.url(timerPort), "TIMER_ACCOUNT=" + timerAccount,
		"CLOUD_TASKS_EMULATOR_HOST=" + s.ports[tasksPort].Addr().String(),
	}
}

// Scheduled calls the timer function at a path, as Cloud Scheduler does by the
// clock; here it is called on request.
func (s *Stack) Scheduled(ctx context.Context, path string) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.ports.url(timerPort)+path, http.NoBody)
	if err != nil {
		return 0, fmt.Errorf("call %s: %w", path, err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, fmt.Errorf("call %s: %w", path, err)
	}
	return res.StatusCode, res.Body.Close()
}

// ClockURL is where the clock of the whole product can be read and moved.
func (s *Stack) ClockURL() string { return s.ports.url(clockPort) + "/clock" }

// FirestoreAt is where the database is of a product that was started at a port.
func FirestoreAt(port int) string { return fmt.Sprintf("127.0.0.1:%d", port+firestorePort) }

// PubSubAt is where the message broker is, see [FirestoreAt].
func PubSubAt(port int) string { return fmt.Sprintf("127.0.0.1:%d", port+pubSubPort) }

// BucketAt is where the stand-in for Cloud Storage is, see [FirestoreAt].
func BucketAt(port int) string { return fmt.Sprintf("127.0.0.1:%d", port+bucketPort) }

// ClockAt is where the clock is, see [FirestoreAt].
func ClockAt(port int) string { return fmt.Sprintf("127.0.0.1:%d", port+clockPort) }
