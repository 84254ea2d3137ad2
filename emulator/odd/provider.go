package odd

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
)

// Message is one that the provider took.
type Message struct {
	// ID is what the provider calls it; Ref is our id.
	ID, Ref, To, Text string
}

// Provider is the other side of the channel. It takes a message as often as it is
// sent.
type Provider struct {
	// URL is where it is.
	URL string
	// Files are the contents of customers' files by name.
	Files map[string][]byte

	mu   sync.Mutex
	took []Message
	fail int
	lose bool
}

// Start starts a provider, until stop is called.
func Start() (p *Provider, stop func()) {
	p = &Provider{Files: map[string][]byte{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /messages", p.post)
	mux.HandleFunc("GET /files/{name}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, p.URL+"/content/"+url.PathEscape(r.PathValue("name")))
	})
	mux.HandleFunc("GET /content/{name}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write(p.Files[r.PathValue("name")])
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+Token {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	p.URL = server.URL
	return p, server.Close
}

func (p *Provider) post(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != 0 {
		w.WriteHeader(p.fail)
		p.fail = 0
		return
	}
	var m message
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	id := fmt.Sprintf("odd/%d", len(p.took)+1)
	p.took = append(p.took, Message{ID: id, Ref: m.Ref, To: m.To, Text: strings.TrimSpace(m.Text + " " + m.File)})
	if p.lose {
		p.lose = false
		panic(http.ErrAbortHandler)
	}
	_, _ = io.WriteString(w, id)
}

// Fail makes the provider answer the next message with a status.
func (p *Provider) Fail(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = status
}

// Lose makes the provider take the next message and not answer.
func (p *Provider) Lose() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lose = true
}

// Took are the messages that the provider has, in the order in which they came.
func (p *Provider) Took() []Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Message(nil), p.took...)
}
