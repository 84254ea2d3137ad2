package dispatch_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestManyDispatchersKeepEveryLimit: many sessions, few agents, and everybody at
// once; each agent is filled, none is overfilled, and each session has one owner.
func TestManyDispatchersKeepEveryLimit(t *testing.T) {
	t.Parallel()
	const sessions, agents, capacity = 40, 4, 3
	w := newWorld(t)
	var emails []string
	for i := range agents {
		a := agentCalled(fmt.Sprint("a", i), room(capacity))
		emails = append(emails, a.Email)
		w.hire(a)
	}
	var all []conversation.Conversation
	for i := range sessions {
		all = append(all, w.enqueue(fmt.Sprint("k", i), session{}))
	}
	var wg sync.WaitGroup
	for _, c := range all {
		wg.Go(func() { w.insist(func() error { return w.Dispatch(t.Context(), c) }) })
	}
	for _, email := range slices.Concat(emails, emails) {
		wg.Go(func() { w.insist(func() error { return w.findWork(email) }) })
	}
	wg.Wait()
	held := map[string]int64{}
	for _, c := range all {
		if got := w.get(c.ID); got.State == conversation.Offered {
			held[got.Owner]++
		}
	}
	for _, email := range emails {
		if a := w.agent(email); a.Used != held[email] || a.Used != capacity || a.Free != 0 {
			t.Errorf("%s holds %d, has used %d of %d, and %d is free", email, held[email], a.Used, capacity, a.Free)
		}
	}
	if n := len(w.waiting()); n != sessions-agents*capacity {
		t.Errorf("%d wait, want %d", n, sessions-agents*capacity)
	}
}

// insist does something again that others got in the way of, as Eventarc does.
func (w *world) insist(do func() error) {
	var err error
	for range 50 {
		if err = do(); err == nil {
			return
		}
	}
	w.t.Error(err)
}
