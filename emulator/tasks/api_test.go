package tasks_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/cloudtasks/apiv2/cloudtaskspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// refused checks the code and the words of a refusal.
func refused(t *testing.T, err error, code codes.Code, words string) {
	t.Helper()
	if status.Code(err) != code || !strings.Contains(status.Convert(err).Message(), words) {
		t.Errorf("answered %v, want %v with %q", err, code, words)
	}
}

func TestTheStandInRefusesTasks(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	type request = cloudtaskspb.CreateTaskRequest
	target := func(r *request) *cloudtaskspb.HttpRequest { return r.GetTask().GetHttpRequest() }
	name := func(n string) func(*request) { return func(r *request) { r.Task.Name = n } }
	url := func(u string) func(*request) { return func(r *request) { target(r).Url = u } }
	deadline := func(d *durationpb.Duration) func(*request) {
		return func(r *request) { r.Task.DispatchDeadline = d }
	}
	header := func(name, value string) func(*request) {
		return func(r *request) { target(r).Headers = map[string]string{name: value} }
	}
	tests := []struct {
		name   string
		change func(*request)
		code   codes.Code
		want   string
	}{
		{"a queue that is not there", func(r *request) { r.Parent += "2" }, codes.NotFound, "Queue does not exist"},
		{"no queue", func(r *request) { r.Parent = "" }, codes.InvalidArgument, "queues/Q"},
		{"a queue's short name", func(r *request) { r.Parent = "q" }, codes.InvalidArgument, "queues/Q"},
		{"no task", func(r *request) { r.Task = nil }, codes.InvalidArgument, "no task"},
		{"a task's short name", name("a"), codes.InvalidArgument, "tasks/T"},
		{"an empty id", name(queue + "/tasks/"), codes.InvalidArgument, "1 to 500"},
		{"an id of 501 characters", name(queue + "/tasks/" + strings.Repeat("a", 501)), codes.InvalidArgument, "1 to 500"},
		{"an id with a dot", name(queue + "/tasks/a.b"), codes.InvalidArgument, "1 to 500"},
		{"an id with a slash", name(queue + "/tasks/a/b"), codes.InvalidArgument, "1 to 500"},
		{"an id in another alphabet", name(queue + "/tasks/ä"), codes.InvalidArgument, "1 to 500"},
		{"a name in another queue", name(other + "/tasks/a"), codes.InvalidArgument, "not one of its queue"},
		{"a time that is too far ahead", func(r *request) {
			r.Task.ScheduleTime = timestamppb.New(w.server.Now().Add(30*24*time.Hour + time.Minute))
		}, codes.InvalidArgument, "more than 30 days"},
		{"a time that is none", func(r *request) {
			r.Task.ScheduleTime = &timestamppb.Timestamp{Nanos: -1}
		}, codes.InvalidArgument, "no time"},
		{"a short deadline", deadline(durationpb.New(15*time.Second - 1)), codes.InvalidArgument, "dispatch_deadline"},
		{"a long deadline", deadline(durationpb.New(30*time.Minute + 1)), codes.InvalidArgument, "dispatch_deadline"},
		{"a deadline that is none", deadline(&durationpb.Duration{Seconds: 20, Nanos: -1}), codes.InvalidArgument, "dispatch_deadline"},
		{"no target", func(r *request) { r.Task.MessageType = nil }, codes.InvalidArgument, "no http_request"},
		{"a target that is nothing", func(r *request) {
			r.Task.MessageType = &cloudtaskspb.Task_HttpRequest{}
		}, codes.InvalidArgument, "url"},
		{"App Engine", func(r *request) {
			r.Task.MessageType = &cloudtaskspb.Task_AppEngineHttpRequest{
				AppEngineHttpRequest: &cloudtaskspb.AppEngineHttpRequest{RelativeUri: "/"},
			}
		}, codes.Unimplemented, "App Engine"},
		{"retries of its own", func(r *request) {
			r.Task.RetryConfig = &cloudtaskspb.RetryConfig{MaxAttempts: 3}
		}, codes.Unimplemented, "retry_config"},
		{"no URL", url(""), codes.InvalidArgument, "http://"},
		{"a URL without a scheme", url("timer.example/x"), codes.InvalidArgument, "http://"},
		{"another scheme", url("ftp://timer.example"), codes.InvalidArgument, "http://"},
		{"a URL without a host", url("https:///x"), codes.InvalidArgument, "http://"},
		{"a URL that is none", url("https://[::1"), codes.InvalidArgument, "http://"},
		{"a long URL", url("https://timer.example/" + strings.Repeat("a", 2083)), codes.InvalidArgument, "2083"},
		{"a GET with a body", func(r *request) { target(r).HttpMethod = cloudtaskspb.HttpMethod_GET }, codes.InvalidArgument, "GET has no body"},
		{"a DELETE with a body", func(r *request) { target(r).HttpMethod = cloudtaskspb.HttpMethod_DELETE }, codes.InvalidArgument, "DELETE has no body"},
		{"a method that is none", func(r *request) { target(r).HttpMethod = 99 }, codes.InvalidArgument, "http_method 99"},
		{"a body of a megabyte", func(r *request) { target(r).Body = make([]byte, 1<<20) }, codes.InvalidArgument, "1048576 are allowed"},
		{"a header that is none", header("a b", "c"), codes.InvalidArgument, "is none"},
		{"a header of two lines", header("a", "b\r\nc: d"), codes.InvalidArgument, "is none"},
		{"long headers", header("a", strings.Repeat("b", 80<<10)), codes.InvalidArgument, "headers"},
		{"a token for nobody", func(r *request) {
			target(r).AuthorizationHeader = &cloudtaskspb.HttpRequest_OidcToken{OidcToken: &cloudtaskspb.OidcToken{Audience: "a"}}
		}, codes.InvalidArgument, "service_account_email"},
		{"another kind of token", func(r *request) {
			target(r).AuthorizationHeader = &cloudtaskspb.HttpRequest_OauthToken{
				OauthToken: &cloudtaskspb.OAuthToken{ServiceAccountEmail: "a@b"},
			}
		}, codes.Unimplemented, "oauth_token"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			req := w.request("refused", time.Hour)
			tt.change(req)
			_, err := w.CreateTask(t.Context(), req)
			refused(t, err, tt.code, tt.want)
			if left := w.server.Pending(); len(left) > 0 {
				t.Errorf("pending: %v", left)
			}
		})
	}
}

