package properties

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/bill"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// size is that of a simulation.
type size struct {
	agents, queues, sessions int
	// oneByOne and atOnce are how many assignments are made in turn, and by many runs
	// at once.
	oneByOne, atOnce int
}

// simulated is the size to simulate. The emulator has no indexes: a query of 10,000
// sessions takes it most of a second, and so the full size takes many minutes.
func simulated() size {
	if *full {
		return size{agents: 1000, queues: 20, sessions: 10_000, oneByOne: 1000, atOnce: 1000}
	}
	return size{agents: 200, queues: 20, sessions: 500, oneByOne: 60, atOnce: 60}
}

const skillCount = 4

// market is a simulation: agents, and sessions that wait.
type market struct {
	*world
	size
	random     *rand.Rand
	dispatcher *dispatch.Dispatcher
	agents     []agent.Agent
	items      []conversation.Item
}

// queueConfig is a configuration of n queues of every method.
func queueConfig(n int) string {
	methods := []string{configuration.RoundRobin, configuration.HighestCapacity, configuration.LeastActive}
	var queues []string
	for i := range n {
		queues = append(queues, fmt.Sprintf(`"q%d": {"display_name": "Queue %d", "assignment": {"method": %q}}`, i, i, methods[i%len(methods)]))
	}
	return `{"accounts": {"acme": {"workstream": "w"}}, "workstreams": {"w": {"fallback_queue": "q0", "affinity": {"within": "0s"}}},
		"queues": {` + strings.Join(queues, ",") + `}}`
}

func newMarket(t *testing.T, s size) *market {
	t.Helper()
	w, err := newWorld(queueConfig(s.queues))
	if err != nil {
		t.Fatal(err)
	}
	m := &market{world: w, size: s, random: rand.New(rand.NewPCG(7, 7))}
	m.dispatcher = &dispatch.Dispatcher{
		Store: w.store, Configuration: fixed{w.config}, Timers: timers{w}, Now: w.now, Log: w.routing.Log,
	}
	return m
}

// skills are those of an agent, or what a session needs: one or two of four.
func (m *market) skills(most int64) map[string]int64 {
	all := map[string]int64{}
	for range m.random.IntN(3) {
		all[fmt.Sprintf("s%d", m.random.IntN(skillCount))] = 1 + m.random.Int64N(most)
	}
	return all
}

// hireAll writes the roster, in bulk.
func (m *market) hireAll(t *testing.T) {
	t.Helper()
	bulk := &bulk{db: m.db}
	for i := range m.size.agents {
		a := agent.Agent{
			Email: fmt.Sprintf("agent%04d@x", i), Role: agent.Plain, Presence: agent.Available, Capacity: 2 + m.random.Int64N(3),
			Skills: m.skills(5), LastAssignedAt: noon.Add(-time.Duration(m.random.IntN(1e6)) * time.Millisecond),
			LastReleasedAt: noon.Add(-time.Duration(m.random.IntN(1e6)) * time.Millisecond),
		}
		for len(a.Queues) < 2 {
			if q := fmt.Sprintf("q%d", m.random.IntN(m.queues)); !slices.Contains(a.Queues, q) {
				a.Queues = append(a.Queues, q)
			}
		}
		lease := agent.Lease{Until: noon.Add(24 * time.Hour)}
		a, _ = a.Derive(true, m.config.Presences())
		a, _ = a.Show(lease, noon)
		m.agents = append(m.agents, a)
		bulk.put(t, m.db.Doc("agents/"+a.Email), a)
		bulk.put(t, m.db.Doc("leases/"+a.Email), lease)
	}
	bulk.flush(t)
}

// fill lets sessions wait, in bulk.
func (m *market) fill(t *testing.T, n int) {
	t.Helper()
	bulk := &bulk{db: m.db}
	for i := range n {
		ch := m.opens(t, fmt.Sprintf("k%d", i))
		m.items = append(m.items, *ch.Enqueue)
		id := string(ch.Enqueue.Conversation)
		bulk.put(t, m.db.Doc("conversations/"+id), ch.Conversation)
		bulk.put(t, m.db.Doc("queues/"+ch.Enqueue.Queue+"/items/"+id), ch.Enqueue)
	}
	bulk.flush(t)
	slices.SortFunc(m.items, func(a, b conversation.Item) int { return a.Rank.Compare(b.Rank) })
}

// bulk writes many documents. The library's own one keeps to a pace that real
// databases need.
type bulk struct {
	db    *firestore.Client
	batch *firestore.WriteBatch //nolint:staticcheck // see bulk
	n     int
}

