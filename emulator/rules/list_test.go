package rules_test

import (
	"cmp"
	"slices"
	"testing"

	"cloud.google.com/go/firestore"
)

// query is a list as a client asks for it; p is who asks.
type query struct {
	name string
	ask  func(w *world, p person) firestore.Query
	may  []person
}

func conversationsOf(w *world) firestore.Query { return w.Collection("conversations").Limit(50) }

// queries come in groups: what a client asks for, and then what differs from it in
// one thing.
func queries() []query {
	guests := func(email string) firestore.FieldPath {
		return firestore.FieldPath{"session", "guests", cmp.Or(email, "nobody")}
	}
	return []query{
		{"the own conversations", func(w *world, p person) firestore.Query {
			return conversationsOf(w).Where("session.owner", "==", p.email)
		}, workers},
		{"the own conversations, the newest first", func(w *world, p person) firestore.Query {
			return conversationsOf(w).Where("session.owner", "==", p.email).OrderBy("thread.lastCustomerAt", firestore.Desc)
		}, workers},
		{"the own conversations without a limit", func(w *world, p person) firestore.Query {
			return w.Collection("conversations").Where("session.owner", "==", p.email)
		}, nil},
		{"Ana's conversations", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.owner", "==", ana.email)
		}, and(leads, ana)},
		{"the own and Ben's conversations", func(w *world, p person) firestore.Query {
			return conversationsOf(w).Where("session.owner", "in", []string{p.email, ben.email, "nobody@x.example"})
		}, leads},
		{"everybody else's conversations", func(w *world, p person) firestore.Query {
			return conversationsOf(w).Where("session.owner", "!=", p.email)
		}, leads},
		{"the conversations that nobody has", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.owner", "==", "")
		}, leads},

		{"what oneself parked", func(w *world, p person) firestore.Query {
			return conversationsOf(w).Where("customer.lastOwner", "==", p.email).Where("session.state", "==", "parked")
		}, workers},
		{"what Lou parked", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("customer.lastOwner", "==", lou.email).Where("session.state", "==", "parked")
		}, and(leads, lou)},
		{"all that oneself ever had", func(w *world, p person) firestore.Query {
			return conversationsOf(w).Where("customer.lastOwner", "==", p.email)
		}, leads},
		{"what oneself had and is closed", func(w *world, p person) firestore.Query {
			return conversationsOf(w).Where("customer.lastOwner", "==", p.email).Where("session.state", "==", "closed")
		}, leads},

		{"what one reads along in", func(w *world, p person) firestore.Query {
			return conversationsOf(w).WherePath(guests(p.email), ">", "")
		}, workers},
		{"what Gus reads along in", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).WherePath(guests(gus.email), ">", "")
		}, and(leads, gus)},
		{"what anybody reads along in", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.guests", ">", map[string]any{})
		}, leads},

		{"the open ones of sales", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.queue", "==", "sales").Where("session.state", "==", "open")
		}, and(leads, ana, ben)},
		{"the open ones of support", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.queue", "==", "support").Where("session.state", "==", "open")
		}, and(leads, cy, gus, lou)},
		{"the open ones of sales and support", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.queue", "in", []string{"sales", "support"}).Where("session.state", "==", "open")
		}, leads},
		{"the open ones of every queue", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.state", "==", "open")
		}, leads},
		{"the active ones of sales", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.queue", "==", "sales").Where("session.state", "==", "active")
		}, leads},
		{"all of sales", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.queue", "==", "sales")
		}, leads},
		{"a queue without a name", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).Where("session.queue", "==", "").Where("session.state", "==", "open")
		}, leads},

		{"all conversations, the newest first", func(w *world, _ person) firestore.Query {
			return conversationsOf(w).OrderBy("thread.lastCustomerAt", firestore.Desc)
		}, leads},
		{"200 conversations", func(w *world, _ person) firestore.Query { return w.Collection("conversations").Limit(200) }, leads},
		{"201 conversations", func(w *world, _ person) firestore.Query { return w.Collection("conversations").Limit(201) }, nil},
		{"all conversations without a limit", func(w *world, _ person) firestore.Query { return w.Collection("conversations").Query }, nil},

		{"the messages of Ana's conversation", func(w *world, _ person) firestore.Query {
			return w.Collection(active+"/messages").Where("session", "==", 1).OrderBy("sentAt", firestore.Desc).Limit(50)
		}, and(leads, ana, gus)},
		{"the messages of all sessions of Ana's conversation", func(w *world, _ person) firestore.Query {
			return w.Collection(active+"/messages").OrderBy("sentAt", firestore.Desc).Limit(50)
		}, leads},
		{"the messages of Ana's conversation without a limit", func(w *world, _ person) firestore.Query {
			return w.Collection(active+"/messages").OrderBy("sentAt", firestore.Desc)
		}, nil},
		{"the messages of a conversation to pick", func(w *world, _ person) firestore.Query {
			return w.Collection(open+"/messages").Where("session", "==", 1).Limit(50)
		}, and(leads, ana, ben)},
		{"the messages of a parked conversation", func(w *world, _ person) firestore.Query {
			return w.Collection(parked+"/messages").Where("session", "==", 1).Limit(50)
		}, and(leads, lou)},
		{"the messages of a closed conversation", func(w *world, _ person) firestore.Query {
			return w.Collection(closed+"/messages").Where("session", "==", 1).Limit(50)
		}, and(leads, ana, ben, gus)},
		{"the messages of a conversation that does not exist", func(w *world, _ person) firestore.Query {
			return w.Collection("conversations/none/messages").Where("session", "==", 1).Limit(50)
		}, nil},
		{"the events of Ana's conversation", func(w *world, _ person) firestore.Query {
			return w.Collection(active+"/events").Where("session", "==", 1).OrderBy("seq", firestore.Asc).Limit(50)
		}, and(leads, ana, gus)},
		{"the events of Ana's conversation without a limit", func(w *world, _ person) firestore.Query {
			return w.Collection(active+"/events").OrderBy("seq", firestore.Asc)
		}, nil},
		{"the replies of Ana's conversation", func(w *world, _ person) firestore.Query {
			return w.Collection(active+"/replies").OrderBy("createdAt", firestore.Desc).Limit(50)
		}, leads},
		{"the replies of Ana's conversation that are on their way", func(w *world, _ person) firestore.Query {
			return w.Collection(active+"/replies").Where("status", "in", []string{"pending", "sending"}).Limit(50)
		}, and(leads, ana, gus)},
		{"the replies of Ana's conversation without a limit", func(w *world, _ person) firestore.Query {
			return w.Collection(active+"/replies").OrderBy("createdAt", firestore.Desc)
		}, nil},
		{"the own actions", func(w *world, p person) firestore.Query {
			return w.Collection(closed+"/actions").Where("author.email", "==", p.email).Limit(50)
		}, workers},
		{"the own actions without a limit", func(w *world, p person) firestore.Query {
			return w.Collection(closed+"/actions").Where("author.email", "==", p.email)
		}, nil},
		{"everybody's actions", func(w *world, _ person) firestore.Query {
			return w.Collection(active + "/actions").Limit(50)
		}, leads},

		{"the items of sales by rank", func(w *world, _ person) firestore.Query {
			return w.Collection("queues/sales/items").OrderBy("rank", firestore.Asc).Limit(50)
		}, and(leads, ana, ben)},
		{"the items of support by rank", func(w *world, _ person) firestore.Query {
			return w.Collection("queues/support/items").OrderBy("rank", firestore.Asc).Limit(50)
		}, and(leads, cy, gus, lou)},
		{"the items of sales without a limit", func(w *world, _ person) firestore.Query {
			return w.Collection("queues/sales/items").OrderBy("rank", firestore.Asc)
		}, nil},

		{"the roster", func(w *world, _ person) firestore.Query { return w.Collection("agents").Limit(1000) }, workers},
		{"more of the roster", func(w *world, _ person) firestore.Query { return w.Collection("agents").Limit(1001) }, nil},
		{"the roster without a limit", func(w *world, _ person) firestore.Query { return w.Collection("agents").Query }, nil},
		{"the leases", func(w *world, _ person) firestore.Query { return w.Collection("leases").Limit(1000) }, workers},
		{"the leases without a limit", func(w *world, _ person) firestore.Query { return w.Collection("leases").Query }, nil},
		{"the versions of the configuration", func(w *world, _ person) firestore.Query {
			return w.Collection("configs").OrderBy("usedAt", firestore.Desc).Limit(10)
		}, leads},
		{"the versions of the configuration without a limit", func(w *world, _ person) firestore.Query {
			return w.Collection("configs").OrderBy("usedAt", firestore.Desc)
		}, nil},
		{"the customers", func(w *world, _ person) firestore.Query { return w.Collection("customers").Limit(10) }, nil},

		{"the collection config", func(w *world, _ person) firestore.Query { return w.Collection("config").Limit(1) }, nil},
		{"the queues", func(w *world, _ person) firestore.Query { return w.Collection("queues").Limit(1) }, nil},
		{"a collection that has no rule", func(w *world, _ person) firestore.Query { return w.Collection("secrets").Limit(1) }, nil},
		{"the messages of all conversations at once", func(w *world, _ person) firestore.Query {
			return w.CollectionGroup("messages").Limit(1)
		}, nil},
		{"the own actions of all conversations at once", func(w *world, p person) firestore.Query {
			return w.CollectionGroup("actions").Where("author.email", "==", p.email).Limit(1)
		}, nil},
		{"the items of all queues at once", func(w *world, _ person) firestore.Query {
			return w.CollectionGroup("items").Where("queue", "==", "sales").Limit(1)
		}, nil},
		{"the own conversations as a collection group", func(w *world, p person) firestore.Query {
			return w.CollectionGroup("conversations").Where("session.owner", "==", p.email).Limit(1)
		}, nil},
	}
}

func TestWhoMayAskWhichQuery(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, q := range queries() {
		for _, p := range people {
			t.Run(q.name+" by "+p.who, func(t *testing.T) {
				t.Parallel()
				_, err := q.ask(w, p).Documents(p.in(t.Context())).GetAll()
				judge(t, err, slices.ContainsFunc(q.may, func(m person) bool { return m.token == p.token }))
			})
		}
	}
}
