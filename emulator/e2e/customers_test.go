package e2e

import (
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// TestAnAdminHoldsAndErasesACustomer: from the conversation's pane, and by the phone number.
func TestAnAdminHoldsAndErasesACustomer(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "cakes")
	dana, eve := o.customerOn(rcs.Name), o.customerOn(rcs.Name)
	for _, c := range []*client{dana, eve} {
		c.writes("A cake, please.")
		c.state(conversation.Open, "")
	}
	page := o.sits(o.hires("Ada", administers), "/conversations/"+string(dana.id), wide)
	page.in("complementary", "Customer").presses("link", "Count, erase, hold or export…")
	page.await(`location.pathname === '/supervise/customers/` + string(dana.id) + `'`)
	page.presses("button", "Count")
	page.sees("heading", "1 conversation found")
	page.in("table", "What an erasure would delete").reads("Messages and notes")
	page.accessible("what there is of a customer")

	page.holdsLegally(dana)
	page.asksToErase(dana)
	page.reads("Refused: the conversation is on hold")
	page.list(dana).presses("link", "")
	page.in("complementary", "Customer").reads("On legal hold since")

	page.turnsTo("Customers’ data")
	page.writes("Whose data", dana.key)
	page.types("\r")
	page.sees("heading", "1 conversation found")
	page.exports(dana)
	page.liftsHold(dana)
	page.asksToErase(dana)
	page.reads("Erased: ")
	page.reads("The last backup that has them runs out on")
	page.misses("table", "What an erasure would delete")
	page.in("table", "Latest requests").of("row", "A customer, by number").sees("rowheader", "")
	page.doesNotRead(dana.name)
	page.doesNotRead(dana.key)
	page.accessible("what was erased")
	o.until("conversations/"+string(dana.id), func(doc *firestore.DocumentSnapshot) bool { return !doc.Exists() })
	eve.state(conversation.Open, "")
}

// TestOnlyAdminsHaveCustomersData: supervisors see that a conversation is held, and no way there.
func TestOnlyAdminsHaveCustomersData(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "cakes")
	page := o.sits(o.hires("Vera", supervises), "/supervise/customers", wide)
	page.await(`location.pathname === '/supervise/queues'`)
	page.in("navigation", "Pages").misses("link", "Customers’ data")

	dana := o.customerOn(rcs.Name)
	dana.writes("A cake, please.")
	dana.state(conversation.Open, "")
	_, err := o.Firestore.Doc("conversations/"+string(dana.id)).Update(o.context(), []firestore.Update{
		{Path: "thread.heldSince", Value: firestore.ServerTimestamp},
	})
	o.must(err)
	page = o.sits(page.who, "/conversations/"+string(dana.id), wide)
	pane := page.in("complementary", "Customer")
	pane.reads("On legal hold since")
	pane.misses("heading", "Customers’ data")
}

// list is the line of a customer's conversation among those that were found.
func (s *seat) list(c *client) scope { return s.in("main", "").of("listitem", c.name) }

// holdsLegally puts a conversation that was found on legal hold.
func (s *seat) holdsLegally(c *client) {
	s.Helper()
	s.list(c).presses("button", "Hold… "+c.name)
	dialog := s.in("dialog", "Legal hold: "+c.name)
	s.accessible("the question of a legal hold")
	dialog.presses("button", "Hold") // not without a reason
	dialog.reads("Give a reason")
	dialog.writes("Reason", "Case 4711")
	dialog.presses("button", "Hold")
	s.reads("1 conversation is on legal hold.")
	s.list(c).reads("on legal hold since")
}

// liftsHold ends that.
func (s *seat) liftsHold(c *client) {
	s.Helper()
	s.list(c).presses("button", "Lift the hold… "+c.name)
	dialog := s.in("dialog", "Lift the legal hold: "+c.name)
	dialog.writes("Reason", "Case 4711 is closed")
	dialog.presses("button", "Lift the hold")
	s.reads("1 conversation is no longer on legal hold.")
	s.await(`!` + s.list(c).read() + `[0].includes('on legal hold')`)
}

// exports has everything of a conversation written into an archive, and downloads it.
func (s *seat) exports(c *client) {
	s.Helper()
	s.list(c).presses("button", "Export… "+c.name)
	dialog := s.in("dialog", "Export: "+c.name)
	dialog.writes("Reason", "Case 4713")
	dialog.presses("button", "Export")
	s.reads("The archive is ready.")
	// What is saved is looked at where it is made: the page may fetch nothing of its own.
	s.must(browser.Void(s.Page, `(() => {
		const create = URL.createObjectURL;
		URL.createObjectURL = (content) => {
			void content.slice(0, 2).text().then((begin) => { globalThis.begin = begin; });
			return create.call(URL, content);
		};
		HTMLAnchorElement.prototype.click = function () { globalThis.saved = this.download; };
	})()`))
	s.presses("button", "Download the export of the conversation "+string(c.id[:8]))
	s.await(`globalThis.begin === 'PK' && globalThis.saved?.startsWith('export-')`)
}

// asksToErase says yes to the question of an erasure, which names what goes.
func (s *seat) asksToErase(c *client) {
	s.Helper()
	s.presses("button", "Erase…")
	dialog := s.in("dialog", "Erase: "+c.name)
	dialog.reads("Messages and notes (1)")
	dialog.writes("Reason", "Asked by mail, case 4712")
	dialog.presses("button", "Erase 1 conversation for good")
}
