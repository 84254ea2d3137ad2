package e2e

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestWhatAgentsKnowOfACustomer is written in the customer's pane, is there in the next session, and is masked.
func TestWhatAgentsKnowOfACustomer(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "kilns")
	ana := o.hires("Ana")
	desk := o.sits(ana, "/", wide)
	dana := o.customer("Dana")
	desk.begins(dana, "My kiln is cold.")
	pane := desk.in("complementary", "Customer")
	pane.presses("button", "Add contact details or a note")
	desk.await(`document.activeElement.name === 'name'`)
	pane.writes("Company", "Dana’s Pots")
	pane.writes("Note on the customer", "Pays with 4111 1111 1111 1111, on Fridays.")
	desk.accessible("what is known of a customer")
	desk.pictured("profile")
	pane.presses("button", "Save")
	pane.reads("Dana’s Pots")
	pane.reads("on Fridays.")
	pane.doesNotRead("4111")
	c := dana.is("known", func(c conversation.Conversation) bool { return len(c.Profile) == 2 })
	if known := c.Profile["company"]; known.By != ana.email {
		t.Errorf("who wrote it down: %+v", known)
	}

	desk.replies(dana, "It is being looked at.")
	dana.gets("It is being looked at.")

	// It is the customer's, not the session's; and by the keyboard.
	desk.acts("End")
	dana.state(conversation.WrapUp, ana.email)
	desk.acts("Done")
	dana.state(conversation.Closed, "")
	dana.writes("It is cold again.")
	desk.accepts(dana)
	pane.reads("Dana’s Pots")
	desk.tabsTo("button", "Edit")
	desk.types("\r")
	pane.writes("Company", " ")
	desk.types("\r")
	pane.doesNotRead("Dana’s Pots")
	pane.reads("on Fridays.")
}
