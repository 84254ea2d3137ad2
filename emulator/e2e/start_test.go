package e2e

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

//go:embed testdata/first.tfvars
var firstStore []byte

// newFirstOffice is a separate product whose agents may write first: the others' pages
// stay as they are without that.
func newFirstOffice(t *testing.T) (o *office, log *console.Writer) {
	t.Helper()
	b, err := chromium()
	if errors.Is(err, browser.ErrMissing) {
		t.Skip("the desk is not tested:", err)
	}
	o = &office{T: t, browser: b, department: "radios"}
	o.must(err)
	config, err := tfvars.Read("testdata/first.tfvars", firstStore)
	o.must(err)
	log = console.New(io.Discard, console.Quiet)
	o.Stack, err = stack.Start(context.Background(), stack.Options{Project: "demo-first", Log: log, Config: config})
	o.must(err)
	t.Cleanup(o.Stop)
	return o, log
}

// textCustomer is somebody with a phone, and its number.
func (o *office) textCustomer(key, name string) (*client, string) {
	o.Helper()
	side, there := o.SideOf(rcs.Name)
	if !there {
		o.Fatal("the configuration has no account in which agents can write first")
	}
	p, err := side.Phone(key, name)
	o.must(err)
	peer := side.Peer(key)
	return &client{office: o, phone: p, name: name, id: keyring.IDs().Of(peer)}, peer.Key
}

// writesFirst fills in the dialog and sends it.
func (s *seat) writesFirst(number, text string) {
	s.Helper()
	s.writes("The customer’s phone number", number)
	s.presses("radio", "An order, a booking or the like")
	s.writes("First message", text)
	s.presses("button", "Check the number and send")
}

// pictured takes pictures into the folder that LOOKS names.
func (s *seat) pictured(name string) {
	s.Helper()
	folder := os.Getenv("LOOKS")
	if folder == "" {
		return
	}
	for as, v := range map[string]browser.View{
		"wide": wide, "dark": dark(wide), "narrow": narrow, "narrow-dark": dark(narrow), "tablet": {Width: 768, Height: 1024},
	} {
		s.looks(v)
		s.must(s.Screenshot(filepath.Join(folder, name+"-"+as+".png")))
	}
	s.looks(wide)
}

func TestAnAgentWritesToACustomerFirst(t *testing.T) {
	t.Parallel()
	o, log := newFirstOffice(t)
	ana := o.hires("Ana", func(a *agent.Agent) { a.Queues = []string{"radios", "clocks"} })
	desk := o.sits(ana, "/", wide)
	desk.becomes("Busy")
	dana, number := o.textCustomer("dana", "Dana")

	// With the keyboard, and with an invalid number.
	desk.tabsTo("button", "New conversation")
	desk.types("b") // not from the presence, where a letter chooses
	desk.sees("heading", "New conversation")
	desk.accessible("the dialog to write first")
	desk.pictured("start")
	desk.writesFirst("12", "Your radio is here.")
	desk.reads("This is not a phone number")
	desk.await(`document.activeElement?.name === 'number'`)
	desk.pictured("start-wrong")

	// Nobody has this number; what was typed is still there.
	desk.writesFirst("06 39 98 00 99", "Your radio is here.")
	desk.reads("Nobody can be reached at this number")

	desk.writesFirst(number, "Your radio is here. Shall we deliver it?")
	dana.state(conversation.Active, ana.email)
	desk.await(`location.pathname === '/conversations/` + string(dana.id) + `'`)
	desk.misses("dialog", "New conversation")
	dana.gets("Your radio is here. Shall we deliver it?")
	desk.status("Your radio is here. Shall we deliver it?", "Delivered")
	dana.writes("Yes, please.")
	desk.reads("Yes, please.")
	desk.pictured("started")

	// Whom one talks to already is no new conversation.
	desk.presses("button", "New conversation")
	desk.writesFirst(number, "Hello again.")
	desk.reads("You already have a conversation with this customer")
	desk.presses("button", "Open the conversation")
	desk.misses("dialog", "New conversation")

	// That was the third that was asked about, and the account has no more in an hour.
	desk.presses("button", "New conversation")
	desk.writesFirst("06 39 98 00 98", "Your radio is here.")
	desk.reads("the most that one agent can")
	desk.presses("button", "Cancel")
	desk.misses("dialog", "New conversation")

	// Somebody who wants no messages gets none.
	ben := o.hires("Ben")
	other := o.sits(ben, "/", wide)
	other.becomes("Busy")
	eli, wanted := o.textCustomer("eli", "Eli")
	eli.writes("STOP")
	eli.is("unsubscribed", func(c conversation.Conversation) bool { return c.Unsubscribed })
	other.presses("button", "New conversation")
	other.writesFirst(wanted, "Your radio is here.")
	other.reads("The customer has unsubscribed from messages")
	replies, err := o.Firestore.Collection("conversations/" + string(eli.id) + "/replies").Documents(o.context()).GetAll()
	o.must(err)
	for _, reply := range replies {
		if strings.HasPrefix(reply.Ref.ID, "start-") {
			t.Error("the customer is written to")
		}
	}
	o.forgets(log, number)
}

// forgets looks for a number where it must not be: in starts, and in the log.
func (o *office) forgets(log *console.Writer, number string) {
	o.Helper()
	docs, err := o.Firestore.Collection("starts").Documents(o.context()).GetAll()
	o.must(err)
	for _, doc := range docs {
		if strings.Contains(fmt.Sprint(doc.Data()), number[1:]) {
			o.Errorf("the start %s still has its number", doc.Ref.ID)
		}
	}
	if text := log.Last(); strings.Contains(text, number[1:]) {
		o.Errorf("the number is in the log: %s", text)
	}
}
