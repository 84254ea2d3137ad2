package properties

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestTwoAgentsPickOneSessionAtTheSameInstant: a thousand times, one has it and the
// other is told who.
func TestTwoAgentsPickOneSessionAtTheSameInstant(t *testing.T) {
	t.Parallel()
	const pairs, each = 8, 125
	w, err := newWorld(contact)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for pair := range pairs {
		names := []string{fmt.Sprintf("ana%d@x", pair), fmt.Sprintf("bo%d@x", pair)}
		for _, email := range names {
			w.hire([]agent.Agent{{Email: email, DisplayName: email, Role: agent.Plain, Queues: []string{"front"}, Capacity: each}})
			w.renew(email)
		}
		wg.Go(func() {
			for n := range each {
				if err := w.race(fmt.Sprintf("p%d-%d", pair, n), names); err != nil {
					t.Errorf("session %d of pair %d: %v", n, pair, err)
				}
			}
		})
	}
	wg.Wait()
	if err := w.readAll(); err != nil {
		t.Fatal(err)
	}
	w.mirror.checkSums(t.Errorf)
	if n := len(w.mirror.conversations); n != pairs*each {
		t.Errorf("%d sessions, want %d", n, pairs*each)
	}
	for id, c := range w.mirror.conversations {
		w.mirror.checkOne(c, id, t.Errorf)
	}
}

// race has two agents pick one session at the same instant.
func (w *world) race(key string, names []string) error {
	ctx := context.Background()
	in := channel.Inbound{
		ID: "m1", Kind: channel.Text, Text: "hi", SentAt: w.now(), ReceivedAt: w.now(),
		Peer: channel.Peer{Channel: businessmessages.Name, Account: "walk", BrandAgent: "b", Key: key},
	}
	if err := w.call(ctx, &delivery{function: "routing", message: in}); err != nil {
		return err
	}
	id := idOf("walk", key)
	for i, email := range names {
		a := conversation.Action{Kind: conversation.Pick, Status: conversation.ActionPending, Author: conversation.Author{Email: email}}
		if _, err := w.db.Doc(fmt.Sprintf("conversations/%s/actions/a%d", id, i)).Create(ctx, a); err != nil {
			return err
		}
	}
	var wg sync.WaitGroup
	gun, errs := make(chan struct{}), make([]error, len(names))
	for i := range names {
		wg.Go(func() {
			<-gun
			errs[i] = w.call(ctx, &delivery{function: "action", id: "e", path: fmt.Sprintf("conversations/%s/actions/a%d", id, i)})
		})
	}
	close(gun)
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return w.oneHasIt(id, names)
}

func (w *world) oneHasIt(id string, names []string) error {
	c, err := w.store.Conversation(context.Background(), conversation.ID(id))
	if err != nil {
		return err
	}
	won := 0
	for i, email := range names {
		doc, err := w.db.Doc(fmt.Sprintf("conversations/%s/actions/a%d", id, i)).Get(context.Background())
		if err != nil {
			return err
		}
		var a conversation.Action
		if err := doc.DataTo(&a); err != nil {
			return err
		}
		switch {
		case a.Status == conversation.ActionDone && c.Owner == email:
			won++
		case a.Status != conversation.ActionRefused || a.Reason == nil || a.Reason.String() != "action.taken agent="+c.Owner:
			return fmt.Errorf("%s has it, and %s is told %s: %v", c.Owner, email, a.Status, a.Reason)
		}
	}
	if won != 1 {
		return fmt.Errorf("%d won, and %s has it", won, c.Owner)
	}
	return nil
}
