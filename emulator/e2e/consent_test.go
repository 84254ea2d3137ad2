package e2e

import (
	"testing"

	standin "github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// shown are the texts of the business that a phone shows.
func (c *client) shown() []string {
	var all []string
	for _, e := range c.phone.Messages() {
		if e.From == phone.Business {
			all = append(all, e.Text)
		}
	}
	return all
}

// device changes a setting of the customer's phone.
func (c *client) device(field, value string) {
	c.phone.Configure(func(s *phone.Settings) { s.Fields[field] = value })
}

// TestACustomerUnsubscribesWhileAnAgentWrites: the agent is told why nothing can be sent, and
// loses neither the place nor the words; the customer is told once.
func TestACustomerUnsubscribesWhileAnAgentWrites(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "drums")
	seat := o.sits(o.hires("Ada"), "/", wide)
	dana := o.customerOn(rcs.Name)
	seat.begins(dana, "Is the drum still there?")
	seat.presses("textbox", "Reply to "+dana.name)
	seat.types("It is, and we")

	dana.writes("STOP")
	seat.reads("The customer wants no more messages, so nothing can be sent until they write again.")
	const written = `(({ activeElement: a }) => a.localName === 'textarea' && a.value === 'It is, and we' && a.readOnly === `
	seat.await(written + `true)(document)`)
	seat.types(" have more\r")
	seat.await(written + `true)(document)`)
	acknowledgement := dana.gets("You will get no more messages from us. If you change your mind, just write to us.")
	seat.message(acknowledgement.Text).reads("Automated")
	seat.await(`document.querySelectorAll('.message.is-in .state').length === 1`) // the event repeats what STOP says
	seat.accessible("a customer who wants no more messages")

	dana.writes("START")
	seat.doesNotRead("The customer wants no more messages")
	seat.await(written + `false)(document)`)
	seat.types(" have a small one, too.\r")
	const reply = "It is, and we have a small one, too."
	dana.gets(reply)
	seat.status(reply, "Delivered")
	if all := dana.shown(); len(all) != 2 {
		t.Errorf("the phone shows %q, want the acknowledgement and the reply", all)
	}
}

// TestAnAgentTakesMessagesBack: what has not reached the phone never does, and what reaches
// it after all is called delivered.
func TestAnAgentTakesMessagesBack(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "bells")
	seat := o.sits(o.hires("Bea"), "/", wide)
	dana := o.customerOn(rcs.Name)
	seat.begins(dana, "How much is the bell?")
	const slip, price, late = "It is 9 euros.", "It is 90 euros.", "We have two of them."
	button := "/^Take back/"

	dana.device(standin.Offline, phone.Checked)
	seat.replies(dana, slip)
	seat.status(slip, "Sent")
	seat.message(slip).sees("button", button)
	seat.accessible("a message that can be taken back")
	seat.message(slip).presses("button", button)
	seat.status(slip, "Taken back")
	seat.message(slip).misses("button", button)
	seat.await(`[...document.querySelectorAll('[role=log] p')].some((p) => p.textContent.startsWith('Taken back: ` + slip + `'))`)

	seat.replies(dana, price)
	seat.status(price, "Sent")
	dana.device(standin.Offline, "")
	dana.gets(price)
	seat.status(price, "Delivered")
	seat.message(price).misses("button", button)

	dana.device(standin.Lacks, "REVOCATION")
	dana.device(standin.Offline, phone.Checked)
	seat.replies(dana, late)
	seat.status(late, "Sent")
	seat.message(late).presses("button", button)
	seat.status(late, "Taken back")
	dana.device(standin.Offline, "")
	dana.gets(late)
	seat.status(late, "Delivered")
	if all := dana.shown(); len(all) != 2 {
		t.Errorf("the phone shows %q, want %q and %q", all, price, late)
	}
}

// TestAnAgentSeesWhatACustomerAgreedTo: that the notice was refused is said where the agent
// looks, files are not kept and it is said why, until the customer agrees after all.
func TestAnAgentSeesWhatACustomerAgreedTo(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "cellos")
	seat := o.sits(o.hires("Cleo"), "/", wide)
	seat.becomes("Available")
	dana := o.customerOn(rcs.Name)
	dana.writes("Do you repair cellos?")
	notice := dana.gets("We keep what you write.")
	o.must(dana.phone.Tap(o.context(), notice.ID, 1))
	seat.accepts(dana)
	const refused = "refused the notice"
	seat.reads(refused)
	seat.accessible("a customer who refused the notice")

	_, err := dana.phone.Attach(o.context(), "audio/wav", beep())
	o.must(err)
	seat.reads("it is not kept: the customer has not agreed to the notice")
	answer := dana.gets("We do not keep files without your agreement. If you agree later, please send it again.")
	o.must(dana.phone.Tap(o.context(), answer.ID, 0))
	seat.doesNotRead(refused)

	_, err = dana.phone.Attach(o.context(), "audio/wav", beep())
	o.must(err)
	seat.await(`document.querySelectorAll('desk-player').length === 1`)
}
