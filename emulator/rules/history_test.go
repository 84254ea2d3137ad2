package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// again is a conversation whose third session waits in sales, after it came there from
// support. The first session was support's, the second one sales'. Before there was any,
// the channel's own bot had answered.
const again = "conversations/again"

// stretch is a part of a conversation: of one session, in one queue.
type stretch struct {
	session int64
	queue   string
}

func (s stretch) String() string { return fmt.Sprintf("session %d in %q", s.session, s.queue) }

func stretches() []stretch {
	return []stretch{{0, ""}, {1, "support"}, {2, "sales"}, {3, "support"}, {3, "sales"}}
}

// comeBack makes the conversation, under a setting.
func comeBack(t *testing.T, history string, state conversation.State) *world {
	t.Helper()
	w, now := newWorld(t), time.Now()
	c := conversations()[open]
	c.Number, c.State, c.History, c.Tally.Agents = 3, state, history, []string{lou.email}
	w.put(t, again, c)
	for i, s := range stretches() {
		name := fmt.Sprintf("/%d", i)
		w.put(t, again+"/messages"+name, conversation.Message{
			Direction: conversation.Note, Kind: channel.Text, Session: s.session, Queue: s.queue, Text: "Careful.", SentAt: now,
		})
		w.put(t, again+"/events"+name, conversation.Event{Seq: int64(i), Session: s.session, Queue: s.queue, At: now})
		w.put(t, again+"/replies"+name, conversation.Reply{Status: channel.Delivered, Session: s.session, Queue: s.queue, CreatedAt: now})
	}
	for _, p := range []person{sue, ada, ana, ben} {
		w.put(t, again+"/readings/"+p.email, reading(p, now))
	}
	for n, queue := range map[int]string{1: "support", 2: "sales", 3: "sales"} {
		w.put(t, fmt.Sprintf("%s/sessions/%d", again, n), conversation.Session{Number: int64(n), Queue: queue})
	}
	return w
}

// TestWhatIsReadOfEarlierSessions tries everybody on every stretch of a conversation that
// waits, under each setting. Supervisors read everything; agents of other queues nothing.
func TestWhatIsReadOfEarlierSessions(t *testing.T) {
	t.Parallel()
	present := []stretch{{3, "support"}, {3, "sales"}}
	covered := map[string][]stretch{
		configuration.HistorySession: present,
		configuration.HistoryQueues:  append([]stretch{{0, ""}, {2, "sales"}}, present...),
		configuration.HistoryAll:     stretches(),
		"":                           present, // it should be one of those
	}
	for history, may := range covered {
		w := comeBack(t, history, conversation.Open)
		for i, s := range stretches() {
			for _, p := range people {
				serves := p == ana || p == ben
				leads := slices.Contains(leads, p)
				for _, collection := range []string{"messages", "events"} {
					t.Run(fmt.Sprintf("history %q: %s of %v by %s", history, collection, s, p.who), func(t *testing.T) {
						t.Parallel()
						_, err := w.Doc(fmt.Sprintf("%s/%s/%d", again, collection, i)).Get(p.in(t.Context()))
						judge(t, err, leads || serves && slices.Contains(may, s))
					})
				}
			}
		}
	}
}

// TestTheNotesOfOtherQueuesStayThere: who could pick a customer who waits learns nothing
// of what colleagues of other queues wrote about the customer.
func TestTheNotesOfOtherQueuesStayThere(t *testing.T) {
	t.Parallel()
	w := comeBack(t, configuration.HistoryQueues, conversation.Open)
	for name, q := range map[string]firestore.Query{
		"everything":              w.Collection(again + "/messages").Limit(50),
		"the notes":               w.Collection(again+"/messages").Where("direction", "==", "note").Limit(50),
		"those of support":        w.Collection(again+"/messages").Where("queue", "==", "support").Limit(50),
		"those of both queues":    w.Collection(again+"/messages").Where("queue", "in", []string{"sales", "support"}).Limit(50),
		"the first session":       w.Collection(again+"/messages").Where("session", "==", 1).Limit(50),
		"the earlier sessions":    w.Collection(again+"/messages").Where("session", "<", 3).Limit(50),
		"two sessions":            w.Collection(again+"/messages").Where("session", "in", []int{1, 3}).Limit(50),
		"all but their own":       w.Collection(again+"/messages").Where("queue", "!=", "sales").Limit(50),
		"what happened":           w.Collection(again + "/events").Limit(50),
		"what support did":        w.Collection(again+"/events").Where("queue", "==", "support").Limit(50),
		"the sessions":            w.Collection(again + "/sessions").Limit(50),
		"the sessions of support": w.Collection(again+"/sessions").Where("queue", "==", "support").Limit(50),
		"what was sent":           w.Collection(again + "/replies").Limit(50),
		"what was delivered":      w.Collection(again+"/replies").Where("status", "==", "delivered").Limit(50),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := q.Documents(ben.in(t.Context())).GetAll()
			judge(t, err, false)
			_, err = q.Documents(sue.in(t.Context())).GetAll()
			judge(t, err, true)
		})
	}
	for _, path := range []string{"/sessions/1", "/messages/1", "/events/1", "/replies/1"} {
		_, err := w.Doc(again + path).Get(ben.in(t.Context()))
		judge(t, err, false)
	}
	_, err := w.Doc(again + "/sessions/2").Get(ben.in(t.Context()))
	judge(t, err, true)
}

