package rules_test

import (
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// asks is an action as a client writes it.
func asks(p person, kind conversation.ActionKind, conversation string) attempt {
	return attempt{who: p, how: creates, path: conversation + "/actions/4f9c2d1e-0a54-4b7e-9d0c-5d8a7b1c2e3f", doc: doc{
		"kind": kind, "author": p.author(), "status": "pending", "createdAt": firestore.ServerTimestamp,
	}}
}

// TestWhoMayAsk: whoever may read a conversation may ask for something in it. The
// function says whether it is done.
func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	park := asks(ana, conversation.Park, active)
	allowed := variants{
		"the owner accepts":               asks(ana, conversation.Accept, offered),
		"the owner declines":              asks(ana, conversation.Decline, offered),
		"the owner is done":               asks(ana, conversation.Close, wrapUp),
		"an agent of the queue picks":     asks(ben, conversation.Pick, open),
		"whoever parked it takes it back": asks(lou, conversation.Revive, parked),
		"the guest leaves":                asks(gus, conversation.Leave, active),
		"the guest writes a note":         asks(gus, conversation.WriteNote, active).with(doc{"text": "Careful."}),
		"the guest writes a note for three": asks(gus, conversation.WriteNote, active).with(doc{
			"text": "Careful.", "agents": []string{ben.email, cy.email, sue.email},
		}),
		"a supervisor assigns":                   asks(sue, conversation.Assign, open).with(doc{"agent": ben.email}),
		"an admin closes":                        asks(ada, conversation.Close, elsewhere),
		"a supervisor notes what is over":        asks(sue, conversation.WriteNote, closed).with(doc{"text": "Well done."}),
		"an action with a reason of none":        park.with(doc{"reason": nil}),
		"an action of a name as long as it gets": park.at(active + "/actions/" + long(128)),
	}
	for _, kind := range []conversation.ActionKind{
		conversation.Accept, conversation.Decline, conversation.Pick, conversation.Park, conversation.Revive, conversation.Transfer,
		conversation.Release, conversation.Consult, conversation.Leave, conversation.End, conversation.Close, conversation.Assign,
		conversation.WriteNote, conversation.SetPriority, conversation.SetTag, conversation.SetOutcome, conversation.Prefer, conversation.Describe,
		conversation.MarkRead, conversation.Type,
	} {
		allowed["the owner asks to "+string(kind)] = asks(ana, kind, active)
	}
	try(t, allowed, variants{
		"somebody who is not signed in parks":          anonymous(park, nobody),
		"somebody with an unproven address parks":      anonymous(park, unverified),
		"somebody with the address in capitals parks":  anonymous(park, shouting),
		"somebody not on the roster parks":             anonymous(park, stranger),
		"an agent of the queue parks what another has": asks(ben, conversation.Park, active),
		"an agent of another queue picks":              asks(cy, conversation.Pick, open),
		"an agent of the queue notes what another has": asks(ben, conversation.WriteNote, active),
		"an agent of the queue picks what is offered":  asks(ben, conversation.Pick, offered),
		"the guest leaves another one":                 asks(gus, conversation.Leave, wrapUp),
		"whoever had it notes what is over":            asks(lou, conversation.WriteNote, closed),
		"an agent takes back what another parked":      asks(ben, conversation.Revive, parked),
		"the owner accepts what was taken back":        asks(ana, conversation.Accept, offered).after(offered, doc{"session": doc{"owner": ben.email}}),
		"an agent asks where there is nothing":         asks(ana, conversation.Park, "conversations/none"),
		"a supervisor asks in the name of another":     asks(sue, conversation.Assign, open).with(doc{"author": ana.author()}),
		"an agent asks in the name of a supervisor":    park.with(doc{"author": sue.author()}),
		"an agent asks under another name":             park.with(doc{"author": doc{"email": ana.email, "name": "Sue", "bot": false}}),
		"an agent asks as automation":                  park.with(doc{"author": doc{"email": ana.email, "name": "Ana", "bot": true}}),
		"an agent asks with a role":                    park.with(doc{"author": doc{"email": ana.email, "name": "Ana", "bot": false, "role": "admin"}}),
		"nobody in particular asks":                    park.without("author"),
	})
}

