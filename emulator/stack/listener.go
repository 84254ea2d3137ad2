package stack

import (
	"context"
	"strings"
	"sync"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// listener is a stream of Firestore's Listen that ends in a way that the emulator
// can handle. When a client simply disconnects, the emulator still writes to its
// stream: the next commit takes effect but is answered with an error, and neither
// other listeners nor functions hear of it. So a listener first removes its
// target, waits for the confirmation, and only then ends the stream.
type listener struct {
	grpc.ClientStream
	ctx   context.Context //nolint:containedctx // the caller's, which the stream outlives
	heard chan received
	gone  chan struct{}

	mu       sync.Mutex // of what is sent
	database string
	target   int32
	left     bool
}

// received is a message from the emulator.
type received struct {
	answer *firestorepb.ListenResponse
	err    error
}

// leavingPolitely makes a connection's listeners end in that way.
func leavingPolitely(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string, open grpc.Streamer, o ...grpc.CallOption) (grpc.ClientStream, error) {
	if !strings.HasSuffix(method, "/Listen") {
		return open(ctx, desc, conn, method, o...)
	}
	stream, err := open(context.WithoutCancel(ctx), desc, conn, method, o...)
	if err != nil {
		return nil, err
	}
	l := &listener{ClientStream: stream, ctx: ctx, heard: make(chan received), gone: make(chan struct{})}
	context.AfterFunc(ctx, l.leave)
	go l.listen()
	return l, nil
}

func (l *listener) Context() context.Context { return l.ctx }

func (l *listener) SendMsg(m any) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left {
		return status.FromContextError(context.Canceled).Err()
	}
	if request, ok := m.(*firestorepb.ListenRequest); ok {
		l.database, l.target = request.GetDatabase(), request.GetAddTarget().GetTargetId()
	}
	return l.ClientStream.SendMsg(m)
}

func (l *listener) RecvMsg(m any) error {
	select {
	case next := <-l.heard:
		if next.err == nil {
			proto.Merge(m.(proto.Message), next.answer)
		}
		return next.err
	case <-l.gone:
		return status.FromContextError(context.Canceled).Err()
	}
}

func (l *listener) CloseSend() error {
	l.leave()
	return nil
}

// leave removes the target. Anything heard after that is dropped.
func (l *listener) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left {
		return
	}
	l.left = true
	close(l.gone)
	if l.target == 0 {
		_ = l.ClientStream.CloseSend()
		return
	}
	_ = l.ClientStream.SendMsg(&firestorepb.ListenRequest{
		Database: l.database, TargetChange: &firestorepb.ListenRequest_RemoveTarget{RemoveTarget: l.target},
	})
}

// removed records that nothing is listened to any more, and ends the stream if
// that was requested.
func (l *listener) removed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.target = 0
	if l.left {
		_ = l.ClientStream.CloseSend()
	}
}

// listen receives messages until the stream ends.
func (l *listener) listen() {
	for {
		next := received{answer: &firestorepb.ListenResponse{}}
		next.err = l.ClientStream.RecvMsg(next.answer)
		if next.answer.GetTargetChange().GetTargetChangeType() == firestorepb.TargetChange_REMOVE {
			l.removed()
		}
		select {
		case l.heard <- next:
		case <-l.gone:
		}
		if next.err != nil {
			return
		}
	}
}
