package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/fold"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// surveying is a configuration that asks customers how it was, at once.
func surveying(t *testing.T) *configuration.Config {
	t.Helper()
	config, err := configuration.Load([]byte(`{"accounts": {"acme": {"workstream": "support"}},
		"workstreams": {"support": {"fallback_queue": "front", "survey": true, "wrap_up": {"blocks": "never"}}},
		"tags": {"vip": {"labels": {"en": "VIP"}}},
		"queues": {"front": {"display_name": "Front"}}}`), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// visitor is one of many customers, n, and all that happens with them.
type visitor struct {
	world
	n      int
	config *configuration.Config
}

func (v visitor) peer() channel.Peer {
	p := peer
	p.Key = fmt.Sprintf("visitor-%d", v.n)
	return p
}

func (v visitor) id() conversation.ID { return keyring.IDs().Of(v.peer()) }

func (v visitor) routing() conversation.Routing {
	return conversation.Routing{Config: v.config, Placement: &conversation.Placement{
		Config: v.config, Signals: channels.Profiles()[0].Signals(),
		Decision: route.Decision{Workstream: "support", Queue: "front", Action: configuration.QueueAnyway},
	}}
}

// sends is what the customer says, the second time as a redelivery.
func (v visitor) sends(t *testing.T, in channel.Inbound) error {
	t.Helper()
	in.Peer, in.SentAt, in.ReceivedAt = v.peer(), noon, noon
	_, err := v.Update(t.Context(), v.id(), func(c conversation.Conversation) (conversation.Change, error) {
		c.ID = v.id()
		return c.Receive(in, noon, v.routing())
	})
	return err
}

// does is what an agent does, a minute later.
func (v visitor) does(t *testing.T, kind conversation.ActionKind) {
	t.Helper()
	v.asks(t, string(kind), conversation.Action{Kind: kind})
}

// asks is does for an action that says more.
func (v visitor) asks(t *testing.T, name string, a conversation.Action) {
	t.Helper()
	a.Author.Email = "jo@x"
	if _, err := v.db.Doc("conversations/"+string(v.id())+"/actions/"+name).Create(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	now := noon.Add(time.Minute)
	for range 2 { // the second time, it was done before
		_, _, err := v.Act(t.Context(), v.id(), name, nil, now,
			func(c conversation.Conversation, a conversation.Action, _ store.People) (conversation.Change, error) {
				jo := conversation.Person{Agent: agent.Agent{Email: "jo@x", Role: agent.Supervisor, Capacity: 99}}
				jo.Lease.Until = now.Add(time.Minute)
				return c.CarryOut(a, conversation.ActionInput{Config: v.config, By: jo, Now: now})
			})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestFiguresAreWhatTheSessionsSay: customers come, are served, go and say how it was,
// all at once and everything twice.
func TestFiguresAreWhatTheSessionsSay(t *testing.T) {
	t.Parallel()
	w := open(t)
	config := surveying(t)
	const visitors = 12
	var wg sync.WaitGroup
	for n := range visitors {
		wg.Go(func() {
			v := visitor{w, n, config}
			hi := channel.Inbound{ID: "hi", Kind: channel.Text, Text: "hi"}
			if err := errors.Join(v.sends(t, hi)); err != nil {
				t.Error(err)
			}
			if n%4 == 0 {
				v.does(t, conversation.Close)
				return
			}
			v.does(t, conversation.Pick)
			if n%4 == 1 {
				return
			}
			v.does(t, conversation.End)
			for _, id := range []string{"good", "good", "bad"} {
				in := channel.Inbound{ID: id, Kind: channel.Survey, Answer: &channel.Answer{Rating: int64(n%4) + 2}}
				if err := v.sends(t, in); err != nil && !errors.Is(err, store.ErrDuplicate) {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	want := fold.All{}
	for n := range visitors {
		v := visitor{w, n, config}
		path := "conversations/" + string(v.id())
		want.Open(get[conversation.Conversation](t, w.db.Doc(path)))
		for _, name := range w.names(t, path+"/sessions") {
			want.Session(peer.Channel, get[conversation.Session](t, w.db.Doc(path+"/sessions/"+name)))
		}
	}
	got := fold.All{}
	for _, name := range w.names(t, "figures") {
		part := get[conversation.Figures](t, w.db.Doc("figures/"+name))
		if want := part.Date + "_" + part.Queue + "_" + part.Shard; name != want {
			t.Errorf("the figures %s are called %s", want, name)
		}
		if part.Opened > visitors/2 {
			t.Errorf("%d of %d sessions are counted in %s: a burst waits for it", part.Opened, visitors, name)
		}
		got.Add(part)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("figures (-sessions +documents):\n%s", diff)
	}
	f := got["2024-03-05_front"]
	if f.Opened != visitors || f.Abandoned != 3 || f.Closed != 9 || f.Rated != 6 || f.Ratings != 3*4+3*5 || f.ByHour["12"].Opened != visitors {
		t.Errorf("figures = %+v", f)
	}
	if f.FirstWait != 9*60 || f.Within != 9 || !f.ExpireAt.Equal(time.Date(2025, 4, 9, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("figures = %+v", f)
	}
}

// TestATagOfASessionThatIsOverIsKeptWhereTheSessionIs: in what is kept, in what is found, and
// in the figures, which are what the sessions say afterwards as before, also when it is taken
// away again.
func TestATagOfASessionThatIsOverIsKeptWhereTheSessionIs(t *testing.T) {
	t.Parallel()
	w := open(t)
	v := visitor{w, 1, surveying(t)}
	w.roster(t, worker("jo@x", 0, 3, 0))
	if err := v.sends(t, channel.Inbound{ID: "hi", Kind: channel.Text, Text: "Where is my refund?"}); err != nil {
		t.Fatal(err)
	}
	v.does(t, conversation.Pick)
	v.does(t, conversation.End)
	for _, on := range []bool{true, false} {
		w.counter.Take()
		v.asks(t, fmt.Sprint("tag-", on), conversation.Action{Kind: conversation.SetTag, Of: "vip", On: on, Session: 1})
		// The conversation, the action, the agent with the lease, the session, and the session as
		// it is found; and the second time the first two. The conversation, the event, the session
		// both times, the figures; twice the action, which its author wrote.
		w.costs(t, "a tag afterwards", 6+2, 5+2)
		want, got := fold.All{}, fold.All{}
		past := get[conversation.Session](t, w.db.Doc("conversations/"+string(v.id())+"/sessions/"+w.names(t, "conversations/"+string(v.id())+"/sessions")[0]))
		want.Session(peer.Channel, past)
		for _, name := range w.names(t, "figures") {
			got.Add(get[conversation.Figures](t, w.db.Doc("figures/"+name)))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("figures (-sessions +documents):\n%s", diff)
		}
		found := get[conversation.ClosedSession](t, w.db.Doc("closedSessions/"+w.names(t, "closedSessions")[0]))
		if len(past.Tags) != len(found.Tags) || (len(found.Tags) == 1) != on || slices.Contains(found.Keys, "tag:vip") != on {
			t.Errorf("tagged %t: it is kept with %v, found with %v by %v", on, past.Tags, found.Tags, found.Keys)
		}
		if n := len(got["2024-03-05_front"].ByTag); (n == 1) != on {
			t.Errorf("tagged %t: figures of %d tags", on, n)
		}
	}
}

// TestWhatASessionCosts: figures are one write with each of the three steps that
// count, and no read.
func TestWhatASessionCosts(t *testing.T) {
	t.Parallel()
	w := open(t)
	v := visitor{w, 1, surveying(t)}
	w.roster(t, worker("jo@x", 0, 3, 0))
	w.counter.Take()
	if err := v.sends(t, channel.Inbound{ID: "hi", Kind: channel.Text, Text: "Where is my refund?"}); err != nil {
		t.Fatal(err)
	}
	w.costs(t, "a new session", 2, 4)
	v.does(t, conversation.Pick)
	// The conversation, the event, the item, the agent, the signal, the figures; twice
	// the action, which its author wrote. The second time the action and the conversation
	// are read.
	w.costs(t, "to pick it", 4+2, 6+2)
	v.does(t, conversation.End)
	// The same without the item, and two events, two signals, the session, and the session
	// as it is found.
	w.costs(t, "to end it", 4+2, 9+2)
	found, err := w.db.Collection("closedSessions").Where("keys", "array-contains", "refund").
		WherePath(firestore.FieldPath{"agents", "jo@x"}, "==", true).Where("forQueue", "==", true).Documents(t.Context()).GetAll()
	if err != nil || len(found) != 1 {
		t.Fatalf("found %d sessions, error %v", len(found), err)
	}
	w.counter.Take()
	if err := v.sends(t, channel.Inbound{ID: "good", Kind: channel.Survey, Answer: &channel.Answer{Rating: 5}}); err != nil {
		t.Fatal(err)
	}
	w.costs(t, "to rate it", 1, 6) // conversation, message, session, the session as it is listed, figures, the rating for the list
	if over := get[conversation.ClosedSession](t, found[0].Ref); over.Rating != 5 || over.Owner != "jo@x" {
		t.Errorf("the session as it is listed = %+v, want it rated", over)
	}
	s := get[conversation.Session](t, w.db.Doc("conversations/"+string(v.id())+"/sessions/000000000001"))
	if s.Number != 1 || s.Tally.Rating != 5 || s.Tally.Owner != "jo@x" || s.ClosedBy != conversation.Done {
		t.Errorf("session = %+v", s)
	}
}

// TestARatingOfASessionThatIsGone: what was erased meanwhile holds up no message.
func TestARatingOfASessionThatIsGone(t *testing.T) {
	t.Parallel()
	w := open(t)
	v := visitor{w, 1, surveying(t)}
	if err := v.sends(t, channel.Inbound{ID: "hi", Kind: channel.Text}); err != nil {
		t.Fatal(err)
	}
	v.does(t, conversation.Pick)
	v.does(t, conversation.End)
	if _, err := w.db.Doc("conversations/" + string(v.id()) + "/sessions/000000000001").Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := v.sends(t, channel.Inbound{ID: "good", Kind: channel.Survey, Answer: &channel.Answer{Rating: 5}}); err != nil {
		t.Error(err)
	}
}
