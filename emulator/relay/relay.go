// Package relay passes connections on to a server, until it is told to cut them: then the server
// is away, as one is that has crashed, and loses nothing of what it keeps.
package relay

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
)

// Relay is a running relay. It is safe for concurrent use.
type Relay struct {
	// Host is where it listens, host:port.
	Host string

	to  string
	all sync.WaitGroup

	mu       sync.Mutex
	listener net.Listener // nil while connections are refused
	open     map[net.Conn]bool
}

// Start starts a relay on any free port to a server, host:port.
func Start(ctx context.Context, to string) (*Relay, error) {
	r := &Relay{Host: "127.0.0.1:0", to: to, open: map[net.Conn]bool{}}
	return r, r.listen(ctx)
}

func (r *Relay) listen(ctx context.Context) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", r.Host)
	if err != nil {
		return fmt.Errorf("relay to %s: %w", r.to, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listener, r.Host = l, l.Addr().String()
	r.all.Go(func() {
		for {
			from, err := l.Accept()
			if err != nil {
				return // it was cut or stopped
			}
			r.all.Go(func() { r.pass(ctx, from) })
		}
	})
	return nil
}

// pass passes on what comes either way, until one side is closed or the relay is cut.
func (r *Relay) pass(ctx context.Context, from net.Conn) {
	defer r.forget(from)
	if !r.remember(from) {
		return
	}
	to, err := (&net.Dialer{}).DialContext(ctx, "tcp", r.to)
	if err != nil {
		return
	}
	defer r.forget(to)
	if !r.remember(to) {
		return
	}
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{from, to}, {to, from}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1])
			_ = way[0].Close()
			_ = way[1].Close()
		})
	}
	both.Wait()
}

// remember is false where connections are refused meanwhile.
func (r *Relay) remember(c net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.listener != nil {
		r.open[c] = true
	}
	return r.listener != nil
}

func (r *Relay) forget(c net.Conn) {
	_ = c.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, c)
}

// Cut ends every connection in the middle of whatever it carries, and has further ones refused
// until mend is called.
func (r *Relay) Cut() (mend func(context.Context) error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.listener != nil {
		_ = r.listener.Close()
		r.listener = nil
	}
	for c := range r.open {
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // a reset, and not a proper end
		}
		_ = c.Close()
	}
	return r.listen
}

// Stop cuts the relay and returns when nothing of it runs.
func (r *Relay) Stop() {
	r.Cut()
	r.all.Wait()
}
