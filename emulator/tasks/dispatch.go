package tasks

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/cloudtasks/apiv2/cloudtaskspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const (
	// firstRetry and lastRetry bound the pause between two dispatches of a task, in
	// real time. A queue of Cloud Tasks has 100 ms and an hour by default, and honours
	// Retry-After.
	firstRetry = 100 * time.Millisecond
	lastRetry  = 10 * time.Second
	// longestNap bounds the loop's sleep, because the clock that it sleeps by stops
	// while a laptop is suspended.
	longestNap = time.Minute
)

// loop dispatches what is due, sleeps until the next task is, and is woken when one
// is created, when one ends and when the clock is moved.
func (s *Server) loop() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-s.wake:
		case <-timer.C:
		}
		timer.Reset(s.dispatch())
	}
}

// dispatch starts every task that may run and returns how long until the next one may.
func (s *Server) dispatch() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	nap := longestNap
	for _, j := range s.ordered() {
		if j.running {
			continue
		}
		wait := max(j.at.Sub(s.now()), time.Until(j.retryAt))
		if wait > 0 {
			nap = min(nap, wait)
		} else if s.running < s.concurrency { // otherwise the end of a task wakes the loop
			s.start(j)
		}
	}
	return nap
}

// start dispatches a task that is not running.
func (s *Server) start(j *job) {
	j.running = true
	s.running++
	now := timestamppb.New(s.now())
	j.task.DispatchCount++
	j.task.LastAttempt = &cloudtaskspb.Attempt{ScheduleTime: j.task.GetScheduleTime(), DispatchTime: now}
	if j.task.GetFirstAttempt() == nil {
		j.task.FirstAttempt = &cloudtaskspb.Attempt{DispatchTime: now}
	}
	task := proto.CloneOf(j.task)
	header := s.header(j)
	s.wg.Go(func() {
		code, err := s.post(task, header)
		s.endDispatch(j, code, err)
	})
}

// endDispatch finishes a dispatch: the task is done, or it waits for its next dispatch.
func (s *Server) endDispatch(j *job, code int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	j.running = false
	s.running--
	defer s.wakeLoop()
	defer s.notify()
	name := j.task.GetName()
	if s.jobs[name] != j { // it was deleted while it ran
		return
	}
	if err == nil {
		s.remove(name)
		return
	}
	j.status = code
	if code != 0 {
		j.task.ResponseCount++
		j.task.LastAttempt.ResponseTime = timestamppb.New(s.now())
		j.task.LastAttempt.ResponseStatus = status.New(codes.Unknown, err.Error()).Proto()
	}
	if code != 0 && code/100 != 5 {
		j.refused++
	}
	j.pause = min(max(2*j.pause, firstRetry), lastRetry)
	j.retryAt = time.Now().Add(j.pause)
	if s.ctx.Err() == nil {
		s.log.Warn("task not done, to be dispatched again", "task", path.Base(name), "pause", j.pause, "error", err)
	}
}

// remove removes a task, but keeps its name taken.
func (s *Server) remove(name string) {
	delete(s.jobs, name)
	s.gone[name] = s.now()
}

// notify wakes everything that waits for tasks to end.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// post calls the target. The error is nil if the target accepted the task, and the
// status is 0 if there was no response.
func (s *Server) post(task *cloudtaskspb.Task, header http.Header) (code int, err error) {
	ctx, cancel := context.WithTimeout(s.ctx, task.GetDispatchDeadline().AsDuration())
	defer cancel()
	to := task.GetHttpRequest()
	req, err := http.NewRequestWithContext(ctx, to.GetHttpMethod().String(), to.GetUrl(), bytes.NewReader(to.GetBody()))
	if err != nil {
		return 0, fmt.Errorf("task: %w", err)
	}
	req.Header = header
	res, err := s.client.Do(req)
	if err != nil {
		return 0, fmt.Errorf("task: %w", err)
	}
	answer, _ := io.ReadAll(io.LimitReader(res.Body, 512))
	_ = res.Body.Close()
	if res.StatusCode/100 != 2 {
		return res.StatusCode, fmt.Errorf("task: the target answered %s %s", res.Status, bytes.TrimSpace(answer))
	}
	return res.StatusCode, nil
}

// header is the header of a task's request.
func (s *Server) header(j *job) http.Header {
	h := http.Header{}
	to := j.task.GetHttpRequest()
	for name, value := range to.GetHeaders() {
		if !reserved(name) {
			h.Set(name, value)
		}
	}
	queue, name, _ := strings.Cut(j.task.GetName(), "/tasks/")
	at := j.at.UnixMicro()
	h.Set("User-Agent", "Google-Cloud-Tasks")
	h.Set("X-CloudTasks-QueueName", path.Base(queue))
	h.Set("X-CloudTasks-TaskName", name)
	h.Set("X-CloudTasks-TaskRetryCount", strconv.Itoa(int(j.task.GetDispatchCount()-1)))
	h.Set("X-CloudTasks-TaskExecutionCount", strconv.Itoa(j.refused))
	h.Set("X-CloudTasks-TaskETA", fmt.Sprintf("%d.%06d", at/1e6, at%1e6))
	if j.status != 0 {
		h.Set("X-CloudTasks-TaskPreviousResponse", strconv.Itoa(j.status))
	}
	if token := to.GetOidcToken(); token != nil {
		h.Set("Authorization", "Bearer "+s.token(token, to.GetUrl()))
	}
	return h
}

// reserved reports whether Cloud Tasks leaves out or replaces a header.
func reserved(name string) bool {
	name = http.CanonicalHeaderKey(name)
	for _, prefix := range []string{"X-Google-", "X-Appengine-", "X-Cloudtasks-"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return name == "Host" || name == "Content-Length" || name == "User-Agent"
}

// token returns a token with the form and the claims of Cloud Tasks' own, but without
// a valid signature.
func (s *Server) token(t *cloudtaskspb.OidcToken, url string) string {
	audience := t.GetAudience()
	if audience == "" {
		audience = url
	}
	now := s.now()
	claims, err := json.Marshal(map[string]any{
		"iss": "https://accounts.google.com", "aud": audience,
		"email": t.GetServiceAccountEmail(), "email_verified": true,
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	})
	if err != nil {
		panic(err) // strings and numbers
	}
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(claims) + "."
}
