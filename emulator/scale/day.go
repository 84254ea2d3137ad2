// Package scale plays a busy day by the rules of package conversation, without a database,
// and counts what the day would ask of Google Cloud: writes by document and by index, calls
// by function, timers. It answers which limit is met first, and how far away it is.
package scale

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/month"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Size is how much is played.
type Size struct {
	Conversations, Agents, Queues int
	// Capacity is how many conversations an agent has at once, and Turns how many answers
	// one gets.
	Capacity, Turns int
	Seed            uint64
}

// Large is the day that is spoken of: 1,000,000 conversations and 2,000 agents.
func Large() Size {
	return Size{Conversations: 1_000_000, Agents: 2000, Queues: 50, Capacity: 6, Turns: 3, Seed: 1}
}

// What people take, in seconds on average: both write for as long again at most.
const (
	accepting = 6
	answering = 20
	asking    = 25
	wrapping  = 10
	// delivering is from an answer to its receipts.
	delivering = 2
	// shift is how long an agent is there, in hours.
	shift = 8
)

// busyness is how much of a day comes in each hour, in thousandths: quiet nights, and the
// most between ten and noon.
func busyness() [24]int {
	return [24]int{4, 3, 2, 2, 3, 6, 15, 35, 65, 90, 105, 102, 85, 80, 78, 75, 70, 62, 48, 30, 18, 11, 7, 4}
}

// first is when the day begins.
func first() time.Time { return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) }

// occasion is what happens at a time.
type occasion struct {
	at   time.Time
	does func() error
}

// agenda is a heap of what happens next.
type agenda []occasion

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)        { *a = append(*a, x.(occasion)) } //nolint:forcetypeassert // heap's way
func (a *agenda) Pop() any {
	old := *a
	last := old[len(old)-1]
	*a = old[:len(old)-1]
	return last
}

// worker is an agent of the day.
type worker struct {
	email    string
	queue    int
	from, to time.Time
	used     int
	wrote    second
}

// dialogue is one conversation.
type dialogue struct {
	c     conversation.Conversation
	peer  channel.Peer
	queue int
	with  *worker
	left  int // turns
	n     int // messages
	wrote second
}

// day is the day that is played.
type day struct {
	Size
	*Count
	Watch

	config *configuration.Config
	names  []string
	random *rand.Rand
	agenda agenda
	now    time.Time
	// waiting are those of each queue, first come first served, and there the agents of each.
	waiting [][]*dialogue
	there   [][]*worker
	weights []float64
	begun   int
}

// Watch is told of a day while it is played. Either may be nil.
type Watch struct {
	// Begun is told how many conversations have begun, after every hundredth of them.
	Begun func(conversations int)
	// Changed is told of every change of a conversation, and as how many writes it counts.
	Changed func(id conversation.ID, ch conversation.Change, writes int64)
}

// Play plays a day.
func Play(size Size, watch Watch) (*Count, error) {
	d := &day{
		Size: size, Watch: watch, Count: newCount(size), random: rand.New(rand.NewPCG(size.Seed, 3)),
		waiting: make([][]*dialogue, size.Queues), there: make([][]*worker, size.Queues),
	}
	all := 0.0
	for q := range size.Queues {
		d.names = append(d.names, fmt.Sprintf("queue-%02d", q))
		d.weights = append(d.weights, 1/math.Sqrt(float64(q+1))) // the largest has seven times what the fiftieth has
		all += d.weights[q]
	}
	for q := range d.weights {
		d.weights[q] /= all
	}
	var err error
	if d.config, err = month.Configuration(d.names); err != nil {
		return nil, err
	}
	d.staff()
	d.arrive()
	for len(d.agenda) > 0 {
		next, _ := heap.Pop(&d.agenda).(occasion)
		d.now = next.at
		before := d.begun
		if err := next.does(); err != nil {
			return nil, err
		}
		if d.Begun != nil && d.begun != before && d.begun%max(1, size.Conversations/100) == 0 {
			d.Begun(d.begun)
		}
	}
	return d.Count, nil
}

// staff lets every agent work for a shift, as many as there is to do.
func (d *day) staff() {
	for i := range d.Agents {
		from := first().Add(time.Duration(d.hour()*float64(time.Hour)) - shift/2*time.Hour)
		from = clamp(from, first(), first().Add((24-shift)*time.Hour))
		w := &worker{email: fmt.Sprintf("agent%04d@acme.example", i), queue: d.aQueue(), from: from, to: from.Add(shift * time.Hour)}
		d.at(from, func() error {
			d.there[w.queue] = append(d.there[w.queue], w)
			return d.findsWork(w)
		})
	}
}

func clamp(t, from, to time.Time) time.Time {
	switch {
	case t.Before(from):
		return from
	case t.After(to):
		return to
	}
	return t
}

// hour is a time of the day, by busyness.
func (d *day) hour() float64 {
	all := 0
	for _, b := range busyness() {
		all += b
	}
	at := d.random.IntN(all)
	for h, b := range busyness() {
		if at -= b; at < 0 {
			return float64(h) + d.random.Float64()
		}
	}
	return 0
}

// aQueue is a queue by its weight.
func (d *day) aQueue() int {
	at := d.random.Float64()
	for q, w := range d.weights {
		if at -= w; at < 0 {
			return q
		}
	}
	return 0
}

// arrive spreads the conversations over the day.
func (d *day) arrive() {
	for i := range d.Conversations {
		d.at(first().Add(time.Duration(d.hour()*float64(time.Hour))), func() error { return d.begins(i) })
	}
}

func (d *day) at(t time.Time, does func() error) { heap.Push(&d.agenda, occasion{t, does}) }

