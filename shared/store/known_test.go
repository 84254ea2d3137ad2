package store_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// TestAProcessReadsInOneGoWhetherAnUnknownCustomerWasErased, and reads nothing of the kind of those
// whom it knows.
func TestAProcessReadsInOneGoWhetherAnUnknownCustomerWasErased(t *testing.T) {
	t.Parallel()
	var trips atomic.Int64
	w := open(t, grpc.WithChainStreamInterceptor(func(
		ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, o ...grpc.CallOption,
	) (grpc.ClientStream, error) {
		trips.Add(1)
		return open(ctx, desc, cc, method, o...)
	}))
	another := world{store.Of(w.db), w.db, w.counter}
	for n, one := range []struct {
		what  string
		by    world
		reads int
	}{
		{"a first message", w, 2},
		{"a further one", w, 1},
		{"one to another process", another, 2},
		{"a further one to that", another, 1},
	} {
		w.counter.Take()
		trips.Store(0)
		one.by.mustReceive(t, said(1+n))
		if reads, _ := w.counter.Take(); reads != one.reads || trips.Load() != 1 {
			t.Errorf("%s: %d reads in %d round trips, want %d in one", one.what, reads, trips.Load(), one.reads)
		}
	}
}

// TestWhoWasErasedIsNotKnownForLonger: whether a process knows of a conversation or not, it sees
// that its customer was erased.
func TestWhoWasErasedIsNotKnownForLonger(t *testing.T) {
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
	for name, s := range map[string]*store.Store{"who knows of it": w.Store, "who does not": store.Of(w.db)} {
		_, err := s.Receive(t.Context(), id, func(c conversation.Conversation) (conversation.Change, error) {
			if c.ID != "" || !c.ErasedAt.Equal(tombstone.ErasedAt) {
				t.Errorf("%s finds %q, erased at %s", name, c.ID, c.ErasedAt)
			}
			return conversation.Change{}, conversation.ErrErased
		})
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestAProcessForgetsWhomItHasNotSeenForLong: what it knows is bounded, and what it has just seen
// is never what it forgets.
func TestAProcessForgetsWhomItHasNotSeenForLong(t *testing.T) {
	t.Parallel()
	var k store.Known
	name := func(n int) conversation.ID { return conversation.ID(fmt.Sprint(n)) }
	const many = 3 * store.EnoughKnown
	for n := range many {
		k.Add(name(n))
		if !k.Has(name(n)) || !k.Has(name(max(0, n-store.EnoughKnown+1))) {
			t.Fatalf("it has forgotten one of the last after %d", n)
		}
	}
	if k.Has(name(0)) || k.Has(name(many-2*store.EnoughKnown-1)) {
		t.Error("it forgets nobody")
	}
}
