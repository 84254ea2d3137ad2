package load

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/profile"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/usage"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// The names of steps and of processes.
const (
	atWebhook  = "webhook answered"
	inDatabase = "in the database"
	atListener = "at the agent's listener"
	written    = "reply written"
	atPhone    = "at the phone"

	schedule = "the schedule"
	writing  = "the agent's writing"

	databaseProcess  = official.FirestoreName
	brokerProcess    = official.PubSubName
	generatorProcess = "the generator, with the stand-ins"
)

// phase is what is sent, and to whom, for a while.
type phase struct {
	name, what string
	rate       float64
	d          time.Duration
	// floor is the name of the floor that it is sent to, or empty for the product.
	floor string
	// from is who sends the nth message.
	from func(n int) *customer
	// duplicates and typing are how many of a hundred messages are posted twice, and how many
	// come after the news that the customer types.
	duplicates, typing int
	// copies are how many more times each message is posted, in any order within scatter.
	copies  int
	scatter time.Duration
	// trial is whether it ends as soon as it is plain that the rate does not hold: emulators stay
	// slow for minutes after a backlog of thousands of messages.
	trial bool
	// anew is whether each trial starts a product of its own.
	anew bool
	// persists is whether what was not answered with 200 is posted again, as Google does.
	persists bool
}

// postedAgain is how long after a post that was not answered with 200 the next comes.
const postedAgain = time.Second

// drainTime is how long what was sent in a trial may be on its way after the last was; otherwise it
// is [patience].
const drainTime = time.Minute

// play plays a phase and measures it.
func (r *run) play(ctx context.Context, p phase) (report.Phase, error) {
	if err := r.rest(ctx); err != nil {
		return report.Phase{}, err
	}
	b := r.bookOf(p)
	before, began, size := r.sample(), time.Now(), b.size()
	stop := r.progress(p, b, size, began)
	profiled := r.profiles(ctx, p)
	sending, end := context.WithCancel(ctx)
	if p.trial {
		go r.watches(sending, p, b, size, end)
	}
	pace(sending, p.rate, p.d, func(n int, due time.Time) { r.send(ctx, p, b, n, due) })
	end()
	messages := b.since(size)
	after, err := r.settle(ctx, p, b, messages, began)
	stop()
	if err = errors.Join(err, profiled()); err != nil {
		return report.Phase{}, err
	}
	if err := r.dates(ctx, p, messages); err != nil {
		return report.Phase{}, err
	}
	replies := b.answers(began)
	b.mu.Lock() // listeners and phones go on
	result := measure(p, messages, replies, began)
	b.mu.Unlock()
	result.Processes = processes(before, after, result.Stored)
	return result, nil
}

func (r *run) bookOf(p phase) *book {
	if p.floor != "" {
		return r.floorBook
	}
	return r.book
}

// oneIn says whether the nth is one of so many of a hundred, which are spread evenly.
func oneIn(n int64, percent int) bool { return n*int64(percent)%100 < int64(percent) }

// send sends one message, and what comes with it.
func (r *run) send(ctx context.Context, p phase, b *book, n int, due time.Time) {
	c := p.from(n)
	text, number := c.next()
	m := &message{id: c.newID(), from: c, number: number, due: due}
	b.sends(m)
	if oneIn(int64(n)+1, p.typing) {
		_ = r.post(ctx, c.typing(time.Now()))
	}
	at := time.Now()
	posts := func() bool {
		request := c.message(m.id, text, at) // its token may have changed since
		if p.floor != "" {
			request.url = r.floors.URL(p.floor, string(c.id), m.id)
		}
		ok := r.post(ctx, request)
		b.posts(m, ok, time.Now())
		return ok
	}
	var copies sync.WaitGroup
	defer copies.Wait()
	if oneIn(int64(n), p.duplicates) {
		copies.Go(func() { posts() })
	}
	for range p.copies {
		copies.Go(func() {
			if pause(ctx, rand.N(p.scatter)) == nil {
				posts()
			}
		})
	}
	if p.persists {
		_ = insists(ctx, posts) // what was not taken when ctx ends was refused
	} else {
		posts()
	}
}

// insists posts again until that is answered with 200, as Google does for days.
func insists(ctx context.Context, posts func() bool) error {
	for !posts() {
		if err := pause(ctx, postedAgain); err != nil {
			return err
		}
	}
	return nil
}

// post posts once and says whether that was answered with 200.
func (r *run) post(ctx context.Context, p post) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.url, bytes.NewReader(p.body))
	if err != nil {
		return false
	}
	maps.Copy(req.Header, p.header)
	req.Header.Set("Content-Type", "application/json")
	res, err := r.client.Do(req)
	if err != nil {
		return false
	}
	_, err = io.Copy(io.Discard, res.Body)
	return res.Body.Close() == nil && err == nil && res.StatusCode == http.StatusOK
}

// settle waits until everything is where it is to be, and returns what processes had taken by
// then. It looks for the last message of each customer, before which the others are taken in.
func (r *run) settle(ctx context.Context, p phase, b *book, messages []*message, began time.Time) (map[string]usage.Sample, error) {
	last := map[conversation.ID]*message{}
	for _, m := range messages {
		if of := last[m.from.id]; m.accepted > 0 && (of == nil || of.number < m.number) {
			last[m.from.id] = m
		}
	}
	var left []*firestore.DocumentRef
	for _, m := range last {
		left = append(left, r.document(p, m))
	}
	longest := patience
	if p.trial {
		longest = drainTime
	}
	ends := time.Now().Add(longest)
	for {
		if err := pause(ctx, 300*time.Millisecond); err != nil {
			return nil, err
		}
		sample := r.sample()
		var err error
		if left, err = missing(ctx, r.database(p), left); err != nil {
			return nil, err
		}
		var open int
		if len(left) == 0 {
			open, err = r.unfinished(ctx, b.answers(began))
		}
		switch {
		case err != nil || len(left) == 0 && open == 0:
			return sample, err
		case time.Now().After(ends):
			if !p.trial { // of which nothing more is expected
				r.report.Problems = append(r.report.Problems, fmt.Sprintf(
					"%s: after %s, %d customers' last messages are not stored, and %d replies have no outcome", p.name, longest, len(left), open))
			}
			return sample, nil
		}
	}
}

// profiles takes a profile of the function that a phase is about. What it returns waits for it.
func (r *run) profiles(ctx context.Context, p phase) (done func() error) {
	if r.Profiles == "" {
		return func() error { return nil }
	}
	function := cmp.Or(p.floor, "routing")
	path := filepath.Join(r.Profiles, strings.NewReplacer(" ", "-", ",", "").Replace(p.name)+"."+function+".pprof")
	taken := make(chan error, 1)
	go func() { taken <- profile.Take(ctx, r.sockets, function, p.d, path) }()
	return func() error { return <-taken }
}

// progress tells every few seconds how far a phase is.
func (r *run) progress(p phase, b *book, size int, began time.Time) (stop func()) {
	const every = 5 * time.Second
	var done atomic.Bool
	var tell func()
	tell = func() {
		if done.Load() {
			return
		}
		sent, answered := 0, 0
		b.mu.Lock()
		for _, m := range b.messages[size:] {
			sent++
			if m.accepted > 0 {
				answered++
			}
		}
		b.mu.Unlock()
		r.say("  %3.0f s  %d sent, %d taken by the webhook", time.Since(began).Seconds(), sent, answered)
		time.AfterFunc(every, tell)
	}
	r.say("%s, %g/s for %s: %s", p.name, p.rate, p.d, p.what)
	time.AfterFunc(every, tell)
	return func() { done.Store(true) }
}
