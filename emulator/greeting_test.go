package main

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// The words of an outage.
const (
	outageText  = "We know that orders cannot be looked up."
	outagePanne = "Nous savons que les commandes ne s’affichent pas."
)

// anOutageGreets whoever writes first while it lasts, in their language and once, and is seen
// in the decision with who announced it. It ends at its end, and when it is removed.
func anOutageGreets(o *office) {
	outage := configuration.Setting{
		Kind: configuration.SetOutage, Of: "support", Texts: map[string]string{"en": outageText, "fr": outagePanne},
		Until: o.Tasks.Now().Add(time.Hour), Why: "the shop's system is down",
	}
	o.must(o.agent("eve").Set(o.context(), outage))
	o.later(11 * time.Second) // functions look at most so much later
	c, want := o.customer(), outageText
	if o.on.Channel == businessmessages.Name { // the other says nothing of the customer's language
		c.phone.Configure(func(s *phone.Settings) { s.Locale = "fr-FR" })
		want = outagePanne
	}
	c.writes("Bonjour")
	c.shows(want)
	c.writes("Il y a quelqu’un ?")
	c.does("eve", conversation.Close)
	c.writes("Encore une chose") // nobody has answered yet, so it is not said again
	o.comes("ana")
	c.is(conversation.Offered, "ana")
	c.does("ana", conversation.Accept)
	c.must(c.agent("ana").Reply(c.context(), c.id, "again", "Oui ?"))
	c.gets("Oui ?")
	c.shows(want, "Oui ?")
	if by := c.outageOf(1); by != "Eve" {
		o.Errorf("the decision says that %q announced an outage", by)
	}
	c.over("ana")

	o.later(time.Hour)
	after := o.customer()
	after.writes("Hello")
	if by := after.outageOf(1); by != "" {
		o.Errorf("it is over, and the decision says that %q announced an outage", by)
	}
	outage.Until = o.Tasks.Now().Add(time.Hour)
	o.must(o.agent("eve").Set(o.context(), outage))
	o.must(o.agent("eve").Unset(o.context(), outage, "it works again"))
	o.later(11 * time.Second)
	removed := o.customer()
	removed.writes("Hello")
	if by := removed.outageOf(1); by != "" {
		o.Errorf("it was removed, and the decision says that %q announced an outage", by)
	}
}

// outageOf is who announced an outage, as the decision about a session says, which also
// says what the customer is told because of it.
func (c *client) outageOf(session int64) (by string) {
	c.Helper()
	c.sees("the decision", func(v desk.View) bool {
		i := slices.IndexFunc(v.Events, func(e conversation.Event) bool { return e.Session == session && e.Decision != "" })
		if i < 0 {
			return false
		}
		for _, line := range v.Events[i].Trace {
			if line.Code == route.OutageSet {
				by, _ = line.Args["by"].(string)
			}
		}
		if strings.Contains(v.Events[i].Decision, `"message":"outage-`) != (by != "") {
			c.Errorf("announced by %q, and the decision is %s", by, v.Events[i].Decision)
		}
		return true
	})
	return by
}
