package e2e

import (
	"fmt"
	"net/http"
	"testing"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// supervises and administers are changes to an entry of the roster.
func supervises(a *agent.Agent)  { a.Role = agent.Supervisor }
func administers(a *agent.Agent) { a.Role = agent.Admin }

func TestASupervisorsDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "toys")
	vera, ana, ben := o.hires("Vera", supervises), o.hires("Ana"), o.hires("Ben")
	for _, p := range []person{ana, ben} {
		o.must(o.at(p).Come(o.context(), "away", inTwoMinutes()))
	}
	page := o.sits(vera, "/supervise/queues", wide)
	for _, dana := range o.customersOfAll() {
		page.supervises(dana, ana, ben)
	}
	for _, eli := range o.customersOfAll() {
		o.serves(ben, eli)
	}
	page.turnsTo("Figures")
	figures := page.in("table", "By queue").of("row", "Toys")
	figures.reads("100% kept")
	page.await(figures.read() + `[0].startsWith('Toys 4 4 0 ')`) // opened, taken, abandoned
	page.await(figures.read() + `[0].includes(' 5 of 5 2 ratings')`)
	page.turnsTo("Ratings")
	page.chooses("Queue", "Toys")
	page.chooses("Rating", "5 of 5")
	ratings := page.in("table", "Ratings")
	ratings.reads("5 of 5")
	ratings.reads("Ben")
	page.await(ratings.read() + `[0].split('5 of 5').length === 3`) // one on each channel
	page.accessible("the ratings")
	page.chooses("Rating", "1 of 5")
	page.reads("No customer has rated a session that fits.")
}

// supervises looks after a session that one agent gets and another takes over.
func (s *seat) supervises(dana *client, ana, ben person) {
	s.Helper()
	s.turnsTo("Queues")
	dana.writes("Is there a red one?")
	s.assigns(dana, ana)

	s.turnsTo("Agents")
	s.holds(ana, dana)
	s.readsAlong(dana, ana)

	s.turnsTo("Sessions")
	s.chooses("State", "All that are open")
	s.chooses("Queue", "Toys")
	row := s.of("row", dana.name)
	row.reads("Active")
	row.reads("Ana")
	s.passesOn(dana, ben)
	row.reads("Ben")
	s.closes(dana)
	s.chooses("State", "Closed")
	row.reads("Ben")
	s.reads("read.") // how many documents
	s.must(s.at(ben).Come(s.context(), "away", inTwoMinutes()))
}

// turnsTo goes to a page of the supervisors'.
func (s *seat) turnsTo(name string) {
	s.Helper()
	s.in("navigation", "Pages").presses("link", name)
}

// chosen is an agent who is looked for by the address, and chosen.
func (c scope) chosen(p person) {
	c.seat.Helper()
	c.presses("searchbox", "Find an agent")
	c.seat.types(p.email)
	c.presses("radio", "/^"+p.name+"/")
}

// assigns finds a conversation among those that wait and gives it to an agent.
func (s *seat) assigns(c *client, p person) {
	s.Helper()
	queue := s.in("table", "Queues now").of("row", "Toys")
	s.await(queue.read() + `.some((t) => t.trim().startsWith('Toys 1 '))`)
	queue.presses("button", "/Toys$/")
	s.in("list", "Waiting in Toys").of("listitem", c.name).presses("button", "Assign…")
	dialog := s.in("dialog", "Assign: "+c.name)
	dialog.chosen(p)
	dialog.presses("button", "Assign")
	s.reads("Assign: " + c.name + " – done.")
	c.state(conversation.Active, p.email)
	s.await(queue.read() + `.some((t) => t.trim().startsWith('Toys 0 '))`)
}

// holds looks at what an agent has.
func (s *seat) holds(p person, c *client) {
	s.Helper()
	entry := s.of("row", p.email)
	entry.reads("1 of 5")
	entry.presses("button", "Details")
	dialog := s.in("dialog", p.name)
	dialog.sees("heading", "Sessions (1)")
	dialog.presses("link", c.name)
}

// readsAlong reads what others write to each other, and notes something for colleagues only.
func (s *seat) readsAlong(c *client, owner person) {
	s.Helper()
	s.message("Is there a red one?").reads("Is there a red one?")
	s.must(s.at(owner).Reply(s.context(), c.id, uuid.NewString(), "There is."))
	s.message("There is.").reads(owner.name)
	s.presses("textbox", "Note for colleagues")
	s.types("Offer the blue one, too.\r")
	s.message("Offer the blue one, too.").reads("Note")
	c.wasTold("There is.")
}

