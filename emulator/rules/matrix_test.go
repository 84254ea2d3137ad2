package rules_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/access"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// matrix says which parts of a conversation somebody reads, by their role; agents by the
// setting as well. It is written by hand, from docs/configuration.md and docs/security.md, so
// that it cannot be wrong in the way in which the rules are:
//
//	a  what came before there was a session
//	b  the first session, which was support's
//	c  the second session, which was sales'
//	d  the present session, or the last one, while it was in support
//	e  the same, since it was moved to sales
//
// A star is for what is read only once it is on record. Supervisors and admins read
// everything under any setting, on record wherever it is not their own work; whoever is
// suspended, nothing.
const matrix = `
state     who                                                         session  queues  all     supervisor  admin   none
open      the owner, before it was released, of sales                 de       acde    abcde   abcde       abcde   -
open      a guest of no queue                                         de       ade     abcde   abcde       abcde   -
open      a guest of support                                          de       abde    abcde   abcde       abcde   -
open      who had it before it was moved, of support                  -        -       -       abcde*      abcde*  -
open      who had the first session, of support                       -        -       -       abcde*      abcde*  -
open      who serves sales                                            de       acde    abcde   abcde       abcde   -
open      a stranger, of kites                                        -        -       -       abcde*      abcde*  -
open      lent to sales for today, of kites                           de       acde    abcde   abcde       abcde   -
open      lent to kites for today, of sales                           -        -       -       abcde*      abcde*  -

offered   the owner, to whom it is offered, of sales                  de       acde    abcde   abcde       abcde   -
offered   a guest of no queue                                         de       ade     abcde   abcde       abcde   -
offered   a guest of support                                          de       abde    abcde   abcde       abcde   -
offered   who had it before it was moved, of support                  -        -       -       abcde*      abcde*  -
offered   who had the first session, of support                       -        -       -       abcde*      abcde*  -
offered   who serves sales                                            -        -       -       abcde*      abcde*  -
offered   a stranger, of kites                                        -        -       -       abcde*      abcde*  -
offered   lent to sales for today, of kites                           -        -       -       abcde*      abcde*  -
offered   lent to kites for today, of sales                           -        -       -       abcde*      abcde*  -

active    the owner, of sales                                         de       acde    abcde   abcde       abcde   -
active    a guest of no queue                                         de       ade     abcde   abcde       abcde   -
active    a guest of support                                          de       abde    abcde   abcde       abcde   -
active    who had it before it was moved, of support                  -        -       -       abcde*      abcde*  -
active    who had the first session, of support                       -        -       -       abcde*      abcde*  -
active    who serves sales                                            -        -       -       abcde*      abcde*  -
active    a stranger, of kites                                        -        -       -       abcde*      abcde*  -
active    lent to sales for today, of kites                           -        -       -       abcde*      abcde*  -
active    lent to kites for today, of sales                           -        -       -       abcde*      abcde*  -

parked    the owner, who set it aside, of sales                       de       acde    abcde   abcde       abcde   -
parked    a guest of no queue                                         de       ade     abcde   abcde       abcde   -
parked    a guest of support                                          de       abde    abcde   abcde       abcde   -
parked    who had it before it was moved, of support                  -        -       -       abcde*      abcde*  -
parked    who had the first session, of support                       -        -       -       abcde*      abcde*  -
parked    who serves sales                                            -        -       -       abcde*      abcde*  -
parked    a stranger, of kites                                        -        -       -       abcde*      abcde*  -
parked    lent to sales for today, of kites                           -        -       -       abcde*      abcde*  -
parked    lent to kites for today, of sales                           -        -       -       abcde*      abcde*  -

wrap-up   the owner, of sales                                         de       acde    abcde   abcde       abcde   -
wrap-up   a guest of no queue                                         de       ade     abcde   abcde       abcde   -
wrap-up   a guest of support                                          de       abde    abcde   abcde       abcde   -
wrap-up   who had it before it was moved, of support                  -        -       -       abcde*      abcde*  -
wrap-up   who had the first session, of support                       -        -       -       abcde*      abcde*  -
wrap-up   who serves sales                                            -        -       -       abcde*      abcde*  -
wrap-up   a stranger, of kites                                        -        -       -       abcde*      abcde*  -
wrap-up   lent to sales for today, of kites                           -        -       -       abcde*      abcde*  -
wrap-up   lent to kites for today, of sales                           -        -       -       abcde*      abcde*  -

closed    the owner, who closed it, of sales                          de       acde    abcde   abcde       abcde   -
closed    a guest of no queue, while it was open                      -        -       -       abcde*      abcde*  -
closed    a guest of support, while it was open                       -        -       -       abcde*      abcde*  -
closed    who had it before it was moved, of support                  de       abde    abcde   abcde       abcde   -
closed    who had the first session, of support                       -        -       -       abcde*      abcde*  -
closed    who serves sales                                            -        acde*   abcde*  abcde*      abcde*  -
closed    a stranger, of kites                                        -        -       -       abcde*      abcde*  -
closed    lent to sales for today, of kites                           -        acde*   abcde*  abcde*      abcde*  -
closed    lent to kites for today, of sales                           -        -       -       abcde*      abcde*  -
`

