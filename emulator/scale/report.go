package scale

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Limit is one that Google sets, or that Terraform does by default, and how near the day
// comes to it.
type Limit struct {
	What string `json:"what"`
	// Busiest is what is asked for a second in the busiest minute, and Peak in the busiest second.
	Busiest float64 `json:"busiest"`
	Peak    float64 `json:"peak"`
	// Bound is how much there may be a second.
	Bound float64 `json:"bound"`
	// Does says what is done about it, or can be.
	Does string `json:"does"`
}

// Used is the part of the limit that the busiest minute takes.
func (l Limit) Used() float64 { return l.Busiest / l.Bound }

// The limits. Firestore's: firebase.google.com/docs/firestore/best-practices and /quotas. A
// document takes one write a second for long, and more for a moment; a collection with an
// indexed field whose values only grow takes 500. Cloud Tasks': cloud.google.com/tasks/docs/quotas.
const (
	document   = 1
	sequential = 500
	dispatched = 500
	// instances and concurrency are the defaults of terraform/variables.tf and of routing,
	// reply and timer, and call is how long one takes, in seconds: assumed.
	instances = 10
	routers   = 40
	repliers  = 20
	call      = 0.2
)

// Limits are all of them, for a day.
func (c *Count) Limits() []Limit {
	var all []Limit
	doc := func(what, collection, does string) {
		busiest, peak := c.Hottest(collection)
		all = append(all, Limit{what, busiest, peak, document, does})
	}
	stream := func(what string, bound float64, does string, streams ...string) {
		busiest, peak := c.Busiest(streams...)
		all = append(all, Limit{what, busiest, peak, bound, does})
	}
	doc("one conversation's document", Conversations, "people write in turns; steps that meet are tried again within a second")
	doc("one agent's document", Agents, "two changes for each session; capacity bounds them")
	doc("one part of a queue's figures of a day", Figures, "eight parts to a queue and day; more parts, or more queues")
	stream("conversations by state and last message", sequential, "the state and the queue come first in the index; beyond it, shard by a field in front", Conversations)
	stream("a queue's items by time, all queues", sequential, "each queue is a collection of its own", Items)
	stream("decisions by time", sequential, "only the event that opens a session is in that index", Decided)
	stream("replies of one status by time", sequential, "each passes through a status once", Reply)
	stream("actions of one status by time", sequential, "each passes through a status once", Action)
	stream("routing: calls", instances*routers/call, "`limits.routing.max_instances`, up to 100", Routing)
	stream("reply: calls", instances*repliers/call, "`limits.reply.max_instances`, up to 100", Reply)
	stream("timers", dispatched, "the queue keeps what is more; a second queue", Timers)
	return all
}

// Price is what a thousand of something costs, in dollars.
type Price struct {
	What     string  `json:"what"`
	Thousand float64 `json:"thousand"` // of these for a thousand conversations
	Unit     float64 `json:"unit"`     // dollars for a million
}

// Dollars is what it costs for a thousand conversations.
func (p Price) Dollars() float64 { return p.Thousand * 1000 * p.Unit / 1e6 }

// The prices of docs/costs.md, in dollars for a million.
const (
	perReads  = 0.6
	perWrites = 1.8
	perCalls  = 0.4
	perTasks  = 0.4
	// perSecond is a vCPU-second and half a GiB-second, a million of them.
	perSecond = 24 + 2.5/2
)

// The documents that a step reads, by docs/costs.md. A message is read for, as an answer lies between
// two of them.
const (
	readsOfFirst   = 8
	readsOfMessage = 1
	readsOfReply   = 4
	readsOfReceipt = 2
	readsOfAction  = 6
)

// Prices are what a thousand conversations of the day cost, without what is free.
func (c *Count) Prices() []Price {
	k := 1000 * float64(max(1, c.Conversations))
	per := func(n int64) float64 { return float64(n) * 1000 / k } // thousands, for a thousand conversations
	receipts := c.Total(Routing) - int64(c.Conversations)*int64(c.Turns)
	reads := int64(c.Conversations)*(readsOfFirst+int64(c.Turns-1)*readsOfMessage) +
		receipts*readsOfReceipt + c.Total(Reply)*readsOfReply + c.Total(Action)*readsOfAction
	calls := c.Total(Webhook, Routing, Reply, Action, Presence, Timers)
	return []Price{
		{"documents that functions read", per(reads), perReads},
		{"documents that desks are sent", per(c.Total(Listened)), perReads},
		{"documents written", per(c.Total(collections()...)), perWrites},
		{"calls of functions", per(calls), perCalls},
		{"seconds of functions", per(calls) * call, perSecond},
		{"timers", per(c.Total(Timers)), perTasks},
	}
}

// Report is what the command prints.
type Report struct {
	Size   Size    `json:"size"`
	Closed int     `json:"closed"`
	Half   float64 `json:"waitHalf"`
	Most   float64 `json:"wait99"`
	Writes float64 `json:"writesASecond"`
	Limits []Limit `json:"limits"`
	Prices []Price `json:"prices"`
}

// Report is the day's.
func (c *Count) Report() Report {
	writes, _ := c.Busiest(collections()...)
	return Report{
		Size: c.Size, Closed: c.Closed, Half: c.Wait(50).Seconds(), Most: c.Wait(99).Seconds(), //nolint:mnd // percentiles
		Writes: writes, Limits: c.Limits(), Prices: c.Prices(),
	}
}

// Write writes it for people.
func (r Report) Write(w io.Writer) error {
	_, _ = fmt.Fprintf(w, "%d conversations, %d agents who have %d at once, %d queues: %d ended\n",
		r.Size.Conversations, r.Size.Agents, r.Size.Capacity, r.Size.Queues, r.Closed)
	_, _ = fmt.Fprintf(w, "half of them were offered within %.0f s, 99 of 100 within %.0f s\n", r.Half, r.Most)
	_, _ = fmt.Fprintf(w, "%.0f documents are written a second in the busiest minute\n\n", r.Writes)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) //nolint:mnd // two blanks between columns
	_, _ = fmt.Fprintln(table, "a second\tbusiest minute\tbusiest second\tlimit\tused\twhat is done")
	for _, l := range r.Limits {
		_, _ = fmt.Fprintf(table, "%s\t%.2f\t%.0f\t%.0f\t%.0f %%\t%s\n", l.What, l.Busiest, l.Peak, l.Bound, 100*l.Used(), l.Does) //nolint:mnd // percent
	}
	_, _ = fmt.Fprintln(table, "\t\t\t\t\t")
	_, _ = fmt.Fprintln(table, "for 1,000 conversations\tthousands\t$ a million\t$\t\t")
	all := 0.0
	for _, p := range r.Prices {
		_, _ = fmt.Fprintf(table, "%s\t%.1f\t%.2f\t%.3f\t\t\n", p.What, p.Thousand, p.Unit, p.Dollars())
		all += p.Dollars()
	}
	_, _ = fmt.Fprintf(table, "together\t\t\t%.3f\t\t\n", all)
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print: %w", err)
	}
	return nil
}
