package google_test

import (
	"crypto/hmac"
	"crypto/sha512"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// The floor of verifying is the digest alone.
func BenchmarkVerify(b *testing.B) {
	const key = "SAMPLE_CLIENT_TOKEN"
	for name, size := range map[string]int{"1kB": 1 << 10, "512kB": 512 << 10} {
		message := []byte(strings.Repeat("x", size))
		signatures, keys := []string{google.Sign(message, key)}, []string{key}
		b.Run(name+"/of=product", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := google.Verify(message, signatures, keys); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/of=floor", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h := hmac.New(sha512.New, []byte(key))
				h.Write(message)
				h.Sum(nil)
			}
		})
	}
}
