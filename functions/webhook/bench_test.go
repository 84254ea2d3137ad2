package webhook_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/functions/webhook"
)

// BenchmarkStranger is what one request of somebody without a key costs.
func BenchmarkStranger(b *testing.B) {
	large := `{"message":{"text":"` + strings.Repeat("x", webhook.MaxBody-100) + `"}}`
	nested := `{"a":` + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + strings.Repeat(`,"b":{"c":1}`, 40_000) + "}"
	for name, make := range map[string]func() *http.Request{
		"small, unsigned":      func() *http.Request { return unsigned(text) },
		"512 kB, unsigned":     func() *http.Request { return unsigned(large) },
		"512 kB, many objects": func() *http.Request { return unsigned(nested) },
		"512 kB, wrong key":    func() *http.Request { return signedWith(large, "another key") },
	} {
		b.Run(name, func(b *testing.B) {
			w := newWorld()
			r := make()
			body, err := io.ReadAll(r.Body)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				r.Body = io.NopCloser(bytes.NewReader(body))
				w.ServeHTTP(httptest.NewRecorder(), r)
			}
		})
	}
}
