package e2e

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestASupervisorChangesAnAgentsDay: presence, queues and capacity, which the agent is told of, and gets back.
func TestASupervisorChangesAnAgentsDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "inks")
	vera, ben := o.hires("Vera", supervises), o.hires("Ben")
	desk := o.sits(ben, "/", wide)
	desk.becomes("Available")
	page := o.sits(vera, "/supervise/agents", wide)
	page.presses("searchbox", "Search")
	page.types(ben.email)
	row := page.of("row", ben.email)
	row.reads("Available")
	row.presses("button", "Today…")
	dialog := page.in("dialog", "Ben today")
	dialog.presses("checkbox", "Inks")
	dialog.presses("checkbox", "Corks")
	page.fills(dialog, "Capacity", "2000")
	dialog.presses("button", "Save")
	dialog.reads("The capacity is a whole number from 0 to 1,000.")
	page.fills(dialog, "Capacity", "1")
	dialog.chooses("Presence", "Away")
	page.accessible("the question what an agent does today")
	page.pictured("today")
	dialog.presses("button", "Save")
	page.reads("Ben: changed for today.")
	row.reads("for today")
	row.reads("by Vera; usually Inks, capacity 5")
	row.reads("set by Vera")
	page.accessible("an agent who is lent")
	page.pictured("agents-lent")

	desk.reads("Vera set you to “Away”.")
	desk.reads("Vera changed your queues or capacity until")
	o.agentIs(ben, "lent", func(a agent.Agent) bool {
		return a.Presence == agent.Away && a.Capacity == 1 && len(a.Queues) == 1 && a.Queues[0] == "corks" && a.Today != nil && a.Shown == agent.Away
	})
	desk.lists().sees("heading", "Corks 0") // what is in force is what the agent reads
	desk.lists().misses("heading", "Inks 0")
	desk.becomes("Busy")
	desk.doesNotRead("Vera set you")

	row.presses("button", "Details")
	page.in("dialog", "Ben").reads("For today")
	page.in("dialog", "Ben").presses("button", "Close")
	row.presses("button", "Today…")
	dialog.presses("checkbox", "As the roster says again")
	dialog.presses("button", "Save")
	row.doesNotRead("for today")
	desk.doesNotRead("Vera changed your queues")
	o.agentIs(ben, "back", func(a agent.Agent) bool {
		return a.Capacity == 5 && len(a.Queues) == 1 && a.Queues[0] == "inks" && a.Today == nil
	})
}

// fills writes a number into a field.
func (s *seat) fills(in scope, name, number string) {
	s.Helper()
	in.presses("spinbutton", name)
	s.must(browser.Void(s.Page, `document.activeElement.select()`))
	s.types(number)
}

// agentIs waits until an agent is as done wants it.
func (o *office) agentIs(p person, what string, done func(agent.Agent) bool) {
	o.Helper()
	o.until("agents/"+p.email, func(doc *firestore.DocumentSnapshot) bool {
		var a agent.Agent
		return doc.DataTo(&a) == nil && done(a)
	}, func() string { return what })
}

// TestSinceWhenSomebodyIsThereOutlastsAReload, which is what adherence is told by.
func TestSinceWhenSomebodyIsThereOutlastsAReload(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "corks")
	zoe := o.hires("Zoe", func(a *agent.Agent) { a.Queues = nil })
	desk := o.sits(zoe, "/", wide)
	desk.becomes("Busy")
	var since time.Time
	o.agentIs(zoe, "shown as busy", func(a agent.Agent) bool {
		since = a.ShownAt
		return a.Shown == agent.Busy && !a.ShownAt.IsZero()
	})
	lease := func(done func(until time.Time) bool) {
		o.until("leases/"+zoe.email, func(doc *firestore.DocumentSnapshot) bool {
			var l agent.Lease
			return doc.DataTo(&l) == nil && done(l.Until)
		})
	}
	var before time.Time
	lease(func(until time.Time) bool { before = until; return !until.IsZero() })
	desk.must(desk.Do(chromedp.Reload()))
	lease(func(until time.Time) bool { return until.After(before) }) // the page that was loaded again is there
	o.agentIs(zoe, "shown since the same instant", func(a agent.Agent) bool { return a.ShownAt.Equal(since) })
}

