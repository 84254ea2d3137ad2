package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// TestAProcessReadsInOneGoWhetherAnUnknownCustomerWasErased. It reads no tombstone of a customer whom
// it knows, and nothing where it changed the conversation last.
func TestAProcessReadsInOneGoWhetherAnUnknownCustomerWasErased(t *testing.T) {
	t.Parallel()
	var trips atomic.Int64
	w := open(t, counting(&trips))
	another := world{store.Of(w.db), w.db, w.counter}
	for n, one := range []struct {
		what  string
		by    world
		reads int
		trips int64
	}{
		{"a first message", w, 2, 1},
		{"a further one right after it", w, 0, 0},
		{"one to another process", another, 2, 1},
		{"a further one to that", another, 0, 0},
		{"one to the first, which is no longer up to date", w, 1, 1},
	} {
		w.counter.Take()
		trips.Store(0)
		one.by.mustReceive(t, said(1+n))
		if reads, _ := w.counter.Take(); reads != one.reads || trips.Load() != one.trips {
			t.Errorf("%s: %d reads in %d round trips, want %d in %d", one.what, reads, trips.Load(), one.reads, one.trips)
		}
	}
}

// TestAProcessThatKnowsACustomerSeesTheErasure, as does one that does not.
func TestAProcessThatKnowsACustomerSeesTheErasure(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	if _, err := w.doc("").Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	tombstone := conversation.Tombstone{ErasedAt: noon.Add(time.Hour)}
	if _, err := w.db.Doc("tombstones/"+string(id)).Set(t.Context(), tombstone); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*store.Store{"a process that knows the customer": w.Store, "one that does not": store.Of(w.db)} {
		var found conversation.Conversation
		_, err := s.Receive(t.Context(), id, noon, func(c conversation.Conversation) (conversation.Change, error) {
			found = c
			return conversation.Change{}, conversation.ErrErased
		})
		if err == nil || found.ID != "" || !found.ErasedAt.Equal(tombstone.ErasedAt) {
			t.Errorf("%s finds %q, erased at %s: %v", name, found.ID, found.ErasedAt, err)
		}
	}
}

// TestAMemoryIsBoundedAndKeepsTheLatest.
func TestAMemoryIsBoundedAndKeepsTheLatest(t *testing.T) {
	t.Parallel()
	const enough, many = 64, 3 * 64
	m := store.NewMemory(enough)
	name := func(n int) conversation.ID { return conversation.ID(fmt.Sprint(n)) }
	is := func(n int) bool { v, ok := m.Of(name(n)); return ok && v == n }
	for n := range many {
		m.Set(name(n), n)
		if !is(n) || !is(max(0, n-enough+1)) {
			t.Fatalf("it has forgotten one of the last after %d", n)
		}
	}
	if is(0) || is(many-2*enough-1) {
		t.Error("it forgets nobody")
	}
	for _, n := range []int{many - 1, many - enough} { // of both halves
		if m.Forget(name(n)); is(n) {
			t.Error("it does not forget what it is told to")
		}
	}
}

// TestAProcessForgetsWhatItCannotUseAnyMore: what a customer said is in its memory for as long as it
// may serve, and twice as long at most while others write.
func TestAProcessForgetsWhatItCannotUseAnyMore(t *testing.T) {
	t.Parallel()
	w := open(t)
	other := peer
	other.Key = "c-2"
	w.mustReceive(t, said(0))
	for _, further := range []struct {
		at    int
		keeps bool
	}{{19, true}, {20, true}, {39, true}, {40, false}} {
		in := said(further.at)
		in.Peer = other
		w.mustReceive(t, in)
		if w.Keeps(id) != further.keeps {
			t.Errorf("after %d s it keeps the conversation: %t", further.at, w.Keeps(id))
		}
	}
}
