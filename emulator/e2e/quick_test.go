package e2e

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

// emptyShelves gives owners a shelf of quick replies with nothing on it. The emulator may report a document that has
// just been created as missing, when it tells of other changes first.
func (o *office) emptyShelves(owners ...string) {
	o.Helper()
	for _, owner := range owners {
		_, err := o.Firestore.Doc("quickReplies/"+owner).Set(o.context(), agent.QuickReplies{Replies: map[string]string{}})
		o.must(err)
	}
}

// keepsReplies has an agent keep a text of their own, and a supervisor one for everybody, by the keyboard and the mouse.
func (s *seat) keepsReplies(dana *client, lead *seat) {
	s.Helper()
	s.writes("Reply to "+dana.name, "Your rug is being woven, {CustomerName}.")
	s.types(" /")
	s.presses("button", "Edit quick replies…")
	s.in("dialog", "Quick replies").reads("There are none yet.")
	s.presses("button", "Keep what I have written")
	s.types("woven")
	s.accessible("the editor of quick replies")
	s.pictured("quick")
	s.presses("button", "Save")
	s.misses("dialog", "Quick replies")
	s.keepsOwnPicture()

	lead.presses("button", "Commands")
	lead.types("quick\r")
	lead.presses("button", "Everybody’s")
	lead.presses("button", "Add one")
	lead.writes("Name of quick reply 1", "care")
	lead.writes("Text of quick reply 1", "Wash it by hand. My card: 4111 1111 1111 1111.")
	lead.illustrates(1)
	lead.await(`document.activeElement.ariaLabel === 'What the picture of quick reply 1 shows'`)
	lead.types("A rug on a line")
	lead.accessible("a quick reply with a picture")
	lead.pictured("quick-picture")
	lead.keepsMeanwhile("size")
	lead.presses("button", "Save")
	lead.misses("dialog", "Quick replies")
	lead.sharesReplies("care", "size")
	lead.presses("button", "Commands")
	lead.types("quick\r")
	lead.in("dialog", "Quick replies").reads("There are none yet.") // nobody sees another's
	lead.presses("button", "Cancel")

	s.writes("Reply to "+dana.name, "/care")
	s.in("listbox", "Quick replies").reads("Wash it by hand. My card: ")
	s.in("listbox", "Quick replies").doesNotRead("4111") // masked as replies are
	s.in("listbox", "Quick replies").reads("with a picture")
	s.types("\r")
	s.in("list", "Files to send").reads("care.jpg")
	s.await(`document.querySelector('.uploads .alt')?.value === 'A rug on a line'`)
	s.await(s.find("button", "Send") + `.some((b) => !b.disabled)`)
	s.presses("button", "Send")
	dana.getsPicture()
	s.history().sees("image", "A rug on a line")

	lead.changesPicture()
	s.writes("Reply to "+dana.name, "/wov")
	s.in("listbox", "Quick replies").reads("mine")
	s.types("\r")
	s.await(`document.querySelector('.composer textarea').value.startsWith('Your rug is being woven')`)
}

// keepsOwnPicture has an agent give a quick reply of their own a picture, and find it there when the editor opens again.
func (s *seat) keepsOwnPicture() {
	s.Helper()
	s.presses("button", "Commands")
	s.types("quick\r")
	s.presses("button", "Add one")
	s.writes("Name of quick reply 2", "loom")
	s.illustrates(2)
	s.await(`document.activeElement.ariaLabel === 'What the picture of quick reply 2 shows'`)
	s.types("A loom\r")
	s.misses("dialog", "Quick replies")
	s.presses("button", "Commands")
	s.types("quick\r")
	s.await(`document.querySelector('.quick-picture img')?.naturalWidth > 0`)
	s.await(`document.querySelector('.quick-picture input').value === 'A loom'`)
	s.presses("button", "Delete loom")
	s.presses("button", "Save")
	s.misses("dialog", "Quick replies")
}

// jpeg is a picture of one dot, in base64.
const jpeg = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"