func TestWhatAnActionIs(t *testing.T) {
	t.Parallel()
	a := asks(ana, conversation.Transfer, active)
	prefer := func(agents any) attempt { return asks(ana, conversation.Prefer, active).with(doc{"agents": agents}) }
	at := func(id string) attempt { return a.at(active + "/actions/" + id) }
	try(t, variants{
		"an action with all that there is": a.with(doc{
			"queue": "support-2", "agent": ben.email, "agents": []string{ben.email, cy.email, gus.email}, "text": long(conversation.MaxNote),
			"priority": -100, "of": "m1", "on": true, "session": 3, "reason": nil,
		}),
		"an action whose fields are empty": a.with(doc{
			"queue": "", "agent": "", "agents": []string{}, "text": "", "priority": 0, "of": "", "on": false,
		}),
	}, variants{
		"an unknown kind":                                  a.with(doc{"kind": "promote"}),
		"an empty kind":                                    a.with(doc{"kind": ""}),
		"a kind that is a number":                          a.with(doc{"kind": 1}),
		"an action without a kind":                         a.without("kind"),
		"an action that claims to be done":                 a.with(doc{"status": "done"}),
		"an action that claims to be refused":              a.with(doc{"status": "refused"}),
		"an action without a status":                       a.without("status"),
		"an action with a reason":                          a.with(doc{"reason": doc{"code": "because"}}),
		"an action with an end":                            a.with(doc{"endedAt": time.Time{}}),
		"an action with a field that no action has":        a.with(doc{"force": true}),
		"an action from before":                            a.with(doc{"createdAt": ago(time.Minute)}),
		"an action from tomorrow":                          a.with(doc{"createdAt": ago(-24 * time.Hour)}),
		"an action of the client's own time":               a.with(doc{"createdAt": time.Now()}),
		"an action without a time":                         a.without("createdAt"),
		"a queue with a slash":                             a.with(doc{"queue": "sales/items"}),
		"a queue in capitals":                              a.with(doc{"queue": "Sales"}),
		"a queue of 40 letters":                            a.with(doc{"queue": long(40)}),
		"a queue that is a list":                           a.with(doc{"queue": []string{"sales"}}),
		"an agent without an at sign":                      a.with(doc{"agent": "ben"}),
		"an agent with a slash":                            a.with(doc{"agent": "a/b@x.example"}),
		"an agent with a space":                            a.with(doc{"agent": "ben @x.example"}),
		"an agent of 255 letters":                          a.with(doc{"agent": long(245) + "@x.example"}),
		"an agent that is a map":                           a.with(doc{"agent": doc{"email": ben.email}}),
		"agents that are a text":                           prefer(ben.email),
		"agents that are an empty map":                     prefer(doc{}),
		"four agents":                                      prefer([]string{ben.email, cy.email, gus.email, lou.email}),
		"agents one of whom is nothing":                    prefer([]any{ben.email, nil}),
		"agents one of whom is empty":                      prefer([]any{ben.email, cy.email, ""}),
		"agents one of whom has a slash":                   prefer([]any{"a/b@x.example"}),
		"a text that is longer than a note by a byte":      a.with(doc{"text": long(conversation.MaxNote + 1)}),
		"a text of 1 MB":                                   a.with(doc{"text": long(1_000_000)}),
		"a text that is nested maps":                       a.with(doc{"text": doc{"a": doc{"b": doc{"c": 1}}}}),
		"a priority of 101":                                a.with(doc{"priority": 101}),
		"a priority of -101":                               a.with(doc{"priority": -101}),
		"a priority and a half":                            a.with(doc{"priority": 1.5}),
		"a priority that is a text":                        a.with(doc{"priority": "1"}),
		"a message of a long name":                         a.with(doc{"of": long(1501)}),
		"a message that is a number":                       a.with(doc{"of": 1}),
		"typing that is a text":                            a.with(doc{"on": "yes"}),
		"a session that is a text":                         a.with(doc{"session": "1"}),
		"an action with a dot in its name":                 at("a.b"),
		"an action with a space in its name":               at("a b"),
		"an action with an accent in its name":             at("é"),
		"an action whose name begins with two underscores": at("__a"),
		"an action with a name of 129 letters":             at(long(129)),
		"an action with slashes in its name":               at("a/b/c"),
	})
}

// TestNobodyChangesAnAction: its author wrote it, its outcome is the function's.
func TestNobodyChangesAnAction(t *testing.T) {
	t.Parallel()
	const there = active + "/actions/a0"
	denied := variants{}
	for _, p := range []person{ana, sue, ada} {
		again := asks(p, conversation.Pick, active).at(there)
		again.how = sets
		denied["a second action of the same name by "+p.who] = again
		denied["another outcome by "+p.who] = attempt{who: p, how: merges, path: there, doc: doc{"status": "pending"}}
		denied["another kind by "+p.who] = attempt{who: p, how: merges, path: there, doc: doc{"kind": "close"}}
		denied["taking an action back by "+p.who] = attempt{who: p, how: deletes, path: there}
	}
	fresh := asks(ana, conversation.Pick, active)
	fresh.how = sets
	try(t, variants{"the same where there is none": fresh}, denied)
}