// read is a list within the conversation as the desk asks for it, and the stretches that
// it finds under each setting, or nothing where it is denied.
type read struct {
	name  string
	of    string
	ask   func(firestore.Query) firestore.Query
	found map[string]int
}

// reads are the lists of somebody who serves sales.
func reads() []read {
	const session, queues, all = configuration.HistorySession, configuration.HistoryQueues, configuration.HistoryAll
	own := []string{"", "sales", "orders"}
	newest := func(q firestore.Query) firestore.Query {
		return q.OrderBy("sentAt", firestore.Desc).OrderBy("number", firestore.Desc).Limit(50)
	}
	before := func(q firestore.Query) firestore.Query {
		return q.Where("session", "<", 3).OrderBy("session", firestore.Desc)
	}
	return []read{
		{"the present session", "messages", func(q firestore.Query) firestore.Query {
			return newest(q.Where("session", "==", 3))
		}, map[string]int{session: 2, queues: 2, all: 2}},
		{"what was before", "messages", func(q firestore.Query) firestore.Query {
			return newest(before(q.Where("queue", "in", own)))
		}, map[string]int{queues: 2, all: 2}},
		{"what was before that", "messages", func(q firestore.Query) firestore.Query {
			return newest(before(q.Where("queue", "in", own))).StartAfter(2, time.Unix(0, 0), 1)
		}, map[string]int{queues: 1, all: 1}},
		{"everything", "messages", newest, map[string]int{all: 5}},
		{"what happened in it", "events", func(q firestore.Query) firestore.Query {
			return q.Where("session", "==", 3).OrderBy("seq", firestore.Desc).Limit(60)
		}, map[string]int{session: 2, queues: 2, all: 2}},
		{"what happened before", "events", func(q firestore.Query) firestore.Query {
			return before(q.Where("queue", "in", own)).OrderBy("seq", firestore.Desc).Limit(60)
		}, map[string]int{queues: 2, all: 2}},
		{"the earlier sessions", "sessions", func(q firestore.Query) firestore.Query {
			return q.Where("queue", "in", own).OrderBy("number", firestore.Desc).Limit(20)
		}, map[string]int{queues: 2, all: 2}},
		{"what is on its way", "replies", func(q firestore.Query) firestore.Query {
			return q.Where("status", "in", []string{"pending", "sending"}).OrderBy("createdAt", firestore.Desc).Limit(50)
		}, map[string]int{session: 0, queues: 0, all: 0}},
	}
}

// TestTheDeskProvesWhatItMayRead: each list has the conditions from which the rules can
// tell, and finds what may be read and nothing else. Ben serves two queues here, as the
// desk asks for all of them together.
func TestTheDeskProvesWhatItMayRead(t *testing.T) {
	t.Parallel()
	for _, history := range []string{configuration.HistorySession, configuration.HistoryQueues, configuration.HistoryAll} {
		w := comeBack(t, history, conversation.Open)
		w.change(t, "agents/"+ben.email, doc{"queues": []string{"sales", "orders"}})
		for _, r := range reads() {
			t.Run(history+": "+r.name, func(t *testing.T) {
				t.Parallel()
				found, allowed := r.found[history]
				docs, err := r.ask(w.Collection(again + "/" + r.of).Query).Documents(ben.in(t.Context())).GetAll()
				judge(t, err, allowed)
				if err == nil && len(docs) != found {
					t.Errorf("%d found, want %d", len(docs), found)
				}
				_, err = r.ask(w.Collection(again + "/" + r.of).Query).Documents(cy.in(t.Context())).GetAll()
				judge(t, err, false)
			})
		}
	}
}