func TestTheStandInTakesWhatIsJustAllowed(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	req := w.request(strings.Repeat("a", 500), 30*24*time.Hour-time.Second)
	to := req.GetTask().GetHttpRequest()
	to.Url = "https://timer.example/" + strings.Repeat("a", 2083-len("https://timer.example/"))
	to.Body = make([]byte, 1<<20-100<<10)
	to.Headers = map[string]string{"a": strings.Repeat("b", 80<<10-2)}
	req.Task.DispatchDeadline = durationpb.New(30 * time.Minute)
	if _, err := w.CreateTask(t.Context(), req); err != nil {
		t.Error(err)
	}
}

func TestANameIsTakenUntilADayAfterItsTask(t *testing.T) {
	t.Parallel()
	for end, want := range map[string]string{"run": "a a", "deleted": "a"} {
		t.Run(end, func(t *testing.T) {
			t.Parallel()
			w := open(t, 0)
			taken := func() {
				t.Helper()
				_, err := w.CreateTask(t.Context(), w.request("a", 0))
				refused(t, err, codes.AlreadyExists, "already exists")
			}
			w.create(t, "a", time.Hour)
			taken()
			if end == "run" {
				w.server.Advance(time.Hour)
				w.idle(t)
			} else if _, err := w.DeleteTask(t.Context(), &cloudtaskspb.DeleteTaskRequest{Name: queue + "/tasks/a"}); err != nil {
				t.Fatal(err)
			}
			taken()
			w.server.Advance(24*time.Hour - time.Minute)
			taken()
			w.server.Advance(time.Minute)
			w.create(t, "a", 0)
			w.idle(t)
			if got := w.called(); got != want {
				t.Errorf("called by %q, want %q", got, want)
			}
		})
	}
}

