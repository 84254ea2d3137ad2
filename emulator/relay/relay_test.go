package relay_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/relay"
)

// echo is a server that sends back each line.
func echo(t *testing.T) (host string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(c, c) }()
		}
	}()
	return l.Addr().String()
}

type client struct {
	net.Conn

	lines *bufio.Reader
}

func dial(t *testing.T, host string) (*client, error) {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", host)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { _ = c.Close() })
	return &client{c, bufio.NewReader(c)}, nil
}

func (c *client) says(line string) (back string, err error) {
	if _, err := fmt.Fprintln(c, line); err != nil {
		return "", err
	}
	return c.lines.ReadString('\n')
}

func TestAServerIsAwayUntilTheRelayIsMended(t *testing.T) {
	t.Parallel()
	r, err := relay.Start(t.Context(), echo(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Stop)
	before, err := dial(t, r.Host)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := before.says("hello"); back != "hello\n" || err != nil {
		t.Fatalf("got %q, %v", back, err)
	}
	mend := r.Cut()
	if back, err := before.says("hello"); err == nil {
		t.Errorf("a connection that was cut says %q", back)
	}
	if _, err := dial(t, r.Host); err == nil {
		t.Error("a connection is not refused while the server is away")
	}
	if err := mend(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := dial(t, r.Host)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := after.says("again"); back != "again\n" || err != nil {
		t.Errorf("after that: got %q, %v", back, err)
	}
}
