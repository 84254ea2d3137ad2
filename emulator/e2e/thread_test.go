package e2e

// What agents do in a conversation, in the words of its page.

import (
	"regexp"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// lists is the side with the conversations.
func (s *seat) lists() scope { return s.in("navigation", "Conversations") }

// history is what was said.
func (s *seat) history() scope { return s.in("region", "History") }

// message is the part of the history with a text.
func (s *seat) message(text string) scope { return s.history().of("listitem", text) }

// accepts waits for an offer and accepts it.
func (s *seat) accepts(c *client) {
	s.Helper()
	s.of("listitem", c.name).presses("button", "Accept")
	c.state(conversation.Active, s.who.email)
	s.sees("heading", c.name)
	s.sees("textbox", "Reply to "+c.name)
}

// begin is a pattern for what begins with the customer's name.
func (c *client) begin() string { return "/^" + regexp.QuoteMeta(c.name) + "/" }

// replies writes a reply and sends it by the keyboard.
func (s *seat) replies(c *client, text string) {
	s.Helper()
	s.presses("textbox", "Reply to "+c.name)
	s.types(text + "\r")
}

// opensFromList opens a conversation that is in the lists.
func (s *seat) opensFromList(c *client) {
	s.Helper()
	s.lists().presses("link", c.begin())
	s.sees("heading", c.name)
}

// goesHome leaves the conversation.
func (s *seat) goesHome() {
	s.Helper()
	s.presses("link", "Frontdesk")
	s.await(`location.pathname === '/'`)
}

// acts presses the button of an action, which may be in the menu.
func (s *seat) acts(name string) {
	s.Helper()
	const menu = "/^(More actions|Autres actions)$/"
	s.await(s.find("button", name) + `.length + ` + s.find("disclosure", menu) + `.length > 0`)
	if !value[bool](s, s.find("button", name)+`.length > 0`) {
		s.presses("disclosure", menu)
	}
	s.presses("button", name)
}

// status waits until a message of the agent says how far it got.
func (s *seat) status(text, word string) {
	s.Helper()
	s.await(s.message(text).read() + `.some((t) => t.includes(` + `'· ` + strings.ReplaceAll(word, "'", `\'`) + `'))`)
}

// begins is a customer's conversation that an agent has accepted.
func (s *seat) begins(c *client, text string) {
	s.Helper()
	s.becomes("Available")
	c.writes(text)
	s.accepts(c)
	s.message(text).reads(text)
}
