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
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// matrix says which parts of a conversation an agent reads, by the setting. It is written
// by hand, from docs/configuration.md, so that it cannot be wrong in the way in which the
// rules are:
//
//	a  what came before there was a session
//	b  the first session, which was support's
//	c  the second session, which was sales'
//	d  the present session, or the last one, while it was in support
//	e  the same, since it was moved to sales
//
// A star is for what is read only once it is on record. Nothing is left for whoever is
// suspended; supervisors and admins read everything, with a star wherever it is not the
// agent's own work.
const matrix = `
state     who                                                         session  queues  all
open      the owner, before it was released, of sales                 de       acde    abcde
open      a guest of no queue                                         de       ade     abcde
open      a guest of support                                          de       abde    abcde
open      who had it before it was moved, of support                  -        -       -
open      who had the first session, of support                       -        -       -
open      who serves sales                                            de       acde    abcde
open      a stranger, of kites                                        -        -       -

offered   the owner, to whom it is offered, of sales                  de       acde    abcde
offered   a guest of no queue                                         de       ade     abcde
offered   a guest of support                                          de       abde    abcde
offered   who had it before it was moved, of support                  -        -       -
offered   who had the first session, of support                       -        -       -
offered   who serves sales                                            -        -       -
offered   a stranger, of kites                                        -        -       -

active    the owner, of sales                                         de       acde    abcde
active    a guest of no queue                                         de       ade     abcde
active    a guest of support                                          de       abde    abcde
active    who had it before it was moved, of support                  -        -       -
active    who had the first session, of support                       -        -       -
active    who serves sales                                            -        -       -
active    a stranger, of kites                                        -        -       -

parked    the owner, who set it aside, of sales                       de       acde    abcde
parked    a guest of no queue                                         de       ade     abcde
parked    a guest of support                                          de       abde    abcde
parked    who had it before it was moved, of support                  -        -       -
parked    who had the first session, of support                       -        -       -
parked    who serves sales                                            -        -       -
parked    a stranger, of kites                                        -        -       -

wrap-up   the owner, of sales                                         de       acde    abcde
wrap-up   a guest of no queue                                         de       ade     abcde
wrap-up   a guest of support                                          de       abde    abcde
wrap-up   who had it before it was moved, of support                  -        -       -
wrap-up   who had the first session, of support                       -        -       -
wrap-up   who serves sales                                            -        -       -
wrap-up   a stranger, of kites                                        -        -       -

closed    the owner, who closed it, of sales                          de       acde    abcde
closed    a guest of no queue, while it was open                      -        -       -
closed    a guest of support, while it was open                       -        -       -
closed    who had it before it was moved, of support                  de       abde    abcde
closed    who had the first session, of support                       -        -       -
closed    who serves sales                                            -        acde*   abcde*
closed    a stranger, of kites                                        -        -       -
`

// everyPart is what supervisors read.
const everyPart = "abcde"

// parts are where the parts of the matrix belong.
func parts() map[byte]stretch {
	return map[byte]stretch{'a': {0, ""}, 'b': {1, "support"}, 'c': {2, "sales"}, 'd': {3, "support"}, 'e': {3, "sales"}}
}

// cast are the people of the matrix by how a row begins to speak of them, longest first.
func cast() []struct {
	is string
	person
	queues []string
} {
	of := func(email string) person { return signedIn(email, email) }
	return []struct {
		is string
		person
		queues []string
	}{
		{"the owner", of("olga@x.example"), []string{"sales"}},
		{"a guest of no queue", of("gil@x.example"), []string{}},
		{"a guest of support", of("gus@x.example"), []string{"support"}},
		{"who had it before", of("fay@x.example"), []string{"support"}},
		{"who had the first", of("lou@x.example"), []string{"support"}},
		{"who serves sales", of("mia@x.example"), []string{"sales"}},
		{"a stranger", of("stan@x.example"), []string{"kites"}},
	}
}

// cell is one cell of the matrix: who reads which parts in a state under a setting.
type cell struct {
	state   conversation.State
	row     string
	who     person
	history string
	reads   string
	record  bool // reads it only with one
}

func cells(t *testing.T) (all []cell) {
	t.Helper()
	settings := []string{configuration.HistorySession, configuration.HistoryQueues, configuration.HistoryAll}
	for line := range strings.Lines(matrix) {
		words := strings.Fields(line)
		if len(words) < len(settings)+2 || words[0] == "state" {
			continue
		}
		row := strings.Join(words[1:len(words)-len(settings)], " ")
		found := false
		for _, p := range cast() {
			if found = strings.HasPrefix(row, p.is); !found {
				continue
			}
			for i, history := range settings {
				reads, record := strings.CutSuffix(words[len(words)-len(settings)+i], "*")
				all = append(all, cell{conversation.State(words[0]), row, p.person, history, strings.Trim(reads, "-"), record})
			}
			break
		}
		if !found {
			t.Fatalf("nobody is %q", row)
		}
	}
	return all
}

