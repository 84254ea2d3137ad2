package store_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/option"
	"google.golang.org/grpc"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/bill"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// TestWhatStaysAsItIsIsNotSentAgain: a further message names the fields of its conversation
// that it changes, and what is stored is the whole conversation all the same.
func TestWhatStaysAsItIsIsNotSentAgain(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var sent []string
	spy := func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, call grpc.UnaryInvoker, o ...grpc.CallOption) error {
		if commit, ok := req.(*firestorepb.CommitRequest); ok {
			mu.Lock()
			defer mu.Unlock()
			sent = nil
			for _, w := range commit.GetWrites() {
				sent = append(sent, w.GetUpdateMask().GetFieldPaths()...)
			}
		}
		return call(ctx, method, req, reply, cc, o...)
	}
	conn, err := (&bill.Bill{}).Dial(host, grpc.WithChainUnaryInterceptor(spy))
	if err != nil {
		t.Fatal(err)
	}
	db, err := firestore.NewClient(t.Context(), official.Project("store"), option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	w := world{Store: store.Of(db), db: db}
	var after conversation.Conversation
	for n := range 3 {
		in := said(n)
		after, err = w.Update(t.Context(), id, func(c conversation.Conversation) (conversation.Change, error) {
			c.ID = id
			return c.Receive(in, in.ReceivedAt, toFront())
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for _, want := range []string{"thread.preview", "thread.unread", "thread.lastCustomerAt"} {
		if !slices.Contains(sent, want) {
			t.Errorf("%s is not among what was sent: %q", want, sent)
		}
	}
	if len(sent) > 12 || slices.Contains(sent, "session.queue") || slices.Contains(sent, "customer") {
		t.Errorf("a further message sends %d fields: %q", len(sent), sent)
	}
	stored, err := w.Conversation(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after.Stamped(), stored); diff != "" {
		t.Errorf("the conversation (-made +stored):\n%s", diff)
	}
}
