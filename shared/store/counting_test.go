package store_test

import (
	"context"
	"os"
	"sync/atomic"
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/bill"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// host is the Firestore emulator's address.
var host string

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

// world is a store on a database of its own.
type world struct {
	*store.Store
	db      *firestore.Client
	counter *bill.Bill
}

func open(t *testing.T, more ...grpc.DialOption) world {
	t.Helper()
	counter := &bill.Bill{}
	conn, err := counter.Dial(host, more...)
	if err != nil {
		t.Fatal(err)
	}
	project := official.Project("store")
	db, err := firestore.NewClient(t.Context(), project, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return world{store.Of(db), db, counter}
}

// counting counts the round trips in which documents are read.
func counting(trips *atomic.Int64) grpc.DialOption {
	return grpc.WithChainStreamInterceptor(func(
		ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, o ...grpc.CallOption,
	) (grpc.ClientStream, error) {
		trips.Add(1)
		return open(ctx, desc, cc, method, o...)
	})
}

// costs checks what was read and written since the last call.
func (w world) costs(t *testing.T, what string, reads, writes int) {
	t.Helper()
	gotReads, gotWrites := w.counter.Take()
	if gotReads != reads || gotWrites != writes {
		t.Errorf("%s cost %d reads and %d writes, want %d and %d", what, gotReads, gotWrites, reads, writes)
	}
}
