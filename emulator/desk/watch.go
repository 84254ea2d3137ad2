package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// look is how often a query is read besides being listened to. Under load the
// emulator's listener now and then misses a commit that comes while it is being
// opened, or breaks off; both were seen about once in a thousand times.
const look = 250 * time.Millisecond

// watch calls f with the documents of a query, now and whenever they change,
// until f says that it has seen enough.
func watch[T any](ctx context.Context, q firestore.Query, f func([]T) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	heard := make(chan listened)
	go listen(ctx, q, heard)
	tick := time.NewTicker(look)
	defer tick.Stop()
	var last string
	for {
		var next listened
		select {
		case next = <-heard:
			if next.err != nil && ctx.Err() == nil {
				heard = nil // the emulator broke off; looking goes on
				continue
			}
		case <-tick.C:
			next.docs, next.err = q.Documents(ctx).GetAll()
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

// listened is the documents of a query at one time.
type listened struct {
	docs []*firestore.DocumentSnapshot
	err  error
}

// fingerprint is the same for the same documents only.
func (l listened) fingerprint() string {
	var b strings.Builder
	b.WriteString("seen")
	for _, doc := range l.docs {
		fmt.Fprintf(&b, " %s@%d", doc.Ref.ID, doc.UpdateTime.UnixNano())
	}
	return b.String()
}

// listen sends what the query's listener hears until ctx ends or it fails.
func listen(ctx context.Context, q firestore.Query, heard chan<- listened) {
	docs := q.Snapshots(ctx)
	defer docs.Stop()
	for {
		var next listened
		snap, err := docs.Next()
		if next.err = err; err == nil {
			next.docs, next.err = snap.Documents.GetAll()
		}
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

func decode[T any](docs []*firestore.DocumentSnapshot) ([]T, error) {
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

// identify gives a noun the id that is only its document's name.
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
