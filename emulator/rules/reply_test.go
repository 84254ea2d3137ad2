package rules_test

import (
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// replyOf is a reply as a client writes it.
func replyOf(p person) doc {
	return doc{"text": "Hello", "author": p.author(), "status": "pending", "createdAt": firestore.ServerTimestamp}
}

func replies(p person, conversation string) attempt {
	return attempt{who: p, how: creates, path: conversation + "/replies/4f9c2d1e-0a54-4b7e-9d0c-5d8a7b1c2e3f", doc: replyOf(p)}
}

func TestWhoMayReply(t *testing.T) {
	t.Parallel()
	nameless := replies(ana, active).after("agents/"+ana.email, doc{"displayName": ""})
	taken := doc{"session": doc{"owner": ben.email}}
	both := func(path string) attempt { return replies(ana, path) }
	try(t, variants{
		"the owner replies":                                   both(active),
		"a supervisor steps in":                               replies(sue, active),
		"an admin steps in":                                   replies(ada, active),
		"a supervisor writes to a customer who waits":         replies(sue, open),
		"a supervisor writes while another is asked":          replies(sue, offered),
		"a supervisor writes in a parked one":                 replies(sue, parked),
		"without a display name the address is the name":      nameless.with(doc{"author": doc{"email": ana.email, "name": ana.email, "bot": false}}),
		"a supervisor who is the owner replies":               replies(sue, active).after(active, doc{"session": doc{"owner": sue.email}}),
		"whoever became the owner replies":                    replies(ben, active).after(active, taken),
		"a reply of an empty reason":                          replies(ana, active).with(doc{"reason": nil}),
		"a reply with a name of the library's":                replies(ana, active).at(active + "/replies/Zk3aP0q9TtYw8LmNbVcX"),
		"a reply with the longest name":                       replies(ana, active).at(active + "/replies/" + long(128)),
		"a reply with a name that begins as a functions' one": replies(ana, active).at(active + "/replies/survey"),
	}, variants{
		"somebody who is not signed in replies":              anonymous(replies(ana, active), nobody),
		"somebody with an unproven address replies":          anonymous(replies(ana, active), unverified),
		"somebody with the address in capitals replies":      anonymous(replies(ana, active), shouting),
		"somebody in capitals replies in capitals":           anonymous(replies(ana, active), shouting).with(doc{"author": doc{"email": shouting.email, "name": "Ana", "bot": false}}),
		"somebody not on the roster replies":                 anonymous(replies(ana, active), stranger),
		"an agent of the queue replies without owning":       replies(ben, active),
		"an agent of another queue replies without owning":   replies(cy, active),
		"the guest replies":                                  replies(gus, active),
		"an agent replies before picking":                    replies(ben, open),
		"whoever parked it replies before taking it back":    replies(lou, parked),
		"the owner replies before accepting":                 both(offered),
		"the owner replies in the wrap-up":                   both(wrapUp),
		"the owner replies after losing it":                  both(active).after(active, taken),
		"the owner of before replies to a closed session":    replies(lou, closed),
		"a supervisor replies in the wrap-up":                replies(sue, wrapUp),
		"a supervisor replies to a closed session":           replies(sue, closed),
		"a supervisor replies where there is nothing":        replies(sue, "conversations/none"),
		"an agent replies where there is nothing":            replies(ana, "conversations/none"),
		"the owner signs as somebody else":                   both(active).with(doc{"author": ben.author()}),
		"a supervisor signs as the owner":                    replies(sue, active).with(doc{"author": ana.author()}),
		"the owner takes another name":                       both(active).with(doc{"author": doc{"email": ana.email, "name": "The Boss", "bot": false}}),
		"the owner claims to be automatic":                   both(active).with(doc{"author": doc{"email": ana.email, "name": "Ana", "bot": true}}),
		"the owner hides behind no address":                  both(active).with(doc{"author": doc{"email": "", "name": "", "bot": true}}),
		"an author without whether it is automatic":          both(active).with(doc{"author": doc{"email": ana.email, "name": "Ana"}}),
		"an author with a field more":                        both(active).with(doc{"author": doc{"email": ana.email, "name": "Ana", "bot": false, "x": 1}}),
		"an author who is a text":                            both(active).with(doc{"author": ana.email}),
		"a reply without an author":                          both(active).without("author"),
		"the address as the name where there is another one": both(active).with(doc{"author": doc{"email": ana.email, "name": ana.email, "bot": false}}),
	})
}

// anonymous is an attempt by somebody else who signs as the one of before.
func anonymous(a attempt, p person) attempt {
	a.who = p
	return a
}

func TestWhatAReplyIs(t *testing.T) {
	t.Parallel()
	r := replies(ana, active)
	try(t, variants{
		"a text of the kind of no name":    r.with(doc{"kind": ""}),
		"a text of the kind text":          r.with(doc{"kind": "text"}),
		"a text with markup":               r.with(doc{"markup": true, "text": "**Hello**", "fallback": "Hello"}),
		"the longest text":                 r.with(doc{"text": long(conversation.MaxReply)}),
		"10,000 letters of two bytes":      r.with(doc{"text": strings.Repeat("é", 10_000)}),
		"a fallback of 12,000 bytes":       r.with(doc{"fallback": long(12_000)}),
		"an agent begins to type":          r.with(doc{"kind": "typing", "on": true}).without("text"),
		"an agent stops typing":            r.with(doc{"kind": "typing"}).without("text"),
		"an agent types, with no text":     r.with(doc{"kind": "typing", "on": true, "text": ""}),
		"an agent read a message":          r.with(doc{"kind": "read", "of": "m1"}).without("text"),
		"an agent read, named after it":    r.with(doc{"kind": "read", "of": "m1"}).without("text").at(active + "/replies/read-m1"),
		"a sign in an existing one's name": r.with(doc{"kind": "typing", "on": true}).without("text").at(active + "/replies/m1"),
	}, variants{
		"that an agent came":                            r.with(doc{"kind": "joined"}).without("text"),
		"that an agent left":                            r.with(doc{"kind": "left"}).without("text"),
		"a survey":                                      r.with(doc{"kind": "survey"}).without("text"),
		"what only customers send":                      r.with(doc{"kind": "choice"}),
		"a kind in capitals":                            r.with(doc{"kind": "TEXT"}),
		"a kind that is a number":                       r.with(doc{"kind": 5}),
		"a kind that is nothing":                        r.with(doc{"kind": nil}),
		"an empty text":                                 r.with(doc{"text": ""}),
		"no text":                                       r.without("text"),
		"a text that is longer by a byte":               r.with(doc{"text": long(conversation.MaxReply + 1)}),
		"10,001 letters of two bytes":                   r.with(doc{"text": strings.Repeat("é", 10_001)}),
		"a text of 1 MB":                                r.with(doc{"text": long(1_000_000)}),
		"a text that is a number":                       r.with(doc{"text": 5}),
		"a text that is a map":                          r.with(doc{"text": doc{"a": doc{"b": doc{"c": "d"}}}}),
		"a text that is bytes":                          r.with(doc{"text": []byte("Hello")}),
		"markup that is a text":                         r.with(doc{"markup": "yes"}),
		"a fallback of 12,001 bytes":                    r.with(doc{"fallback": long(12_001)}),
		"a text with a file":                            r.with(doc{"media": fileOf(r.path)}),
		"a text with cards":                             r.with(doc{"cards": []any{card()}}),
		"a text of a message":                           r.with(doc{"of": "m1"}),
		"a text that types":                             r.with(doc{"on": true}),
		"a field that replies do not have":              r.with(doc{"priority": 1}),
		"a speaker":                                     r.with(doc{"speaker": doc{"name": "The Boss"}}),
		"typing that is a text":                         r.with(doc{"kind": "typing", "on": "yes"}).without("text"),
		"typing with a text":                            r.with(doc{"kind": "typing", "on": true}),
		"typing of a message":                           r.with(doc{"kind": "typing", "on": true, "of": "m1"}).without("text"),
		"typing with choices":                           r.with(doc{"kind": "typing", "choices": []any{doc{"label": "Yes"}}}).without("text"),
		"reading without a message":                     r.with(doc{"kind": "read"}).without("text"),
		"reading an empty message":                      r.with(doc{"kind": "read", "of": ""}).without("text"),
		"reading a message of a long name":              r.with(doc{"kind": "read", "of": long(1501)}).without("text"),
		"reading that types":                            r.with(doc{"kind": "read", "of": "m1", "on": true}).without("text"),
		"reading with a text":                           r.with(doc{"kind": "read", "of": "m1"}),
		"reading in the name of another reading's text": r.at(active + "/replies/read-m1"),
	})
}

// TestAReplyBeginsAsOne: what functions write into it, its author does not.
func TestAReplyBeginsAsOne(t *testing.T) {
	t.Parallel()
	r := replies(ana, active)
	try(t, variants{"a reply as it begins": r}, variants{
		"a reply that claims to be sent":       r.with(doc{"status": "sent"}),
		"a reply that claims to be being sent": r.with(doc{"status": "sending"}),
		"a reply that claims to be read":       r.with(doc{"status": "read"}),
		"a status that is a number":            r.with(doc{"status": 1}),
		"a reply without a status":             r.without("status"),
		"a reply with a reason":                r.with(doc{"reason": doc{"code": "because"}}),
		"a reply from before":                  r.with(doc{"createdAt": ago(time.Minute)}),
		"a reply from before all others":       r.with(doc{"createdAt": time.Unix(0, 0)}),
		"a reply from tomorrow":                r.with(doc{"createdAt": ago(-24 * time.Hour)}),
		"a reply of the client's own time":     r.with(doc{"createdAt": time.Now()}),
		"a reply of a time that is a text":     r.with(doc{"createdAt": "now"}),
		"a reply without a time":               r.without("createdAt"),
		"a reply with attempts":                r.with(doc{"attempts": 0}),
		"a reply with a holder":                r.with(doc{"holder": "me"}),
		"a reply with a lease":                 r.with(doc{"leaseUntil": ago(-time.Hour)}),
		"a reply with the time of its sending": r.with(doc{"sentAt": firestore.ServerTimestamp}),
		"a reply with a session":               r.with(doc{"session": 1}),
	})
}

func TestWhatAReplyMayBeCalled(t *testing.T) {
	t.Parallel()
	r := replies(ana, active)
	at := func(id string) attempt { return r.at(active + "/replies/" + id) }
	try(t, variants{
		"a name of letters, digits, hyphens and underscores": at("aZ0-_"),
		"a name that begins with one underscore":             at("_a"),
	}, variants{
		"a name with a dot":                        at("a.b"),
		"a name with a space":                      at("a b"),
		"a name with a letter of another alphabet": at("я"),
		"a name with an accent":                    at("é"),
		"a name with a percent sign":               at("a%2Fb"),
		"a name with a line break":                 at("a\n"),
		"a name that begins with two underscores":  at("__a"),
		"a name of 129 letters":                    at(long(129)),
		"a name with slashes":                      at("a/b/c"),
		"the name of a message that is there":      at("m1"),
		"the name of an agent's coming":            at("joined-7"),
		"the name of an agent's leaving":           at("left-7"),
		"the name of a survey":                     at("survey-7"),
		"the name of an automated message":         at("occasion-7"),
		"the name of the first automated message":  at("opened-1"),
		"the name of the answer to a file":         at("no-files-m1"),
		"the name of a sign of typing":             at("typing-a1"),
		"the name of a nudge":                      at("nudge-1709640000"),
		"the name of a note":                       at("note-a1"),
		"the name of a sign of reading":            at("read-m1"),
	})
}

// TestNobodyChangesAReply: it is what was said.
func TestNobodyChangesAReply(t *testing.T) {
	t.Parallel()
	const there = active + "/replies/r0"
	denied := variants{}
	for _, p := range []person{ana, gus, sue, ada} {
		again := attempt{who: p, how: sets, path: there, doc: replyOf(p)}
		denied["a second reply of the same name by "+p.who] = again
		denied["another text in a reply by "+p.who] = attempt{who: p, how: merges, path: there, doc: doc{"text": "No"}}
		denied["another status of a reply by "+p.who] = attempt{who: p, how: merges, path: there, doc: doc{"status": "pending"}}
		denied["deleting a reply by "+p.who] = attempt{who: p, how: deletes, path: there}
	}
	fresh := attempt{who: ana, how: sets, path: active + "/replies/r1", doc: replyOf(ana)}
	try(t, variants{"the same where there is none": fresh}, denied)
}
