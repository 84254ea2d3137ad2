package tasks

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/cloudtasks/apiv2/cloudtaskspb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

const (
	// nameKept is how long a name stays taken after its task is gone: the longest
	// time in Cloud Tasks' documents, which have also said an hour.
	nameKept = 24 * time.Hour
	// defaultDeadline is how long a target may take if the task sets no deadline.
	defaultDeadline = 10 * time.Minute
	// maxPage is the largest number of tasks on a page.
	maxPage = 1000
)

// CreateTask adds a task to its queue.
func (s *Server) CreateTask(_ context.Context, req *cloudtaskspb.CreateTaskRequest) (*cloudtaskspb.Task, error) {
	if err := s.checkQueue(req.GetParent()); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if err := check(req, now); err != nil {
		return nil, err
	}
	task := proto.CloneOf(req.GetTask())
	if task.GetName() == "" {
		task.Name = req.GetParent() + "/tasks/" + strconv.FormatUint(rand.Uint64(), 10)
	}
	if since, ended := s.gone[task.GetName()]; s.jobs[task.GetName()] != nil || ended && now.Sub(since) < nameKept {
		return nil, status.Error(codes.AlreadyExists, "Requested entity already exists")
	}
	at := now
	if t := task.GetScheduleTime(); t != nil && t.AsTime().After(now) {
		at = t.AsTime().Truncate(time.Microsecond)
	}
	complete(task, at, now)
	s.created++
	s.jobs[task.GetName()] = &job{task: task, at: at, number: s.created}
	s.wakeLoop()
	return view(task, req.GetResponseView()), nil
}

// complete fills in what Cloud Tasks fills in, and clears the output-only fields.
func complete(task *cloudtaskspb.Task, at, now time.Time) {
	task.ScheduleTime = timestamppb.New(at)
	task.CreateTime = timestamppb.New(now.Truncate(time.Second))
	task.DispatchCount, task.ResponseCount, task.FirstAttempt, task.LastAttempt = 0, 0, nil, nil
	if task.GetDispatchDeadline() == nil {
		task.DispatchDeadline = durationpb.New(defaultDeadline)
	}
	to := task.GetHttpRequest()
	if to.GetHttpMethod() == cloudtaskspb.HttpMethod_HTTP_METHOD_UNSPECIFIED {
		to.HttpMethod = cloudtaskspb.HttpMethod_POST
	}
}

// view is the part of a task that a caller sees.
func view(task *cloudtaskspb.Task, v cloudtaskspb.Task_View) *cloudtaskspb.Task {
	task = proto.CloneOf(task)
	task.View = v
	if v != cloudtaskspb.Task_FULL {
		task.View = cloudtaskspb.Task_BASIC
		task.GetHttpRequest().Body = nil
	}
	return task
}

// find returns a task. The caller holds the lock.
func (s *Server) find(name string) (*job, error) {
	queue, err := checkTask(name)
	if err != nil {
		return nil, err
	}
	if err := s.checkQueue(queue); err != nil {
		return nil, err
	}
	j := s.jobs[name]
	if j == nil {
		return nil, status.Error(codes.NotFound, "Requested entity was not found.")
	}
	return j, nil
}

// GetTask returns a task that is not done.
func (s *Server) GetTask(_ context.Context, req *cloudtaskspb.GetTaskRequest) (*cloudtaskspb.Task, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	j, err := s.find(req.GetName())
	if err != nil {
		return nil, err
	}
	return view(j.task, req.GetResponseView()), nil
}

// ListTasks returns the tasks of a queue that are not done, in the order of their
// names. A page's token is the last name of the page before.
func (s *Server) ListTasks(
	_ context.Context, req *cloudtaskspb.ListTasksRequest,
) (*cloudtaskspb.ListTasksResponse, error) {
	if err := s.checkQueue(req.GetParent()); err != nil {
		return nil, err
	}
	size := int(req.GetPageSize())
	if size < 0 || size > maxPage {
		return nil, invalid("the page_size is not 0 to %d", maxPage)
	}
	if size == 0 {
		size = maxPage
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	res := &cloudtaskspb.ListTasksResponse{}
	for _, name := range slices.Sorted(maps.Keys(s.jobs)) {
		if !strings.HasPrefix(name, req.GetParent()+"/tasks/") || name <= req.GetPageToken() {
			continue
		}
		if len(res.GetTasks()) == size {
			res.NextPageToken = res.GetTasks()[size-1].GetName()
			break
		}
		res.Tasks = append(res.Tasks, view(s.jobs[name].task, req.GetResponseView()))
	}
	return res, nil
}

// DeleteTask removes a task. A dispatch in progress continues, but is not repeated.
func (s *Server) DeleteTask(_ context.Context, req *cloudtaskspb.DeleteTaskRequest) (*emptypb.Empty, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.find(req.GetName()); err != nil {
		return nil, err
	}
	s.remove(req.GetName())
	s.notify()
	return &emptypb.Empty{}, nil
}

// RunTask dispatches a task now, regardless of its schedule and of the concurrency
// limit. Cloud Tasks would start a second dispatch of a task that is being
// dispatched; the stand-in refuses that.
func (s *Server) RunTask(_ context.Context, req *cloudtaskspb.RunTaskRequest) (*cloudtaskspb.Task, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	j, err := s.find(req.GetName())
	if err != nil {
		return nil, err
	}
	if j.running {
		return nil, status.Error(codes.FailedPrecondition, "the stand-in dispatches no task twice at once")
	}
	j.at = s.now()
	j.task.ScheduleTime = timestamppb.New(j.at)
	s.start(j)
	return view(j.task, req.GetResponseView()), nil
}