// TestASupervisorDoesOneThingWithSeveral: assigns, tags and closes, and finds afterwards what was closed.
func TestASupervisorDoesOneThingWithSeveral(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "jars")
	vera, ben := o.hires("Vera", supervises), o.hires("Jarvis")
	o.must(o.at(ben).Come(o.context(), "away", inTwoMinutes()))
	dana, eli := o.customer("Dana"), o.customer("Eli")
	dana.writes("The teapot is broken")
	eli.writes("Where is my parcel?")
	page := o.sits(vera, "/supervise/sessions", wide)
	page.chooses("Queue", "Jars")
	page.of("row", "Dana").reads("Waiting")
	page.of("row", "Eli").presses("checkbox", "Choose Eli")
	page.reads("1 chosen.")
	page.chord(kb.ArrowDown, chromedp.ModifierShift) // Dana wrote earlier
	page.reads("2 chosen.")
	page.chord(kb.ArrowUp, chromedp.ModifierShift)
	page.reads("1 chosen.")
	page.presses("checkbox", "/^Choose all 2 shown/")
	page.reads("2 chosen.")
	page.accessible("sessions that are chosen")
	page.presses("button", "Assign…")
	dialog := page.in("dialog", "Assign 2 sessions")
	page.await(`[...document.querySelectorAll('dialog option')].some((o) => o.label === 'Jarvis')`)
	dialog.chooses("Agent", "Jarvis")
	page.accessible("the question to whom several are assigned")
	dialog.presses("button", "Assign 2 sessions")
	page.reads("2 sessions – done.")
	for _, c := range []*client{dana, eli} {
		c.state(conversation.Active, ben.email)
	}

	page.of("row", "Dana").presses("checkbox", "Choose Dana")
	page.presses("button", "Tag…")
	page.in("dialog", "Tag one session").chooses("Tag", "Present")
	page.in("dialog", "Tag one session").presses("button", "Tag one session")
	page.of("row", "Dana").reads("Present")

	page.presses("checkbox", "/^Choose all 2 shown/")
	page.presses("button", "/^Close…$/")
	dialog = page.in("dialog", "Close 2 sessions")
	dialog.presses("button", "Close 2 sessions")
	dialog.reads("Say why: it is kept with each session.")
	dialog.writes("Reason, for all of them", "They are the same person")
	page.pictured("bulk-close")
	dialog.presses("button", "Close 2 sessions")
	page.reads("No session matches.")
	for _, c := range []*client{dana, eli} {
		c.state(conversation.Closed, "")
	}
	page.findsWhatWasClosed(ben)
}

// findsWhatWasClosed answers what Ben closed today, by filters that combine, are kept and shared.
func (s *seat) findsWhatWasClosed(ben person) {
	s.Helper()
	s.chooses("State", "Closed")
	s.tabsTo("combobox", "Agent") // which has the agents read
	s.await(`[...document.querySelectorAll('option')].some((o) => o.label === 'Jarvis')`)
	s.chooses("Agent", ben.name)
	s.chooses("Closed when", "Today")
	s.of("row", "Dana").reads(ben.name)
	s.of("row", "Eli").reads(ben.name)
	s.reads("2 sessions. 2 documents read.")
	s.accessible("the sessions that are over")
	s.pictured("sessions-closed")
	s.of("row", "Eli").presses("checkbox", "Choose Eli")
	s.presses("button", "Tag…")
	s.in("dialog", "Tag one session").chooses("Tag", "Present")
	s.in("dialog", "Tag one session").presses("button", "Tag one session")
	s.of("row", "Eli").reads("Present")
	s.of("row", "Eli").presses("checkbox", "Choose Eli")
	s.presses("button", "Tag…")
	s.in("dialog", "Tag one session").chooses("Tag", "Present")
	s.in("dialog", "Tag one session").presses("radio", "/^Remove/")
	s.in("dialog", "Tag one session").presses("button", "Tag one session")
	s.of("row", "Eli").doesNotRead("Present")
	s.presses("button", "Save view…")
	s.in("dialog", "Save view").writes("Name of the view", "What Ben closed")
	s.in("dialog", "Save view").presses("button", "Save view")
	s.reads("The view “What Ben closed” is saved.")

	s.chooses("Tag", "Present")
	s.misses("link", "Eli")
	s.sees("link", "Dana")
	s.presses("searchbox", "Name, words or number")
	s.types("teapots\r")
	s.reads("No session matches.")
	s.must(browser.Void(s.Page, `document.activeElement.select()`))
	s.types("teapot\r")
	s.sees("link", "Dana")
	s.await(`!location.href.includes('teapot') && location.hash.includes('tag=gift')`)

	s.must(s.Do(chromedp.Reload()))
	s.sees("link", "Dana")
	s.misses("link", "Eli")
	s.chooses("Saved views", "What Ben closed")
	s.sees("link", "Eli")
	s.in("main", "").presses("link", "Eli")
	s.message("Where is my parcel?").reads("Where is my parcel?")
}

