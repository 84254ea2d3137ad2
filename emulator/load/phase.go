package load

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/floor"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/latency"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/profile"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/usage"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
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

	databaseProcess  = "the Firestore emulator"
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
}

// drainTime is how long what was sent may be on its way after the last was.
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
	pace(ctx, p.rate, p.d, func(n int, due time.Time) { r.send(ctx, p, b, n, due) })
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
	request := c.message(m.id, text, time.Now())
	if p.floor != "" {
		request.url = r.floors.URL(p.floor, string(c.id), m.id)
	}
	twin := make(chan struct{})
	go func() {
		defer close(twin)
		if oneIn(int64(n), p.duplicates) {
			b.posts(m, r.post(ctx, request), time.Now())
		}
	}()
	b.posts(m, r.post(ctx, request), time.Now())
	<-twin
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

// database is where what a phase sends is stored.
func (r *run) database(p phase) *firestore.Client {
	if p.floor != "" {
		return r.floorDB
	}
	return r.stack.Firestore
}

// document is where a message is to be stored.
func (r *run) document(p phase, m *message) *firestore.DocumentRef {
	conversations, messages, id := "conversations", "messages", conversation.ReceivedID(m.id)
	if p.floor != "" {
		conversations, messages, id = floor.Collection, floor.Messages, m.id
	}
	return r.database(p).Collection(conversations).Doc(string(m.from.id)).Collection(messages).Doc(id)
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
	ends := time.Now().Add(drainTime)
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
		if err != nil || len(left) == 0 && open == 0 || time.Now().After(ends) {
			return sample, err
		}
	}
}

// missing are those of some documents that are not there.
func missing(ctx context.Context, db *firestore.Client, refs []*firestore.DocumentRef) (left []*firestore.DocumentRef, err error) {
	err = each(ctx, db, refs, func(doc *firestore.DocumentSnapshot) {
		if !doc.Exists() {
			left = append(left, doc.Ref)
		}
	})
	return left, err
}

// unfinished counts the replies that are still on their way.
func (r *run) unfinished(ctx context.Context, replies []*reply) (n int, err error) {
	var refs []*firestore.DocumentRef
	for _, one := range replies {
		refs = append(refs, r.replyDocument(one.of, one.id))
	}
	err = each(ctx, r.stack.Firestore, refs, func(doc *firestore.DocumentSnapshot) {
		var stored conversation.Reply
		if doc.Exists() && doc.DataTo(&stored) == nil && stored.Status != channel.Delivered && stored.Status != channel.Read && stored.Status != channel.Failed {
			n++
		}
	})
	return n, err
}

func (r *run) replyDocument(of conversation.ID, id string) *firestore.DocumentRef {
	return r.stack.Firestore.Collection("conversations").Doc(string(of)).Collection("replies").Doc(id)
}

// each reads documents, which need not exist, some hundred at a time.
func each(ctx context.Context, db *firestore.Client, refs []*firestore.DocumentRef, f func(*firestore.DocumentSnapshot)) error {
	const batch = 300
	for some := range slices.Chunk(refs, batch) {
		docs, err := db.GetAll(ctx, some)
		if err != nil {
			return fmt.Errorf("read: %w", err)
		}
		for _, doc := range docs {
			f(doc)
		}
	}
	return nil
}

// dates finds out when messages were stored.
func (r *run) dates(ctx context.Context, p phase, messages []*message) error {
	of := map[string]*message{}
	var refs []*firestore.DocumentRef
	for _, m := range messages {
		ref := r.document(p, m)
		of[ref.Path] = m
		refs = append(refs, ref)
	}
	return each(ctx, r.database(p), refs, func(doc *firestore.DocumentSnapshot) {
		if doc.Exists() {
			of[doc.Ref.Path].stored = doc.CreateTime
		}
	})
}

// measure sums a phase up. What was not stored counts as if it were stored now.
func measure(p phase, messages []*message, replies []*reply, began time.Time) report.Phase {
	result := report.Phase{Name: p.name, What: p.what, Rate: p.rate, Sent: len(messages), Replies: len(replies)}
	var webhook, database, listener, wrote, phone latency.Histogram
	last := began
	for _, m := range messages {
		second(&result, began, m.due).Sent++
		if m.accepted == 0 {
			result.Refused++
			continue
		}
		webhook.Add(m.answered.Sub(m.due))
		if m.stored.IsZero() {
			database.Add(time.Since(m.due))
			continue
		}
		result.Stored++
		database.Add(m.stored.Sub(m.due))
		second(&result, began, m.stored).Stored++
		if m.stored.After(last) {
			last = m.stored
		}
		if !m.heard.IsZero() {
			listener.Add(m.heard.Sub(m.due))
		}
	}
	for _, one := range replies {
		if !one.written.IsZero() {
			wrote.Add(one.written.Sub(one.began))
		}
		if !one.shown.IsZero() {
			phone.Add(one.shown.Sub(one.began))
			second(&result, began, one.shown).Shown++
		}
	}
	result.Reached = float64(result.Stored) / max(last.Sub(began), p.d).Seconds()
	for _, s := range []report.Step{
		report.NewStep(atWebhook, schedule, &webhook), report.NewStep(inDatabase, schedule, &database),
		report.NewStep(atListener, schedule, &listener), report.NewStep(written, writing, &wrote), report.NewStep(atPhone, writing, &phone),
	} {
		if s.Count > 0 {
			result.Steps = append(result.Steps, s)
		}
	}
	return result
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

// second is the second of a phase in which an instant is.
func second(p *report.Phase, began, at time.Time) *report.Second {
	i := max(int(at.Sub(began)/time.Second), 0)
	for len(p.Seconds) <= i {
		p.Seconds = append(p.Seconds, report.Second{})
	}
	return &p.Seconds[i]
}

// sample samples every process; nothing where this system does not tell.
func (r *run) sample() map[string]usage.Sample {
	if !usage.Measured() {
		return nil
	}
	all := map[string]usage.Sample{}
	pids := r.stack.Processes()
	maps.Copy(pids, r.floors.Processes())
	pids[generatorProcess] = os.Getpid()
	for name, pid := range pids {
		if s, err := usage.Of(usage.Root, pid); err == nil { // or it is about to be started again
			all[name] = s
		}
	}
	return all
}

// processes are those that did something between two samples, those that did most first.
func processes(before, after map[string]usage.Sample, messages int) []report.Process {
	const mib = 1 << 20
	var all []report.Process
	for name, s := range after {
		cpu := float64((s.CPU - before[name].CPU).Microseconds()) / 1000
		if cpu <= 0 {
			continue
		}
		one := report.Process{Name: name, CPU: cpu, Memory: float64(s.Memory) / mib, Peak: float64(s.Peak) / mib}
		if messages > 0 {
			one.PerMessage = cpu / float64(messages)
		}
		all = append(all, one)
	}
	slices.SortFunc(all, func(a, b report.Process) int { return int(b.CPU - a.CPU) })
	return all
}

// rest waits until the machine has nothing left to do of what was before: until everything
// together takes less than a tenth of a processor.
func (r *run) rest(ctx context.Context) error {
	const look, longest = 500 * time.Millisecond, 20 * time.Second
	ends := time.Now().Add(longest)
	for before := r.sample(); time.Now().Before(ends); {
		if err := pause(ctx, look); err != nil {
			return err
		}
		after, busy := r.sample(), time.Duration(0)
		for name, s := range after {
			busy += s.CPU - before[name].CPU
		}
		if busy < look/10 {
			return nil
		}
		before = after
	}
	return nil
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

// pause waits, unless ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