// passesOn transfers a session from the list of all, which the agent takes.
func (s *seat) passesOn(c *client, p person) {
	s.Helper()
	s.must(s.at(p).Come(s.context(), "available", inTwoMinutes()))
	s.of("row", c.name).presses("button", "Transfer…")
	dialog := s.in("dialog", "Transfer: "+c.name)
	dialog.presses("button", "To an agent")
	dialog.chosen(p)
	dialog.presses("button", "Transfer")
	c.state(conversation.Offered, p.email)
	s.must(s.at(p).Act(s.context(), c.id, conversation.Accept))
	c.state(conversation.Active, p.email)
}

// closes ends a session without a word to the customer.
func (s *seat) closes(c *client) {
	s.Helper()
	s.of("row", c.name).presses("button", "Close…")
	dialog := s.in("dialog", "Close: "+c.name)
	dialog.writes("Why (colleagues will see it)", "somebody's joke")
	dialog.presses("button", "Close")
	c.state(conversation.Closed, "")
}

// serves has an agent do a whole session past the browser, which the customer likes.
func (o *office) serves(p person, c *client) {
	at := o.at(p)
	o.must(at.Come(o.context(), "available", inTwoMinutes()))
	c.writes("Do you wrap presents?")
	c.state(conversation.Offered, p.email)
	o.must(at.Act(o.context(), c.id, conversation.Accept))
	o.must(at.Reply(o.context(), c.id, uuid.NewString(), "Of course."))
	c.gets("Of course.")
	o.must(at.Act(o.context(), c.id, conversation.End))
	c.likesIt()
	o.must(at.Act(o.context(), c.id, conversation.Close))
	c.state(conversation.Closed, "")
}

// TestWhoeverIsTakenOffTheRosterIsOutAtOnceAndKeepsNothing: first suspended, which gives
// what they have to a colleague, and then removed.
func TestWhoeverIsTakenOffTheRosterIsOutAtOnceAndKeepsNothing(t *testing.T) {
	t.Parallel()
	o := newSignInOffice(newOffice(t, "paint"))
	page := o.sits(o.hires("Ada", administers), "/supervise/agents", wide)
	zoe := page.enrols("Zoe")
	desk := o.signsIn(zoe, "/")
	desk.becomes("Available")
	dana := o.customer("Dana")
	dana.writes("Keep this between us")
	desk.accepts(dana)
	desk.presses("textbox", "Reply to Dana")
	desk.types("Not sent yet")
	desk.keeps("Not sent yet")
	token, err := o.WithPassword(o.context(), zoe.email, password)
	o.must(err)

	ben := o.hires("Ben")
	o.must(o.at(ben).Come(o.context(), "available", inTwoMinutes()))
	page.presses("searchbox", "Search") // of a long roster only what is near is drawn
	page.types(zoe.email)
	page.of("row", zoe.email).presses("button", "Details")
	page.in("dialog", "Zoe").presses("button", "Suspend…")
	page.in("dialog", "Suspend Zoe?").writes("Reason", "Stolen phone")
	page.pictured("roster-suspend")
	page.in("dialog", "Suspend Zoe?").presses("button", "Suspend")
	page.reads("Zoe is suspended.")
	page.of("row", zoe.email).reads("Suspended")
	page.pictured("roster-suspended")
	dana.state(conversation.Offered, ben.email) // and nobody waited for a lease to end
	desk.sees("heading", "Sign in")
	desk.reads("You were signed out because you are not on the roster any more, or suspended.")
	desk.isWiped("Dana", "Keep this between us", "Not sent yet")
	for _, path := range []string{"config/current", "queues/paint/items?pageSize=1", "conversations/" + string(dana.id)} {
		if got := o.asks(token, path); got != http.StatusForbidden {
			t.Errorf("%s gives %d to whoever is not on the roster any more", path, got)
		}
	}
	desk.enters(zoe.email, password)
	desk.sees("heading", "You are not on the roster")
	desk.isWiped("Dana", "Keep this between us", "Not sent yet")
	desk.accessible("the page of whoever is not on the roster")

	page.of("row", zoe.email).presses("button", "Details")
	page.in("dialog", "Zoe").reads("Stolen phone")
	page.in("dialog", "Zoe").reads("Role: Agent → Suspended")
	page.accessible("the history of an entry")
	page.pictured("roster-history")
	page.in("dialog", "Zoe").presses("button", "Edit…")
	page.in("dialog", "Edit Zoe").chooses("Role", "Agent")
	page.in("dialog", "Edit Zoe").presses("button", "Save")
	page.in("dialog", "Edit Zoe").reads("a role that changes") // needs a reason
	page.pictured("roster-edit")
	page.in("dialog", "Edit Zoe").presses("button", "Cancel")
	page.of("row", zoe.email).presses("button", "Details")
	page.in("dialog", "Zoe").presses("button", "Remove…")
	page.in("dialog", "Remove Zoe from the roster?").writes("Reason", "Left us")
	page.in("dialog", "Remove Zoe from the roster?").presses("button", "Remove")
	page.reads("Zoe was removed.")
	page.until("agents/"+zoe.email, func(doc *firestore.DocumentSnapshot) bool { return !doc.Exists() })
}