// everyPart is all of a conversation.
const everyPart = "abcde"

// TestTheMatrixOfReading tries every document, every list and every file of a conversation
// in each state, under each setting, as each kind of person with each role, or a sample of
// them, see [cell.whole].
func TestTheMatrixOfReading(t *testing.T) {
	t.Parallel()
	type setting struct {
		state   conversation.State
		history string
	}
	by := map[setting]map[agent.Role][]cell{}
	for _, c := range cells(t) {
		s := setting{c.state, c.history}
		if by[s] == nil {
			by[s] = map[agent.Role][]cell{}
		}
		by[s][c.role] = append(by[s][c.role], c)
	}
	if len(by) != 18 {
		t.Errorf("%d states and settings, want 6 times 3", len(by))
	}
	for s, roles := range by {
		t.Run(fmt.Sprintf("%s, history %s", s.state, s.history), func(t *testing.T) {
			t.Parallel()
			w := play(t, s.state, s.history)
			for role, cells := range roles {
				if len(cells) != len(cast()) {
					t.Errorf("%d rows for %s, want one for each of %d people", len(cells), role, len(cast()))
				}
				w.promote(t, role)
				for _, recorded := range []bool{false, true} {
					w.recordAll(t, cells, recorded)
					for _, c := range cells {
						w.holds(t, c, recorded)
					}
				}
			}
		})
	}
}

// play makes the conversation of the matrix.
func play(t *testing.T, state conversation.State, history string) *world {
	t.Helper()
	w, now := newWorld(t), time.Now()
	people := cast()
	owner, first := people[0], people[4]
	c := conversations()[open]
	c.Number, c.State, c.History = 3, state, history
	c.Tally.Agents = []string{people[3].email, owner.email}
	c.LastOwner = first.email
	switch state {
	case conversation.Offered:
		c.Owner = owner.email
	case conversation.Active, conversation.WrapUp:
		c.Owner, c.LastOwner = owner.email, owner.email
	default:
		c.LastOwner = owner.email
	}
	if state != conversation.Closed {
		c.Guests = map[string]string{people[1].email: "Gil", people[2].email: "Gus"}
	}
	w.put(t, again, c)
	for name, s := range parts() {
		at := func(collection string) string { return fmt.Sprintf("%s/%s/%c", again, collection, name) }
		w.put(t, at("messages"), conversation.Message{
			Direction: conversation.In, Kind: channel.File, Session: s.session, Queue: s.queue, SentAt: now,
		})
		w.put(t, at("messages")+"-note", conversation.Message{
			Direction: conversation.Note, Kind: channel.Text, Session: s.session, Queue: s.queue, Text: "Careful.", SentAt: now,
		})
		w.put(t, at("events"), conversation.Event{Seq: int64(name), Session: s.session, Queue: s.queue, At: now})
		w.put(t, at("replies"), conversation.Reply{Status: channel.Read, Session: s.session, Queue: s.queue, CreatedAt: now})
	}
	w.put(t, again+"/replies/next", conversation.Reply{Status: channel.Pending, CreatedAt: now})
	for name, n := range endings() {
		w.put(t, fmt.Sprintf("%s/sessions/%d", again, n), conversation.Session{Number: n, Queue: parts()[name].queue})
	}
	return w
}

// promote gives everybody in the matrix a role.
func (w *world) promote(t *testing.T, role agent.Role) {
	t.Helper()
	for _, p := range cast() {
		a := agent.Agent{Email: p.email, Role: role, Queues: p.queues}
		if strings.HasPrefix(p.is, "lent") {
			own := map[string]string{"sales": "kites", "kites": "sales"}[p.queues[0]]
			a.Today = &agent.Today{Queues: []string{own}, Until: time.Now().Add(time.Hour)}
		}
		w.put(t, "agents/"+p.email, a)
	}
}

// recordAll has everybody's reading on record, or nobody's.
func (w *world) recordAll(t *testing.T, cells []cell, recorded bool) {
	t.Helper()
	for _, c := range cells {
		path := again + "/readings/" + c.who.email
		if recorded {
			w.put(t, path, conversation.Reading{At: time.Now(), Times: map[string]time.Time{"x": time.Now()}})
		} else {
			w.remove(t, path)
		}
	}
}

