package rules_test

import (
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// aNote is a note in Ana's conversation as functions keep it.
const aNote = active + "/messages/note-n1"

func noteBy(p person, old time.Duration) doc {
	return doc{"direction": "note", "author": doc{"email": p.email}, "session": 1, "queue": "sales", "text": "Careful.", "committedAt": age(old)}
}

// TestWhoChangesANote: who wrote it, for a quarter of an hour by the server's clock.
func TestWhoChangesANote(t *testing.T) {
	t.Parallel()
	edit := asks(ana, conversation.EditNote, active).with(doc{"text": "Take care.", "of": "note-n1"})
	remove := asks(gus, conversation.DeleteNote, active).with(doc{"of": "note-n1"})
	// The emulator's clock need not agree with the test's: once, it was behind.
	const recent, old = conversation.NoteEditable - time.Minute, conversation.NoteEditable + time.Second
	message := noteBy(ana, time.Minute)
	message["direction"] = "in"
	try(t, variants{
		"the owner edits an own note":        edit.after(aNote, noteBy(ana, recent)),
		"the guest deletes an own note":      remove.after(aNote, noteBy(gus, recent)),
		"a supervisor edits an own note":     asks(sue, conversation.EditNote, active).with(doc{"text": "x", "of": "note-n1"}).after(aNote, noteBy(sue, recent)),
		"an edit says what the client hid":   edit.with(doc{"masked": []string{"card"}}).after(aNote, noteBy(ana, recent)),
		"whoever parked it edits an own one": asks(lou, conversation.EditNote, parked).with(doc{"text": "x", "of": "note-n1"}).after(parked+"/messages/note-n1", noteBy(lou, recent)),
	}, variants{
		"the owner edits a colleague's":                   edit.after(aNote, noteBy(gus, recent)),
		"a supervisor edits an agent's":                   asks(sue, conversation.EditNote, active).with(doc{"text": "x", "of": "note-n1"}).after(aNote, noteBy(ana, recent)),
		"the owner edits an own note of 15 minutes":       edit.after(aNote, noteBy(ana, old)),
		"the guest deletes an own note of 15 minutes":     remove.after(aNote, noteBy(gus, old)),
		"the owner edits what is no note":                 edit.after(aNote, message),
		"the owner edits what is not there":               edit.with(doc{"of": "note-n2"}).after(aNote, noteBy(ana, recent)),
		"the owner edits nothing in particular":           edit.without("of").after(aNote, noteBy(ana, recent)),
		"the owner edits what was not committed":          edit.after(aNote, doc{"direction": "note", "author": doc{"email": ana.email}}),
		"the owner edits another document":                edit.with(doc{"of": "note-n1/x/y"}).after(aNote+"/x/y", noteBy(ana, recent)),
		"an agent edits an own note where they were once": asks(ben, conversation.EditNote, active).with(doc{"text": "x", "of": "note-n1"}).after(aNote, noteBy(ben, recent)),
		"the owner changes the message itself":            attempt{who: ana, how: merges, path: aNote, doc: doc{"text": "x"}}.after(aNote, noteBy(ana, recent)),
	})
}

// TestWhoIsToldOfAMention: nobody but whom it is for, who says once that they saw it.
func TestWhoIsToldOfAMention(t *testing.T) {
	t.Parallel()
	const path = "mentions/active_note-n1_gus@x.example"
	mention := func(seen time.Time) doc {
		return doc{"agent": gus.email, "conversation": "active", "at": ago(time.Minute), "seenAt": seen, "expireAt": ago(-time.Hour)}
	}
	see := attempt{who: gus, how: merges, path: path, doc: doc{"seenAt": firestore.ServerTimestamp}}
	fresh := mention(time.Time{})
	try(t, variants{"the agent saw it": see.after(path, fresh)}, variants{
		"a colleague saw it":       attempt{who: ana, how: merges, path: path, doc: see.doc}.after(path, fresh),
		"a supervisor saw it":      attempt{who: sue, how: merges, path: path, doc: see.doc}.after(path, fresh),
		"the agent saw it again":   see.after(path, mention(ago(time.Second))),
		"the agent saw it earlier": see.with(doc{"seenAt": ago(time.Second)}).after(path, fresh),
		"the agent gives it away":  see.with(doc{"agent": ana.email}).after(path, fresh),
		"the agent keeps it":       see.with(doc{"expireAt": ago(-100 * time.Hour)}).after(path, fresh),
		"the agent deletes it":     attempt{who: gus, how: deletes, path: path}.after(path, fresh),
		"the agent makes one":      attempt{who: gus, how: creates, path: path + "2", doc: fresh},
		"the agent tells another":  attempt{who: ana, how: creates, path: path, doc: fresh},
	})
	w := newWorld(t)
	w.put(t, path, fresh)
	for _, p := range people[1:] {
		_, err := w.Doc(path).Get(p.in(t.Context()))
		judgeThat(t, "get it by "+p.who, err, p.email == gus.email)
		q := w.Collection("mentions").Where("agent", "==", p.email).OrderBy("at", firestore.Desc)
		_, err = q.Limit(50).Documents(p.in(t.Context())).GetAll()
		judgeThat(t, "list the own by "+p.who, err, among(p, workers))
		_, err = q.Documents(p.in(t.Context())).GetAll()
		judgeThat(t, "list the own without a limit by "+p.who, err, false)
		_, err = w.Collection("mentions").Limit(50).Documents(p.in(t.Context())).GetAll()
		judgeThat(t, "list all by "+p.who, err, false)
	}
}
