package rules_test

import (
	"testing"

	"cloud.google.com/go/firestore"
)

// TestCountingIsReading: a count tells as much of what cannot be read.
func TestCountingIsReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	count := func(t *testing.T, p person, queue string) error {
		t.Helper()
		items := w.Collection("queues/" + queue + "/items").Limit(50)
		_, err := items.NewAggregationQuery().WithCount("n").Get(p.in(t.Context()))
		return err
	}
	judge(t, count(t, ben, "sales"), true)
	judge(t, count(t, ben, "support"), false)
	judge(t, count(t, stranger, "sales"), false)
}

// TestAListenerMayHearWhatAQueryMayFind: clients listen.
func TestAListenerMayHearWhatAQueryMayFind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		name    string
		who     person
		heard   firestore.Query
		allowed bool
	}{
		{"the owner to the own conversations", ana, conversationsOf(w).Where("session.owner", "==", ana.email), true},
		{"the owner to all conversations", ana, conversationsOf(w), false},
		{
			"the guest to what the guest reads along in", gus,
			conversationsOf(w).WherePath(firestore.FieldPath{"session", "guests", gus.email}, ">", ""), true,
		},
		{"the owner to the messages", ana, w.Collection(active+"/messages").Where("session", "==", 1).OrderBy("sentAt", firestore.Desc).Limit(9), true},
		{"an agent of the queue to the messages", ben, w.Collection(active+"/messages").Where("session", "==", 1).OrderBy("sentAt", firestore.Desc).Limit(9), false},
		{"a supervisor to all conversations", sue, conversationsOf(w), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			snapshots := c.heard.Snapshots(c.who.in(t.Context()))
			defer snapshots.Stop()
			_, err := snapshots.Next()
			judge(t, err, c.allowed)
		})
	}
	t.Run("the author of an action to what becomes of it", func(t *testing.T) {
		t.Parallel()
		snapshots := w.Doc(closed + "/actions/a0").Snapshots(ana.in(t.Context()))
		defer snapshots.Stop()
		_, err := snapshots.Next()
		judge(t, err, true)
	})
}