func (b *bulk) put(t *testing.T, ref *firestore.DocumentRef, v any) {
	t.Helper()
	if b.batch == nil {
		b.batch = b.db.Batch() //nolint:staticcheck // see bulk
	}
	b.batch.Create(ref, v)
	const most = 400
	if b.n++; b.n == most {
		b.flush(t)
	}
}

func (b *bulk) flush(t *testing.T) {
	t.Helper()
	if b.n == 0 {
		return
	}
	if _, err := b.batch.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.batch, b.n = nil, 0
}

// opens is a session that begins to wait in any queue, with any skills and priority.
func (m *market) opens(t *testing.T, key string) conversation.Change {
	t.Helper()
	in := channel.Inbound{
		ID: "m1", Kind: channel.Text, Text: "hi", SentAt: m.now(), ReceivedAt: m.now(),
		Peer: channel.Peer{Channel: businessmessages.Name, Account: "acme", BrandAgent: "b", Key: key},
	}
	ch, err := conversation.Conversation{ID: keyring.IDs().Of(in.Peer)}.Receive(in, m.now(), placed(m.config, route.Decision{
		Workstream: "w", Queue: fmt.Sprintf("q%d", m.random.IntN(m.queues)), Skills: m.skills(3),
		Priority: m.random.Int64N(3), Action: configuration.QueueAnyway,
	}))
	if err != nil {
		t.Fatal(err)
	}
	return ch
}

// placed is a session whose place is decided.
func placed(config *configuration.Config, d route.Decision) conversation.Routing {
	return conversation.Routing{Config: config, Placement: &conversation.Placement{
		Config: config, Decision: d, Signals: channels.Profiles()[0].Signals(),
	}}
}

// canTake says, from the words of the design, whether an agent can take a session.
func canTake(a agent.Agent, item conversation.Item) bool {
	for skill, level := range item.Skills {
		if a.Skills[skill] < level {
			return false
		}
	}
	return slices.Contains(a.Queues, item.Queue) && a.Used < a.Capacity
}

// costs are what assignments cost.
type costs struct {
	mu            sync.Mutex
	reads, writes []int
}

func (c *costs) add(b *bill.Bill) {
	reads, writes := b.Take()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reads, c.writes = append(c.reads, reads), append(c.writes, writes)
}

// report prints the costs and fails where the median is above what it should be.
func (c *costs) report(t *testing.T, what string, reads, writes int) {
	t.Helper()
	if len(c.reads) == 0 {
		t.Fatalf("%s: nothing was assigned", what)
	}
	slices.Sort(c.reads)
	slices.Sort(c.writes)
	n := len(c.reads)
	t.Logf("%s: %d assignments; reads min %d, median %d, 99%% %d, max %d; writes min %d, median %d, max %d", what, n,
		c.reads[0], c.reads[n/2], c.reads[n*99/100], c.reads[n-1], c.writes[0], c.writes[n/2], c.writes[n-1])
	if c.reads[n/2] > reads || c.writes[n/2] > writes {
		t.Errorf("%s: the median may be %d reads and %d writes", what, reads, writes)
	}
}

// TestSimulationOfAgentsWhoCome: sessions wait, and each agent gets the first of
// those that the agent can take, whatever the number of agents and sessions.
func TestSimulationOfAgentsWhoCome(t *testing.T) {
	t.Parallel()
	m := newMarket(t, simulated())
	m.hireAll(t)
	m.fill(t, m.sessions)
	began := time.Now()
	var c costs
	order := m.random.Perm(len(m.agents))
	for n := 0; len(c.reads) < m.oneByOne && n < 10*m.oneByOne; n++ {
		i := order[n%len(order)]
		b := &bill.Bill{}
		waited, err := m.dispatcher.FindWork(bill.Into(t.Context(), b), m.agents[i].Email)
		if err != nil {
			t.Fatal(err)
		}
		served := !waited.IsZero()
		if want := slices.IndexFunc(m.items, func(item conversation.Item) bool { return canTake(m.agents[i], item) }); want >= 0 || served {
			m.expect(t, i, want, served)
			c.add(b)
		}
	}
	t.Logf("%s each", time.Since(began)/time.Duration(len(c.reads)))
	c.report(t, "in turn", 9, 4)
	m.concurrently(t)
}

