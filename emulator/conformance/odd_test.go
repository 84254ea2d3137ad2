package conformance_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/conformance"
	"github.com/frontdesk-gcp/frontdesk/emulator/odd"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// oddPayloads are requests of every kind, one with two customers.
func oddPayloads() map[string][]byte {
	const at = `"at":"2024-03-05T10:00:00Z"`
	one := func(event string) []byte {
		return []byte(`{"customers":[{"key":"c1","number":"number-7","events":[` + event + `]}]}`)
	}
	return map[string][]byte{
		"text":           one(`{"id":"e1","kind":"text",` + at + `,"text":"hello"}`),
		"choice":         one(`{"id":"e2","kind":"choice",` + at + `,"text":"Yes","of":"odd/1"}`),
		"file":           one(`{"id":"e3","kind":"file",` + at + `,"file":"cat.png"}`),
		"receipt":        one(`{"id":"e4","kind":"receipt",` + at + `,"of":"odd/1","ref":"r1","status":"delivered"}`),
		"typing":         one(`{"id":"e5","kind":"typing",` + at + `,"on":true}`),
		"consent":        one(`{"id":"e6","kind":"consent",` + at + `}`),
		"expired":        one(`{"id":"e7","kind":"expired",` + at + `,"of":"odd/1"}`),
		"something else": one(`{"id":"e8","kind":"dance",` + at + `}`),
		"two customers": []byte(`{"customers":[{"key":"c1","number":"number-7","events":[{"id":"e9","kind":"text"}]},` +
			`{"key":"c2","number":"number-7","events":[{"id":"e10","kind":"text"},{"id":"e11","kind":"text"}]}]}`),
	}
}

func TestOdd(t *testing.T) {
	t.Parallel()
	p, stop := odd.Start()
	t.Cleanup(stop)
	p.Files["cat.png"] = []byte("a cat")
	conformance.Run(t, conformance.Subject{
		Adapter: &odd.Adapter{URL: p.URL},
		Sign: func(body []byte, key string) http.Header {
			return http.Header{odd.SignatureHeader: {odd.Sign(body, key)}}
		},
		Handshake: func(key string) (channel.Request, string) {
			return channel.Request{
				Method: http.MethodGet, Header: http.Header{}.Values,
				Query: url.Values{"token": {key}, "challenge": {"8675309"}},
			}, "8675309"
		},
		Payloads:  oddPayloads(),
		Customers: 2,
		Peer:      channel.Peer{Channel: odd.Name, Account: "acme", Key: "customer-1"},
		Fail:      p.Fail,
		Lose:      p.Lose,
		Received: func(id string) int {
			n := 0
			for _, m := range p.Took() {
				if m.Ref == id {
					n++
				}
			}
			return n
		},
		Files: map[string][]byte{p.URL + "/files/cat.png": []byte("a cat")},
		Get:   conformance.Get,
	})
}