// enrols enters somebody on the roster.
func (s *seat) enrols(name string) person {
	s.Helper()
	p := person{name: name, email: "zoe." + s.department + "@store.example"}
	s.presses("button", "Add an agent")
	form := s.in("dialog", "Add an agent")
	form.presses("button", "Save")
	form.reads("This is missing.")
	form.writes("Address", p.email)
	form.writes("Name", p.name)
	form.presses("checkbox", "Paint")
	form.presses("button", "Save")
	s.reads(name + " is on the roster.")
	s.until("agents/"+p.email, func(doc *firestore.DocumentSnapshot) bool {
		return doc.Exists() && doc.Data()["role"] == "agent" && doc.Data()["capacity"] == int64(3)
	})
	return p
}

func TestEveryPageOfASupervisorCanBeUsedWithAssistiveTechnology(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "ovens")
	ada, ana := o.hires("Ada", administers), o.hires("Ana")
	dana := o.customer("Dana")
	dana.writes("Does it heat quickly?")
	page := o.sits(ada, "/supervise/queues", wide)
	page.in("table", "Queues now").presses("button", "/Ovens$/")
	waiting := page.in("list", "Waiting in Ovens")
	waiting.sees("link", "Dana")
	page.accessible("the queues")
	waiting.presses("button", "Priority…")
	page.shows("Priority: Dana")
	for i := range 12 { // nobody is there, and they are too many to be seen without scrolling
		o.hires(fmt.Sprintf("Colleague%d", i+1))
	}
	waiting.presses("button", "Assign…")
	page.in("dialog", "Assign: Dana").presses("searchbox", "Find an agent")
	page.types(o.department + "@")
	page.in("dialog", "Assign: Dana").sees("radio", "/^Colleague12/")
	page.await(`document.querySelectorAll('[name="agent"]:enabled').length === 0`)
	page.shows("Assign: Dana")

	page.turnsTo("Agents")
	page.sees("row", "")
	page.accessible("the agents")
	page.of("row", ana.email).presses("button", "Details")
	page.in("dialog", "Ana").presses("button", "Remove…")
	page.shows("Remove Ana from the roster?")
	page.presses("button", "Add an agent")
	page.in("dialog", "Add an agent").presses("button", "Add a skill")
	page.in("dialog", "Add an agent").presses("button", "Save")
	page.reads("This is missing.")
	page.shows("Add an agent")

	o.must(o.at(ana).Come(o.context(), "away", inTwoMinutes()))
	vera := desk.SignIn(o.Clients, conversation.Author{Email: "vera@store.example", Name: "Vera"})
	o.must(vera.Do(o.context(), dana.id, conversation.Action{Kind: conversation.Assign, Agent: ana.email}))
	page.turnsTo("Sessions")
	page.chooses("Queue", "Ovens")
	row := page.of("row", "Dana")
	row.reads("Active")
	page.accessible("the sessions")
	row.presses("button", "Close…")
	page.shows("Close: Dana")

	page.turnsTo("Figures")
	page.in("table", "By queue").of("row", "Ovens").reads("1")
	page.accessible("the figures")
}

// shows looks at a dialog and leaves it.
func (s *seat) shows(dialog string) {
	s.Helper()
	s.sees("dialog", dialog)
	s.accessible("the dialog " + dialog)
	s.in("dialog", dialog).presses("button", "Cancel")
	s.misses("dialog", dialog)
}

func TestTheWayInCanBeUsedWithAssistiveTechnology(t *testing.T) {
	t.Parallel()
	o := newSignInOffice(newOffice(t, "keys"))
	ivy := o.hires("Ivy")
	o.must(o.Enter(o.context(), ivy.email, password, false))
	page := o.comes(ivy, "/")
	page.accessible("the sign-in")
	page.tolerate(`identitytoolkit.*|400`)
	page.enters(ivy.email, "wrong horse")
	page.in("alert", "").reads("The address or the password is wrong.")
	page.accessible("the sign-in with a problem")
	page.enters(ivy.email, password)
	page.sees("button", "Send the message")
	page.accessible("the page that asks to prove the address")
}
