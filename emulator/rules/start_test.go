package rules_test

import (
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/phone"
)

const begun = "starts/4f9c2d1e-0a54-4b7e-9d0c-5d8a7b1c2e3f"

// begins is a first word to a customer as a client writes it.
func begins(p person) attempt {
	return attempt{who: p, how: creates, path: begun, doc: doc{
		"account": "acme", "brandAgent": "shop", "queue": "sales", "number": "+33639980012", "text": "Your parcel is here.",
		"purpose": "transaction", "author": p.author(), "status": "pending", "createdAt": firestore.ServerTimestamp,
	}}
}

// TestWhoMayWriteFirst: every agent, in their own name and in a queue of theirs. The
// function says whether it is done.
func TestWhoMayWriteFirst(t *testing.T) {
	t.Parallel()
	s := begins(ana)
	try(t, variants{
		"an agent of the queue":    s,
		"another of its agents":    begins(ben),
		"about an offer":           s.with(doc{"purpose": "promotion"}),
		"with a reason of none":    s.with(doc{"reason": nil}),
		"a long message":           s.with(doc{"text": long(conversation.MaxReply)}),
		"a number with blanks":     s.with(doc{"number": "06 39 98 00 12"}),
		"a name as long as can be": s.at("starts/" + long(128)),
	}, variants{
		"somebody who is not signed in":          anonymous(s, nobody),
		"somebody with an unproven address":      anonymous(s, unverified),
		"somebody not on the roster":             anonymous(s, stranger),
		"an agent of another queue":              begins(cy),
		"an agent in the name of another":        s.with(doc{"author": ben.author()}),
		"an agent as automation":                 s.with(doc{"author": doc{"email": ana.email, "name": "Ana", "bot": true}}),
		"nobody in particular":                   s.without("author"),
		"a queue of others":                      s.with(doc{"queue": "support"}),
		"a queue that is a list":                 s.with(doc{"queue": []string{"sales"}}),
		"no queue":                               s.without("queue"),
		"no account":                             s.without("account"),
		"an account that is a path":              s.with(doc{"account": "a/b"}),
		"a brand agent that is none":             s.with(doc{"brandAgent": "B!"}),
		"no number":                              s.without("number"),
		"an empty number":                        s.with(doc{"number": ""}),
		"a number that is one":                   s.with(doc{"number": 33639980012}),
		"a long number":                          s.with(doc{"number": long(phone.MaxTyped + 1)}),
		"no message":                             s.with(doc{"text": ""}),
		"a message that is too long":             s.with(doc{"text": long(conversation.MaxReply + 1)}),
		"an answer to nothing":                   s.with(doc{"purpose": "service"}),
		"a code to sign in with":                 s.with(doc{"purpose": "authentication"}),
		"no purpose":                             s.without("purpose"),
		"one that is done":                       s.with(doc{"status": "done"}),
		"one that is counted already":            s.with(doc{"status": "checking"}),
		"one that says which conversation it is": s.with(doc{"conversation": "active"}),
		"one of yesterday":                       s.with(doc{"createdAt": ago(24 * 3600e9)}),
		"one that never goes away":               s.with(doc{"expireAt": ago(0)}),
		"a name with a dot":                      s.at("starts/a.b"),
		"a budget of one's own":                  {who: ana, how: creates, path: "startBudgets/" + ana.email, doc: doc{"counts": doc{"acme": 0}}},
	})
}

// TestAStartIsForItsAuthor, who sees what becomes of it, and nobody changes it.
func TestAStartIsForItsAuthor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := begins(ana).run(t, w); err != nil {
		t.Fatal(err)
	}
	w.change(t, "startBudgets/"+ana.email, doc{"counts": doc{"acme": 20}})
	for _, p := range people {
		_, err := w.Doc(begun).Get(p.in(t.Context()))
		judge(t, err, p.token == ana.token)
		_, err = w.Collection("starts").Limit(10).Documents(p.in(t.Context())).GetAll()
		judge(t, err, false)
		_, err = w.Doc("startBudgets/" + ana.email).Get(p.in(t.Context()))
		judge(t, err, false)
		_, err = w.Doc(begun).Update(p.in(t.Context()), []firestore.Update{{Path: "status", Value: "done"}})
		judge(t, err, false)
		_, err = w.Doc("startBudgets/" + ana.email).Delete(p.in(t.Context()))
		judge(t, err, false)
	}
}