func TestATaskIsAsItWasCreated(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	req := w.request("a", time.Hour)
	req.Task.DispatchCount = 7 // what only Cloud Tasks says
	created, err := w.CreateTask(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	for v, body := range map[cloudtaskspb.Task_View]string{
		cloudtaskspb.Task_VIEW_UNSPECIFIED: "", cloudtaskspb.Task_BASIC: "", cloudtaskspb.Task_FULL: "body of a",
	} {
		got, err := w.GetTask(t.Context(), &cloudtaskspb.GetTaskRequest{Name: created.GetName(), ResponseView: v})
		if err != nil {
			t.Fatal(err)
		}
		to := got.GetHttpRequest()
		if string(to.GetBody()) != body || to.GetUrl() != w.url || to.GetHttpMethod() != cloudtaskspb.HttpMethod_POST ||
			got.GetDispatchDeadline().AsDuration() != 10*time.Minute || got.GetDispatchCount() != 0 ||
			got.GetCreateTime().GetNanos() != 0 || got.GetView() != max(v, cloudtaskspb.Task_BASIC) {
			t.Errorf("view %v: %v", v, got)
		}
		want := req.GetTask().GetScheduleTime().AsTime().Truncate(time.Microsecond)
		if at := got.GetScheduleTime().AsTime(); !at.Equal(want) {
			t.Errorf("it is scheduled at %v, want %v", at, want)
		}
	}
}

func TestATaskWithoutANameOrATimeGetsThem(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	seen := map[string]bool{}
	for range 10 {
		req := w.request("", 0)
		req.Task.Name, req.Task.ScheduleTime = "", nil
		task, err := w.CreateTask(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		seen[task.GetName()] = true
		if !strings.HasPrefix(task.GetName(), queue+"/tasks/") || task.GetScheduleTime().AsTime().After(w.server.Now()) {
			t.Errorf("created as %v", task)
		}
	}
	w.idle(t)
	if got := len(strings.Fields(w.called())); got != 10 || len(seen) != 10 {
		t.Errorf("called by %d tasks of %d names, want 10", got, len(seen))
	}
}

func TestATaskThatIsDeletedIsNotDispatched(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	name := w.create(t, "a", time.Hour).GetName()
	if _, err := w.DeleteTask(t.Context(), &cloudtaskspb.DeleteTaskRequest{Name: name}); err != nil {
		t.Fatal(err)
	}
	w.server.Advance(2 * time.Hour)
	w.idle(t)
	if got := w.called(); got != "" {
		t.Errorf("called by %s", got)
	}
}

func TestATaskThatIsDeletedWhileItRunsIsNotRepeated(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	w.handle = func(rw http.ResponseWriter, r *http.Request) {
		name := queue + "/tasks/" + r.Header.Get("X-Cloudtasks-Taskname")
		if _, err := w.DeleteTask(r.Context(), &cloudtaskspb.DeleteTaskRequest{Name: name}); err != nil {
			t.Error(err)
		}
		rw.WriteHeader(500)
	}
	w.create(t, "a", 0)
	w.idle(t)
	w.server.Advance(time.Hour)
	w.idle(t)
	if got := w.called(); got != "a" {
		t.Errorf("called by %q, want once", got)
	}
}

func TestATaskCanBeRunBeforeItsTime(t *testing.T) {
	t.Parallel()
	w := open(t, 1)
	w.handle = func(rw http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Cloudtasks-Taskretrycount") != "0" {
			return
		}
		name := queue + "/tasks/" + r.Header.Get("X-Cloudtasks-Taskname")
		_, err := w.RunTask(r.Context(), &cloudtaskspb.RunTaskRequest{Name: name})
		refused(t, err, codes.FailedPrecondition, "twice at once")
		rw.WriteHeader(500)
	}
	name := w.create(t, "a", 24*time.Hour).GetName()
	task, err := w.RunTask(t.Context(), &cloudtaskspb.RunTaskRequest{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	if task.GetDispatchCount() != 1 || task.GetScheduleTime().AsTime().After(w.server.Now()) {
		t.Errorf("it runs as %v", task)
	}
	w.idle(t)
	if got := w.called(); got != "a a" {
		t.Errorf("called by %q, want a repetition after the failure", got)
	}
	_, err = w.RunTask(t.Context(), &cloudtaskspb.RunTaskRequest{Name: name})
	refused(t, err, codes.NotFound, "not found")
}

func TestTasksThatAreNotThereAreNotFound(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	for name, code := range map[string]codes.Code{
		queue + "/tasks/none":     codes.NotFound,
		queue + "2/tasks/a":       codes.NotFound,
		queue + "/tasks/":         codes.InvalidArgument,
		queue:                     codes.InvalidArgument,
		"projects/p/queues/tasks": codes.InvalidArgument,
	} {
		_, err := w.GetTask(t.Context(), &cloudtaskspb.GetTaskRequest{Name: name})
		refused(t, err, code, "")
		_, err = w.DeleteTask(t.Context(), &cloudtaskspb.DeleteTaskRequest{Name: name})
		refused(t, err, code, "")
		_, err = w.RunTask(t.Context(), &cloudtaskspb.RunTaskRequest{Name: name})
		refused(t, err, code, "")
	}
	_, err := w.ListTasks(t.Context(), &cloudtaskspb.ListTasksRequest{Parent: queue + "2"})
	refused(t, err, codes.NotFound, "Queue does not exist")
	_, err = w.ListTasks(t.Context(), &cloudtaskspb.ListTasksRequest{Parent: queue, PageSize: 1001})
	refused(t, err, codes.InvalidArgument, "page_size")
	_, err = w.PauseQueue(t.Context(), &cloudtaskspb.PauseQueueRequest{Name: queue})
	refused(t, err, codes.Unimplemented, "")
}

func TestTasksAreListedByQueueAndPage(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	for i := range 5 {
		w.create(t, fmt.Sprintf("t%d", i), time.Hour)
	}
	elsewhere := w.request("", time.Hour)
	elsewhere.Parent, elsewhere.Task.Name = other, other+"/tasks/t9"
	if _, err := w.CreateTask(t.Context(), elsewhere); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int32{0, 1, 2, 5, 6} {
		var names []string
		req := &cloudtaskspb.ListTasksRequest{Parent: queue, PageSize: size}
		for pages := 1; ; pages++ {
			res, err := w.ListTasks(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			for _, task := range res.GetTasks() {
				names = append(names, strings.TrimPrefix(task.GetName(), queue+"/tasks/"))
			}
			if req.PageToken = res.GetNextPageToken(); req.GetPageToken() == "" || pages > 5 {
				break
			}
		}
		if got := strings.Join(names, " "); got != "t0 t1 t2 t3 t4" {
			t.Errorf("in pages of %d: %s", size, got)
		}
	}
}

func TestATargetGetsTheTasksHeadersAndCloudTasksOwn(t *testing.T) {
	t.Parallel()
	w := open(t, 0)
	req := w.request("a", time.Hour)
	to := req.GetTask().GetHttpRequest()
	to.HttpMethod = cloudtaskspb.HttpMethod_PUT
	to.Url += "/timer?x=y"
	to.Headers = map[string]string{
		"Content-Type": "text/plain", "user-agent": "mine", "x-google-x": "mine", "X-AppEngine-X": "mine",
		"x-cloudtasks-queuename": "mine", "Authorization": "mine", "Host": "mine", "Content-Length": "1",
	}
	to.AuthorizationHeader = &cloudtaskspb.HttpRequest_OidcToken{OidcToken: &cloudtaskspb.OidcToken{ServiceAccountEmail: "a@b"}}
	if _, err := w.CreateTask(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	w.server.Advance(2 * time.Hour)
	w.idle(t)
	r := w.calls[0]
	at := req.GetTask().GetScheduleTime()
	for name, want := range map[string]string{
		"Content-Type": "text/plain", "User-Agent": "Google-Cloud-Tasks", "X-Google-X": "", "X-Appengine-X": "",
		"X-Cloudtasks-Queuename": "q", "X-Cloudtasks-Taskname": "a", "X-Cloudtasks-Taskretrycount": "0",
		"X-Cloudtasks-Taskexecutioncount": "0", "X-Cloudtasks-Taskpreviousresponse": "",
		"X-Cloudtasks-Tasketa": fmt.Sprintf("%d.%06d", at.GetSeconds(), at.GetNanos()/1000),
	} {
		if got := r.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	claims := claims(t, r)
	if claims["aud"] != w.url+"/timer?x=y" || claims["email"] != "a@b" || claims["iss"] != "https://accounts.google.com" {
		t.Errorf("the token says %v", claims)
	}
	if r.Method != "PUT" || r.RequestURI != "/timer?x=y" || "http://"+r.Host != w.url || w.bodies[0] != "body of a<nil>" {
		t.Errorf("called %s %s of %s with %s", r.Method, r.RequestURI, r.Host, w.bodies[0])
	}
}

// claims reads a token without a signature.
func claims(t *testing.T, r *http.Request) map[string]any {
	t.Helper()
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	part := strings.Split(token, ".")
	if !bearer || len(part) != 3 || part[2] != "" {
		t.Fatalf("Authorization is %q", r.Header.Get("Authorization"))
	}
	var read [2]map[string]any
	for i := range read {
		text, err := base64.RawURLEncoding.DecodeString(part[i])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &read[i]); err != nil {
			t.Fatal(err)
		}
	}
	if read[0]["alg"] != "none" {
		t.Errorf("the token is signed: %v", read[0])
	}
	return read[1]
}
