package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// TestWhatAProcessRemembersIsWhatItWouldRead, as far as anything comes of it: whoever else changes the
// conversation in between, what a message is folded into is the conversation as it is stored.
func TestWhatAProcessRemembersIsWhatItWouldRead(t *testing.T) {
	t.Parallel()
	w := open(t)
	another := world{store.Of(w.db), w.db, w.counter}
	const seed, steps = 7, 120
	random := rand.New(rand.NewPCG(seed, seed))
	who := peer
	who.Key, who.Personal = "+33612345612", true
	of := keyring.IDs().Of(who)
	next := func(n int) channel.Inbound {
		in := said(n)
		in.Peer, in.Text = who, fmt.Sprintf("%s about an order, the %dth message", []string{"hello", "quoi", "ça va"}[n%3], n)
		in.ReceivedAt = in.ReceivedAt.Add(time.Duration(random.IntN(1e9)))
		if random.IntN(4) == 0 {
			in.Answered = &channel.BotAnswer{Text: "Nine to five."}
		}
		return in
	}
	var heard []channel.Inbound
	spared := 0
	for n := range steps {
		by := []world{w, w, another}[random.IntN(3)]
		in := next(n)
		again := len(heard) > 0 && random.IntN(5) == 0
		if again {
			in = heard[random.IntN(len(heard))]
		}
		stored := conversation.Conversation{}
		if n > 0 {
			stored = get[conversation.Conversation](t, w.db.Doc("conversations/"+string(of)))
			stored.ID = of
		}
		w.counter.Take()
		var folded conversation.Conversation
		after, err := by.Receive(t.Context(), of, in.ReceivedAt, func(c conversation.Conversation) (conversation.Change, error) {
			folded, c.ID = c, of
			return c.Receive(in, in.ReceivedAt, toFront())
		})
		reads, _ := w.counter.Take()
		if again != errors.Is(err, store.ErrDuplicate) || !again && err != nil {
			t.Fatalf("step %d: %v", n, err)
		}
		if diff := cmp.Diff(stored, folded, alike); diff != "" {
			t.Fatalf("step %d: folded into something else than what is stored (-stored +folded):\n%s", n, diff)
		}
		if again {
			if diff := cmp.Diff(stored, after, alike); diff != "" {
				t.Fatalf("step %d: a repeated message gets something else than what is stored (-stored +got):\n%s", n, diff)
			}
			continue
		}
		heard = append(heard, in)
		if reads == 0 {
			spared++
		}
	}
	if spared < steps/5 || spared > steps*4/5 {
		t.Errorf("%d of %d messages were spared a read: the walk tries one way only", spared, steps)
	}
}

// TestAProcessReadsWhatOthersHaveChanged before it decides for good: what it remembers neither
// refuses a message nor takes one in.
func TestAProcessReadsWhatOthersHaveChanged(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	w.act(t, "a1", conversation.Pick, "jo")
	var owners []string
	refused := errors.New("refused")
	_, err := w.Receive(t.Context(), id, noon, func(c conversation.Conversation) (conversation.Change, error) {
		owners = append(owners, c.Owner)
		return conversation.Change{}, refused
	})
	if diff := cmp.Diff([]string{"", "jo"}, owners); diff != "" || !errors.Is(err, refused) {
		t.Errorf("decided %d times, %v; owners (-want +got):\n%s", len(owners), err, diff)
	}
}

// TestAfterTwentySecondsTheConversationIsRead: who answers takes longer than a customer's next sentence.
func TestAfterTwentySecondsTheConversationIsRead(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	for _, further := range []struct{ at, reads int }{{20, 0}, {40, 1}, {59, 0}} {
		w.counter.Take()
		w.mustReceive(t, said(further.at))
		w.costs(t, fmt.Sprintf("the message %d s after the first", further.at-1), further.reads, 2)
	}
}

// TestAfterAWrongAssumptionAProcessReadsUntilItWouldHaveBeenRight: while an agent who has the
// conversation open reads every message, it is never as the process left it.
func TestAfterAWrongAssumptionAProcessReadsUntilItWouldHaveBeenRight(t *testing.T) {
	t.Parallel()
	var commits atomic.Int64
	w := open(t, grpc.WithChainUnaryInterceptor(func(
		ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption,
	) error {
		if _, ok := req.(*firestorepb.CommitRequest); ok {
			commits.Add(1)
		}
		return invoke(ctx, method, req, reply, cc, o...)
	}))
	w.mustReceive(t, said(1))
	for _, further := range []struct {
		at      int
		readsIn bool // somebody has read the one before
		tried   int64
		reads   int
	}{
		{2, true, 2, 1},
		{3, true, 1, 1},
		{4, true, 1, 1},
		{5, false, 1, 1},
		{6, false, 1, 0},
		{7, true, 2, 1},
		{8, true, 1, 1},
		{60, false, 1, 1},
		{61, false, 1, 0},
	} {
		if further.readsIn {
			if _, err := w.doc("").Update(t.Context(), []firestore.Update{{Path: "thread.unread", Value: firestore.Increment(-1)}}); err != nil {
				t.Fatal(err)
			}
		}
		commits.Store(0)
		w.counter.Take()
		w.mustReceive(t, said(further.at))
		if reads, _ := w.counter.Take(); reads != further.reads || commits.Load() != further.tried {
			t.Errorf("the message at %d s: %d reads and %d commits, want %d and %d", further.at, reads, commits.Load(), further.reads, further.tried)
		}
	}
}
