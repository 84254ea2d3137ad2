package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// The tests of this file do not run beside others: they count what a page reads, and measure how long it takes.

// shelves are the queues of five hundred waiting sessions, a hundred in each.
var shelves = []string{"beers", "ciders", "juices", "meads", "wines"}

const (
	waiting  = 100 // in each queue, as many as a list holds
	held     = 200 // by one agent
	spoken   = 5000
	page     = 50 // what is read at once of messages and of sessions
	elements = 3000
	// stall is how long a page may do nothing else, in floors: what 2,000 plain lines take on this machine.
	stall = 20
)

// together is how many documents one commit writes.
const together = 500

// seed writes many documents, past everything that would look at them, and takes them away after the test: their agent
// goes, and the sessions of whoever has gone are looked after one by one. It makes few commits: the emulator takes a
// minute for 700 writes of a BulkWriter while somebody listens to the lists that they change, and half a second for these.
func (o *office) seed(n int, document func(i int) (path string, data any)) {
	o.Helper()
	o.commits(n, func(w *firestore.Transaction, i int) error {
		path, data := document(i)
		return w.Set(o.Firestore.Doc(path), data)
	})
	o.Cleanup(func() {
		o.commits(n, func(w *firestore.Transaction, i int) error {
			path, _ := document(i)
			return w.Delete(o.Firestore.Doc(path))
		})
	})
}

// commits makes n writes, together.
func (o *office) commits(n int, write func(w *firestore.Transaction, i int) error) {
	o.Helper()
	for from := 0; from < n; from += together {
		o.must(o.Firestore.RunTransaction(o.context(), func(_ context.Context, w *firestore.Transaction) error {
			for i := from; i < min(n, from+together); i++ {
				if err := write(w, i); err != nil {
					return err
				}
			}
			return nil
		}))
	}
}

// session is one of many conversations, the i-th of a queue.
func (o *office) session(queue string, i int) conversation.Conversation {
	on := o.Sides[i%len(o.Sides)] // some on each channel
	peer := channel.Peer{Channel: on.Channel, Account: on.Account, BrandAgent: on.BrandAgent, Key: fmt.Sprint(queue, i)}
	at := time.Now().Add(-time.Duration(i+1) * time.Minute)
	return conversation.Conversation{
		ID: keyring.IDs().Of(peer),
		Customer: conversation.Customer{
			Peer: peer, Context: channel.Context{DisplayName: fmt.Sprintf("Customer %d of %s", i+1, queue), Locale: "en"},
		},
		Thread: conversation.Thread{
			Preview: "What do you have?", PreviewKind: channel.Text, CreatedAt: at, LastHeardAt: at, LastCustomerAt: at,
		},
		Session: conversation.Session{
			Number: 1, State: conversation.Open, Workstream: "support", Queue: queue, Language: "en",
			OpenedAt: at, WaitingSince: at, EnqueuedAt: at,
		},
	}
}

// waits puts sessions into a queue.
func (o *office) waits(queue string, n int) {
	o.Helper()
	all := make([]conversation.Conversation, n)
	o.seed(n, func(i int) (string, any) {
		all[i] = o.session(queue, i)
		return "conversations/" + string(all[i].ID), all[i]
	})
	o.seed(n, func(i int) (string, any) {
		c := all[i]
		return fmt.Sprintf("queues/%s/items/%s", queue, c.ID), conversation.Item{
			Conversation: c.ID, Queue: queue, Rank: c.EnqueuedAt, Language: "en", Customer: c.Context.DisplayName,
			Preview: c.Preview, Kind: channel.Text, EnqueuedAt: c.EnqueuedAt,
			LateAt: c.EnqueuedAt.Add(5 * time.Minute),
		}
	})
}

// taken is one of many conversations that an agent has.
func (o *office) taken(p person, i int) conversation.Conversation {
	c := o.session("of "+p.name, i)
	c.State, c.Queue, c.Owner, c.OwnerName, c.Cost = conversation.Active, shelves[0], p.email, p.name, 1
	return c
}