// keepsMeanwhile has a colleague keep a quick reply with a picture for everybody, of which this page hears.
func (s *seat) keepsMeanwhile(name string) {
	s.Helper()
	for collection, maps := range map[string]map[string]any{
		"quickPictures": {"pictures": map[string]any{name: jpeg}},
		"quickReplies":  {"replies": map[string]any{name: "Two by three metres."}, "pictures": map[string]any{name: "A rule"}},
	} {
		_, err := s.Firestore.Doc(collection+"/"+agent.SharedQuickReplies).Set(s.context(), maps, firestore.MergeAll)
		s.must(err)
	}
	s.await(fmt.Sprintf(`%s in document.querySelector('desk-composer').desk.quick.shared.replies`, browser.Quote(name)))
}

// sharesReplies wants quick replies for everybody by these names, and no others.
func (s *seat) sharesReplies(names ...string) {
	s.Helper()
	s.until("quickReplies/"+agent.SharedQuickReplies, func(doc *firestore.DocumentSnapshot) bool {
		replies, _ := doc.Data()["replies"].(map[string]any)
		return slices.Equal(slices.Sorted(maps.Keys(replies)), names)
	})
}

// illustrates chooses a picture for a quick reply, as a browser does after its dialog: a
// large one, so that it has to be made smaller.
func (s *seat) illustrates(n int) {
	s.Helper()
	s.sees("button", fmt.Sprintf("Add a picture to quick reply %d", n))
	s.must(browser.Void(s.Page, fmt.Sprintf(`(async () => {
		const canvas = new OffscreenCanvas(1800, 1200);
		const on = canvas.getContext('2d');
		for (let i = 0; i < 3000; i++) {
			on.fillStyle = 'hsl(' + ((i * 47) %% 360) + ' 70%% 50%%)';
			on.fillRect((i * 97) %% 1800, (i * 61) %% 1200, 40, 30);
		}
		const files = new DataTransfer();
		files.items.add(new File([await canvas.convertToBlob()], 'rug.png', { type: 'image/png' }));
		const input = document.querySelectorAll('.quick-row')[%d].querySelector('input[type=file]');
		input.files = files.files;
		input.dispatchEvent(new Event('change', { bubbles: true }));
	})()`, n-1)))
}

// changesPicture finds the picture that a supervisor kept, and takes it away, by the keyboard.
func (s *seat) changesPicture() {
	s.Helper()
	s.presses("button", "Commands")
	s.types("quick\r")
	s.presses("button", "Everybody’s")
	s.await(`document.querySelector('.quick-picture img')?.naturalWidth > 0`)
	s.tabsTo("button", "Remove the picture of quick reply 1")
	s.types("\r")
	s.sees("button", "Add a picture to quick reply 1")
	s.tabsTo("button", "Save")
	s.types("\r")
	s.misses("dialog", "Quick replies")
	s.until("quickPictures/shared", func(doc *firestore.DocumentSnapshot) bool {
		pictures, _ := doc.Data()["pictures"].(map[string]any)
		return doc.Exists() && slices.Equal(slices.Collect(maps.Keys(pictures)), []string{"size"})
	})
}

// getsPicture waits until the phone shows a picture that it can fetch.
func (c *client) getsPicture() {
	c.Helper()
	has := func(e phone.Entry) bool { return e.From == phone.Business && e.Picture != nil }
	shown, err := c.phone.Await(c.context(), func(all []phone.Entry) bool { return slices.ContainsFunc(all, has) })
	c.must(err)
	res, err := http.Get(shown[slices.IndexFunc(shown, has)].Picture.URL)
	c.must(err)
	defer func() { _ = res.Body.Close() }()
	if kind := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || kind != "image/jpeg" {
		c.Errorf("the picture: %s, %s", res.Status, kind)
	}
}

// TestAgentsKeepQuickReplies of their own, and supervisors for everybody.
func TestAgentsKeepQuickReplies(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "looms")
	dana := o.customer("Dana")
	ana := o.hires("Ana")
	o.emptyShelves(ana.email, agent.SharedQuickReplies)
	desk := o.sits(ana, "/", wide)
	desk.begins(dana, "Where is my rug?")
	lead := o.sits(o.hires("Sue", supervises), "/conversations/"+string(dana.id), wide)
	lead.sees("heading", dana.name)
	desk.keepsReplies(dana, lead)
}