// expect checks that an agent was given the session that is the agent's.
func (m *market) expect(t *testing.T, i, want int, served bool) {
	t.Helper()
	if want < 0 || !served {
		t.Fatalf("%s: served %v, the first that fits is %d", m.agents[i].Email, served, want)
	}
	got, err := m.store.Conversation(t.Context(), m.items[want].Conversation)
	if err != nil {
		t.Fatal(err)
	}
	if got.Owner != m.agents[i].Email {
		t.Fatalf("the %dth that waits is with %q, want %s", want, got.Owner, m.agents[i].Email)
	}
	m.items = slices.Delete(m.items, want, want+1)
	m.agents[i].Used++
}

// concurrently serves many agents at once.
func (m *market) concurrently(t *testing.T) {
	t.Helper()
	var c costs
	work := make(chan string)
	var wg sync.WaitGroup
	const workers = 8
	for range workers {
		wg.Go(func() {
			for email := range work {
				b := &bill.Bill{}
				waited, err := m.dispatcher.FindWork(bill.Into(context.Background(), b), email)
				if err != nil {
					t.Log(err) // Eventarc would come again
				}
				if !waited.IsZero() {
					c.add(b)
				}
			}
		})
	}
	for range m.atOnce {
		work <- m.agents[m.random.IntN(len(m.agents))].Email
	}
	close(work)
	wg.Wait()
	c.report(t, "at once", 30, 5)
	m.checkAll(t)
}

// checkAll reads everything and checks the sums and the owners.
func (m *market) checkAll(t *testing.T) {
	t.Helper()
	if err := m.readAll(); err != nil {
		t.Fatal(err)
	}
	m.mirror.checkSums(t.Errorf)
	waiting := 0
	for _, c := range m.mirror.conversations {
		if c.State == conversation.Open {
			waiting++
		}
	}
	if waiting != len(m.mirror.items) {
		t.Errorf("%d sessions are open and %d wait", waiting, len(m.mirror.items))
	}
	for email, a := range m.mirror.agents {
		if a.Used > a.Capacity || a.Free != a.Capacity-a.Used {
			t.Errorf("%s has used %d of %d, %d free", email, a.Used, a.Capacity, a.Free)
		}
	}
}

// TestSimulationOfSessionsThatCome: agents wait, and each session gets the best of
// those who can take it, by its queue's method.
func TestSimulationOfSessionsThatCome(t *testing.T) {
	t.Parallel()
	s := simulated()
	m := newMarket(t, s)
	m.hireAll(t)
	var c costs
	for n := range s.oneByOne {
		ch := m.opens(t, fmt.Sprintf("k%d", n))
		b := &bill.Bill{}
		ctx := bill.Into(t.Context(), b)
		after, err := m.store.Update(ctx, ch.Conversation.ID, func(conversation.Conversation) (conversation.Change, error) { return ch, nil })
		if err == nil {
			err = m.dispatcher.Dispatch(ctx, after)
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := m.store.Conversation(t.Context(), ch.Conversation.ID)
		if err != nil {
			t.Fatal(err)
		}
		if want := m.best(*ch.Enqueue); want != got.Owner {
			t.Fatalf("session %d in %s, which needs %v, is with %q, want %q", n, got.Queue, got.Skills, got.Owner, want)
		}
		m.given(t, got.Owner)
		if got.Owner != "" {
			c.add(b)
		}
	}
	c.report(t, "sessions", 8, 8) // one is whether the customer was erased, since none is known yet
	m.checkAll(t)
}

// best is the agent who comes first by the method of the session's queue.
func (m *market) best(item conversation.Item) string {
	best := -1
	for i, a := range m.agents {
		if canTake(a, item) && (best < 0 || m.comesFirst(item.Queue, a, m.agents[best])) {
			best = i
		}
	}
	if best < 0 {
		return ""
	}
	return m.agents[best].Email
}

func (m *market) comesFirst(queue string, a, b agent.Agent) bool {
	switch m.config.Queues[queue].Assignment.Method {
	case configuration.HighestCapacity:
		if free, other := a.Capacity-a.Used, b.Capacity-b.Used; free != other {
			return free > other
		}
	case configuration.LeastActive:
		if c := a.LastReleasedAt.Compare(b.LastReleasedAt); c != 0 {
			return c < 0
		}
	}
	if c := a.LastAssignedAt.Compare(b.LastAssignedAt); c != 0 {
		return c < 0
	}
	return a.Email < b.Email
}

// given notes what an agent has now.
func (m *market) given(t *testing.T, email string) {
	t.Helper()
	if email == "" {
		return
	}
	p, err := m.store.Person(t.Context(), email)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(m.agents, func(a agent.Agent) bool { return a.Email == email })
	m.agents[i].Used, m.agents[i].LastAssignedAt = p.Used, p.LastAssignedAt
}
