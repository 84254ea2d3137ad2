package desk

import (
	"context"
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

const (
	// maxUploads and maxDownloads are how many files one person sends and fetches at a
	// time. A history shows several pictures at once.
	maxUploads   = 2
	maxDownloads = 8
	// maxPuts is how many files are handed to the bucket at a time, which takes their
	// memory a second time. It never waits for a browser.
	maxPuts = 3
	// maxHeld is how much of all files that are being received is in memory, in pieces.
	maxHeld = 128
	// patience is how long a request waits for a place.
	patience = 10 * time.Second
)

// places are so many places for each name.
type places struct {
	each int

	mu    sync.Mutex
	lines map[string]*line
}

// line is the places of one name, and how many have one or wait for one.
type line struct {
	taken chan struct{}
	users int
}

func newPlaces(each int) *places { return &places{each: each, lines: map[string]*line{}} }

// take waits for a place, for a short while. The error's kind is Unavailable.
func (p *places) take(ctx context.Context, name string) (leave func(), err error) {
	p.mu.Lock()
	l := p.lines[name]
	if l == nil {
		l = &line{taken: make(chan struct{}, p.each)}
		p.lines[name] = l
	}
	l.users++
	p.mu.Unlock()
	gone := func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if l.users--; l.users == 0 {
			delete(p.lines, name)
		}
	}
	if err := wait(ctx, l.taken); err != nil {
		gone()
		return nil, err
	}
	return func() { <-l.taken; gone() }, nil
}

// wait takes a place in a channel, unless that takes too long.
func wait(ctx context.Context, taken chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case taken <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "too many files at a time: %w", ctx.Err())
	}
}
