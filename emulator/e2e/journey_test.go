package e2e

import (
	"fmt"
	"slices"
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// TestTwoAgentsAndOneCustomerFromOfferToClose is a session with everything that is usual in it.
func TestTwoAgentsAndOneCustomerFromOfferToClose(t *testing.T) {
	t.Parallel()
	// Colleagues are found by their names, so those of the two departments differ.
	for _, on := range []struct{ channel, department, first, second string }{
		{businessmessages.Name, "bikes", "Ana", "Ben"},
		{rcs.Name, "trikes", "Ria", "Tom"},
	} {
		t.Run("on "+on.channel, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, on.department)
			o.offerToClose(o.customerOn(on.channel), o.hires(on.first), o.hires(on.second))
		})
	}
}

// offerToClose is the whole session.
func (o *office) offerToClose(dana *client, ana, ben person) {
	first := o.sits(ana, "/", wide)
	first.begins(dana, "Do you have it in blue?")

	first.repliesAtOnce(dana, "Let me look.")
	dana.phone.LookAt(true)
	first.status("Let me look.", "Read")
	dana.phone.LookAt(false)

	first.counts(dana)
	first.parks(dana)

	second := o.sits(ben, "/", wide)
	second.becomes("Available")
	first.mentions(ben.name, "do we have more of these?")
	second.lists().sees("heading", "/^As a guest/")
	second.opensFromList(dana)
	second.message("do we have more of these?").reads("Note for you")

	first.transfers(dana, ben.name, "knows the stock")
	second.goesHome()
	second.accepts(dana)
	second.message("Let me look.").reads(ana.name)
	second.replies(dana, "Two are left.")
	dana.gets("Two are left.")
	first.lists().misses("link", dana.begin())

	second.ends(dana)
	for _, e := range dana.phone.Messages() {
		if e.From == phone.Business && e.Text == "do we have more of these?" {
			o.Error("the customer was sent the note")
		}
	}
}

// repliesAtOnce replies while the channel takes its time: the reply is there before it is sent.
func (s *seat) repliesAtOnce(c *client, text string) {
	s.Helper()
	hold := make(chan struct{})
	c.on.Google.Inject(google.Fault{Method: c.on.MessagesCreate, Conversation: c.key, Hold: hold})
	c.phone.Configure(func(p *phone.Settings) { p.AutoReceipts = false })
	s.replies(c, text)
	s.status(text, "Sending…")
	close(hold)
	s.status(text, "Sent")
	c.gets(text)
	c.phone.Configure(func(p *phone.Settings) { p.AutoReceipts = true })
	s.must(c.phone.MarkDelivered(c.context()))
	s.status(text, "Delivered")
}

// counts is how many messages are unread while the agent looks elsewhere.
func (s *seat) counts(c *client) {
	s.Helper()
	s.goesHome()
	silent := value[int](s, `ui.sound.tones`)
	c.writes("Are you there?")
	c.writes("Hello?")
	s.lists().in("link", c.begin()).sees("image", "2 unread messages")
	s.await(`document.title === '(2) Frontdesk'`)
	s.await(fmt.Sprintf(`ui.sound.tones > %d`, silent)) // though the tab is before the agent's eyes
	s.opensFromList(c)
	s.lists().misses("image", "2 unread messages")
	s.await(`document.title === 'Frontdesk'`)
	_, err := c.phone.Await(c.context(), func(all []phone.Entry) bool {
		return all[len(all)-1].Text == "Hello?" && all[len(all)-1].State == phone.Read
	})
	s.must(err)
}

// parks lays a conversation aside until the customer writes.
func (s *seat) parks(c *client) {
	s.Helper()
	s.acts("Set aside")
	s.in("dialog", "").presses("button", "Set aside") // until they answer, if nothing else is chosen
	c.state(conversation.Parked, "")
	s.lists().sees("heading", "/^Set aside/")
	c.writes("I have measured it.")
	c.state(conversation.Active, s.who.email)
	s.lists().misses("heading", "/^Set aside/")
	s.opensFromList(c)
	s.message("I have measured it.").reads("I have measured it.")
}

// mentions writes a note that a colleague is told of.
func (s *seat) mentions(colleague, text string) {
	s.Helper()
	s.presses("button", "Note")
	s.presses("textbox", "Note for colleagues")
	s.types("@" + colleague)
	s.sees("option", "/^"+colleague+"/")
	s.types("\r")
	s.types(text + "\r")
	s.message(text).reads("Note")
	s.presses("button", "/^Reply/")
}

// transfers gives a conversation to a colleague.
func (s *seat) transfers(c *client, colleague, why string) {
	s.Helper()
	s.acts("Transfer")
	dialog := s.in("dialog", "Transfer: "+c.name)
	dialog.presses("button", "To an agent")
	dialog.presses("radio", "/^"+colleague+"/")
	dialog.writes("Why (colleagues will see it)", why)
	dialog.presses("button", "Transfer")
	s.misses("dialog", "Transfer: "+c.name)
}

// ends ends a session, has the customer answer the survey, and wraps up.
func (s *seat) ends(c *client) {
	s.Helper()
	s.acts("End")
	c.state(conversation.WrapUp, s.who.email)
	s.in("timer", "").reads("min") // until when it can be wrapped up
	c.likesIt()
	s.history().reads("Answer to the survey")
	s.acts("Done")
	c.state(conversation.Closed, "")
	s.await(`location.pathname === '/'`)
	s.lists().misses("link", c.begin()) // what is closed is the supervisors'
	s.until("conversations/"+string(c.id)+"/sessions/000000000001", func(doc *firestore.DocumentSnapshot) bool {
		rating, err := doc.DataAt("tally.rating")
		return err == nil && rating == int64(5)
	})
}

// likesIt answers the survey: that of the channel or, where it has none, with the last of
// five choices, which the customer is offered once.
func (c *client) likesIt() {
	c.Helper()
	if slices.Contains(channels.Profiles().Of(c.on.Channel).Kinds, channel.Survey) {
		c.must(c.phone.AnswerSurvey(c.context(), c.survey().ID, 0, 0))
		return
	}
	var asked []phone.Entry
	_, err := c.phone.Await(c.context(), func(all []phone.Entry) bool {
		asked = slices.DeleteFunc(slices.Clone(all), func(e phone.Entry) bool { return len(e.Chips) != 5 })
		return len(asked) > 0
	})
	c.must(err)
	if len(asked) > 1 {
		c.Errorf("the customer is asked %d times", len(asked))
	}
	c.must(c.phone.Tap(c.context(), asked[0].ID, 4))
}

// survey waits until the phone shows one.
func (c *client) survey() phone.Entry {
	c.Helper()
	var found phone.Entry
	_, err := c.phone.Await(c.context(), func(all []phone.Entry) bool {
		for _, e := range all {
			if e.Kind == phone.EntrySurvey {
				found = e
			}
		}
		return found.Survey != nil
	})
	c.must(err)
	return found
}
