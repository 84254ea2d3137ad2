package e2e

import (
	"fmt"
	"testing"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestAnAgentReadsWhatTheOwnQueuesHad: the customer comes back, whose session before
// ended in another queue. Its notes and messages there stay there, and the desk says that
// there was something. A supervisor reads all of it, on record; guests go again.
func TestAnAgentReadsWhatTheOwnQueuesHad(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "harps")
	vera, ana, gwen := o.hires("Vera", supervises), o.hires("Ana"), o.hires("Gwen") // names are mentioned, so hers is nobody else's
	flo := o.hires("Flo", func(a *agent.Agent) { a.Queues = []string{"flutes"} })
	dana := o.customer("Dana")
	o.elsewhere(dana, vera, flo)

	desk := o.sits(ana, "/", wide)
	desk.begins(dana, "It is about the harp again.")
	desk.message("Do you have a harp?").reads("Do you have a harp?") // while it was here
	desk.reads("1 earlier session in other queues, not shown to you")
	for _, secret := range []string{"Her doctor called.", "We have it from your doctor."} {
		desk.await(fmt.Sprintf(`!document.body.textContent.includes(%q)`, secret))
	}

	desk.mentions(gwen.name, "have a look")
	second := o.sits(gwen, "/", wide)
	second.lists().sees("heading", "/^As a guest/")
	desk.presses("button", "Remove Gwen as a guest")
	second.lists().misses("heading", "/^As a guest/")
	dana.is("without guests", func(c conversation.Conversation) bool { return len(c.Guests) == 0 })
	desk.pictured("reading-agent")

	lead := o.sits(vera, "/conversations/"+string(dana.id), wide)
	lead.message("Her doctor called.").reads("Note")
	lead.history().of("listitem", "Opened to read").reads("You")
	o.until("conversations/"+string(dana.id)+"/readings/"+vera.email, func(doc *firestore.DocumentSnapshot) bool {
		var r conversation.Reading
		return doc.Exists() && doc.DataTo(&r) == nil && r.Name == vera.name && len(r.Times) == 1
	})
	lead.pictured("reading-supervisor")
}

// elsewhere is a whole session, which begins in the department, goes to another queue, and
// is noted there what is nobody else's business.
func (o *office) elsewhere(c *client, lead, p person) {
	c.writes("Do you have a harp?")
	c.state(conversation.Open, "")
	o.must(o.at(lead).Do(o.context(), c.id, conversation.Action{Kind: conversation.Transfer, Queue: "flutes"}))
	at := o.at(p)
	o.must(at.Come(o.context(), "available", inTwoMinutes()))
	c.is("in the other queue", func(v conversation.Conversation) bool { return v.Queue == "flutes" })
	o.must(at.Act(o.context(), c.id, conversation.Pick))
	c.state(conversation.Active, p.email)
	o.must(at.Reply(o.context(), c.id, uuid.NewString(), "We have it from your doctor."))
	c.gets("We have it from your doctor.")
	o.must(at.Do(o.context(), c.id, conversation.Action{Kind: conversation.WriteNote, Text: "Her doctor called."}))
	o.must(at.Act(o.context(), c.id, conversation.End))
	c.state(conversation.WrapUp, p.email)
	o.must(at.Act(o.context(), c.id, conversation.Close))
	c.state(conversation.Closed, "")
	o.must(at.Leave(o.context()))
}
