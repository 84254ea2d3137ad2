package load

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// What the desk lists at most.
const (
	mostOwn      = 200
	mostMessages = 50
)

// beatEvery is how often the desk renews its lease, and leaseAhead how far ahead; the rules allow
// three minutes.
const (
	beatEvery  = time.Minute
	leaseAhead = 150 * time.Second
)

// office is the agents, who listen as the desk does and are subject to the same rules.
type office struct {
	db      *firestore.Client
	book    *book
	agents  []*seat
	failure func(error)
	// replies is how many of a hundred messages are answered.
	replies atomic.Int64
	wg      sync.WaitGroup
}

// seat is an agent at a desk.
type seat struct {
	*office

	email, token string
	client       *desk.Agent
	opened       atomic.Bool // whether a thread is open
	suspended    atomic.Bool // whether the rules refuse the agent, by right
}

// newOffice adds agents to the roster, as the function roster writes an entry.
func newOffice(ctx context.Context, owner, clients *firestore.Client, b *book, n int, fail func(error)) (*office, error) {
	o := &office{db: clients, book: b, failure: fail}
	for i := range n {
		name := fmt.Sprintf("Load %d", i+1)
		s := &seat{office: o, email: fmt.Sprintf("load-%02d@load.example", i+1)}
		s.token = rules.Token(s.email, true)
		s.client = desk.SignIn(clients, conversation.Author{Email: s.email, Name: name})
		_, err := owner.Collection("agents").Doc(s.email).Set(ctx, map[string]any{
			"displayName": name, "role": agent.Plain, "queues": []string{taken}, "skills": map[string]int64{},
			"languages": []string{}, "capacity": 1000,
		})
		if err != nil {
			return nil, fmt.Errorf("join the roster: %w", err)
		}
		o.agents = append(o.agents, s)
	}
	return o, nil
}

// comes brings everybody to work, until ctx ends.
func (o *office) comes(ctx context.Context) error {
	for _, s := range o.agents {
		if err := s.client.Come(ctx, agent.Available, time.Now().Add(leaseAhead)); err != nil {
			return err
		}
		o.wg.Go(func() { s.beats(ctx) })
	}
	return nil
}

// fails reports what failed, unless it had to.
func (s *seat) fails(err error) {
	if !s.suspended.Load() {
		s.failure(err)
	}
}

func (s *seat) beats(ctx context.Context) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if err := s.client.Beat(ctx, time.Now().Add(leaseAhead)); err != nil && ctx.Err() == nil {
			s.fails(err)
		}
	}
}

// looks opens every desk until ctx ends: the list of what the agent has, and one thread. Offers
// are accepted, and messages answered, see [office.replies].
func (o *office) looks(ctx context.Context) (closed func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	for _, s := range o.agents {
		s.opened.Store(false)
		own := o.db.Collection("conversations").Where("session.owner", "==", s.email).Limit(mostOwn)
		wg.Go(func() { s.listens(ctx, &wg, own, s.sees, s.fails) })
	}
	return func() {
		cancel()
		wg.Wait()
	}
}

// listens calls each with every document of a query that is new or has changed, until the rules no
// longer let the agent. The emulator breaks off at times; the client then listens again, as a
// browser's does.
func (s *seat) listens(
	ctx context.Context, wg *sync.WaitGroup, q firestore.Query, each func(context.Context, *sync.WaitGroup, *firestore.DocumentSnapshot), denied func(error),
) {
	for ctx.Err() == nil {
		changes := q.Snapshots(rules.As(ctx, s.token))
		snap, err := changes.Next()
		for ; err == nil; snap, err = changes.Next() {
			for _, change := range snap.Changes {
				if change.Kind != firestore.DocumentRemoved {
					each(ctx, wg, change.Doc)
				}
			}
		}
		changes.Stop()
		if status.Code(err) == codes.PermissionDenied {
			denied(fmt.Errorf("listen: %w", err))
			return
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

// sees is the list's: a conversation that the agent has or is offered.
func (s *seat) sees(ctx context.Context, wg *sync.WaitGroup, doc *firestore.DocumentSnapshot) {
	now, id := time.Now(), conversation.ID(doc.Ref.ID)
	state, _ := doc.DataAt("session.state")
	preview, _ := doc.DataAt("thread.preview")
	text, _ := preview.(string)
	number, written := numberOf(text)
	news := 0
	if written {
		news = s.book.hears(id, number, now)
	}
	switch state {
	case string(conversation.Offered):
		wg.Go(func() { s.accepts(ctx, id) })
	case string(conversation.Active):
		if s.opened.CompareAndSwap(false, true) {
			s.opens(ctx, wg, doc)
		}
		for n := number - int64(news) + 1; n <= number; n++ {
			if oneIn(n+spread(id), int(s.replies.Load())) {
				wg.Go(func() { s.answers(ctx, id) })
			}
		}
	}
}

// spread sets conversations apart, which are all as long as one another.
func spread(id conversation.ID) (n int64) {
	for _, c := range []byte(id) {
		n += int64(c)
	}
	return n
}

// opens listens to what an open thread shows.
func (s *seat) opens(ctx context.Context, wg *sync.WaitGroup, doc *firestore.DocumentSnapshot) {
	session, _ := doc.DataAt("session.number")
	messages := doc.Ref.Collection("messages").Where("session", "==", session).
		OrderBy("sentAt", firestore.Desc).OrderBy("number", firestore.Desc).Limit(mostMessages)
	outbox := doc.Ref.Collection("replies").
		Where("status", "in", []string{string(channel.Pending), string(channel.Sending)}).Limit(mostMessages)
	for _, q := range []firestore.Query{messages, outbox} {
		wg.Go(func() {
			// Whoever has lost the session closes its thread, and opens that of the next that changes.
			s.listens(ctx, wg, q, func(context.Context, *sync.WaitGroup, *firestore.DocumentSnapshot) {}, func(error) { s.opened.Store(false) })
		})
	}
}

func (s *seat) accepts(ctx context.Context, id conversation.ID) {
	err := s.client.Ask(ctx, id, conversation.Accept) // the list shows what becomes of it
	if err != nil && ctx.Err() == nil {
		s.fails(fmt.Errorf("accept %s: %w", id, err))
	}
}

// answers writes a reply as the client writes it, and returns its id.
func (s *seat) answers(ctx context.Context, id conversation.ID) (reply string) {
	reply = uuid.NewString()
	s.book.writes(reply, id, time.Now())
	err := s.client.Reply(context.WithoutCancel(ctx), id, reply, "Thank you for asking, it is on its way and will be there on Tuesday.")
	s.book.wrote(reply, time.Now(), err)
	if err != nil {
		s.fails(err)
	}
	return reply
}
