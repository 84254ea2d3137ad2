package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// writesAccents presses what a Mac, a Polish and a French keyboard have accents on while one
// writes, and capital letters, all of which are only written.
func (s *seat) writesAccents() {
	s.Helper()
	s.must(browser.Void(s.Page, `(() => {
		const press = (init) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
		for (const code of ['KeyE', 'KeyT', 'KeyP', 'KeyA', 'KeyG'])
			for (const shiftKey of [false, true])
				for (const repeat of [false, true]) {
					press({ key: 'Dead', code, altKey: true, shiftKey, repeat });
					press({ key: code.slice(3), code, shiftKey, repeat });
				}
	})()`))
	s.misses("dialog", "")
	s.sees("textbox", "Reply to Dana")
}

// TestAConversationIsAcceptedAnsweredAndTransferredByKeyboard uses no mouse.
func TestAConversationIsAcceptedAnsweredAndTransferredByKeyboard(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "hats")
	ana, ben := o.hires("Ana"), o.hires("Ben")
	page := o.sits(ana, "/", wide)
	page.tabsTo("combobox", "/^Presence/")
	page.becomes("Available")
	dana, eli := o.customer("Dana"), o.customer("Eli")
	dana.writes("Are they warm?")
	page.sees("button", "Accept")
	page.tabsTo("link", dana.begin())
	page.types("a")
	page.sees("textbox", "Reply to Dana")
	page.await(`!` + page.find("textbox", "Reply to Dana") + `[0].disabled`)
	page.types(kb.Escape) // out of the text
	page.await(`document.activeElement.matches('.history')`)
	page.types("w")
	page.await(page.find("textbox", "Reply to Dana") + `[0] === document.activeElement`)
	page.writesAccents()
	page.types("Very.\r")
	dana.gets("Very.")

	page.types(kb.Escape + "?")
	page.sees("dialog", "Keyboard shortcuts")
	page.types(kb.Escape)
	page.misses("dialog", "Keyboard shortcuts")
	page.types("t")
	page.in("dialog", "Transfer: Dana").sees("button", "Transfer")
	page.types(kb.Escape)
	page.misses("dialog", "Transfer: Dana")
	page.await(`document.activeElement !== document.body`)

	page.types("t")
	page.tabsTo("searchbox", "Find a queue")
	page.types("att")
	page.tabsTo("radio", "/^Attic/")
	page.types(" ")
	page.tabsTo("button", "Transfer")
	page.types("\r")
	dana.is("in the other queue", func(c conversation.Conversation) bool {
		return c.Queue == "attic" && c.State == conversation.Open
	})
	page.await(`location.pathname === '/'`)

	eli.writes("And these?")
	page.sees("button", "Accept")
	page.tabsTo("button", "Accept")
	page.types("\r")
	page.sees("textbox", "Reply to Eli")
	o.must(o.at(ben).Come(o.context(), "available", inTwoMinutes()))
	page.chord("k", chromedp.ModifierCtrl)
	page.sees("dialog", "Commands")
	page.types("transf")
	page.in("dialog", "Commands").sees("option", "/^Transfer/")
	page.types("\r")
	page.in("dialog", "Transfer: Eli").sees("button", "To an agent")
	page.tabsTo("button", "To an agent")
	page.types(" ")
	page.tabsTo("searchbox", "Find an agent")
	page.types("ben.hats")
	page.tabsTo("radio", "/^Ben/")
	page.types(" ")
	page.tabsTo("button", "Transfer")
	page.types("\r")
	eli.state(conversation.Offered, ben.email)
	page.lists().misses("link", "/^Eli/")
}
