package rules_test

import (
	"context"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/alert"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// person is somebody who asks.
type person struct {
	who   string
	email string
	token string
}

func signedIn(who, email string) person {
	return person{who, email, rules.Token(email, true)}
}

func (p person) in(ctx context.Context) context.Context { return rules.As(ctx, p.token) }

// author is how the person signs what the person writes.
func (p person) author() doc {
	return doc{"email": p.email, "name": everybody()[p.email].Name(), "bot": false}
}

// The people. Ana has conversations in the queue sales, which Ben serves, too. Gus
// reads along in one, Lou parked one; they serve the queue support, as Cy does.
var (
	nobody     = person{who: "somebody who is not signed in"}
	unverified = person{"somebody who claims Ana's address", "ana@x.example", rules.Token("ana@x.example", false)}
	pretender  = person{"somebody who claims the admin's address", "ada@x.example", rules.Token("ada@x.example", false)}
	shouting   = signedIn("somebody with Ana's address in capitals", "Ana@X.example")
	stranger   = signedIn("somebody who is not on the roster", "zoe@x.example")
	former     = signedIn("somebody who was on the roster", "rob@x.example")
	suspended  = signedIn("somebody who is suspended", "kim@x.example")
	inventor   = signedIn("somebody whose role does not exist", "ivo@x.example")
	ana        = signedIn("the owner", "ana@x.example")
	ben        = signedIn("an agent of the queue", "ben@x.example")
	cy         = signedIn("an agent of another queue", "cy@x.example")
	gus        = signedIn("the guest", "gus@x.example")
	lou        = signedIn("who parked it", "lou@x.example")
	dan        = signedIn("an agent of no queue", "dan@x.example")
	sue        = signedIn("a supervisor", "sue@x.example")
	ada        = signedIn("an admin", "ada@x.example")

	people  = []person{nobody, unverified, pretender, shouting, stranger, former, suspended, inventor, ana, ben, cy, gus, lou, dan, sue, ada}
	workers = []person{ana, ben, cy, gus, lou, dan, sue, ada}
	leads   = []person{sue, ada}
)

func and(some []person, more ...person) []person { return slices.Concat(some, more) }

func everybody() map[string]agent.Agent {
	of := func(email, name string, role agent.Role, queues ...string) agent.Agent {
		return agent.Agent{
			Email: email, DisplayName: name, Role: role, Queues: append([]string{}, queues...), Capacity: 3, Skills: map[string]int64{"french": 5},
			Languages: []string{"fr"}, Presence: agent.Busy, Used: 1, Missed: 1, Free: 2, Lanes: []string{"@" + email}, AwayBy: reason.New("agent.missedOffers", reason.Args{"missed": 2}),
			LastAssignedAt: ago(time.Hour), LastReleasedAt: ago(time.Hour),
		}
	}
	return map[string]agent.Agent{
		ana.email: of(ana.email, "Ana", agent.Plain, "sales"),
		ben.email: of(ben.email, "Ben", agent.Plain, "sales"),
		cy.email:  of(cy.email, "Cy", agent.Plain, "support"),
		gus.email: of(gus.email, "Gus", agent.Plain, "support"),
		lou.email: of(lou.email, "Lou", agent.Plain, "support"),
		dan.email: of(dan.email, "Dan", agent.Plain),
		sue.email: of(sue.email, "Sue", agent.Supervisor),
		ada.email: of(ada.email, "Ada", agent.Admin),
		// An entry of which only what functions write is left.
		former.email:    {Used: -1, Free: 1},
		suspended.email: of(suspended.email, "Kim", agent.None, "sales", "support"),
		inventor.email:  of(inventor.email, "Ivo", "owner", "sales", "support"),
	}
}

// Conversations by what they are.
const (
	open      = "conversations/open"
	elsewhere = "conversations/elsewhere"
	offered   = "conversations/offered"
	active    = "conversations/active"
	wrapUp    = "conversations/wrap-up"
	parked    = "conversations/parked"
	closed    = "conversations/closed"
	// masked is like active, in a queue that masks numbers.
	masked = "conversations/masked"
)

func conversations() map[string]conversation.Conversation {
	at := time.Date(2024, 3, 5, 12, 0, 0, 0, time.UTC)
	of := func(state conversation.State, queue, owner, last string) conversation.Conversation {
		return conversation.Conversation{
			Customer: conversation.Customer{
				Peer: channel.Peer{Channel: businessmessages.Name, Account: "acme", Key: "customer"}, LastOwner: last,
			},
			Thread: conversation.Thread{LastCustomerAt: at},
			Session: conversation.Session{
				Number: 1, State: state, Queue: queue, Owner: owner, History: configuration.HistoryQueues,
			},
		}
	}
	all := map[string]conversation.Conversation{
		open:      of(conversation.Open, "sales", "", ""),
		elsewhere: of(conversation.Open, "support", "", ""),
		offered:   of(conversation.Offered, "sales", ana.email, ""),
		active:    of(conversation.Active, "sales", ana.email, ana.email),
		wrapUp:    of(conversation.WrapUp, "sales", ana.email, ana.email),
		parked:    of(conversation.Parked, "sales", "", lou.email),
		closed:    of(conversation.Closed, "sales", "", lou.email),
	}
	// Lou was the last who had it, and only Gus worked on the session that closed.
	over := all[closed]
	over.Tally.Agents = []string{gus.email}
	all[closed] = over
	c := all[active]
	c.Guests = map[string]string{gus.email: "Gus"}
	all[active] = c
	c.Masked = true
	all[masked] = c
	return all
}

// everything is the documents of a world by path, as functions write them.
func everything() map[string]any {
	now := time.Now()
	all := map[string]any{
		"config/current": doc{"version": "v1", "routing": "{}"}, "config/draft": doc{"routing": "{}"},
		"configs/v1":                doc{"routing": "{}", "usedAt": now},
		"customers/k1":              doc{"notes": "likes tea"},
		"queues/sales":              doc{"displayName": "Sales"},
		"secrets/key":               doc{"value": "s3cr3t"},
		"quickReplies/" + ana.email: agent.QuickReplies{Replies: map[string]string{"hello": "Good morning!"}},
		"settings/tag_recall": configuration.Setting{
			Kind: configuration.SetTag, Of: "recall", Texts: map[string]string{"en": "Recall"}, By: sue.email, Name: "Sue", At: now, Until: now.AddDate(1, 0, 0),
		},
		"quickReplies/shared":          agent.QuickReplies{Replies: map[string]string{"hello": "Good morning!"}},
		"savedViews/" + sue.email:      agent.SavedViews{Views: map[string]string{"late": "state=open"}},
		"quickPictures/" + ana.email:   agent.QuickPictures{Pictures: map[string]string{"hello": "/9j/"}},
		"quickPictures/shared":         agent.QuickPictures{Pictures: map[string]string{"hello": "/9j/"}},
		"figures/2024-03-05_sales_0":   conversation.Figures{Date: "2024-03-05", Queue: "sales", Shard: "0", Measures: conversation.Measures{Opened: 1}},
		"figureWeeks/agent_2024-03-04": conversation.Week{Week: "2024-03-04", Dimension: conversation.ByAgent},
		"figureWeeks/own_" + ana.email + "_2024-03-04": conversation.Week{
			Week: "2024-03-04", Dimension: conversation.ByOwn, Agent: ana.email,
		},
		"alerts/waiting_sales":           alert.Alert{Cause: alert.Cause{Kind: alert.Waiting, Queue: "sales", Since: now}, Open: true, RaisedAt: now, Seen: map[string]string{}},
		"ratings/active_1":               conversation.Rating{Conversation: "active", Session: 1, Rating: 2, Owner: ana.email, Queue: "sales", RatedAt: now},
		"queues/sales/items/open":        conversation.Item{Conversation: "open", Queue: "sales", Rank: now},
		"queues/support/items/elsewhere": conversation.Item{Conversation: "elsewhere", Queue: "support", Rank: now},
	}
	all["closedSessions/1_closed_1"] = conversation.ClosedSession{
		Conversation: "closed", Session: 1, Queue: "sales", ForQueue: true, Agents: map[string]bool{gus.email: true}, Keys: []string{"ref", "#12"},
	}
	for email, a := range everybody() {
		all["agents/"+email] = a
		if email != dan.email { // who has not come yet
			all["leases/"+email] = agent.Lease{Until: now}
		}
		all["agents/"+email+"/notes/n1"] = doc{"text": "hello"}
	}
	author := conversation.Author{Email: ana.email, Name: "Ana"}
	for path, c := range conversations() {
		all[path] = c
		all[path+"/private/peer"] = conversation.Private{Key: "+33612345612"}
		all[path+"/private/notes"] = doc{"text": "hello"}
		all[path+"/messages/m1"] = conversation.Message{Direction: conversation.In, Kind: channel.Text, Session: 1, Queue: c.Queue, Text: "Hello", SentAt: now}
		all[path+"/events/000000000001"] = conversation.Event{Seq: 1, Session: 1, Queue: c.Queue, At: now}
		all[path+"/replies/r0"] = conversation.Reply{Author: author, Status: channel.Sent, Session: 1, Queue: c.Queue, CreatedAt: now}
		all[path+"/actions/a0"] = conversation.Action{
			Kind: conversation.Pick, Author: author, Status: conversation.ActionDone, CreatedAt: now,
		}
		all[path+"/actions/a1"] = conversation.Action{
			Kind: conversation.WriteNote, Author: conversation.Author{Email: "zoe@x.example"}, Text: "hello", Status: conversation.ActionDone, CreatedAt: now,
		}
		// Who may look into it has done so a moment ago.
		for _, p := range []person{sue, ada, ana, ben} {
			all[path+"/readings/"+p.email] = reading(p, now)
		}
		all[path+"/sessions/000000000001"] = conversation.Session{Number: 1, Queue: c.Queue}
	}
	return all
}
