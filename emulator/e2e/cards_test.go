package e2e

import (
	"fmt"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
)

// TestAnAgentComposesCards makes two cards with a picture, choices and a preview, moves them, and sends them
// on every channel; and writes with marks and lists by the keyboard.
func TestAnAgentComposesCards(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "quilts")
	page := o.sits(o.hires("Ana"), "/", wide)
	for _, dana := range o.customersOfAll() {
		page.begins(dana, "Which lamps do you have?")
		page.composesCards(dana)
		page.formats(dana)
	}
}

func (s *seat) composesCards(dana *client) {
	s.Helper()
	s.presses("button", "Cards")
	first := s.in("group", "Card 1")
	first.writes("/^Title/", "Brass lamp")
	first.writes("/^Text/", "Warm light")
	first.presses("button", "Choices to tap")
	s.await(`document.activeElement.closest('label')?.classList.contains('is-label')`)
	s.types("I take the brass one")
	first.reads("20 / 25")
	s.presses("button", "One more card")
	s.await(`document.activeElement.closest('.card-editor')?.ariaLabel === 'Card 2'`)
	s.types("Black lamp")
	s.pictures("Card 2")
	second := s.in("group", "Card 2")
	second.writes("What the picture shows", "A black lamp")
	s.in("group", "On the customer’s phone").reads("Warm light")
	s.accessible("the editor of cards")
	s.pictured("cards-" + dana.on.Channel)
	s.presses("button", "Move card 2 forward")
	s.await(`document.querySelector('.card-editor .is-title input').value === 'Black lamp'`)
	s.await(s.find("button", "Send") + `.some((b) => !b.disabled)`)
	s.presses("button", "Send")
	shown := dana.getsCards()
	if len(shown.Cards) != 2 || shown.Cards[0].Title != "Black lamp" || shown.Cards[1].Title != "Brass lamp" || len(shown.Cards[1].Chips) != 1 {
		s.Fatalf("the phone shows %+v", shown.Cards)
	}
	if shown.Cards[0].Picture == nil {
		s.Errorf("the phone shows no picture on the first card: %+v", shown.Cards[0])
	}
	s.message("Brass lamp").sees("image", "A black lamp")
	s.misses("group", "Card 1")
}

// pictures chooses a picture for a card, as a browser does after its dialog.
func (s *seat) pictures(card string) {
	s.Helper()
	s.must(browser.Void(s.Page, fmt.Sprintf(`(async ([group]) => {
		const canvas = new OffscreenCanvas(64, 36);
		canvas.getContext('2d').fillRect(0, 0, 64, 36);
		const files = new DataTransfer();
		files.items.add(new File([await canvas.convertToBlob()], 'lamp.png', { type: 'image/png' }));
		const input = group.querySelector('input[type=file]');
		input.files = files.files;
		input.dispatchEvent(new Event('change', { bubbles: true }));
	})(%s)`, s.find("group", card))))
}

// getsCards waits until the phone shows cards.
func (c *client) getsCards() phone.Entry {
	c.Helper()
	has := func(e phone.Entry) bool { return len(e.Cards) > 0 }
	shown, err := c.phone.Await(c.context(), func(all []phone.Entry) bool { return slices.ContainsFunc(all, has) })
	c.must(err)
	return shown[slices.IndexFunc(shown, has)]
}

// formats writes a list and bold letters by the keyboard. Where the channel shows no bold
// letters, its keys do nothing.
func (s *seat) formats(dana *client) {
	s.Helper()
	written := func(text string) { s.Helper(); s.await(`document.activeElement.value === ` + browser.Quote(text)) }
	s.presses("textbox", "Reply to "+dana.name)
	s.types("We have:")
	s.chord("8", chromedp.ModifierCtrl, chromedp.ModifierShift)
	written("• We have:")
	s.chord("8", chromedp.ModifierCtrl, chromedp.ModifierShift)
	written("We have:")
	s.chord("b", chromedp.ModifierCtrl)
	s.types("two")
	if dana.on.Channel == businessmessages.Name {
		written("We have:**two**")
		s.reads("The customer sees: We have:two")
	} else {
		written("We have:two")
	}
	s.types("\r")
	s.message("two").reads("We have:two")
}
