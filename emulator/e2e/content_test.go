package e2e

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// beep is half a second of sound.
func beep() []byte {
	const rate, samples = 8000, 4000
	var b bytes.Buffer
	b.WriteString("RIFF")
	_ = binary.Write(&b, binary.LittleEndian, uint32(36+samples))
	b.WriteString("WAVEfmt ")
	for _, field := range []any{uint32(16), uint16(1), uint16(1), uint32(rate), uint32(rate), uint16(1), uint16(8)} {
		_ = binary.Write(&b, binary.LittleEndian, field)
	}
	b.WriteString("data")
	_ = binary.Write(&b, binary.LittleEndian, uint32(samples))
	for i := range samples {
		b.WriteByte(byte(128 + 60*(i/10%2)))
	}
	return b.Bytes()
}

// sheet is a PDF of one empty page.
const sheet = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// TestMoreThanText sends everything but texts and pictures both ways: sound plays, a PDF
// opens, a page is a download and never runs; a place and choices that do more than answer
// go to the customer.
func TestMoreThanText(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "pens")
	page := o.sits(o.hires("Ana"), "/", wide)
	for _, dana := range o.customersOfAll() {
		page.exchangesMoreThanText(dana)
	}
}

func (s *seat) exchangesMoreThanText(dana *client) {
	s.Helper()
	s.begins(dana, "Here is what I mean.")
	for _, data := range [][]byte{beep(), []byte(sheet), []byte("<html><script>opener.hacked = parent.hacked = 1</script>")} {
		_, err := dana.phone.Attach(s.context(), "image/png", data)
		s.must(err)
	}
	s.await(`document.querySelector('desk-player audio')?.duration > 0.4`)
	s.await(`document.querySelector('desk-player audio').controls`)
	s.sees("button", "Open in a new tab")
	s.await(`document.querySelectorAll('button.file').length === 2`) // the PDF and the page
	s.presses("button", "Open in a new tab")
	s.await(`!window.hacked && !document.querySelector('iframe, object, embed')`)

	s.presses("button", "Send a location")
	s.writes("48.85, 2.35 or the address of a map", "48.85, 2.35")
	s.writes("What is there", "Our shop")
	s.presses("button", "Choices to tap")
	s.writes("Choice 1", "Call us")
	s.chooses("What choice 1 does", "Calls a number")
	s.writes("Phone number, with +", "+33 1 23 45 67 89")
	s.presses("button", "One more")
	s.writes("Choice 2", "Website")
	s.chooses("What choice 2 does", "Opens a page")
	s.writes("Address of the page", "shop.example")
	s.replies(dana, "We are open until six.")
	shown := dana.gets("We are open until six.")
	if len(shown.Chips) != 2 {
		s.Errorf("the phone shows %+v", shown.Chips)
	}
	found := slices.ContainsFunc(dana.phone.Messages(), showsTheShop)
	if !found {
		s.Errorf("the phone shows no place: %+v", dana.phone.Messages())
	}
	s.message("Our shop").sees("link", "Show on the map")
}

// showsTheShop is whether a message on a phone says where the shop is, in the channel's way.
func showsTheShop(e phone.Entry) bool {
	byChip := slices.ContainsFunc(e.Chips, func(c phone.Chip) bool {
		return c.Kind == phone.ShowPlace && strings.Contains(c.Target, "48.85")
	})
	return e.Place != nil && e.Place.Label == "Our shop" ||
		strings.Contains(e.Text, "Our shop") && (byChip || strings.Contains(e.Text, "48.85"))
}