// TestTheWall is read from across a room, names no customer and asks for nothing.
func TestTheWall(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "kegs")
	vera, kai := o.hires("Vera", supervises), o.hires("Kai")
	o.must(o.at(kai).Come(o.context(), "away", inTwoMinutes()))
	gwen := o.customer("Gwendolyn")
	gwen.writes("Are the lids included?")
	page := o.sits(vera, "/supervise/queues", wide)
	page.presses("link", "Wall view")
	tile := page.in("list", "Queues").of("listitem", "Kegs")
	tile.reads("waiting")
	tile.reads("under 1 min")
	page.in("list", "Queues").of("listitem", "Inks").reads("Closed, opens")
	page.in("list", "Agents").reads("Kai")
	page.doesNotRead("Gwendolyn")
	page.doesNotRead("lids")
	page.misses("button", "")
	page.accessible("the wall")
	for _, v := range []browser.View{dark(wide), dark(browser.View{Width: 2560, Height: 1440})} {
		page.looks(v)
		page.await(`document.documentElement.scrollWidth <= innerWidth`)
		page.await(`parseFloat(getComputedStyle(document.querySelector('.wall .big')).fontSize) >= 50`)
		if looks := os.Getenv("LOOKS"); looks != "" {
			page.must(page.Screenshot(filepath.Join(looks, "wall-"+map[int64]string{1440: "1440", 2560: "2560"}[v.Width]+".png")))
		}
	}
	page.presses("link", "Back to the desk")
	page.sees("table", "Queues now")
	o.must(o.at(vera).Do(o.context(), gwen.id, conversation.Action{Kind: conversation.Close, Text: "A test."}))
	gwen.state(conversation.Closed, "")
	agent := o.sits(kai, "/wall", wide)
	agent.lists().sees("heading", "Kegs 0") // for supervisors only
}

// TestASupervisorsNoteIsHeardByWhoeverHasTheSession, without an @.
func TestASupervisorsNoteIsHeardByWhoeverHasTheSession(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "lids")
	vera, liv := o.hires("Vera", supervises), o.hires("Liv", func(a *agent.Agent) { a.Queues = nil })
	o.must(o.at(liv).Come(o.context(), "busy", inTwoMinutes()))
	ida := o.customer("Ida")
	ida.writes("I am furious")
	ida.state(conversation.Open, "")
	o.must(o.at(vera).Do(o.context(), ida.id, conversation.Action{Kind: conversation.Assign, Agent: liv.email}))
	ida.state(conversation.Active, liv.email)
	desk := o.sits(liv, "/search", wide)
	desk.sees("heading", "Search")
	o.must(o.at(vera).Do(o.context(), ida.id, conversation.Action{Kind: conversation.WriteNote, Text: "Offer a refund"}))
	desk.sees("link", "/1 new/")
	desk.presses("link", "/1 new/")
	desk.in("main", "").reads("Vera")
	desk.in("main", "").reads("Ida")
	o.must(o.at(vera).Do(o.context(), ida.id, conversation.Action{Kind: conversation.Close, Text: "A test."}))
	ida.state(conversation.Closed, "")
}
