package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// pollInterval is how often a query is read in addition to listening. Under load the
// emulator's listener sometimes misses a commit that comes while it is being opened, or
// breaks off; both were seen about once in a thousand runs.
const pollInterval = 250 * time.Millisecond

// snapshot is a source's documents at one time.
type snapshot = []*firestore.DocumentSnapshot

// source is something that can be read and listened to.
type source struct {
	read   func(ctx context.Context) (snapshot, error)
	listen func(ctx context.Context) (next func() (snapshot, error), stop func())
}

// all is the documents of a query. The rules have to allow every document that its
// conditions could match, so a client cannot read a single document in this way.
func all(q firestore.Query) source {
	return source{
		read: func(ctx context.Context) (snapshot, error) { return q.Documents(ctx).GetAll() },
		listen: func(ctx context.Context) (func() (snapshot, error), func()) {
			changes := q.Snapshots(ctx)
			return func() (snapshot, error) {
				snap, err := changes.Next()
				if err != nil {
					return nil, err
				}
				return snap.Documents.GetAll()
			}, changes.Stop
		},
	}
}

// one is a single document, which need not exist.
func one(ref *firestore.DocumentRef) source {
	return source{
		read: func(ctx context.Context) (snapshot, error) {
			doc, err := ref.Get(ctx)
			if status.Code(err) == codes.NotFound {
				return nil, nil
			}
			return snapshot{doc}, err
		},
		listen: func(ctx context.Context) (func() (snapshot, error), func()) {
			changes := ref.Snapshots(ctx)
			return func() (snapshot, error) {
				doc, err := changes.Next()
				if err != nil || !doc.Exists() {
					return nil, err
				}
				return snapshot{doc}, nil
			}, changes.Stop
		},
	}
}

// watch calls f with the documents of a source, now and whenever they change, until f
// returns true.
func watch[T any](ctx context.Context, s source, f func([]T) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	heard := make(chan listened)
	go listen(ctx, s, heard)
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	var last string
	for {
		var next listened
		select {
		case next = <-heard:
			if next.err != nil && ctx.Err() == nil {
				heard = nil // the emulator broke off; polling continues
				continue
			}
		case <-tick.C:
			next.docs, next.err = s.read(ctx)
		}
		if next.err != nil {
			return fmt.Errorf("listen: %w", next.err)
		}
		now := next.fingerprint()
		if now == last {
			continue
		}
		last = now
		values, err := decode[T](next.docs)
		if err != nil {
			return err
		}
		if f(values) {
			return nil
		}
	}
}

// listened is a result of the listener.
type listened struct {
	docs snapshot
	err  error
}

// fingerprint is equal only for equal documents.
func (l listened) fingerprint() string {
	var b strings.Builder
	b.WriteString("seen")
	for _, doc := range l.docs {
		fmt.Fprintf(&b, " %s@%d", doc.Ref.ID, doc.UpdateTime.UnixNano())
	}
	return b.String()
}

// listen sends the listener's snapshots until ctx ends or it fails.
func listen(ctx context.Context, s source, heard chan<- listened) {
	changes, stop := s.listen(ctx)
	defer stop()
	for {
		var next listened
		next.docs, next.err = changes()
		select {
		case heard <- next:
		case <-ctx.Done():
			return
		}
		if next.err != nil {
			return
		}
	}
}

func decode[T any](docs snapshot) ([]T, error) {
	var values []T
	for _, doc := range docs {
		var v T
		if err := doc.DataTo(&v); err != nil {
			return nil, fmt.Errorf("read %s: %w", doc.Ref.Path, err)
		}
		identify(&v, doc.Ref.ID)
		values = append(values, v)
	}
	return values, nil
}

// identify sets the id, which is stored only as the document's name.
func identify(v any, id string) {
	switch v := v.(type) {
	case *conversation.Conversation:
		v.ID = conversation.ID(id)
	case *conversation.Message:
		v.ID = id
	case *conversation.Reply:
		v.ID = id
	case *agent.Agent:
		v.Email = id
	}
}
