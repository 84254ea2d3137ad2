package e2e

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestAnAgentWhoIsAvailableIsOfferedAConversationAndAcceptsIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "boats")
	ana := o.hires("Ana")
	desk := o.sits(ana, "/", wide)
	desk.sees("heading", "Nothing to do right now")
	desk.becomes("Available")
	for _, dana := range o.customersOfAll() {
		dana.writes("Do you have this in blue?")
		offer := desk.of("listitem", dana.name)
		offer.reads("Do you have this in blue?")
		left := offer.in("timer", "")
		left.reads("left")
		before := value[string](desk, left.read()+`[0]`)
		desk.await(left.read() + `[0] !== ` + browser.Quote(before))
		desk.presses("button", "Accept")
		dana.state(conversation.Active, ana.email)
		desk.await(`location.pathname === '/conversations/` + string(dana.id) + `'`)
		desk.sees("heading", dana.name)
		desk.misses("button", "Accept")
	}
}

func TestAnOfferThatIsDeclinedGoesToTheNextAgent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "socks")
	ana := o.hires("Ana")
	desk := o.sits(ana, "/", narrow)
	desk.becomes("Available")
	dana := o.customer("Dana")
	dana.writes("Are they warm?")
	desk.sees("button", "Decline")
	ben := o.hires("Ben")
	other := o.sits(ben, "/", wide)
	other.becomes("Available")
	desk.presses("button", "Decline")
	desk.sees("button", "Undo")
	desk.misses("button", "Accept")
	desk.presses("button", "Undo")
	desk.sees("button", "Accept")
	desk.sees("heading", dana.name)
	desk.acts("Decline")
	other.sees("button", "Accept")
	desk.misses("button", "Decline")
	dana.state(conversation.Offered, ben.email)
}

func TestTwoWhoTakeOneConversationAreToldWhoHasIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "lamps")
	dana := o.customer("Dana")
	desks := map[string]*seat{}
	var clicks []func() error
	for _, name := range []string{"Ana", "Ben"} {
		p := o.hires(name)
		desks[p.email] = o.sits(p, "/", wide)
		desks[p.email].becomes("Available")
	}
	dana.writes("Which one is brighter?")
	for _, desk := range desks {
		clicks = append(clicks, desk.aims("button", "Take"))
	}
	done := make(chan error)
	for _, click := range clicks {
		go func() { done <- click() }()
	}
	for range clicks {
		o.must(<-done)
	}
	has := dana.is("taken", func(c conversation.Conversation) bool { return c.State == conversation.Active })
	for email, desk := range desks {
		if email == has.Owner {
			desk.sees("heading", "Dana")
			continue
		}
		// The function says who has it. Whoever comes when it knows already is stopped by the rules, which name nobody.
		desk.await(desk.in("alert", "").read() + `.some((t) => t.includes('` + has.OwnerName + ` has this conversation.') ||
			t.includes('may have gone to somebody else'))`)
		desk.misses("button", "Take")
		desk.await(`location.pathname === '/'`)
	}
}