// has gives an agent sessions, and gives the first of them.
func (o *office) has(p person, n int) (first conversation.Conversation) {
	o.Helper()
	o.seed(n, func(i int) (string, any) {
		c := o.taken(p, i)
		if i == 0 {
			first = c
		}
		return "conversations/" + string(c.ID), c
	})
	return first
}

// shelved fills the shelves.
func (o *office) shelved() {
	o.Helper()
	for _, queue := range shelves {
		o.waits(queue, waiting)
	}
}

// stocked fills the shelves and gives the agent who has a lot to do and may have more.
func (o *office) stocked() person {
	o.Helper()
	ana := o.hires("Ana", func(a *agent.Agent) { a.Queues = shelves })
	if doc, _ := o.Firestore.Doc("conversations/" + string(o.session("of Ana", 0).ID)).Get(o.context()); !doc.Exists() {
		o.shelved()
		o.has(ana, held)
	}
	return ana
}

func TestHundredsOfSessionsInListsStaySmoothAndCheap(t *testing.T) {
	o := newOffice(t, "wines")
	ana := o.stocked()
	page := o.sits(ana, "/", wide)
	page.lists().sees("heading", fmt.Sprint("Mine ", held))
	for _, section := range append([]string{"Mine"}, "Beers", "Ciders", "Juices", "Meads") { // folds them, to see below
		page.lists().presses("button", "/^"+section+" [0-9]+[+]?$/")
	}
	page.lists().sees("heading", "Wines 100+")
	t.Logf("opening a full desk reads %d documents, the page says %d", page.came(), page.cost())
	if got, most := page.came(), len(shelves)*waiting+held+2; got > most || got < most-2 {
		t.Errorf("opening a full desk reads %d documents, want at most %d", got, most)
	}
	page.small("a full desk")
	page.scrolls("scrolling through 700 sessions", `ui.find(['navigation', 'Conversations'])[0]`)

	idle := o.hires("Bob", func(a *agent.Agent) { a.Queues = []string{"vases"} })
	empty := o.sits(idle, "/", wide)
	empty.lists().sees("heading", "Vases 0")
	if got := empty.came(); got > 4 {
		t.Errorf("opening an empty desk reads %d documents, want its roster's entry and the configuration, each once or twice", got)
	}
}

func TestSupervisorsOfHundredsOfSessionsReadWhatTheyLookAt(t *testing.T) {
	o := newOffice(t, "wines")
	o.stocked()
	page := o.sits(o.hires("Vera", func(a *agent.Agent) { a.Role, a.Queues = agent.Supervisor, nil }), "/", wide)
	page.sees("heading", "Nothing to do right now")
	agents, leases := o.count("agents"), o.count("leases")
	alerts := 6 * len(shelves) // meanwhile it may be found that customers wait, and that nobody takes work, and how many
	page.reading("the queues' page", len(shelves)*waiting, len(shelves)*waiting+agents+leases+25+alerts, func() {
		page.turnsTo("Queues")
		for range 3 { // the emulator takes its time for so many listeners
			if err := page.Await(`ui.text(document.querySelector('main table')).includes('Wines 100+')`); err == nil {
				return
			}
		}
		page.in("table", "Queues now").of("row", "Wines").reads("100+")
	})
	page.smooth("opening a queue", func() {
		page.does(`[...document.querySelectorAll('button[aria-expanded]')].find((b) => b.innerText.includes('Wines')).click()`,
			`document.body.textContent.includes('Customer 100 of wines')`)
	})
	page.reading("the agents' page", 0, agents+leases+held+alerts, func() { // and what agents have
		page.turnsTo("Agents")
		page.of("row", "Vera").sees("button", "Details")
	})
	page.reading("the sessions' page", 50, 60+agents+leases+held+alerts, func() { // what agents have may still come
		page.turnsTo("Sessions")
		page.reads("50 shown.")
	})
	page.reading("ten pages of sessions", 450, 450+alerts, func() {
		for n := 100; n <= 500; n += 50 {
			page.does(`[...document.querySelectorAll('button')].find((b) => b.innerText === 'Load 50 more').click()`,
				fmt.Sprintf(`document.body.textContent.includes('%d shown.')`, n))
		}
	})
	page.small("500 sessions")
	page.scrolls("scrolling through 500 sessions", `document.querySelector('desk-supervise')`)
	page.reading("the figures' page", 0, len(shelves)*waiting+75+alerts, func() {
		page.turnsTo("Figures")
		page.reads("500+")
	})
}