// later does something after so many seconds on average.
func (d *day) later(seconds float64, does func() error) {
	d.at(d.now.Add(time.Duration(seconds*(0.5+d.random.Float64())*float64(time.Second))), does) //nolint:mnd // half to one and a half times as long
}

// begins is a customer's first message.
func (d *day) begins(i int) error {
	d.begun++
	t := &dialogue{queue: d.aQueue(), left: d.Turns, peer: channel.Peer{
		Channel: "rcs", Account: "acme", BrandAgent: "b", Key: fmt.Sprintf("+4415%08d", i), Personal: true,
	}}
	t.c.ID = conversation.ID(fmt.Sprintf("%032x", i))
	if err := d.says(t); err != nil {
		return err
	}
	d.waiting[t.queue] = append(d.waiting[t.queue], t)
	return d.findsAgent(t.queue)
}

// says is a message of the customer.
func (d *day) says(t *dialogue) error {
	t.n++
	ch, err := t.c.Receive(channel.Inbound{
		Kind: channel.Text, Text: "Where is my parcel?", ID: fmt.Sprint("m", t.n), Peer: t.peer, SentAt: d.now, ReceivedAt: d.now,
	}, d.now, conversation.Routing{Config: d.config, Placement: &conversation.Placement{
		Config: d.config, Decision: route.Decision{Workstream: "support", Queue: d.names[t.queue], Action: configuration.QueueAnyway},
	}})
	if err != nil {
		return fmt.Errorf("a message: %w", err)
	}
	d.message(d.now)
	d.take(t, ch)
	return nil
}

// findsAgent offers whoever waits longest to the agent with the most room.
func (d *day) findsAgent(queue int) error {
	if len(d.waiting[queue]) == 0 {
		return nil
	}
	var best *worker
	staying := d.there[queue][:0]
	for _, w := range d.there[queue] {
		if d.now.After(w.to) {
			continue
		}
		staying = append(staying, w)
		if w.used < d.Capacity && (best == nil || w.used < best.used) {
			best = w
		}
	}
	d.there[queue] = staying
	if best == nil {
		return nil
	}
	t := d.waiting[queue][0]
	d.waiting[queue] = d.waiting[queue][1:]
	return d.offers(t, best)
}

// findsWork is what an agent with room does.
func (d *day) findsWork(w *worker) error {
	for w.used < d.Capacity && len(d.waiting[w.queue]) > 0 && !d.now.After(w.to) {
		t := d.waiting[w.queue][0]
		d.waiting[w.queue] = d.waiting[w.queue][1:]
		if err := d.offers(t, w); err != nil {
			return err
		}
	}
	return nil
}

func (d *day) person(w *worker) conversation.Person {
	p := conversation.Person{Agent: agent.Agent{
		Email: w.email, Role: agent.Plain, Capacity: int64(d.Capacity), Used: int64(w.used), Presence: agent.Available, Queues: []string{d.names[w.queue]},
	}}
	p.Lease.Until = d.now.Add(time.Minute)
	return p
}

func (d *day) offers(t *dialogue, w *worker) error {
	ch, err := t.c.OfferTo(d.person(w).Agent, d.config, nil, d.now)
	if err != nil {
		return fmt.Errorf("an offer: %w", err)
	}
	t.with, w.used = w, w.used+1
	d.waited(d.now.Sub(t.c.EnqueuedAt))
	d.take(t, ch)
	d.timer(d.now)
	d.later(accepting, func() error {
		if err := d.does(t, conversation.Accept); err != nil {
			return err
		}
		d.later(answering, func() error { return d.answers(t) })
		return nil
	})
	return nil
}

// does carries out an action of the agent who has the session.
func (d *day) does(t *dialogue, kind conversation.ActionKind) error {
	t.n++
	a := conversation.Action{ID: fmt.Sprint("a", t.n), Kind: kind, Author: conversation.Author{Email: t.with.email}, CreatedAt: d.now}
	ch, err := t.c.CarryOut(a, conversation.ActionInput{Config: d.config, By: d.person(t.with), Now: d.now})
	if err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	d.action(d.now)
	d.take(t, ch)
	return nil
}

// answers is a reply, its receipts, and what comes after it.
func (d *day) answers(t *dialogue) error {
	t.n++
	r := conversation.Reply{
		Outbound: channel.Outbound{ID: fmt.Sprint("r", t.n), Text: "It is on its way."}, Session: t.c.Session.Number,
		Author: conversation.Author{Email: t.with.email}, Status: channel.Sent, CreatedAt: d.now,
	}
	c, err := t.c.RecordReply(r, r.Message(), conversation.Routing{Config: d.config})
	if err != nil {
		return fmt.Errorf("an answer: %w", err)
	}
	t.c = c
	d.reply(d.now, t)
	for range 2 { // delivered, read
		d.later(delivering, func() error {
			d.receipt(d.now)
			return nil
		})
	}
	if t.left--; t.left <= 0 {
		d.later(asking, func() error { return d.ends(t) })
		return nil
	}
	d.later(asking, func() error {
		if err := d.says(t); err != nil {
			return err
		}
		d.later(answering, func() error { return d.answers(t) })
		return nil
	})
	return nil
}

// ends is the end of a session, and the end of its wrap-up.
func (d *day) ends(t *dialogue) error {
	if err := d.does(t, conversation.End); err != nil {
		return err
	}
	if t.c.State == conversation.Closed {
		return d.frees(t)
	}
	d.timer(d.now)
	d.later(wrapping, func() error {
		if err := d.does(t, conversation.Close); err != nil {
			return err
		}
		return d.frees(t)
	})
	return nil
}

func (d *day) frees(t *dialogue) error {
	d.Closed++
	w := t.with
	w.used--
	return d.findsWork(w)
}
