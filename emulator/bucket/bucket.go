// Package bucket stands in for Cloud Storage, with a folder for the objects, and
// for the one method of IAM that signs URLs. It implements what
// Google's Go client needs to write an object in one request, to read it, to read
// its metadata, to copy it as it is, to list objects by a prefix and to delete one. It
// serves signed URLs and deletes objects by their age. It refuses everything else:
// anything that the product starts to use has to be added here first.
package bucket

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync"
	"time"
)

// Config configures a stand-in.
type Config struct {
	// Dir is the folder for the objects. Close does not remove it.
	Dir string
	// Buckets are the names of all buckets.
	Buckets []string
	// Now is the clock by which signatures expire.
	Now func() time.Time
	// Clock is the one by which objects age; nil stands for Now.
	Clock func() time.Time
	// Lifecycle are the rules by which objects of all buckets are deleted.
	Lifecycle []Rule
}

// Rule deletes objects. Cloud Storage takes up to a day longer, the stand-in no time.
type Rule struct {
	// Prefix is how the names of its objects begin; it is empty for all objects.
	Prefix string
	// Age is how old an object becomes.
	Age time.Duration
}

// Server is the stand-in. It is safe for concurrent use.
type Server struct {
	root      *os.Root
	now       func() time.Time
	clock     func() time.Time // by which objects age
	lifecycle []Rule
	mux       *http.ServeMux

	mu      sync.Mutex // makes "create if it does not exist" one step
	buckets map[string]bool
	down    int // the status of every response during an outage
}

// New returns a stand-in.
func New(c Config) (*Server, error) {
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("bucket: %w", err)
	}
	s := &Server{
		root: root, now: c.Now, clock: c.Clock, lifecycle: c.Lifecycle,
		mux: http.NewServeMux(), buckets: map[string]bool{},
	}
	if s.clock == nil {
		s.clock = s.now
	}
	for _, name := range c.Buckets {
		s.buckets[name] = true
	}
	s.mux.HandleFunc("POST /upload/storage/v1/b/{bucket}/o", s.api(s.insert))
	s.mux.HandleFunc("GET /storage/v1/b/{bucket}/o", s.api(s.list))
	s.mux.HandleFunc("GET /storage/v1/b/{bucket}/o/{object}", s.api(s.get))
	s.mux.HandleFunc("DELETE /storage/v1/b/{bucket}/o/{object}", s.api(s.remove))
	s.mux.HandleFunc("POST /storage/v1/b/{bucket}/o/{object}/rewriteTo/b/{to}/o/{copy}", s.api(s.rewrite))
	s.mux.HandleFunc("POST /v1/projects/-/serviceAccounts/{account}", s.api(s.signBlob))
	s.mux.HandleFunc("GET /{bucket}/{object...}", s.signed)
	s.mux.HandleFunc("/", s.api(func(http.ResponseWriter, *http.Request) error {
		return refuse(http.StatusNotFound, "notFound", "the stand-in has no such method")
	}))
	return s, nil
}

// Close closes the folder.
func (s *Server) Close() error { return s.root.Close() }

// Fail makes every request fail with a status from now on; 0 ends that.
func (s *Server) Fail(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = status
}

// ServeHTTP serves the service at the root of a host.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	down := s.down
	s.mu.Unlock()
	if down != 0 {
		refuse(down, "backendError", "an outage that was asked for").answer(w)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// api answers a call of the JSON API.
func (s *Server) api(do func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := do(w, r)
		if err == nil {
			return
		}
		e, ok := errors.AsType[*apiError](err)
		if !ok {
			e = refuse(http.StatusInternalServerError, "internalError", err.Error())
		}
		e.answer(w)
	}
}
