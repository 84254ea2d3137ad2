// Package task sets timers, each of which is a task in a Cloud Tasks queue, and
// reads what Cloud Tasks sends when one fires. It is the only package that knows
// the service.
package task

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	cloudtasks "cloud.google.com/go/cloudtasks/apiv2"
	"cloud.google.com/go/cloudtasks/apiv2/cloudtaskspb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

const (
	// maxAhead is how far ahead a task is scheduled at most. Cloud Tasks, by its
	// own clock, rejects anything more than 30 days ahead.
	maxAhead = 30*24*time.Hour - time.Minute
	// dispatchDeadline is how long Cloud Tasks waits for the function's answer to a
	// timer. Its default of ten minutes would hold up a timer whose call was lost.
	// The function itself may run for longer, for the sweep, which Cloud Scheduler
	// calls.
	dispatchDeadline = time.Minute
	// callTimeout is how long Cloud Tasks may take to set a timer, including
	// retries. The next message of the conversation waits for it.
	callTimeout = 3 * time.Second
	// outagePause is for how long no timer is tried after one took longer than that:
	// in an outage every message would wait so long. Who sets timers copes without.
	outagePause = 10 * time.Second
	// maxReconnect is the longest pause before a broken connection is tried
	// again. The library's two minutes would extend an outage by as much.
	maxReconnect = 2 * time.Second
)

// Queue sets timers. It is safe for concurrent use.
type Queue struct {
	client  *cloudtasks.Client
	path    string
	url     string
	account string
	now     func() time.Time
	// downUntil is the end of the pause, in nanoseconds since 1970.
	downUntil atomic.Int64
}

// errOutage says that Cloud Tasks did not answer a moment ago.
var errOutage = fault.New(fault.Unavailable, "Cloud Tasks: it did not answer a moment ago, so the timer was not tried")

// New connects to a queue, "projects/P/locations/L/queues/Q". Its timers call the
// function at targetURL as the service account of that e-mail address. emulator
// is the host and port of a stand-in that is reached without encryption and
// credentials, or empty.
func New(
	ctx context.Context, queuePath, targetURL, serviceAccount, emulator string, now func() time.Time,
) (*Queue, error) {
	backOff := backoff.DefaultConfig
	backOff.MaxDelay = maxReconnect
	opts := []option.ClientOption{option.WithGRPCDialOption(
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: backOff, MinConnectTimeout: maxReconnect}))}
	if emulator != "" {
		opts = append(opts,
			option.WithEndpoint(emulator), option.WithoutAuthentication(),
			option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))
	}
	client, err := cloudtasks.NewClient(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("Cloud Tasks: %w", err)
	}
	// The library only retries reads. Creating a task that has a name can be
	// retried as well.
	client.CallOptions.CreateTask = client.CallOptions.GetTask
	return &Queue{client: client, path: queuePath, url: targetURL, account: serviceAccount, now: now}, nil
}

// Close releases the connection.
func (q *Queue) Close() error {
	if err := q.client.Close(); err != nil {
		return fmt.Errorf("Cloud Tasks: %w", err)
	}
	return nil
}

// Set sets a timer. Setting the same timer again is a no-op, up to a day after it
// fired. So a function whose timer fires a moment early by its own clock has to
// fail, in order to be called again, and must not set the same timer once more.
//
// A timer that is more than 30 days ahead fires after 30 days, less a minute, and
// still holds its own time. The function then sets it again for the rest.
func (q *Queue) Set(ctx context.Context, t Timer) (err error) {
	if err := t.check(); err != nil {
		return err
	}
	if q.now().UnixNano() < q.downUntil.Load() {
		return errOutage
	}
	ctx, span := trace.Start(ctx, "set timer", trace.Text("cause", t.Cause))
	defer func() { span.End(err) }()
	t.Traceparent = trace.Header(ctx)
	body, err := json.Marshal(t)
	if err != nil {
		return fault.New(fault.Invalid, "timer: %w", err)
	}
	// A timer that fires early is named after that earlier time, so that it can
	// be set again.
	shot := t
	if latest := q.now().Add(maxAhead); shot.At.After(latest) {
		shot.At = latest
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	_, err = q.client.CreateTask(ctx, &cloudtaskspb.CreateTaskRequest{
		Parent: q.path,
		Task: &cloudtaskspb.Task{
			Name:             q.path + "/tasks/" + shot.Name(),
			ScheduleTime:     timestamppb.New(shot.second()),
			DispatchDeadline: durationpb.New(dispatchDeadline),
			MessageType:      &cloudtaskspb.Task_HttpRequest{HttpRequest: q.call(body)},
		},
	})
	if code := status.Code(err); code == codes.Unavailable || code == codes.DeadlineExceeded {
		q.downUntil.Store(q.now().Add(outagePause).UnixNano())
	}
	return explain(err, t.Cause, q.path)
}

// call is the request that Cloud Tasks makes.
func (q *Queue) call(body []byte) *cloudtaskspb.HttpRequest {
	return &cloudtaskspb.HttpRequest{
		Url:        q.url,
		HttpMethod: cloudtaskspb.HttpMethod_POST,
		Headers:    map[string]string{"Content-Type": "application/json"},
		Body:       body,
		AuthorizationHeader: &cloudtaskspb.HttpRequest_OidcToken{
			OidcToken: &cloudtaskspb.OidcToken{ServiceAccountEmail: q.account, Audience: q.url},
		},
	}
}

// explain gives a Cloud Tasks failure its kind. It does not repeat the task's
// name, which identifies a conversation.
func explain(err error, cause, queue string) error {
	switch status.Code(err) {
	case codes.OK, codes.AlreadyExists:
		return nil
	case codes.InvalidArgument, codes.NotFound, codes.PermissionDenied, codes.Unauthenticated,
		codes.FailedPrecondition, codes.Unimplemented: // a setting, a permission or the queue is missing
		return fmt.Errorf("Cloud Tasks: set a timer %q in %s: %w", cause, queue, err)
	default:
		return fault.New(fault.Unavailable, "Cloud Tasks: set a timer %q in %s: %w", cause, queue, err)
	}
}
