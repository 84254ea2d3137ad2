package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestWhatIsOverIsFound: by a word that somebody wrote, from the list of commands, by
// whoever worked on it; and by nobody of another queue. It is listed among what one closed
// today, and opens.
func TestWhatIsOverIsFound(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "lutes")
	ana := o.hires("Ana")
	flo := o.hires("Flo", func(a *agent.Agent) { a.Queues = []string{"flutes"} })
	dana := o.customer("Dana")
	o.closes(ana, dana, "Is my Réparation <b>ready</b>?", "It is, come by.")

	desk := o.sits(ana, "/", wide)
	desk.sees("heading", "Nothing to do right now")
	desk.chord("k", chromedp.ModifierCtrl)
	desk.types("reparat")
	desk.sees("option", "Search for “reparat”")
	desk.types(kb.Enter)
	hit := desk.in("list", "What was found").of("link", dana.name)
	hit.reads("Is my Réparation <b>ready</b>?")
	hit.reads("Ana")
	desk.await(`[...document.querySelectorAll('mark')].some((m) => m.textContent === 'Réparation')`)
	desk.accessible("the search")
	desk.in("list", "What was found").presses("link", "/^"+dana.name+"/")
	desk.message("It is, come by.").reads("It is, come by.")

	desk.lists().presses("button", "/^Closed by me today/")
	desk.lists().sees("link", "/^"+dana.name+"/")
	desk.presses("link", "Frontdesk")
	desk.await(`(([s]) => { s?.click(); return !!s; })([...document.querySelectorAll('.day summary')])`)
	desk.reads("1 session closed")

	other := o.sits(flo, "/search", wide)
	other.presses("searchbox", "Search for")
	other.types("reparation" + kb.Enter)
	other.reads("Nothing found.")
	other.await(fmt.Sprintf(`!document.body.textContent.includes(%q)`, "Réparation"))
}

// closes is a whole session of one question and one answer.
func (o *office) closes(p person, c *client, asked, answer string) {
	o.Helper()
	at := o.at(p)
	o.must(at.Come(o.context(), "available", inTwoMinutes()))
	c.writes(asked)
	c.state(conversation.Offered, p.email)
	o.must(at.Act(o.context(), c.id, conversation.Accept))
	o.must(at.Reply(o.context(), c.id, uuid.NewString(), answer))
	c.gets(answer)
	o.must(at.Act(o.context(), c.id, conversation.End))
	c.state(conversation.WrapUp, p.email)
	o.must(at.Act(o.context(), c.id, conversation.Close))
	c.state(conversation.Closed, "")
	o.must(at.Leave(o.context()))
}
