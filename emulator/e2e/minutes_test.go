package e2e

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// patience is how long somebody new may need from the first look to an answered message.
const patience = time.Minute

// TestTheFirstFiveMinutes begins where make run leaves somebody: with the example configuration, and the addresses of
// a phone and of the desk. They know nothing, and click only what they see.
func TestTheFirstFiveMinutes(t *testing.T) {
	t.Parallel()
	b, err := chromium()
	if errors.Is(err, browser.ErrMissing) {
		t.Skip("the desk is not tested:", err)
	}
	o := &office{T: t, browser: b}
	o.must(err)
	o.Stack, err = stack.Start(context.Background(), stack.Options{Project: "demo-minutes", Log: console.New(io.Discard, console.Quiet)})
	o.must(err)
	t.Cleanup(o.Stop)
	o.Pages.Handle("/phone/", http.StripPrefix("/phone", o.Phones.Pages())) // as make run does

	began := time.Now()
	phone := o.opens(o.ConsoleURL, "/phone/", browser.View{Width: 390, Height: 844})
	phone.who = person{name: "the customer"}
	phone.tolerate("favicon")
	phone.writes("Write a message", "Hello, is anybody there?")
	phone.presses("button", "Send")
	phone.reads("Hello, is anybody there?")

	// The desk asks who one is, and says what each serves.
	desk := o.opens(o.DeskURL, "/", wide)
	desk.who = person{name: "the agent"}
	desk.of("listitem", "Ben").reads("Front desk")
	desk.presses("button", "/^Ben/")
	desk.presses("button", "Become available")
	desk.reads("Hello, is anybody there?") // what the customer wants, before it is opened
	desk.presses("button", "Accept")
	desk.presses("textbox", "/^Reply to /")
	desk.types("Yes, I am here. What can I do for you?\r")
	phone.reads("Yes, I am here. What can I do for you?")
	if took := time.Since(began); took > patience {
		t.Errorf("an answered message took %v, want at most %v", took, patience)
	} else {
		t.Logf("an answered message took %v", took.Round(time.Second))
	}
}
