package properties

import (
	"context"
	"strings"
	"sync/atomic"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// verdict is what becomes of one thing that a run does to the outside.
type verdict int

const (
	goesOn verdict = iota
	// diesBefore and diesAfter end the run as a dying process would.
	diesBefore
	diesAfter
	// loses the answer to a commit, which the library then repeats.
	loses
	// fails an effect that is no commit.
	fails
	// throttles and refuses are answers of a provider.
	throttles
	refuses
)

// step is what a run is about to do.
type step int

const (
	reads step = iota
	commits
	affects // a timer
	asks    // a request to a provider
)

// run is one invocation of a function. Whoever schedules it decides when it goes on
// each time it is about to do something, so that one schedule has one outcome.
type run struct {
	world    *world
	delivery *delivery
	cancel   context.CancelFunc
	// gate is where the verdict comes from; without one the run goes on at once, by
	// the world's dice.
	gate chan verdict
	// sure is somebody outside, whose commits just work.
	sure bool
	next step
	what string
	dead atomic.Bool
	// searched is how many commits there had been when the run made its last query, which
	// is how one that sends finds what to send next.
	searched int
	// finished and err are there at the end.
	finished bool
	err      error
}

type runKey struct{}

func runOf(ctx context.Context) *run {
	r, _ := ctx.Value(runKey{}).(*run)
	return r
}

// waits until the run may do the next thing.
func (r *run) waits(next step, what string) verdict {
	switch {
	case r.sure:
		return goesOn
	case r.dead.Load():
		return diesBefore
	case r.gate == nil:
		return r.world.dice(next)
	}
	r.next, r.what = next, what
	r.world.signals <- r
	return <-r.gate
}

func (r *run) dies() error {
	r.dead.Store(true)
	r.cancel()
	return status.Error(codes.Canceled, "the process died")
}

// affect does something to the outside other than a commit. failures are what comes of
// it otherwise; that of loses comes although it is done.
func (r *run) affect(next step, what string, failures map[verdict]error, do func() error) error {
	v := r.waits(next, what)
	failure, failed := failures[v]
	switch {
	case v == diesBefore:
		return r.dies()
	case failed && v != loses:
		return failure
	}
	err := do()
	switch {
	case v == diesAfter:
		return r.dies()
	case failed && err == nil:
		return failure
	}
	return err
}

func unary(
	ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption,
) error {
	r := runOf(ctx)
	commit, ok := req.(*firestorepb.CommitRequest)
	if r == nil || !ok {
		return invoke(ctx, method, req, reply, cc, o...)
	}
	v := r.waits(commits, "commit "+strings.Join(paths(commit), " "))
	if v == diesBefore {
		return r.dies()
	}
	err := r.world.commit(commit, reply, func() error { return invoke(ctx, method, req, reply, cc, o...) })
	switch {
	case v == diesAfter:
		return r.dies()
	case v == loses && err == nil:
		return status.Error(codes.Unavailable, "the answer was lost")
	}
	return err
}

func stream(
	ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, open grpc.Streamer, o ...grpc.CallOption,
) (grpc.ClientStream, error) {
	if r := runOf(ctx); r != nil {
		if r.waits(reads, method) == diesBefore {
			return nil, r.dies()
		}
		if strings.HasSuffix(method, "/RunQuery") {
			r.world.mu.Lock()
			r.searched = r.world.commits
			r.world.mu.Unlock()
		}
	}
	return open(ctx, desc, cc, method, o...)
}

// paths are the documents that a commit writes.
func paths(commit *firestorepb.CommitRequest) []string {
	var all []string
	for _, w := range commit.GetWrites() {
		name := w.GetUpdate().GetName()
		if w.GetDelete() != "" {
			name = w.GetDelete()
		}
		_, path, _ := strings.Cut(name, "/documents/")
		all = append(all, path)
	}
	return all
}
