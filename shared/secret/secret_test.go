package secret_test

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/secrets"
	"github.com/frontdesk-gcp/frontdesk/shared/secret"
)

const name = "projects/p/secrets/acme-token"

// clock is a clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// manager starts a stand-in for Secret Manager and a reader of it.
func manager(t *testing.T) (*secrets.Server, *secret.Reader, *clock) {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	server := secrets.Serve(l)
	t.Cleanup(server.Close)
	c := &clock{now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)}
	reader, err := secret.New(t.Context(), l.Addr().String(), c.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	})
	return server, reader, c
}

func TestReadRemembersAValue(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		after time.Duration
		fresh bool
		want  string
	}{
		{"at once", 0, false, "old"},
		{"just under five minutes later", 5*time.Minute - 1, false, "old"},
		{"five minutes later", 5 * time.Minute, false, "new"},
		{"fresh at once: it is fresh", 0, true, "old"},
		{"fresh just under ten seconds later", 10*time.Second - 1, true, "old"},
		{"fresh ten seconds later", 10 * time.Second, true, "new"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			server, reader, clock := manager(t)
			latest := server.Add(name, []byte("old"))
			if _, err := reader.Read(t.Context(), latest, false); err != nil {
				t.Fatal(err)
			}
			server.Add(name, []byte("new"))
			clock.move(tt.after)
			got, err := reader.Read(t.Context(), latest, tt.fresh)
			if string(got) != tt.want || err != nil {
				t.Errorf("Read = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestReadStartsTheClockAgain(t *testing.T) {
	t.Parallel()
	server, reader, clock := manager(t)
	latest := server.Add(name, []byte("1"))
	for _, want := range []string{"1", "2", "3"} {
		got, err := reader.Read(t.Context(), latest, true)
		if string(got) != want || err != nil {
			t.Fatalf("Read = %q, %v, want %q", got, err, want)
		}
		server.Add(name, []byte{want[0] + 1})
		clock.move(9 * time.Second)
		if again, err := reader.Read(t.Context(), latest, true); string(again) != want || err != nil {
			t.Errorf("Read 9 s later = %q, %v, want %q", again, err, want)
		}
		clock.move(time.Second)
	}
}

func TestReadTellsVersionsApart(t *testing.T) {
	t.Parallel()
	server, reader, _ := manager(t)
	server.Add(name, []byte("one"))
	server.Add(name, []byte("two"))
	for version, want := range map[string]string{"1": "one", "2": "two", "latest": "two"} {
		got, err := reader.Read(t.Context(), name+"/versions/"+version, false)
		if string(got) != want || err != nil {
			t.Errorf("version %s = %q, %v, want %q", version, got, err, want)
		}
	}
}

func TestReadOutlivesAnOutage(t *testing.T) {
	t.Parallel()
	server, reader, clock := manager(t)
	latest := server.Add(name, []byte("value"))
	if _, err := reader.Read(t.Context(), latest, false); err != nil {
		t.Fatal(err)
	}
	server.Close()
	clock.move(time.Hour)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	for _, fresh := range []bool{false, true} {
		got, err := reader.Read(ctx, latest, fresh)
		if string(got) != "value" || err != nil {
			t.Errorf("Read, fresh %v = %q, %v, want the remembered value", fresh, got, err)
		}
	}
	if got, err := reader.Read(ctx, name+"/versions/1", false); err == nil {
		t.Errorf("Read of what nobody remembers = %q, want an error", got)
	}
}

func TestReadNamesTheSecretThatIsMissing(t *testing.T) {
	t.Parallel()
	_, reader, _ := manager(t)
	_, err := reader.Read(t.Context(), name+"/versions/latest", false)
	if err == nil || !strings.Contains(err.Error(), "secret "+name+"/versions/latest: ") {
		t.Errorf("Read = %v, want an error that names the secret", err)
	}
}

func TestReadRemembersAFailureForTenSeconds(t *testing.T) {
	t.Parallel()
	server, reader, clock := manager(t)
	latest := name + "/versions/latest"
	if _, err := reader.Read(t.Context(), latest, false); err == nil {
		t.Fatal("read what is not there")
	}
	server.Add(name, []byte("now"))
	clock.move(10*time.Second - 1)
	if got, err := reader.Read(t.Context(), latest, true); err == nil {
		t.Errorf("Read = %q: it asked again", got)
	}
	clock.move(1)
	if got, err := reader.Read(t.Context(), latest, false); string(got) != "now" || err != nil {
		t.Errorf("Read = %q, %v, want the value", got, err)
	}
}

func TestReadIsForManyAtOnce(t *testing.T) {
	t.Parallel()
	server, reader, clock := manager(t)
	latest := server.Add(name, []byte("value"))
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			clock.move(11 * time.Second)
			if got, err := reader.Read(t.Context(), latest, true); string(got) != "value" || err != nil {
				t.Errorf("Read = %q, %v", got, err)
			}
		})
	}
	wg.Wait()
}
