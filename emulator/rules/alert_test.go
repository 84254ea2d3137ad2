package rules_test

import (
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/alert"
)

const (
	plea = "alerts/help_active"
	late = "alerts/waiting_sales"
)

func asksForHelp(p person) attempt {
	now := firestore.ServerTimestamp
	return attempt{who: p, how: sets, path: plea, doc: doc{
		"kind": "help", "queue": "sales", "agent": p.email, "conversation": strings.TrimPrefix(active, "conversations/"), "count": 0,
		"since": now, "open": true, "raisedAt": now, "seen": doc{}, "author": p.author(),
	}}
}

// TestWhoMayAskForHelp with a conversation: whoever has it, once at a time.
func TestWhoMayAskForHelp(t *testing.T) {
	t.Parallel()
	asks := asksForHelp(ana)
	pending := doc{"kind": "help", "open": true, "author": ana.author()}
	over := doc{"kind": "help", "open": false, "author": ana.author()}
	try(t, variants{
		"the owner":                            asks,
		"the owner, when the last one is over": asks.after(plea, over),
		"the owner who sums up":                asks.after(active, doc{"session": doc{"state": "wrap-up"}}),
	}, variants{
		"a second time":                     asks.after(plea, pending),
		"an agent of the queue":             asksForHelp(ben),
		"the guest":                         asksForHelp(gus),
		"a supervisor":                      asksForHelp(sue),
		"somebody in the owner's name":      {who: ben, how: sets, path: plea, doc: asks.doc},
		"somebody who is not on the roster": anonymous(asks, stranger),
		"the owner of what is closed":       asks.after(active, doc{"session": doc{"state": "closed"}}),
		"with another conversation":         asks.with(doc{"conversation": "parked"}),
		"under another name":                asks.at("alerts/help_parked"),
		"for another queue":                 asks.with(doc{"queue": "support"}),
		"of another kind":                   asks.with(doc{"kind": "waiting"}),
		"as somebody else":                  asks.with(doc{"agent": ben.email}),
		"seen already":                      asks.with(doc{"seen": doc{sue.email: "Sue"}}),
		"of yesterday":                      asks.with(doc{"since": ago(24 * time.Hour)}),
		"with a text":                       asks.with(doc{"text": "x"}),
		"that is over":                      asks.with(doc{"open": false}),
	})
}

// TestWhoMayMarkAnAlert as seen, in the own name, or put it off for a while: supervisors.
// Nothing else of it is theirs to change.
func TestWhoMayMarkAnAlert(t *testing.T) {
	t.Parallel()
	marks := func(p person, of doc) attempt { return attempt{who: p, how: merges, path: late, doc: of} }
	sees := func(p person) attempt { return marks(p, doc{"seen": doc{p.email: p.author()["name"]}}) }
	snooze := func(p person, d time.Duration) attempt {
		return marks(p, doc{"snoozedUntil": ago(-d), "snoozedBy": p.author()["name"]})
	}
	try(t, variants{
		"a supervisor has seen it":       sees(sue),
		"an admin has":                   sees(ada),
		"a supervisor puts it off":       snooze(sue, time.Hour),
		"a supervisor does not any more": snooze(sue, -time.Minute),
		"for as long as one may":         snooze(sue, 8*time.Hour-time.Minute),
	}, variants{
		"an agent has seen it":                    sees(ana),
		"somebody suspended has":                  sees(suspended),
		"a supervisor for another":                marks(sue, doc{"seen": doc{ada.email: "Ada"}}),
		"a supervisor under another name":         marks(sue, doc{"seen": doc{sue.email: "Ada"}}),
		"a supervisor for a day":                  snooze(sue, 24*time.Hour),
		"a supervisor in another name":            snooze(sue, time.Hour).with(doc{"snoozedBy": "Ada"}),
		"an agent puts it off":                    snooze(ana, time.Hour),
		"a supervisor who says that it is over":   marks(sue, doc{"open": false, "clearedAt": firestore.ServerTimestamp, "expireAt": ago(-24 * time.Hour)}),
		"a supervisor who changes what it counts": marks(sue, doc{"count": 7}),
	})
}

// TestWhoMayEndAPlea for help: supervisors, and whoever asked.
func TestWhoMayEndAPlea(t *testing.T) {
	t.Parallel()
	ends := func(p person) attempt {
		return attempt{who: p, how: merges, path: plea, doc: doc{
			"open": false, "clearedAt": firestore.ServerTimestamp, "expireAt": time.Now().Add(alert.Kept),
		}}.after(plea, doc{"kind": "help", "open": true, "author": ana.author(), "seen": doc{}})
	}
	try(t, variants{
		"a supervisor": ends(sue), "who asked": ends(ana),
	}, variants{
		"an agent of the queue": ends(ben), "the guest": ends(gus),
		"a supervisor, and it is kept for ever": ends(sue).with(doc{"expireAt": time.Now().Add(365 * 24 * time.Hour)}),
	})
}
