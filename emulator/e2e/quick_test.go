package e2e

import (
	"testing"
)

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

	lead.presses("button", "Commands")
	lead.types("quick\r")
	lead.presses("button", "Everybody’s")
	lead.presses("button", "Add one")
	lead.writes("Name of quick reply 1", "care")
	lead.writes("Text of quick reply 1", "Wash it by hand. My card: 4111 1111 1111 1111.")
	lead.presses("button", "Save")
	lead.misses("dialog", "Quick replies")
	lead.presses("button", "Commands")
	lead.types("quick\r")
	lead.in("dialog", "Quick replies").reads("There are none yet.") // nobody sees another's
	lead.presses("button", "Cancel")

	s.writes("Reply to "+dana.name, "/care")
	s.in("listbox", "Quick replies").reads("Wash it by hand. My card: ")
	s.in("listbox", "Quick replies").doesNotRead("4111") // masked as replies are
	s.writes("Reply to "+dana.name, "/wov")
	s.in("listbox", "Quick replies").reads("mine")
	s.types("\r")
	s.await(`document.querySelector('.composer textarea').value.startsWith('Your rug is being woven')`)
}

// TestAgentsKeepQuickReplies of their own, and supervisors for everybody.
func TestAgentsKeepQuickReplies(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "looms")
	dana := o.customer("Dana")
	desk := o.sits(o.hires("Ana"), "/", wide)
	desk.begins(dana, "Where is my rug?")
	lead := o.sits(o.hires("Sue", supervises), "/conversations/"+string(dana.id), wide)
	lead.sees("heading", dana.name)
	desk.keepsReplies(dana, lead)
}