// count is how many documents a collection has.
func (o *office) count(collection string) int {
	o.Helper()
	all, err := o.Firestore.Collection(collection).Documents(o.context()).GetAll()
	o.must(err)
	return len(all)
}

func TestAConversationOfThousandsOfMessagesStaysSmoothAndCheap(t *testing.T) {
	o := newOffice(t, "wines")
	ana := o.hires("Abe", func(a *agent.Agent) { a.Queues = []string{"vases"} })
	c := o.has(ana, 1)
	o.seed(spoken, func(i int) (string, any) {
		m := conversation.Message{
			Direction: conversation.In, Kind: channel.Text, Session: 1, Text: fmt.Sprintf("Message %d of many", i+1),
			SentAt: c.LastCustomerAt.Add(time.Duration(i-spoken) * time.Minute),
		}
		if i%3 == 0 {
			m.Direction, m.Author, m.Status = conversation.Out, conversation.Author{Email: ana.email, Name: ana.name}, channel.Read
		}
		return fmt.Sprintf("conversations/%s/messages/m%06d", c.ID, i), m
	})
	desk := o.sits(ana, "/", wide)
	desk.lists().sees("heading", "Mine 1")
	desk.reading("opening a conversation", page, page+3, func() { // three are about the conversation itself
		desk.lists().presses("link", "/^"+c.Context.DisplayName+"/")
		desk.message("Message 5000 of many").reads("Message 5000")
	})
	desk.reading("going up once", page, 4*page, func() {
		// The history may still go to its newest message when it is scrolled first.
		desk.does(`document.querySelector('.history').scrollTop = 0`,
			`(document.querySelector('.history').scrollTop = 0, document.querySelectorAll('.history li').length > 80)`)
	})
	var early, late climb
	desk.smooth("going up in what is there first", func() { early = desk.climbs(4) })
	all := early
	desk.smooth("going up to the first message", func() {
		for range 20 {
			late = desk.climbs(10)
			all.add(late)
			if late.Done {
				return
			}
		}
		t.Error("the first message never comes")
	})
	desk.message("Message 1 of many").reads("Message 1 of many")
	t.Logf("going up: %+v, the first steps of it: %+v", all, early)
	if all.Moved > 20 { // the line above it says less where the conversation begins
		t.Errorf("what was looked at moved by %.0f pixels while older messages came", all.Moved)
	}
	if all.Elements > elements {
		t.Errorf("the page had %d elements, want at most %d", all.Elements, elements)
	}
	// A page may be read twice: the newest, and one that was asked for while the history still moved.
	if got := desk.came(); got > spoken+2*page+10 {
		t.Errorf("all of a conversation reads %d documents, which has %d messages", got, spoken)
	}
	desk.smooth("coming back to the newest message", func() {
		desk.does(`document.querySelector('button.newest').click()`, `document.querySelector('.history').textContent.includes('Message 5000 of many')`)
	})
	desk.reading("typing", 0, 5, func() {
		desk.presses("textbox", "Reply to "+c.Context.DisplayName)
		desk.smooth("typing", func() { desk.types("It is all in here, I have it before me.") })
	})
}
