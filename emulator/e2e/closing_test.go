package e2e

import (
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestASessionIsTaggedAndSaidHowItEnded: by its agent, in the agent's language. Where the
// workstream asks for the outcome, no session closes without one; and it is found by its
// tag, open and closed.
func TestASessionIsTaggedAndSaidHowItEnded(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "desks")
	ana := o.hires("Ana")
	dana := o.customerOn("rcs")
	desk := o.sits(ana, "/", wide)
	desk.begins(dana, "My desk has lost a leg.")
	tags := desk.in("group", "Tags")
	tags.presses("disclosure", "Tag")
	desk.accessible("the choice of a tag")
	desk.pictured("tags")
	tags.presses("button", "Mending")
	dana.tagged("repair")
	desk.history().reads("Mending")
	tags.presses("button", "Remove the tag Mending")
	dana.tagged()
	tags.misses("button", "Remove the tag Mending") // the desk knows, too
	desk.tabsTo("disclosure", "Tag")
	desk.types("\r")
	desk.tabsTo("button", "Present")
	desk.types("\r")
	dana.tagged("gift")
	tags.sees("button", "Remove the tag Present")

	desk.finds("Present", dana, "Open")
	desk.replies(dana, "Bring it, we will mend it.")
	dana.gets("Bring it, we will mend it.")
	desk.acts("End")
	dialog := desk.in("dialog", "How did it end: "+dana.name)
	dialog.presses("button", "End")
	dialog.sees("radio", "Not solved") // it is not done without
	desk.accessible("how it ended")
	desk.pictured("outcome")
	dialog.presses("radio", "Not solved")
	dialog.presses("button", "End")
	dana.state(conversation.Closed, "")
	dana.concluded("000000000001", "unsolved", "gift")
	desk.goesHome()
	desk.finds("Present", dana, "")

	desk.doesAll(dana)
}

// doesAll has a macro done: it answers, tags, says how the session ended and ends it, after
// the agent saw what it will do.
func (s *seat) doesAll(c *client) {
	s.Helper()
	s.goesHome()
	s.begins(c, "It has lost another one.")
	s.presses("textbox", "Reply to "+c.name)
	s.types("/mend")
	s.sees("option", "/^Macro: Mended/")
	s.types("\r")
	dialog := s.in("dialog", "Mended: "+c.name)
	for _, step := range []string{"It is mended", "Mending", "Solved", "Ends the conversation"} {
		dialog.reads(step)
	}
	s.accessible("what a macro does")
	s.pictured("macro")
	dialog.presses("button", "Do it")
	s.sees("button", "Undo")
	s.presses("button", "Undo")
	s.sees("textbox", "Reply to "+c.name)
	c.state(conversation.Active, s.who.email)
	c.tagged()
	s.presses("textbox", "Reply to "+c.name)
	s.types("/mend\r")
	dialog.presses("button", "Do it")
	c.gets("It is mended.")
	c.state(conversation.Closed, "")
	c.concluded("000000000002", "solved", "repair")
}

// finds looks for a tag with the search page, and opens what it finds.
func (s *seat) finds(tag string, c *client, when string) {
	s.Helper()
	s.presses("link", "Search")
	s.chooses("Tag", tag)
	hit := s.in("list", "What was found").of("link", c.name)
	if when != "" {
		hit.reads(when)
		s.accessible("a search for a tag")
		s.pictured("search-tag")
	}
	s.chooses("Tag", "Mending")
	s.reads("Nothing found.")
	s.chooses("Tag", tag)
	s.in("list", "What was found").presses("link", c.begin())
	s.sees("heading", c.name)
}

// tagged waits until the session has these tags and no others.
func (c *client) tagged(tags ...string) {
	c.Helper()
	c.is("tagged", func(v conversation.Conversation) bool { return slices.Equal(v.Tags, tags) })
}

// concluded waits until a session is closed with an outcome and a tag.
func (c *client) concluded(session, outcome, tag string) {
	c.Helper()
	c.until("conversations/"+string(c.id)+"/sessions/"+session, func(doc *firestore.DocumentSnapshot) bool {
		var v conversation.Session
		return doc.Exists() && doc.DataTo(&v) == nil && v.Outcome == outcome && slices.Equal(v.Tags, []string{tag})
	})
}

// TestAnAgentSaysWhyAnOfferIsDeclined: with the keys alone, or not at all.
func TestAnAgentSaysWhyAnOfferIsDeclined(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "shelves")
	ana := o.hires("Ana")
	dana := o.customerOn("rcs")
	desk := o.sits(ana, "/", wide)
	desk.becomes("Available")
	dana.writes("May I have two shelves?")
	desk.presses("button", "Decline")
	menu := desk.in("menu", "Why do you decline?")
	menu.sees("menuitem", "No reason")
	desk.accessible("why an offer is declined")
	desk.pictured("decline")
	desk.types("\x1b")
	desk.misses("menu", "Why do you decline?")
	desk.sees("button", "Accept")
	desk.presses("button", "Decline")
	menu.sees("menuitem", "Too busy")
	desk.types("\r")
	dana.is("declined", func(v conversation.Conversation) bool {
		return slices.ContainsFunc(v.Declined, func(d conversation.Decliner) bool { return d.Agent == ana.email })
	})
	lead := o.sits(o.hires("Vera", supervises), "/conversations/"+string(dana.id), wide)
	lead.history().reads("Too busy")
}

// TestAConversationIsSetAsideUntilATime: it is among those that are set aside until then,
// and comes back with a mark, for the agent who wanted to go on with it.
func TestAConversationIsSetAsideUntilATime(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "stools")
	ana := o.hires("Ana")
	dana := o.customer("Dana")
	desk := o.sits(ana, "/", wide)
	desk.begins(dana, "When is my stool ready?")
	desk.replies(dana, "I will ask and write to you.")
	dana.gets("I will ask and write to you.")

	desk.acts("Set aside")
	dialog := desk.in("dialog", "Set aside: "+dana.name)
	desk.accessible("until when a conversation is set aside")
	desk.pictured("park")
	dialog.presses("radio", "/^In 20 minutes/")
	dialog.presses("button", "Set aside")
	parked := dana.state(conversation.Parked, "")
	if in := time.Until(parked.ParkedUntil); in < 18*time.Minute || in > 20*time.Minute {
		t.Errorf("it comes back in %v", in)
	}
	desk.lists().of("link", dana.name).reads("until ")
	desk.opensFromList(dana)
	desk.acts("Resume")
	dana.state(conversation.Active, ana.email)

	desk.goesHome()
	until := time.Now().Add(5 * time.Second)
	o.must(o.at(ana).Do(o.context(), dana.id, conversation.Action{Kind: conversation.Park, Until: until}))
	dana.is("back", func(v conversation.Conversation) bool { // at once, since the agent is there
		return v.State == conversation.Active && v.Owner == ana.email && !v.RemindedAt.Before(until)
	})
	desk.lists().of("link", dana.name).reads("You wanted to go on now")
	desk.await(`document.title === '(1) Frontdesk'`)
	desk.accessible("a conversation that was set aside until now")
	desk.pictured("reminder")
}
