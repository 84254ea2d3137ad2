package secret_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/secret"
)

// moody is a Secret Manager that can be told to refuse, and counts its calls.
type moody struct {
	secretmanagerpb.UnimplementedSecretManagerServiceServer

	mu      sync.Mutex
	refuses bool
	calls   int
	time    time.Duration // how long the last caller would have waited
}

func (m *moody) AccessSecretVersion(
	ctx context.Context, _ *secretmanagerpb.AccessSecretVersionRequest,
) (*secretmanagerpb.AccessSecretVersionResponse, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls++
	deadline, _ := ctx.Deadline()
	m.time = time.Until(deadline)
	if m.refuses {
		return nil, status.Error(codes.PermissionDenied, "not now")
	}
	return &secretmanagerpb.AccessSecretVersionResponse{
		Payload: &secretmanagerpb.SecretPayload{Data: []byte("value")},
	}, nil
}

func (m *moody) refuse(refuses bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refuses = refuses
}

// asked returns how often it was called since the last time.
func (m *moody) asked() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.calls
	m.calls = 0
	return n
}

func (m *moody) serve(t *testing.T) (*secret.Reader, *clock) {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	secretmanagerpb.RegisterSecretManagerServiceServer(server, m)
	go func() { _ = server.Serve(l) }() // ends with Stop
	t.Cleanup(server.Stop)
	c := &clock{now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)}
	reader, err := secret.New(t.Context(), l.Addr().String(), c.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	return reader, c
}

func TestReadAsksAgainEveryTenSecondsDuringAnOutage(t *testing.T) {
	t.Parallel()
	m := &moody{}
	reader, clock := m.serve(t)
	steps := []struct {
		name    string
		after   time.Duration
		refuses bool
		want    int
	}{
		{"the first read asks", 0, false, 1},
		{"an old value is asked for", time.Hour, true, 1},
		{"a failure is remembered", 9 * time.Second, true, 0},
		{"for ten seconds", time.Second, true, 1},
		{"the end of the outage is noticed as late", 9 * time.Second, false, 0},
		{"then the value is read", time.Second, false, 1},
		{"and good for five minutes", 4 * time.Minute, false, 0},
	}
	for _, step := range steps {
		clock.move(step.after)
		m.refuse(step.refuses)
		if got, err := reader.Read(t.Context(), "projects/p/secrets/s/versions/1", false); string(got) != "value" || err != nil {
			t.Errorf("%s: Read = %q, %v", step.name, got, err)
		}
		if got := m.asked(); got != step.want {
			t.Errorf("%s: asked %d times, want %d", step.name, got, step.want)
		}
	}
}

func TestReadDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	m := &moody{}
	reader, _ := m.serve(t)
	if _, err := reader.Read(t.Context(), "projects/p/secrets/s/versions/1", false); err != nil {
		t.Fatal(err)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.time <= 0 || m.time > 5*time.Second {
		t.Errorf("the call has %v, want 5 s at most: a webhook waits for it", m.time)
	}
}
