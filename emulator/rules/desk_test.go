package rules_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// newest is the supervisors' list of conversations, by what is chosen above it.
func newest(chosen ...string) func(*world, person) firestore.Query {
	return func(w *world, _ person) firestore.Query {
		q := w.Collection("conversations").OrderBy("thread.lastCustomerAt", firestore.Desc).Limit(50)
		for i := 0; i < len(chosen); i += 2 {
			q = q.Where(chosen[i], "==", chosen[i+1])
		}
		return q
	}
}

// within is a list of the active conversation, which is Ana's and in which Gus reads
// along.
func within(collection string, ask func(firestore.Query) firestore.Query) func(*world, person) firestore.Query {
	return func(w *world, _ person) firestore.Query { return ask(w.Collection(active + "/" + collection).Query) }
}

// desk is what the agents' client asks for, word by word. The indexes that it takes
// are in terraform/firestore.tf: the emulator needs none and so cannot tell.
func desk() []query {
	me := func(w *world, p person) (firestore.Query, string) {
		return w.Collection("conversations").Limit(200), p.email
	}
	before := time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)
	history := func(q firestore.Query) firestore.Query {
		return q.Where("session", "==", 1).OrderBy("sentAt", firestore.Desc).OrderBy("number", firestore.Desc).Limit(50)
	}
	return []query{
		{"my sessions", func(w *world, p person) firestore.Query {
			q, email := me(w, p)
			return q.Where("session.owner", "==", email)
		}, workers},
		{"what I read along in", func(w *world, p person) firestore.Query {
			q, email := me(w, p)
			return q.WherePath(firestore.FieldPath{"session", "guests", cmp.Or(email, "nobody")}, ">", "")
		}, workers},
		{"what I parked", func(w *world, p person) firestore.Query {
			q, email := me(w, p)
			return q.Where("customer.lastOwner", "==", email).Where("session.state", "==", "parked")
		}, workers},
		{"what I worked on and is closed", func(w *world, p person) firestore.Query {
			return w.Collection("conversations").Where("session.tally.agents", "array-contains", cmp.Or(p.email, "nobody")).
				Where("session.state", "==", "closed").OrderBy("thread.lastCustomerAt", firestore.Desc).Limit(20)
		}, workers},
		{"a queue", func(w *world, _ person) firestore.Query {
			return w.Collection("queues/sales/items").OrderBy("rank", firestore.Asc).Limit(100)
		}, and(leads, ana, ben)},

		{"what is open and has a word", func(w *world, _ person) firestore.Query {
			return w.Collection("conversations").Where("session.index.words", "array-contains", "refund").
				Where("session.state", "in", []string{"open", "offered", "active", "parked", "wrap-up"}).Limit(20)
		}, leads},
		{"what waits in the own queues and has a tag", func(w *world, _ person) firestore.Query {
			return w.Collection("conversations").Where("session.tags", "array-contains", "refund").
				Where("session.queue", "in", []string{"sales"}).Where("session.state", "==", "open").Limit(20)
		}, and(leads, ana, ben)},
		{"what has a tag in the own queues, waiting or not", func(w *world, _ person) firestore.Query {
			return w.Collection("conversations").Where("session.tags", "array-contains", "refund").
				Where("session.queue", "in", []string{"sales"}).Limit(20)
		}, leads},

		{"all conversations", newest(), leads},
		{"those in a state", newest("session.state", "active"), leads},
		{"those of a queue", newest("session.queue", "sales"), leads},
		{"those of somebody else", newest("session.owner", dan.email), and(leads, dan)},
		{"those in a state and a queue", newest("session.state", "active", "session.queue", "sales"), leads},
		{"those by all three", newest("session.state", "active", "session.queue", "sales", "session.owner", dan.email), and(leads, dan)},

		{"the history", within("messages", history), and(leads, ana, gus)},
		{"the history before", within("messages", func(q firestore.Query) firestore.Query {
			return history(q).StartAfter(before, "m1")
		}), and(leads, ana, gus)},
		{"what is on its way", within("replies", func(q firestore.Query) firestore.Query {
			return q.Where("status", "in", []string{"pending", "sending"}).OrderBy("createdAt", firestore.Desc).Limit(50)
		}), and(leads, ana, gus)},
		{"why it is here", within("events", func(q firestore.Query) firestore.Query {
			return q.Where("session", "==", 1).OrderBy("seq", firestore.Desc).Limit(60)
		}), and(leads, ana, gus)},
		{"the whole history, for supervisors", within("messages", func(q firestore.Query) firestore.Query {
			return q.OrderBy("sentAt", firestore.Desc).OrderBy("number", firestore.Desc).Limit(50)
		}), leads},
		{"all that happened, for supervisors", within("events", func(q firestore.Query) firestore.Query {
			return q.OrderBy("seq", firestore.Desc).Limit(60)
		}), leads},
		{"earlier sessions of the own queues", within("sessions", func(q firestore.Query) firestore.Query {
			return q.Where("queue", "in", []string{"", "sales"}).OrderBy("number", firestore.Desc).Limit(20)
		}), and(leads, ana)},
		{"earlier sessions, for supervisors", within("sessions", func(q firestore.Query) firestore.Query {
			return q.OrderBy("number", firestore.Desc).Limit(20)
		}), leads},
		{"earlier sessions without a limit", within("sessions", func(q firestore.Query) firestore.Query {
			return q.OrderBy("number", firestore.Desc)
		}), nil},
		{"the sessions of all conversations at once", func(w *world, _ person) firestore.Query {
			return w.CollectionGroup("sessions").Limit(1)
		}, nil},

		{"today's figures", func(w *world, _ person) firestore.Query {
			return w.Collection("figures").Where("date", "==", "2024-03-05").Where("shard", "==", "0").Limit(200)
		}, leads},
		{"a day's figures without a limit", func(w *world, _ person) firestore.Query {
			return w.Collection("figures").Where("date", "==", "2024-03-05")
		}, nil},
		{"more figures than a day has", func(w *world, _ person) firestore.Query {
			return w.Collection("figures").Limit(201)
		}, nil},
		{"the weeks of a quarter, by queue", func(w *world, _ person) firestore.Query {
			return w.Collection("figureWeeks").Where(firestore.DocumentID, ">=", w.Doc("figureWeeks/queue_2024-01-01")).Limit(100)
		}, leads},
		{"one's own weeks", func(w *world, p person) firestore.Query {
			return w.Collection("figureWeeks").Where("agent", "==", p.email).
				Where(firestore.DocumentID, ">=", w.Doc("figureWeeks/own_"+p.email+"_2024-01-01")).Limit(100)
		}, workers},
		{"another's weeks", func(w *world, _ person) firestore.Query {
			return w.Collection("figureWeeks").Where("agent", "==", "nobody@x.example").Limit(100)
		}, leads},
		{"the ratings", func(w *world, _ person) firestore.Query {
			return w.Collection("ratings").OrderBy("ratedAt", firestore.Desc).Limit(100)
		}, leads},
		{"the bad ratings of a queue", func(w *world, _ person) firestore.Query {
			return w.Collection("ratings").Where("queue", "==", "sales").Where("rating", "==", 1).OrderBy("ratedAt", firestore.Desc).Limit(100)
		}, leads},
		{"the own ratings", func(w *world, p person) firestore.Query {
			return w.Collection("ratings").Where("owner", "==", p.email).OrderBy("ratedAt", firestore.Desc).Limit(100)
		}, workers},
		{"the ratings without a limit", func(w *world, _ person) firestore.Query {
			return w.Collection("ratings").OrderBy("ratedAt", firestore.Desc)
		}, nil},
		{"the colleagues", func(w *world, _ person) firestore.Query {
			return w.Collection("agents").OrderBy(firestore.DocumentID, firestore.Asc).Limit(1000)
		}, workers},
		{"who is there", func(w *world, _ person) firestore.Query {
			return w.Collection("leases").OrderBy(firestore.DocumentID, firestore.Asc).Limit(1000)
		}, workers},
	}
}

