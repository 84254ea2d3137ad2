package e2e

import (
	"slices"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// database is what the page asks the database through.
const database = "http://127.0.0.1:*/google.firestore.v1.Firestore/*"

// dead is what a page says whose connection is dead. Firestore's library then asks Google for a picture, to find out
// whether anybody is there; the page's policy does not let it. And it takes leave of channels that are gone.
const dead = `net::ERR_INTERNET_DISCONNECTED|Could not reach Cloud Firestore|www\.google\.com/images/cleardot\.gif|` +
	`400 \(Bad Request\).*/google\.firestore\.v1\.Firestore/`

func TestRepliesWithoutAConnectionAreKeptAndSentOnceInTheirOrder(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "maps")
	page := o.sits(o.hires("Ana"), "/", wide)
	page.tolerate(dead)
	for _, dana := range o.customersOfAll() {
		page.begins(dana, "Which way?")
		page.must(page.Offline(true))
		page.reads("No connection.")
		replies := []string{"First left.", "Then right.", "Then ask again."}
		for _, reply := range replies {
			page.replies(dana, reply)
			page.status(reply, "Waiting for a connection")
		}
		page.reads("No connection. 3 replies are kept and will be sent.")
		page.must(page.Offline(false))
		dana.gets(replies[2])
		page.status(replies[2], "Delivered")
		page.doesNotRead("No connection.")
		page.doesNotRead("Waiting for a connection")
		dana.wasTold(replies...)
	}
}

func TestAReplyThatCameTooLateIsShownWithItsText(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "shoes")
	page := o.sits(o.hires("Ana"), "/", wide)
	page.tolerate(dead)
	ben := o.hires("Ben")
	vera := desk.SignIn(o.Clients, conversation.Author{Email: "vera@store.example", Name: "Vera"})
	for _, dana := range o.customersOfAll() {
		page.begins(dana, "Do they run small?")
		page.must(page.Offline(true))
		page.reads("No connection.")
		page.replies(dana, "They run large.")
		o.must(o.at(ben).Come(o.context(), "away", inTwoMinutes())) // and is offered nothing
		o.must(vera.Do(o.context(), dana.id, conversation.Action{Kind: conversation.Assign, Agent: ben.email}))
		page.must(page.Offline(false))
		lost := page.in("alert", "")
		lost.reads("A reply was not sent.")
		lost.reads("They run large.")
		lost.presses("button", "Discard")
		page.doesNotRead("They run large.")
		dana.wasTold()
	}
}

func TestAReloadWithoutADatabaseLosesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "tents")
	page := o.sits(o.hires("Ana"), "/", wide)
	page.tolerate(dead)
	for _, dana := range o.customersOfAll() {
		page.begins(dana, "Is it waterproof?")
		page.must(page.Cut(database))
		page.replies(dana, "Yes, it is.")
		page.presses("textbox", "Reply to "+dana.name)
		page.types("And also")
		page.keeps("And also")
		page.must(page.Reload())
		// The browser stores no conversations, so without the database it has nothing to show.
		page.reads("No connection. The desk opens as soon as there is one.")
		page.reads("1 reply is kept and will be sent.")
		page.must(page.Cut(""))
		page.sees("heading", dana.name)
		page.message("Is it waterproof?").reads("Is it waterproof?")
		page.await(page.find("textbox", "Reply to "+dana.name) + `[0].value === 'And also'`)
		page.await(page.find("combobox", "/^Presence/") + `[0].value === 'available'`)
		dana.gets("Yes, it is.")
		page.status("Yes, it is.", "Delivered")
		dana.wasTold("Yes, it is.")
	}
}

// wasTold wants the phone to show these texts of the business and no others, in this order.
func (c *client) wasTold(want ...string) {
	c.Helper()
	var got []string
	for _, e := range c.phone.Messages() {
		if e.From == phone.Business && e.Kind == phone.EntryMessage {
			got = append(got, e.Text)
		}
	}
	if !slices.Equal(got, want) {
		c.Errorf("the phone shows %q, want %q", got, want)
	}
}
