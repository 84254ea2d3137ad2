package scale

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const day24 = 24 * 60 * 60

// Streams are what is counted by the second: the collections that are written, and the
// calls.
const (
	Conversations  = "conversations"
	Private        = "private"
	Messages       = "messages"
	Events         = "events"
	Replies        = "replies"
	Actions        = "actions"
	Items          = "items"
	Agents         = "agents"
	Sessions       = "sessions"
	ClosedSessions = "closedSessions"
	Figures        = "figures"
)

// collections are the streams that are writes.
func collections() []string {
	return []string{
		Conversations, Private, Messages, Events, Replies, Actions, Items, Agents, Sessions, ClosedSessions, Figures,
	}
}

// The other streams: calls of functions, timers, and documents that desks are sent.
const (
	Webhook  = "webhook"
	Routing  = "routing"
	Reply    = "reply"
	Action   = "action"
	Presence = "presence"
	Timers   = "timers"
	Listened = "listened"
	Decided  = "decided"
)

// Count is what a day asks for.
type Count struct {
	Size
	// Closed are the sessions that ended.
	Closed int
	// Waits are how long sessions waited for their first offer, in seconds.
	Waits []int32

	streams map[string][]int32
	// hot is the most that one document of a kind was written: in a second, and in a minute.
	hot     map[string][2]int
	figures map[string]*second
	written int64
}

// second counts what is written into one document, by the second and the minute.
type second struct {
	at, minute     int64
	once, together int
}

func newCount(size Size) *Count {
	return &Count{Size: size, streams: map[string][]int32{}, hot: map[string][2]int{}, figures: map[string]*second{}}
}

// adds counts something at a time.
func (c *Count) adds(stream string, at time.Time, n int) {
	if n == 0 {
		return
	}
	seconds := c.streams[stream]
	if seconds == nil {
		seconds = make([]int32, day24)
		c.streams[stream] = seconds
	}
	seconds[min(int(at.Sub(first())/time.Second), day24-1)] += int32(n) //nolint:gosec // a second's
}

// writes counts a write of a document.
func (c *Count) writes(collection string, at time.Time, doc *second) {
	c.written++
	c.adds(collection, at, 1)
	if doc == nil {
		return // it is written once or twice
	}
	if s := at.Unix(); s != doc.at {
		doc.at, doc.once = s, 0
	}
	if m := at.Unix() / 60; m != doc.minute { //nolint:mnd // seconds of a minute
		doc.minute, doc.together = m, 0
	}
	doc.once++
	doc.together++
	most := c.hot[collection]
	c.hot[collection] = [2]int{max(most[0], doc.once), max(most[1], doc.together)}
}

// take makes a step's outcome the conversation, and counts what the store writes for it:
// [store.Store.Update].
func (d *day) take(t *dialogue, ch conversation.Change) {
	before, id := d.written, t.c.ID
	if d.Changed != nil {
		defer func() { d.Changed(id, ch, d.written-before) }()
	}
	t.c = ch.Conversation
	d.writes(Conversations, d.now, &t.wrote)
	if _, private := ch.Conversation.Part(); private != nil {
		d.writes(Private, d.now, nil)
	}
	for _, there := range []bool{ch.Message != nil, ch.BotAnswer != nil} {
		if there {
			d.writes(Messages, d.now, nil)
		}
	}
	for _, e := range ch.Events {
		d.writes(Events, d.now, nil)
		if !e.DecidedAt.IsZero() {
			d.adds(Decided, d.now, 1)
		}
	}
	for range ch.Replies {
		d.writes(Replies, d.now, nil)
	}
	for range ch.Loads {
		d.writes(Agents, d.now, &t.with.wrote)
		d.adds(Presence, d.now, 1)
	}
	if ch.Enqueue != nil || ch.Dequeue != "" {
		d.writes(Items, d.now, nil)
		d.adds(Listened, d.now, len(d.there[t.queue]))
	}
	for range ch.Closed {
		d.writes(Sessions, d.now, nil)
	}
	for range ch.Past {
		d.writes(ClosedSessions, d.now, nil)
	}
	for _, f := range ch.Counts {
		name := f.Date + "_" + f.Queue + "_" + f.Shard
		if d.figures[name] == nil {
			d.figures[name] = &second{}
		}
		d.writes(Figures, d.now, d.figures[name])
	}
	if t.with != nil {
		d.adds(Listened, d.now, 1)
	}
}

// message is a webhook that is called, and routed.
func (c *Count) message(at time.Time) {
	c.adds(Webhook, at, 1)
	c.adds(Routing, at, 1)
}

// receipt is a message that the database keeps in two documents.
func (c *Count) receipt(at time.Time) {
	c.message(at)
	c.writes(Replies, at, nil)
	c.writes(Messages, at, nil)
}

// reply is an order of the desk, its claim, its outcome, the message and the conversation.
func (c *Count) reply(at time.Time, t *dialogue) {
	c.adds(Reply, at, 1)
	for range 3 {
		c.writes(Replies, at, nil)
	}
	c.writes(Messages, at, nil)
	c.writes(Conversations, at, &t.wrote)
	c.adds(Listened, at, 2) //nolint:mnd // the message and the conversation
}

// action is an order of the desk, and its outcome.
func (c *Count) action(at time.Time) {
	c.adds(Action, at, 1)
	c.writes(Actions, at, nil)
	c.writes(Actions, at, nil)
}

func (c *Count) timer(at time.Time) { c.adds(Timers, at, 1) }

func (c *Count) waited(d time.Duration) { c.Waits = append(c.Waits, int32(d/time.Second)) } //nolint:gosec // of a day

// Total is how much of a stream there was all day.
func (c *Count) Total(streams ...string) int64 {
	var n int64
	for _, stream := range streams {
		for _, s := range c.streams[stream] {
			n += int64(s)
		}
	}
	return n
}

// Busiest is the most of some streams together in a second of the busiest minute, on
// average, and in the busiest second.
func (c *Count) Busiest(streams ...string) (minute, second float64) {
	sum := make([]int64, day24)
	for _, stream := range streams {
		for i, s := range c.streams[stream] {
			sum[i] += int64(s)
		}
	}
	for from := range slices.Chunk(sum, 60) { //nolint:mnd // seconds of a minute
		var together int64
		for _, s := range from {
			together += s
			second = max(second, float64(s))
		}
		minute = max(minute, float64(together)/60) //nolint:mnd // seconds of a minute
	}
	return minute, second
}

// Hottest is the most that one document of a collection was written: in a second of its
// busiest minute, on average, and in its busiest second.
func (c *Count) Hottest(collection string) (minute, second float64) {
	most := c.hot[collection]
	return float64(most[1]) / 60, float64(most[0]) //nolint:mnd // seconds of a minute
}

// Wait is the wait that so many of a hundred sessions did not exceed.
func (c *Count) Wait(percent int) time.Duration {
	if len(c.Waits) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(c.Waits))
	return time.Duration(sorted[(len(sorted)-1)*percent/100]) * time.Second //nolint:mnd // a hundred
}
