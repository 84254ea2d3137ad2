package load

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/floor"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/latency"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const (
	// typingEvery is how long each customer waits before the next word that they type: sooner, the
	// product has nothing to write.
	typingEvery = 5 * time.Second
	// repliesEach is how many replies each customer gets, and reads, and replying how many a second
	// are written.
	repliesEach = 2
	replying    = 25
)

// events compares what customers do without writing anything with the floor of further messages:
// that they type, and that they have read what an agent wrote.
func (r *run) events(ctx context.Context) error {
	if !r.wants(taken) {
		return nil
	}
	if err := r.typing(ctx); err != nil {
		return err
	}
	return r.receipts(ctx)
}

func (r *run) typing(ctx context.Context) error {
	p := phase{
		name: "typing", what: "customers whose sessions agents have type, while no desk is open",
		rate: min(r.Rate, float64(len(r.taken))/typingEvery.Seconds()), d: r.For,
	}
	who := among(r.taken)
	result, err := r.happens(ctx, p, func(n int) post { return who(n).typing(time.Now()) })
	if err != nil {
		return err
	}
	r.compares(result, floor.Further, r.Bounds.CPU, r.furtherFloors...)
	var refs []*firestore.DocumentRef
	for _, c := range r.taken[:min(len(r.taken), result.Stored)] {
		refs = append(refs, r.stack.Firestore.Collection("conversations").Doc(string(c.id)))
	}
	return r.all(ctx, refs, "typing: of %d of %d customers nobody knows that they typed", func(doc *firestore.DocumentSnapshot) bool {
		until, err := doc.DataAt("thread.typingUntil")
		at, is := until.(time.Time)
		return err == nil && is && !at.IsZero()
	})
}

func (r *run) receipts(ctx context.Context) error {
	all, err := r.repliesToAll(ctx)
	if err != nil {
		return err
	}
	p := phase{
		name: "receipts", what: "customers have read what agents wrote, while no desk is open",
		rate: r.Rate, d: perRate(len(all), r.Rate),
	}
	who := among(r.taken)
	result, err := r.happens(ctx, p, func(n int) post { return who(n).hasRead(all[n%len(all)], time.Now()) })
	if err != nil {
		return err
	}
	r.compares(result, floor.Further, r.Bounds.CPU, r.furtherFloors...)
	var refs []*firestore.DocumentRef
	for n, id := range all {
		refs = append(refs, r.replyDocument(who(n).id, id))
	}
	return r.all(ctx, refs, "receipts: %d of %d replies are not read", func(doc *firestore.DocumentSnapshot) bool {
		s, err := doc.DataAt("status")
		return err == nil && s == string(channel.Read)
	})
}

// all reports how many documents are not as they have to be.
func (r *run) all(ctx context.Context, refs []*firestore.DocumentRef, problem string, is func(*firestore.DocumentSnapshot) bool) error {
	wrong := 0
	err := each(ctx, r.stack.Firestore, refs, func(doc *firestore.DocumentSnapshot) {
		if !doc.Exists() || !is(doc) {
			wrong++
		}
	})
	if wrong > 0 {
		r.report.Problems = append(r.report.Problems, fmt.Sprintf(problem, wrong, len(refs)))
	}
	return err
}

// happens posts what leaves no message, so that a phase of it says what it takes, and of its way
// only the beginning. What the webhook has taken counts as stored.
func (r *run) happens(ctx context.Context, p phase, nth func(int) post) (report.Phase, error) {
	if err := r.rest(ctx); err != nil {
		return report.Phase{}, err
	}
	r.say("%s, %g/s for %s: %s", p.name, p.rate, p.d.Round(time.Second/10), p.what)
	var sent, accepted atomic.Int64
	var mu sync.Mutex
	var webhook latency.Histogram
	before, began := r.sample(), time.Now()
	pace(ctx, p.rate, p.d, func(n int, due time.Time) {
		sent.Add(1)
		if !r.post(ctx, nth(n)) {
			return
		}
		accepted.Add(1)
		mu.Lock()
		defer mu.Unlock()
		webhook.Add(time.Since(due))
	})
	took := time.Since(began)
	after, err := r.quiet(ctx)
	if err != nil {
		return report.Phase{}, err
	}
	n := int(accepted.Load())
	result := report.Phase{
		Name: p.name, What: p.what, Rate: p.rate, Reached: float64(n) / took.Seconds(),
		Sent: int(sent.Load()), Refused: int(sent.Load()) - n, Stored: n,
		Steps: []report.Step{report.NewStep(atWebhook, schedule, &webhook)}, Processes: processes(before, after, n),
	}
	r.report.Phases = append(r.report.Phases, result)
	return result, nil
}

// repliesToAll has every customer get replies from whoever has their session, and returns their
// ids, which are the customers' in turn, once all are delivered.
func (r *run) repliesToAll(ctx context.Context) ([]string, error) {
	owners, err := r.owners(ctx)
	if err != nil {
		return nil, err
	}
	seats := map[conversation.ID]*seat{}
	for _, c := range r.taken {
		i := slices.IndexFunc(r.office.agents, func(s *seat) bool { return s.email == owners[c.id] })
		if i < 0 {
			return nil, fmt.Errorf("no agent has the session of conversation %s any more", c.id)
		}
		seats[c.id] = r.office.agents[i]
	}
	r.say("agents write %d replies to each of %d customers …", repliesEach, len(r.taken))
	began, who := time.Now(), among(r.taken)
	ids := make([]string, repliesEach*len(r.taken))
	pace(ctx, replying, perRate(len(ids), replying), func(n int, _ time.Time) {
		ids[n] = seats[who(n).id].answers(ctx, who(n).id)
	})
	for ends := time.Now().Add(drainTime); ; {
		open, err := r.unfinished(ctx, r.book.answers(began))
		if err != nil || open == 0 {
			return ids, err
		}
		if time.Now().After(ends) {
			return nil, fmt.Errorf("%d replies have no outcome after %s", open, drainTime)
		}
		if err := pause(ctx, 300*time.Millisecond); err != nil { //nolint:mnd // as in settle
			return nil, err
		}
	}
}