// TestWhoReadsWhatIsClosed: who worked on the session that closed, whatever the setting,
// and its queue unless the setting is the session. The last owner of an earlier one does
// not.
func TestWhoReadsWhatIsClosed(t *testing.T) {
	t.Parallel()
	for history, may := range map[string][]person{
		configuration.HistorySession: and(leads, lou),
		configuration.HistoryQueues:  and(leads, lou, ana, ben),
		configuration.HistoryAll:     and(leads, lou, ana, ben),
		"":                           and(leads, lou),
	} {
		w := comeBack(t, history, conversation.Closed)
		for _, p := range people {
			t.Run(fmt.Sprintf("history %q by %s", history, p.who), func(t *testing.T) {
				t.Parallel()
				_, err := w.Doc(again).Get(p.in(t.Context()))
				judge(t, err, slices.Contains(may, p))
				_, err = w.Doc(again + "/messages/4").Get(p.in(t.Context())) // of the session that closed
				judge(t, err, slices.Contains(may, p))
				_, err = w.Doc(again + "/messages/1").Get(p.in(t.Context())) // of the first one
				// Lou serves support, whose it was.
				inQueue := p == lou && history == configuration.HistoryQueues
				judge(t, err, slices.Contains(leads, p) || inQueue || history == configuration.HistoryAll && slices.Contains(may, p))
				err = asks(p, conversation.WriteNote, again).at(again+"/actions/"+strings.ReplaceAll(p.who, " ", "-")).run(t, w)
				judge(t, err, slices.Contains(leads, p)) // reading is all
			})
		}
	}
}

// TestAnAgentFindsWhatIsClosed by the conditions from which the rules can tell.
func TestAnAgentFindsWhatIsClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	worked := func(p person) firestore.Query {
		return conversationsOf(w).Where("session.tally.agents", "array-contains", p.email).Where("session.state", "==", "closed").
			OrderBy("thread.lastCustomerAt", firestore.Desc)
	}
	ended := func(queues ...string) firestore.Query {
		return conversationsOf(w).Where("session.queue", "in", queues).
			Where("session.history", "in", []string{"queues", "all"}).Where("session.state", "==", "closed")
	}
	for _, c := range []struct {
		name    string
		who     person
		query   firestore.Query
		allowed bool
	}{
		{"what they worked on", gus, worked(gus), true},
		{"what another one worked on", ana, worked(gus), false},
		{"what ended in their queue", ana, ended("sales"), true},
		{"what ended in another queue", ana, ended("support"), false},
		{"what ended in their queue and in another", ana, ended("sales", "support"), false},
		{"what ended in their queue, whatever the setting", ana, conversationsOf(w).Where("session.queue", "==", "sales").Where("session.state", "==", "closed"), false},
		{"what they worked on, whatever became of it", gus, conversationsOf(w).Where("session.tally.agents", "array-contains", gus.email), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := c.query.Documents(c.who.in(t.Context())).GetAll()
			judge(t, err, c.allowed)
		})
	}
}

// TestAGuestReadsTheSession, and of earlier ones what the guest's own queues had. A guest
// who was sent away reads nothing.
func TestAGuestReadsTheSession(t *testing.T) {
	t.Parallel()
	w := comeBack(t, configuration.HistoryQueues, conversation.Active)
	w.change(t, again, doc{"session": doc{"owner": ana.email, "guests": doc{dan.email: "Dan"}}})
	list := func(p person) error {
		_, err := w.Collection(again+"/messages").Where("session", "==", 3).Limit(50).Documents(p.in(t.Context())).GetAll()
		return err
	}
	judge(t, list(dan), true)
	for i, s := range stretches() {
		_, err := w.Doc(fmt.Sprintf("%s/messages/%d", again, i)).Get(dan.in(t.Context()))
		judge(t, err, s.session == 3 || s.queue == "")
	}
	w.change(t, again, doc{"session": doc{"guests": doc{dan.email: firestore.Delete}}})
	judge(t, list(dan), false)
	_, err := w.Doc(again + "/messages/4").Get(dan.in(t.Context()))
	judge(t, err, false)
}

// TestAnEntryWithoutQueuesIsOfNone: whoever supervises need not serve a queue, and an entry
// that says nothing of queues keeps nobody from what is theirs for another reason.
func TestAnEntryWithoutQueuesIsOfNone(t *testing.T) {
	t.Parallel()
	w := comeBack(t, configuration.HistoryQueues, conversation.Open)
	for _, p := range []person{sue, ada, ana, dan} {
		w.change(t, "agents/"+p.email, doc{"queues": firestore.Delete})
	}
	w.change(t, again, doc{"session": doc{"guests": doc{dan.email: "Dan"}}})
	for p, may := range map[person]bool{sue: true, ada: true, dan: true, ana: false} {
		_, err := w.Doc(again).Get(p.in(t.Context()))
		judgeThat(t, "get the conversation, "+p.who, err, may)
		_, err = w.Doc(again + "/messages/4").Get(p.in(t.Context()))
		judgeThat(t, "get a message, "+p.who, err, may)
		_, err = w.Collection(again+"/messages").Where("session", "==", 3).Limit(50).Documents(p.in(t.Context())).GetAll()
		judgeThat(t, "list the session, "+p.who, err, may)
	}
}
