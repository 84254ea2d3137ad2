package webhook_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
)

func TestHandlerBelievesNoContentLength(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		claimed int
		code    int
	}{
		{"the truth", len(text), 200},
		{"more than comes", len(text) + 1, 400},
		{"less than comes", len(text) - 1, 401},
		{"none", 0, 401},
		{"more than the limit", 1 << 30, 400},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			server := httptest.NewServer(w)
			code := post(t, server.Listener.Addr().String(), tt.claimed)
			server.Close() // from here on nobody writes the log
			if code != tt.code {
				t.Errorf("answered %d, want %d", code, tt.code)
			}
			if published := len(w.inbound.messages); (published == 1) != (tt.code == http.StatusOK) {
				t.Errorf("published %d messages and answered %d", published, code)
			}
			w.discreet(t)
		})
	}
}

// post sends the text with a Content-Length that may be wrong, says that nothing
// more will come, and returns the first answer's status.
func post(t *testing.T, address string, claimed int) int {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	_, err = fmt.Fprintf(c, "POST /acme HTTP/1.1\r\nHost: x\r\n%s: %s\r\nContent-Length: %d\r\n\r\n%s",
		businessmessages.SignatureHeader, businessmessages.Sign([]byte(text), token), claimed, text)
	if err != nil {
		t.Fatal(err)
	}
	if half, ok := c.(interface{ CloseWrite() error }); !ok || half.CloseWrite() != nil {
		t.Fatal("the connection cannot be half closed")
	}
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res.StatusCode
}
