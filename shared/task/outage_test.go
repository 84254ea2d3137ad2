package task_test

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/cloudtasks/apiv2/cloudtaskspb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
)

// moody is a Cloud Tasks that answers with one code after the other.
type moody struct {
	cloudtaskspb.UnimplementedCloudTasksServer

	mu    sync.Mutex
	codes []codes.Code
	asked []*cloudtaskspb.CreateTaskRequest
	time  time.Duration // how long the last caller would have waited
}

func (m *moody) CreateTask(ctx context.Context, req *cloudtaskspb.CreateTaskRequest) (*cloudtaskspb.Task, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	deadline, _ := ctx.Deadline()
	m.time = time.Until(deadline)
	code := m.codes[min(len(m.asked), len(m.codes)-1)]
	m.asked = append(m.asked, req)
	if code != codes.OK {
		return nil, status.Error(code, "as it was told")
	}
	return req.GetTask(), nil
}

func (m *moody) serve(t *testing.T) *task.Queue {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	cloudtaskspb.RegisterCloudTasksServer(server, m)
	go func() { _ = server.Serve(l) }() // ends with Stop
	t.Cleanup(server.Stop)
	return connect(t, path, "https://timer.example", account, l.Addr().String(), func() time.Time { return noon })
}

func TestSetGivesEveryFailureItsKind(t *testing.T) {
	t.Parallel()
	const done = fault.Kind(-1)
	tests := []struct {
		name  string
		codes []codes.Code
		want  fault.Kind
		asked int
	}{
		{"a timer that is new", []codes.Code{codes.OK}, done, 1},
		{"a timer that is set already", []codes.Code{codes.AlreadyExists}, done, 1},
		{"a moment's outage", []codes.Code{codes.Unavailable, codes.Unavailable, codes.OK}, done, 3},
		{"an answer that was lost", []codes.Code{codes.DeadlineExceeded, codes.AlreadyExists}, done, 2},
		{"too many at once", []codes.Code{codes.ResourceExhausted}, fault.Unavailable, 1},
		{"a failure of Google's", []codes.Code{codes.Internal}, fault.Unavailable, 1},
		{"a right that is missing", []codes.Code{codes.PermissionDenied}, fault.Internal, 1},
		{"a queue that is missing", []codes.Code{codes.NotFound}, fault.Internal, 1},
		{"a queue of another kind", []codes.Code{codes.FailedPrecondition}, fault.Internal, 1},
		{"a request that is wrong", []codes.Code{codes.InvalidArgument}, fault.Internal, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := &moody{codes: tt.codes}
			err := m.serve(t).Set(t.Context(), offer())
			m.mu.Lock()
			defer m.mu.Unlock()
			if len(m.asked) != tt.asked {
				t.Errorf("asked %d times, want %d", len(m.asked), tt.asked)
			}
			if tt.want == done {
				if err != nil {
					t.Errorf("Set = %v, want the timer set", err)
				}
				return
			}
			if err == nil || fault.KindOf(err) != tt.want || !strings.Contains(err.Error(), path) {
				t.Errorf("Set = %v, want an error of kind %d that names the queue", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), offer().Conversation) {
				t.Errorf("the error names the conversation: %v", err)
			}
		})
	}
}

func TestSetDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	m := &moody{codes: []codes.Code{codes.OK}}
	if err := m.serve(t).Set(t.Context(), offer()); err != nil {
		t.Fatal(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.time <= 0 || m.time > 10*time.Second {
		t.Errorf("the call has %v, want 10 s at most: a function waits for it", m.time)
	}
	if got := m.asked[0].GetTask().GetDispatchDeadline().AsDuration(); got != time.Minute {
		t.Errorf("the function has %v for its answer, want a minute", got)
	}
}