// TestWhatTheDeskAsksFor listens, as the client does.
func TestWhatTheDeskAsksFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, q := range desk() {
		for _, p := range people {
			t.Run(q.name+" by "+p.who, func(t *testing.T) {
				t.Parallel()
				snapshots := q.ask(w, p).Snapshots(p.in(t.Context()))
				defer snapshots.Stop()
				_, err := snapshots.Next()
				judge(t, err, slices.ContainsFunc(q.may, func(m person) bool { return m.token == p.token }))
			})
		}
	}
}

// TestTheDeskFollowsADocument: an action to its outcome, wherever the conversation
// went, and the configuration.
func TestTheDeskFollowsADocument(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	judge(t, asks(ana, conversation.Park, active).at(active+"/actions/mine").run(t, w), true)
	w.change(t, active, doc{
		"session":  doc{"state": "parked", "owner": "", "guests": nil},
		"customer": doc{"lastOwner": "somebody@x.example"},
	})
	for path, may := range map[string][]person{
		active + "/actions/mine":                       and(leads, ana),
		"config/current":                               workers,
		"figures/2024-03-05_sales_0":                   leads,
		"figureWeeks/own_" + ana.email + "_2024-03-04": and(leads, ana),
		"agents/" + ben.email:                          workers,
	} {
		for _, p := range people {
			snapshots := w.Doc(path).Snapshots(p.in(t.Context()))
			_, err := snapshots.Next()
			judge(t, err, slices.ContainsFunc(may, func(m person) bool { return m.token == p.token }))
			snapshots.Stop()
		}
	}
}
