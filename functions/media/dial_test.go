package media

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// rebinding is a name server to which every name is an address, 127.0.0.1.
func rebinding(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		for query := make([]byte, 512); ; {
			n, from, err := conn.ReadFrom(query)
			if err != nil {
				return
			}
			_, _ = conn.WriteTo(loopbackAnswer(query[:n]), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// loopbackAnswer answers a DNS query, RFC 1035: a question of type A with
// 127.0.0.1, any other with nothing.
func loopbackAnswer(query []byte) []byte {
	end := 12
	for query[end] != 0 {
		end += int(query[end]) + 1
	}
	question := query[12 : end+5]
	answer := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, question...)
	if question[len(question)-3] == 1 {
		answer[7] = 1
		answer = append(answer, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1)
	}
	return answer
}

// TestANameThatLeadsInsideIsNotFollowed: the name is allowed, what it resolves to
// is not.
func TestANameThatLeadsInsideIsNotFollowed(t *testing.T) {
	t.Parallel()
	reached := false
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true }))
	t.Cleanup(server.Close)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(server.URL, "http://"))
	for _, inside := range []bool{false, true} {
		d := dialer(inside)
		d.Resolver = rebinding(t)
		conn, err := d.DialContext(t.Context(), "tcp", net.JoinHostPort("files.example", port))
		if inside != (err == nil) || !inside && !errors.Is(err, errInside) {
			t.Errorf("inside %v: %v", inside, err)
		}
		if err == nil {
			_ = conn.Close()
		}
	}
	if reached {
		t.Error("a request was made")
	}
}

func TestAnAddressInsideIsNotConnectedTo(t *testing.T) {
	t.Parallel()
	// As if somebody had named a private host as the origin, with the scheme that is
	// allowed everywhere.
	for _, host := range []string{"10.255.255.1", "169.254.169.254", "[fd20:ce::254]", "[fe80::1]", "0.0.0.0"} {
		s := from(t, "https://"+host)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		_, err := s.Get(ctx, "https://"+host+"/computeMetadata/v1/?token=secret", nil)
		cancel()
		if !errors.Is(err, errInside) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want %v", host, err, errInside)
		}
	}
}
