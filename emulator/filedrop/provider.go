package filedrop

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Provider is the other side of the channel: it posts what is dropped into the folder
// "in" to a webhook, and writes answers to the folder "out".
type Provider struct {
	// URL is where answers go, and Key proves what is posted.
	URL, Key string

	folder string
	mu     sync.Mutex
	fail   int
	lose   bool
}

// Start starts a provider with its folders in one, until stop is called.
func Start(folder, key string) (p *Provider, stop func(), err error) {
	for _, name := range []string{"in", "out", "files"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o700); err != nil {
			return nil, nil, err
		}
	}
	p = &Provider{Key: key, folder: folder}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /answers/{customer}", p.write)
	mux.Handle("GET /files/", http.FileServer(http.Dir(folder)))
	server := httptest.NewServer(mux)
	p.URL = server.URL
	return p, server.Close, nil
}

// write writes an answer to a file, and says what it is called.
func (p *Provider) write(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != 0 {
		w.WriteHeader(p.fail)
		p.fail = 0
		return
	}
	body, err := io.ReadAll(r.Body)
	name := fmt.Sprintf("%s-%d.json", filepath.Base(r.PathValue("customer")), len(p.answers())+1)
	if err == nil {
		err = os.WriteFile(filepath.Join(p.folder, "out", name), body, 0o600)
	}
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	if p.lose {
		p.lose = false
		panic(http.ErrAbortHandler)
	}
	_, _ = io.WriteString(w, name) //nolint:gosec // it is no page
}

// Post posts the files that were dropped, in the order of their names, and removes
// those that the webhook took.
func (p *Provider) Post(ctx context.Context, webhook string) error {
	names, err := filepath.Glob(filepath.Join(p.folder, "in", "*.json"))
	if err != nil {
		return err
	}
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, webhook, strings.NewReader(string(body)))
		if err != nil {
			return err
		}
		req.Header.Set(ProofHeader, Proof(body, p.Key))
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return fmt.Errorf("post %s: %w", name, err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return fmt.Errorf("post %s: status %d", name, res.StatusCode)
		}
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

// answers are the files of answers.
func (p *Provider) answers() []string {
	names, _ := filepath.Glob(filepath.Join(p.folder, "out", "*.json")) // the pattern is a constant
	return names
}

// Received is how often there is an answer of that id.
func (p *Provider) Received(id string) (n int) {
	for _, name := range p.answers() {
		body, _ := os.ReadFile(name)
		if strings.HasPrefix(string(body), `{"id":"`+id+`",`) {
			n++
		}
	}
	return n
}

// Fail makes the provider answer the next message with a status, and Lose makes it take
// the next and not answer.
func (p *Provider) Fail(status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail = status
}

// Lose makes the provider write the next answer and cut the connection.
func (p *Provider) Lose() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lose = true
}
