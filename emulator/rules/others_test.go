package rules_test

import (
	"strings"
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestOnlyFunctionsWriteTheRest: not the owner and not an admin. That a function
// may is how every world here is made.
func TestOnlyFunctionsWriteTheRest(t *testing.T) {
	t.Parallel()
	denied := variants{}
	for _, path := range []string{
		active, active + "/messages/m1", active + "/events/000000000001", active + "/sessions/000000000001", "queues/sales",
		"figures/2024-03-05_sales_0", "figureWeeks/agent_2024-03-04", "figureWeeks/own_ana@x.example_2024-03-04", "ratings/active_1", "alerts/waiting_sales", "closedSessions/1_closed_1",
		"queues/sales/items/open", "config/current", "configs/v1", "customers/k1", "agents/ana@x.example/notes/n1", "secrets/key",
	} {
		for _, p := range []person{nobody, stranger, ana, sue, ada} {
			name := strings.ReplaceAll(path, "/", " ") + " by " + p.who
			fields := doc{"session": doc{"state": "closed", "owner": p.email}, "text": "x", "routing": "{}"}
			denied["a change of "+name] = attempt{who: p, how: merges, path: path, doc: fields}
			denied["writing over "+name] = attempt{who: p, how: sets, path: path, doc: fields}
			denied["the end of "+name] = attempt{who: p, how: deletes, path: path}
			denied["another one beside "+name] = attempt{who: p, how: creates, path: path + "-2", doc: fields}
		}
	}
	denied["taking a conversation"] = attempt{who: ben, how: merges, path: open, doc: doc{"session": doc{"owner": ben.email, "state": "active"}}}
	denied["inviting oneself"] = attempt{who: ben, how: merges, path: active, doc: doc{"session": doc{"guests": doc{ben.email: "Ben"}}}}
	denied["a receipt of one's own"] = attempt{who: ana, how: merges, path: active + "/messages/m1", doc: doc{"status": "read"}}
	try(t, variants{"a reply": replies(ana, active)}, denied)
}

// TestACommitIsAllowedWholeOrNotAtAll: a rule looks at the database as it is before
// the commit, so nobody makes the ground in it on which the rest would be allowed.
func TestACommitIsAllowedWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	commit := func(t *testing.T, p person, w *world, all ...attempt) error {
		t.Helper()
		batch := w.Batch() //nolint:staticcheck // one commit
		for _, a := range all {
			switch a.how {
			case creates:
				batch.Create(w.Doc(a.path), a.doc)
			case merges:
				batch.Set(w.Doc(a.path), a.doc, firestore.MergeAll)
			case sets:
				batch.Set(w.Doc(a.path), a.doc)
			case deletes:
				batch.Delete(w.Doc(a.path))
			}
		}
		_, err := batch.Commit(p.in(t.Context()))
		return err
	}
	come := edits(ana, ana.email, doc{"presence": "available", "presenceAt": firestore.ServerTimestamp, "awayBy": nil})
	beat := attempt{who: ana, how: sets, path: "leases/" + ana.email, doc: doc{"until": firestore.ServerTimestamp}}
	second := replies(ana, active).at(active + "/replies/second")
	for _, c := range []struct {
		name    string
		who     person
		all     []attempt
		allowed bool
	}{
		{"a presence with its lease", ana, []attempt{come, beat}, true},
		{"two replies, and the end of it", ana, []attempt{replies(ana, active), second, asks(ana, conversation.End, active)}, true},
		{"a reply, and one that has a status", ana, []attempt{replies(ana, active), second.with(doc{"status": "sent"})}, false},
		{"a pick and a reply", ben, []attempt{asks(ben, conversation.Pick, open), replies(ben, open)}, false},
		{"taking a conversation and a reply", ben, []attempt{
			{who: ben, how: merges, path: open, doc: doc{"session": doc{"owner": ben.email, "state": "active"}}}, replies(ben, open),
		}, false},
		{"one's own entry and a lease", stranger, []attempt{
			hires(stranger, stranger.email, nil), {how: sets, path: "leases/" + stranger.email, doc: beat.doc},
		}, false},
		{"oneself deleted and hired again as an admin", sue, []attempt{
			{how: deletes, path: entry(sue.email)}, {how: sets, path: entry(sue.email), doc: doc{"role": "admin"}},
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			judge(t, commit(t, c.who, newWorld(t), c.all...), c.allowed)
		})
	}
}

// TestAnAddressWithMarksComesIn: whatever character an address may have, its entry is
// found.
func TestAnAddressWithMarksComesIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, email := range []string{"jo+desk@x.example", "r&d@x.example", "x#y@x.example", "o'brien@x.example", "a!$*=?^_{|}~.-b@x-1.example"} {
		if !agent.IsAddress(email) {
			t.Errorf("%s is no address", email)
		}
		w.change(t, "agents/"+email, doc{"displayName": "Jo", "role": "agent", "queues": []string{"sales"}})
		jo := signedIn("somebody with marks in the address", email)
		_, err := w.Doc("config/current").Get(jo.in(t.Context()))
		judge(t, err, true)
		_, err = w.Doc("leases/"+email).Set(jo.in(t.Context()), doc{"until": firestore.ServerTimestamp})
		judge(t, err, true)
	}
}

// TestAnAddressIsNoPath: it is looked up as one name, whatever it holds.
func TestAnAddressIsNoPath(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, email := range []string{"", "/", "ana@x.example/", "a/b/ana@x.example", "../agents/ana@x.example", "ana@x.example/notes/n1"} {
		_, err := w.Doc("config/current").Get(signedIn("somebody", email).in(t.Context()))
		judge(t, err, false)
	}
	// {"alg":"none","typ":"JWT"} and {"sub":"id","email_verified":true}
	without := person{token: "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJpZCIsImVtYWlsX3ZlcmlmaWVkIjp0cnVlfQ."}
	_, err := w.Doc("config/current").Get(without.in(t.Context()))
	judge(t, err, false)
	_, err = w.Doc("config/current").Get(ana.in(t.Context()))
	judge(t, err, true)
}
