// Package bill counts the documents that a Firestore client reads and writes, as
// Firestore bills them: a query that finds nothing is a read.
package bill

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
)

// Bill is what was read and written. It is safe for concurrent use.
type Bill struct {
	mu            sync.Mutex
	reads, writes int
}

func (b *Bill) add(reads, writes int) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reads += reads
	b.writes += writes
}

// Take returns what was counted since the last call.
func (b *Bill) Take() (reads, writes int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	reads, writes = b.reads, b.writes
	b.reads, b.writes = 0, 0
	return reads, writes
}

// Dial connects to a Firestore emulator as a client exempt from the rules, and
// counts what goes over the connection. More options may follow.
func (b *Bill) Dial(host string, more ...grpc.DialOption) (*grpc.ClientConn, error) {
	conn, err := grpc.NewClient(host, append([]grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithChainUnaryInterceptor(b.unary), grpc.WithChainStreamInterceptor(b.stream),
	}, more...)...)
	if err != nil {
		return nil, fmt.Errorf("Firestore: %w", err)
	}
	return conn, nil
}

type key struct{}

// Into additionally counts what is done with the context in a separate bill.
func Into(ctx context.Context, own *Bill) context.Context { return context.WithValue(ctx, key{}, own) }

func own(ctx context.Context) *Bill {
	b, _ := ctx.Value(key{}).(*Bill)
	return b
}

func (b *Bill) unary(
	ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption,
) error {
	err := invoke(owner(ctx), method, req, reply, cc, o...)
	if commit, ok := req.(*firestorepb.CommitRequest); ok && err == nil {
		b.add(0, len(commit.GetWrites()))
		own(ctx).add(0, len(commit.GetWrites()))
	}
	return err
}

func (b *Bill) stream(
	ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, o ...grpc.CallOption,
) (grpc.ClientStream, error) {
	s, err := open(owner(ctx), desc, cc, method, o...)
	return &stream{ClientStream: s, bills: []*Bill{b, own(ctx)}}, err
}

// owner is a client that is exempt from the rules.
func owner(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer owner")
}

// stream counts the documents it receives.
type stream struct {
	grpc.ClientStream
	bills []*Bill
	found int
	query bool
}

// RecvMsg counts a message and passes it on.
func (s *stream) RecvMsg(m any) error {
	err := s.ClientStream.RecvMsg(m)
	switch m := m.(type) {
	case *firestorepb.BatchGetDocumentsResponse:
		if err == nil && (m.GetFound() != nil || m.GetMissing() != "") {
			s.read()
		}
	case *firestorepb.RunQueryResponse:
		s.query = true
		if err == nil && m.GetDocument() != nil {
			s.found++
			s.read()
		}
	}
	if errors.Is(err, io.EOF) && s.query && s.found == 0 {
		s.read()
	}
	return err
}

func (s *stream) read() {
	for _, b := range s.bills {
		b.add(1, 0)
	}
}
