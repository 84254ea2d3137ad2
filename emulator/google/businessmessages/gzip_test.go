package businessmessages_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
)

// zip compresses a body.
func zip(t *testing.T, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestACompressedBodyIsTaken(t *testing.T) {
	t.Parallel()
	const body = `{"messageId": "gz-1", "text": "hello", "representative": {"representativeType": "BOT"}}`
	whole := zip(t, body)
	tests := []struct {
		name, encoding string
		body           []byte
		status         int
	}{
		{"as Google's Java client sends it", "gzip", whole, http.StatusOK},
		{"in capital letters", "GZIP", whole, http.StatusOK},
		{"as it is", "identity", []byte(body), http.StatusOK},
		{"cut off", "gzip", whole[:len(whole)-9], http.StatusBadRequest},
		{"not compressed at all", "gzip", []byte(body), http.StatusBadRequest},
		{"compressed otherwise", "br", whole, http.StatusBadRequest},
		{"a megabyte in a thousand bytes", "gzip", zip(t, body+strings.Repeat(" ", 1<<20)), http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			p := w.begin()
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
				w.api.URL+"/v1/conversations/"+conversation+"/messages", bytes.NewReader(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json; charset=UTF-8")
			req.Header.Set("Content-Encoding", tt.encoding)
			res, err := w.client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			if shown := p.Messages(); res.StatusCode != tt.status || (len(shown) == 2) != (tt.status == http.StatusOK) {
				t.Errorf("status %d, the phone shows %+v; want %d", res.StatusCode, shown, tt.status)
			}
		})
	}
}
