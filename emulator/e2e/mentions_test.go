package e2e

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestWhoIsMentionedIsTold: by a badge, in the title and in a list of their own, until they
// have the note before their eyes. Its author changes it, and nobody reads it any more once
// it is deleted. Who may not read a conversation any longer has nothing of it left.
func TestWhoIsMentionedIsTold(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "lyres")
	ana, gwen := o.hires("Ana"), o.hires("Gwendolyn")
	dana := o.customer("Dana")
	other := o.sits(gwen, "/mentions", wide)
	other.reads("No notes for you.")
	desk := o.sits(ana, "/", wide)
	desk.begins(dana, "Is my lyre ready?")

	desk.mentions(gwen.name, "pleese have a look")
	other.sees("link", "Mentions: 1 new")
	other.await(`document.title === '(1) Frontdesk'`)
	hit := other.in("list", "Notes for you").of("link", dana.name)
	hit.reads("A note for you from Ana")
	hit.reads("New")
	other.accessible("the mentions")
	other.pictured("mentions")
	other.in("list", "Notes for you").presses("link", dana.begin())
	other.message("pleese have a look").reads("Note for you")
	other.sees("link", "Mentions")
	other.await(`document.title === 'Frontdesk'`)
	other.message("pleese have a look").misses("button", "Edit")

	desk.changesANote(other, dana)

	desk.mentions(gwen.name, "one thing more")
	other.message("one thing more").reads("Note for you")
	other.goesHome()
	desk.mentions(gwen.name, "and another")
	other.sees("link", "Mentions: 1 new")
	desk.presses("button", "Remove Gwendolyn as a guest")
	dana.is("without guests", func(v conversation.Conversation) bool { return len(v.Guests) == 0 })
	other.must(browser.Void(other.Page, `ui.jolt()`)) // the emulator does not tell who has just lost the right to read
	other.lists().misses("heading", "/^As a guest/")
	other.tolerate("Missing or insufficient permissions|403")
	other.presses("link", "Mentions: 1 new")
	other.reads("No notes for you.")
	other.sees("link", "Mentions")
}

// changesANote edits and deletes the agent's own note, and a colleague sees it.
func (s *seat) changesANote(other *seat, c *client) {
	s.Helper()
	note := s.message("pleese have a look")
	note.presses("button", "Edit")
	s.sees("textbox", "Text of the note")
	s.accessible("a note that is being edited")
	s.pictured("note-edit")
	s.history().writes("Text of the note", "@Gwendolyn please have a look")
	s.history().presses("button", "Save")
	s.message("please have a look").reads("edited")
	other.message("please have a look").reads("edited")
	other.history().doesNotRead("pleese")

	s.message("please have a look").presses("button", "Delete")
	s.history().in("group", "Delete this note?").presses("button", "Delete")
	s.history().reads("This note was deleted.")
	other.history().reads("This note was deleted.")
	other.history().doesNotRead("please have a look")
	other.presses("link", "Mentions")
	other.reads("No notes for you.")
	other.goesHome()
	other.opensFromList(c)
}