// TestTheMatrixOfReading tries every document, every list and every file of a conversation
// in each state, under each setting, as each kind of person with each role.
func TestTheMatrixOfReading(t *testing.T) {
	t.Parallel()
	type setting struct {
		state   conversation.State
		history string
	}
	by := map[setting][]cell{}
	for _, c := range cells(t) {
		by[setting{c.state, c.history}] = append(by[setting{c.state, c.history}], c)
	}
	for s, cells := range by {
		t.Run(fmt.Sprintf("%s, history %s", s.state, s.history), func(t *testing.T) {
			t.Parallel()
			w := play(t, s.state, s.history)
			for _, role := range []agent.Role{agent.None, agent.Plain, agent.Supervisor, agent.Admin} {
				w.promote(t, role)
				for _, recorded := range []bool{false, true} {
					w.recordAll(t, cells, recorded)
					for _, c := range cells {
						w.holds(t, c, role, recorded)
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
	for name, n := range map[byte]int64{'b': 1, 'c': 2, 'e': 3} {
		w.put(t, fmt.Sprintf("%s/sessions/%d", again, n), conversation.Session{Number: n, Queue: parts()[name].queue})
	}
	return w
}

// promote gives everybody in the matrix a role.
func (w *world) promote(t *testing.T, role agent.Role) {
	t.Helper()
	for _, p := range cast() {
		w.put(t, "agents/"+p.email, agent.Agent{Email: p.email, Role: role, Queues: p.queues})
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

// holds checks a cell for somebody with a role.
func (w *world) holds(t *testing.T, c cell, role agent.Role, recorded bool) {
	t.Helper()
	own := c.reads != "" && !c.record
	sees, reads := c.reads != "", c.reads // the conversation itself, and what is below it
	switch {
	case role == agent.None:
		sees, reads = false, ""
	case role.Supervises():
		sees, reads = true, everyPart
	}
	if !own && !recorded {
		reads = ""
	}
	name := fmt.Sprintf("%s as %s, on record %t", c.row, role, recorded)
	t.Run(name, func(t *testing.T) {
		_, err := w.Doc(again).Get(c.who.in(t.Context()))
		judgeThat(t, "get the conversation", err, sees)
		if role != agent.Plain || !recorded {
			w.holdsForAll(t, c.who, reads)
			return
		}
		w.holdsForLists(t, c.who, reads)
		for name := range parts() {
			w.holdsForPart(t, c.who, name, reads)
		}
	})
}

// holdsForAll tries a sample, which is enough for people who may read everything or nothing.
func (w *world) holdsForAll(t *testing.T, p person, reads string) {
	t.Helper()
	_, err := w.Doc(again + "/messages/b").Get(p.in(t.Context()))
	judgeThat(t, "get a message of the first session", err, strings.Contains(reads, "b"))
	_, err = w.Collection(again + "/events").Limit(50).Documents(p.in(t.Context())).GetAll()
	judgeThat(t, "list all events", err, reads == everyPart)
}

// holdsForPart gets and lists the documents of a part by itself, and asks for a file in it
// as the desk does before it gives one out.
func (w *world) holdsForPart(t *testing.T, p person, name byte, reads string) {
	t.Helper()
	of, may := parts()[name], strings.Contains(reads, string(name))
	for path, allowed := range map[string]bool{
		"messages/%c": may, "messages/%c-note": may, "events/%c": may, "replies/%c": false, // what was sent is a message
	} {
		_, err := w.Doc(again + "/" + fmt.Sprintf(path, name)).Get(p.in(t.Context()))
		judgeThat(t, fmt.Sprintf("get "+path, name), err, allowed)
	}
	for collection, found := range map[string]int{"messages": 2, "events": 1} {
		q := w.Collection(again+"/"+collection).Where("session", "==", of.session).Where("queue", "==", of.queue)
		docs, err := q.Limit(9).Documents(p.in(t.Context())).GetAll()
		judgeThat(t, fmt.Sprintf("list %s of %v", collection, of), err, may)
		if err == nil && len(docs) != found {
			t.Errorf("%d %s of %v, want %d", len(docs), collection, of, found)
		}
	}
	if n, ends := map[byte]int{'b': 1, 'c': 2, 'e': 3}[name]; ends {
		_, err := w.Doc(fmt.Sprintf("%s/sessions/%d", again, n)).Get(p.in(t.Context()))
		judgeThat(t, fmt.Sprintf("get session %d", n), err, may)
	}
	files := access.New(w.project, host)
	err := files.MayRead(t.Context(), "Bearer "+p.token, strings.TrimPrefix(again, "conversations/"), string(name))
	if may != (err == nil) {
		t.Errorf("the file of part %c: %v, want it allowed: %t", name, err, may)
	}
}

// holdsForLists lists what there is altogether, and what is on its way.
func (w *world) holdsForLists(t *testing.T, p person, reads string) {
	t.Helper()
	all := func(q firestore.Query) error {
		_, err := q.Limit(50).Documents(p.in(t.Context())).GetAll()
		return err
	}
	for _, collection := range []string{"messages", "events", "sessions"} {
		judgeThat(t, "list all "+collection, all(w.Collection(again+"/"+collection).Query), reads == everyPart)
	}
	judgeThat(t, "list all replies", all(w.Collection(again+"/replies").Query), false)
	outgoing := w.Collection(again+"/replies").Where("status", "in", []string{"pending", "sending"})
	judgeThat(t, "list what is on its way", all(outgoing), reads != "")
	_, unlimited := w.Collection(again+"/messages").Where("session", "==", 3).Documents(p.in(t.Context())).GetAll()
	judgeThat(t, "list messages without a limit", unlimited, false)
	_, err := w.Doc(again + "/replies/next").Get(p.in(t.Context()))
	judgeThat(t, "get what is on its way", err, reads != "")
}

// judgeThat is judge for one of several questions.
func judgeThat(t *testing.T, what string, err error, allowed bool) {
	t.Helper()
	if v := verdict(err, allowed); v != "" {
		t.Errorf("%s: %s", what, v)
	}
}
