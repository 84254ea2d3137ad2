package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// host is the Firestore emulator's address.
var host string

func TestMain(m *testing.M) { os.Exit(withFirestore(m.Run)) }

// withFirestore runs the tests with the official emulator.
func withFirestore(run func() int) int {
	if host = os.Getenv("FIRESTORE_EMULATOR_HOST"); host != "" {
		return run()
	}
	e, stop, err := official.Firestore(context.Background(), io.Discard)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer stop()
	host = e
	return run()
}

// counter counts the documents that a store reads and writes, as Firestore bills
// them: a query that finds nothing is a read.
type counter struct {
	mu            sync.Mutex
	reads, writes int
}

func (c *counter) add(reads, writes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reads += reads
	c.writes += writes
}

// take returns what was counted since the last call.
func (c *counter) take() (reads, writes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	reads, writes = c.reads, c.writes
	c.reads, c.writes = 0, 0
	return reads, writes
}

func (c *counter) unary(
	ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption,
) error {
	err := invoke(owner(ctx), method, req, reply, cc, o...)
	if commit, ok := req.(*firestorepb.CommitRequest); ok && err == nil {
		c.add(0, len(commit.GetWrites()))
	}
	return err
}

func (c *counter) stream(
	ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, o ...grpc.CallOption,
) (grpc.ClientStream, error) {
	s, err := open(owner(ctx), desc, cc, method, o...)
	return &countedStream{ClientStream: s, c: c}, err
}

func owner(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer owner")
}

type countedStream struct {
	grpc.ClientStream
	c     *counter
	found int
	query bool
}

func (s *countedStream) RecvMsg(m any) error {
	err := s.ClientStream.RecvMsg(m)
	switch m := m.(type) {
	case *firestorepb.BatchGetDocumentsResponse:
		if err == nil && (m.GetFound() != nil || m.GetMissing() != "") {
			s.c.add(1, 0)
		}
	case *firestorepb.RunQueryResponse:
		s.query = true
		if err == nil && m.GetDocument() != nil {
			s.found++
			s.c.add(1, 0)
		}
	}
	if errors.Is(err, io.EOF) && s.query && s.found == 0 {
		s.c.add(1, 0)
	}
	return err
}

// world is a store on a database of its own.
type world struct {
	*store.Store
	db      *firestore.Client
	counter *counter
}

func open(t *testing.T) world {
	t.Helper()
	c := &counter{}
	conn, err := grpc.NewClient(host, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithChainUnaryInterceptor(c.unary), grpc.WithChainStreamInterceptor(c.stream))
	if err != nil {
		t.Fatal(err)
	}
	project := fmt.Sprintf("demo-store-%d", time.Now().UnixNano())
	db, err := firestore.NewClient(t.Context(), project, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return world{store.Of(db), db, c}
}

// costs checks what was read and written since the last call.
func (w world) costs(t *testing.T, what string, reads, writes int) {
	t.Helper()
	gotReads, gotWrites := w.counter.take()
	if gotReads != reads || gotWrites != writes {
		t.Errorf("%s cost %d reads and %d writes, want %d and %d", what, gotReads, gotWrites, reads, writes)
	}
}
