package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

// commands opens the list of commands by its key, and chooses by typing.
func (s *seat) commands(typed, option string) {
	s.Helper()
	s.chord("k", chromedp.ModifierCtrl)
	s.await(`document.querySelector('desk-palette dialog').open`)
	s.types(typed)
	s.await(`ui.text(document.querySelector('desk-palette [role=option][aria-selected=true]') ?? document.body).startsWith(` + browser.Quote(option) + `)`)
	s.types(kb.Enter)
	s.await(`!document.querySelector('desk-palette dialog').open`)
}

// keepsFocus wants the keyboard to be somewhere.
func (s *seat) keepsFocus() {
	s.Helper()
	s.await(`document.activeElement !== document.body`)
}

// TestWhatAnAgentHasIsReachedByKeyboard: every page, the colours and the language by the list of commands; what
// was said and what colleagues wrote; cards and quick replies. No mouse is used.
func TestWhatAnAgentHasIsReachedByKeyboard(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "organs")
	ana, gus := o.hires("Ana"), o.hires("Gustav")
	o.emptyShelves(ana.email)
	dana := o.customer("Dana")
	desk := o.sits(ana, "/", wide)
	desk.becomes("Available")
	dana.writes("Is my organ tuned?")
	desk.tabsTo("link", dana.begin())
	desk.sees("button", "Accept")
	desk.types("a")
	desk.sees("textbox", "Reply to Dana")
	desk.await(`document.activeElement === ` + desk.find("textbox", "Reply to Dana") + `[0]`)

	desk.composesACardByKeyboard()
	desk.message("An organ").reads("An organ")
	desk.keepsFocus()
	desk.keepsAReplyByKeyboard()

	desk.commands("mentions", "Go to Mentions")
	desk.await(`location.pathname === '/mentions'`)
	desk.sees("heading", "Mentions")
	desk.commands("go to search", "Go to Search")
	desk.await(`location.pathname === '/search'`)
	desk.await(`document.activeElement.matches('input[type=search]')`)
	desk.types("dana" + kb.Enter)
	desk.in("list", "What was found").sees("link", dana.begin())
	desk.tabsTo("link", dana.begin())
	desk.types(kb.Enter)
	desk.sees("heading", "Dana")
	desk.keepsFocus()

	desk.commands("dark", "Colours: Dark")
	desk.await(`getComputedStyle(document.documentElement).colorScheme === 'dark'`)
	desk.commands("system", "Colours: System setting")
	desk.commands("fran", "Language: Français")
	desk.await(`document.documentElement.lang === 'fr'`)
	desk.commands("english", "Langue : English")
	desk.await(`document.documentElement.lang === 'en'`)
	desk.commands("dana", "Go to Dana")
	desk.sees("heading", "Dana")

	other := o.sits(gus, "/mentions", wide)
	desk.await(`document.activeElement === ` + desk.find("textbox", "Reply to Dana") + `[0]`)
	desk.types(kb.Escape)
	desk.await(`document.activeElement.matches('.history')`)
	desk.types("n")
	desk.await(`document.activeElement === ` + desk.find("textbox", "Note for colleagues") + `[0]`)
	desk.types("@Gustav")
	desk.sees("option", "/^Gustav/")
	desk.types("\rlisten to this\r")
	other.sees("link", "Mentions: 1 new")
	other.tabsTo("link", dana.begin())
	other.types(kb.Enter)
	other.message("listen to this").reads("Note for you")
	other.keepsFocus()
}

func (s *seat) composesACardByKeyboard() {
	s.Helper()
	s.tabsTo("button", "Cards")
	s.types(kb.Enter)
	s.await(`document.activeElement.closest('.card-editor')?.ariaLabel === 'Card 1'`)
	s.types("An organ" + kb.Tab)
	s.types("With three manuals")
	s.tabsTo("button", "Choices to tap")
	s.types(kb.Enter)
	s.await(`document.activeElement.closest('label')?.classList.contains('is-label')`)
	s.types("I take it")
	s.tabsTo("button", "One more card")
	s.types(kb.Enter)
	s.await(`document.activeElement.closest('.card-editor')?.ariaLabel === 'Card 2'`)
	s.tabsTo("button", "Remove card 2")
	s.types(kb.Enter)
	s.misses("group", "Card 2")
	s.keepsFocus()
	s.await(s.find("button", "Send") + `.some((b) => !b.disabled)`)
	s.tabsTo("button", "Send")
	s.types(kb.Enter)
	s.misses("group", "Card 1")
}

func (s *seat) keepsAReplyByKeyboard() {
	s.Helper()
	s.commands("edit quick", "Edit quick replies")
	s.in("dialog", "Quick replies").reads("There are none yet.")
	s.tabsTo("button", "Add one")
	s.types(kb.Enter)
	s.await(`document.activeElement.ariaLabel === 'Name of quick reply 1'`)
	s.types("tuned" + kb.Tab + "It is tuned." + kb.Tab)
	s.await(`document.activeElement.ariaLabel === 'Add a picture to quick reply 1'`)
	s.tabsTo("button", "Save")
	s.types(kb.Enter)
	s.misses("dialog", "Quick replies")
	s.await(`document.activeElement === ` + s.find("textbox", "Reply to Dana") + `[0]`)
	s.types("/tun")
	s.sees("option", "/^tuned/")
	s.types(kb.Enter)
	s.await(`document.activeElement.value === 'It is tuned.'`)
	s.types(kb.Enter)
	s.message("It is tuned.").reads("It is tuned.")
}
