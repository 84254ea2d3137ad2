package load

import (
	"context"
	"fmt"
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

// events compares what customers do without writing anything with the floor of further messages:
// that they type, and that they have read what an agent wrote.
func (r *run) events(ctx context.Context) error {
	if !r.wants(taken) {
		return nil
	}
	who := among(r.taken)
	typing := phase{name: "typing", what: "customers whose sessions agents have type, while no desk is open", rate: r.Rate, d: r.For}
	result, err := r.happens(ctx, typing, func(n int) post { return who(n).typing(time.Now()) })
	if err != nil {
		return err
	}
	r.compares(result, floor.Further, r.Bounds.CPU, r.furtherFloors...)
	all, err := r.repliesToAll(ctx)
	if err != nil {
		return err
	}
	receipts := phase{
		name: "receipts", what: "they have read what the agents wrote, while no desk is open",
		rate: r.Rate, d: perRate(len(all), r.Rate),
	}
	result, err = r.happens(ctx, receipts, func(n int) post { return who(n).hasRead(all[n%len(all)], time.Now()) })
	if err != nil {
		return err
	}
	r.compares(result, floor.Further, r.Bounds.CPU, r.furtherFloors...)
	return r.areRead(ctx, all)
}

// areRead reports the replies that are not said to be read.
func (r *run) areRead(ctx context.Context, ids []string) error {
	var refs []*firestore.DocumentRef
	for n, id := range ids {
		refs = append(refs, r.replyDocument(r.taken[n].id, id))
	}
	unread := 0
	err := each(ctx, r.stack.Firestore, refs, func(doc *firestore.DocumentSnapshot) {
		if s, err := doc.DataAt("status"); err != nil || s != string(channel.Read) {
			unread++
		}
	})
	if unread > 0 {
		r.report.Problems = append(r.report.Problems, fmt.Sprintf("receipts: %d of %d replies are not read", unread, len(ids)))
	}
	return err
}

// happens posts what leaves no message, so that a phase of it says what it takes, and of its way
// only the beginning. It counts as stored when the webhook has taken it and nothing is left to do.
func (r *run) happens(ctx context.Context, p phase, nth func(int) post) (report.Phase, error) {
	if err := r.rest(ctx); err != nil {
		return report.Phase{}, err
	}
	r.say("%s, %g/s for %s: %s", p.name, p.rate, p.d, p.what)
	var sent, accepted atomic.Int64
	var mu sync.Mutex
	var webhook latency.Histogram
	before, began := r.sample(), time.Now()
	profiled := r.profiles(ctx, p)
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
	if err := r.rest(ctx); err != nil {
		return report.Phase{}, err
	}
	n := int(accepted.Load())
	result := report.Phase{
		Name: p.name, What: p.what, Rate: p.rate, Reached: float64(n) / took.Seconds(),
		Sent: int(sent.Load()), Refused: int(sent.Load()) - n, Stored: n,
		Steps: []report.Step{report.NewStep(atWebhook, schedule, &webhook)}, Processes: processes(before, r.sample(), n),
	}
	r.report.Phases = append(r.report.Phases, result)
	return result, profiled()
}

// repliesToAll has every customer get a reply from whoever has their session, and returns the
// replies' ids in the customers' order, once all are delivered.
func (r *run) repliesToAll(ctx context.Context) ([]string, error) {
	owners, err := r.owners(ctx)
	if err != nil {
		return nil, err
	}
	r.say("agents write a reply to each of %d customers …", len(r.taken))
	began := time.Now()
	ids := make([]string, len(r.taken))
	pace(ctx, opening, perRate(len(r.taken), opening), func(n int, _ time.Time) {
		if s := owners[r.taken[n].id]; s != nil {
			ids[n] = s.answers(ctx, r.taken[n].id)
		}
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

// owners are the agents who have conversations.
func (r *run) owners(ctx context.Context) (map[conversation.ID]*seat, error) {
	all := map[conversation.ID]*seat{}
	for _, s := range r.office.agents {
		docs, err := r.stack.Firestore.Collection("conversations").Where("session.owner", "==", s.email).Select().Documents(ctx).GetAll()
		if err != nil {
			return nil, fmt.Errorf("look for what %s has: %w", s.email, err)
		}
		for _, doc := range docs {
			all[conversation.ID(doc.Ref.ID)] = s
		}
	}
	return all, nil
}
