package tasks

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/cloudtasks/apiv2/cloudtaskspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// The limits of Cloud Tasks.
const (
	maxAhead    = 30 * 24 * time.Hour
	maxTask     = 1 << 20  // bytes; the API reference says 100 KB, the page on quotas 1 MB
	maxHeaders  = 80 << 10 // bytes
	maxURL      = 2083     // characters
	minDeadline = 15 * time.Second
	maxDeadline = 30 * time.Minute
)

var (
	queuePath = regexp.MustCompile(`^projects/[A-Za-z0-9:.-]+/locations/[A-Za-z0-9-]+/queues/[A-Za-z0-9-]{1,100}$`)
	taskID    = regexp.MustCompile(`^[A-Za-z0-9_-]{1,500}$`)
)

func invalid(format string, args ...any) error {
	return status.Errorf(codes.InvalidArgument, format, args...)
}

// checkQueue refuses the path of an unknown queue.
func (s *Server) checkQueue(name string) error {
	if !queuePath.MatchString(name) {
		return invalid("%q is not projects/P/locations/L/queues/Q", name)
	}
	if !slices.Contains(s.queues, name) {
		return status.Error(codes.NotFound, "Queue does not exist.")
	}
	return nil
}

// checkTask refuses a malformed task name, and returns the queue in it.
func checkTask(name string) (queue string, err error) {
	queue, id, found := strings.Cut(name, "/tasks/")
	if !found || !queuePath.MatchString(queue) {
		return "", invalid("%q is not projects/P/locations/L/queues/Q/tasks/T", name)
	}
	if !taskID.MatchString(id) {
		return "", invalid("a task's name is 1 to 500 letters, digits, hyphens and underscores, not %q", id)
	}
	return queue, nil
}

// check refuses a task that Cloud Tasks would not create.
func check(req *cloudtaskspb.CreateTaskRequest, now time.Time) error {
	task := req.GetTask()
	if task == nil {
		return invalid("there is no task")
	}
	if task.GetName() != "" {
		queue, err := checkTask(task.GetName())
		if err != nil {
			return err
		}
		if queue != req.GetParent() {
			return invalid("the task's name is not one of its queue")
		}
	}
	if size := proto.Size(task); size > maxTask {
		return invalid("the task has %d bytes, and %d are allowed", size, maxTask)
	}
	if err := checkTimes(task, now); err != nil {
		return err
	}
	return checkTarget(task)
}

func checkTimes(task *cloudtaskspb.Task, now time.Time) error {
	if at := task.GetScheduleTime(); at != nil && !at.IsValid() {
		return invalid("the schedule_time is no time")
	} else if at != nil && at.AsTime().Sub(now) > maxAhead {
		return invalid("the schedule_time is more than 30 days ahead")
	}
	deadline := task.GetDispatchDeadline()
	if deadline == nil {
		return nil
	}
	if d := deadline.AsDuration(); !deadline.IsValid() || d < minDeadline || d > maxDeadline {
		return invalid("the dispatch_deadline is not between 15 s and 30 min")
	}
	return nil
}

// checkTarget checks what will be called.
func checkTarget(task *cloudtaskspb.Task) error {
	to := task.GetHttpRequest()
	switch {
	case task.GetAppEngineHttpRequest() != nil:
		return status.Error(codes.Unimplemented, "the stand-in does not know App Engine")
	case task.GetRetryConfig() != nil:
		return status.Error(codes.Unimplemented, "the stand-in does not know a task's own retry_config")
	case to == nil:
		return invalid("there is no http_request")
	case to.GetOauthToken() != nil:
		return status.Error(codes.Unimplemented, "the stand-in does not know an oauth_token")
	case to.GetOidcToken() != nil && !strings.Contains(to.GetOidcToken().GetServiceAccountEmail(), "@"):
		return invalid("the oidc_token has no service_account_email")
	}
	if err := checkURL(to.GetUrl()); err != nil {
		return err
	}
	if err := checkBody(to); err != nil {
		return err
	}
	return checkHeaders(to.GetHeaders())
}

func checkURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return invalid("the url does not begin with http:// or https:// and a host")
	case len(u.String()) > maxURL:
		return invalid("the url has more than %d characters", maxURL)
	}
	return nil
}

func checkBody(to *cloudtaskspb.HttpRequest) error {
	method := to.GetHttpMethod()
	switch method {
	case cloudtaskspb.HttpMethod_HTTP_METHOD_UNSPECIFIED, cloudtaskspb.HttpMethod_POST,
		cloudtaskspb.HttpMethod_PUT, cloudtaskspb.HttpMethod_PATCH:
		return nil
	case cloudtaskspb.HttpMethod_GET, cloudtaskspb.HttpMethod_HEAD, cloudtaskspb.HttpMethod_DELETE,
		cloudtaskspb.HttpMethod_OPTIONS:
		if len(to.GetBody()) > 0 {
			return invalid("a %s has no body", method)
		}
		return nil
	default:
		return invalid("there is no http_method %d", method)
	}
}

func checkHeaders(headers map[string]string) error {
	size := 0
	for name, value := range headers {
		size += len(name) + len(value)
		if strings.ContainsAny(name, " \t\r\n:") || name == "" || strings.ContainsAny(value, "\r\n\x00") {
			return invalid("the header %q is none", http.CanonicalHeaderKey(name))
		}
	}
	if size >= maxHeaders {
		return invalid("the headers have %d bytes, and less than %d are allowed", size, maxHeaders)
	}
	return nil
}