// holds checks a cell. Without a record a sample is enough: what depends on one depends on
// it as a whole.
func (w *world) holds(t *testing.T, c cell, recorded bool) {
	t.Helper()
	reads := c.reads // what is below the conversation, which itself needs no record
	if c.record && !recorded {
		reads = ""
	}
	t.Run(fmt.Sprintf("%s as %s, on record %t", c.row, c.role, recorded), func(t *testing.T) {
		_, err := w.Doc(again).Get(c.who.in(t.Context()))
		judgeThat(t, "get the conversation", err, c.reads != "")
		if !recorded || !c.whole() {
			w.holdsForSample(t, c.who, reads)
			return
		}
		w.holdsForDocuments(t, c, reads)
		w.holdsForLists(t, c, reads)
		for name := range parts() {
			w.holdsForPart(t, c, name, reads)
		}
	})
}

// holdsForDocuments gets each document: those that may be read in one request, which is refused when one of them may
// not, and every other by itself.
func (w *world) holdsForDocuments(t *testing.T, c cell, reads string) {
	t.Helper()
	var may []*firestore.DocumentRef
	for path, allowed := range documents(c, reads) {
		doc := w.Doc(again + "/" + path)
		if allowed {
			may = append(may, doc)
			continue
		}
		_, err := doc.Get(c.who.in(t.Context()))
		judgeThat(t, "get "+path, err, false)
	}
	if _, err := w.GetAll(c.who.in(t.Context()), may); err == nil {
		return
	}
	for _, doc := range may {
		_, err := doc.Get(c.who.in(t.Context()))
		judgeThat(t, "get "+doc.Path, err, true)
	}
	if !t.Failed() {
		t.Error("documents that may be read one by one may not be read together")
	}
}

// documents are those below the conversation by their path, and whether they may be read.
func documents(c cell, reads string) map[string]bool {
	all := map[string]bool{"replies/next": reads != ""}
	for name := range parts() {
		may := strings.Contains(reads, string(name))
		for path, allowed := range map[string]bool{
			"messages/%c": may, "messages/%c-note": may, "events/%c": may, "replies/%c": may && c.role.Supervises(), // what was sent is a message
		} {
			all[fmt.Sprintf(path, name)] = allowed
		}
		if n, ends := endings()[name]; ends {
			all[fmt.Sprintf("sessions/%d", n)] = may
		}
	}
	return all
}

// endings are the parts with which a session ended, and its number.
func endings() map[byte]int64 { return map[byte]int64{'b': 1, 'c': 2, 'e': 3} }

// holdsForSample tries a document and a list.
func (w *world) holdsForSample(t *testing.T, p person, reads string) {
	t.Helper()
	_, err := w.Doc(again + "/messages/b").Get(p.in(t.Context()))
	judgeThat(t, "get a message of the first session", err, strings.Contains(reads, "b"))
	_, err = w.Collection(again + "/events").Limit(50).Documents(p.in(t.Context())).GetAll()
	judgeThat(t, "list all events", err, reads == everyPart)
}

// holdsForPart lists the documents of a part by itself, and asks for a file in it as the desk does before it gives one out.
func (w *world) holdsForPart(t *testing.T, c cell, name byte, reads string) {
	t.Helper()
	p, of, may := c.who, parts()[name], strings.Contains(reads, string(name))
	for collection, found := range map[string]int{"messages": 2, "events": 1} {
		q := w.Collection(again+"/"+collection).Where("session", "==", of.session).Where("queue", "==", of.queue)
		docs, err := q.Limit(9).Documents(p.in(t.Context())).GetAll()
		judgeThat(t, fmt.Sprintf("list %s of %v", collection, of), err, may)
		if err == nil && len(docs) != found {
			t.Errorf("%d %s of %v, want %d", len(docs), collection, of, found)
		}
	}
	files := access.New(w.project, host)
	err := files.MayRead(t.Context(), "Bearer "+p.token, strings.TrimPrefix(again, "conversations/"), string(name))
	if may != (err == nil) {
		t.Errorf("the file of part %c: %v, want it allowed: %t", name, err, may)
	}
}

// holdsForLists lists what there is altogether, and what is on its way.
func (w *world) holdsForLists(t *testing.T, c cell, reads string) {
	t.Helper()
	p := c.who
	all := func(q firestore.Query) error {
		_, err := q.Limit(50).Documents(p.in(t.Context())).GetAll()
		return err
	}
	for _, collection := range []string{"messages", "events", "sessions"} {
		judgeThat(t, "list all "+collection, all(w.Collection(again+"/"+collection).Query), reads == everyPart)
	}
	judgeThat(t, "list all replies", all(w.Collection(again+"/replies").Query), reads != "" && c.role.Supervises())
	outgoing := w.Collection(again+"/replies").Where("status", "in", []string{"pending", "sending"})
	judgeThat(t, "list what is on its way", all(outgoing), reads != "")
	_, unlimited := w.Collection(again+"/messages").Where("session", "==", 3).Documents(p.in(t.Context())).GetAll()
	judgeThat(t, "list messages without a limit", unlimited, false)
}

// judgeThat is judge for one of several questions.
func judgeThat(t *testing.T, what string, err error, allowed bool) {
	t.Helper()
	if v := verdict(err, allowed); v != "" {
		t.Errorf("%s: %s", what, v)
	}
}
