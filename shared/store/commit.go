package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// attempts and firstPause bound how often a step is tried while others change the
// same documents. The pauses are random and double each time; together they take
// about a second.
const (
	attempts   = 8
	firstPause = 4 * time.Millisecond
)

// step reads documents and collects writes, which are then committed all at once,
// on the condition that no document that was read and is written has changed
// since.
//
// This is optimistic, whereas Firestore's own transactions lock: when two
// messages and a reply meet in one conversation, the cost is a repetition after
// milliseconds, not a lock's time-out and the library's pause of up to a second,
// and a commit takes two round trips instead of three. A document that is read
// but not written is not guarded; to rely on one not changing, write it.
type step struct {
	store *Store
	ctx   context.Context //nolint:containedctx // lives as long as the call that it belongs to
	// states are the states of the documents that were read.
	states map[string]firestore.Precondition
	// known are the values that documents had when they were read, for those of which only
	// what changes is written.
	known map[string]any
	batch *firestore.WriteBatch //nolint:staticcheck // the library's only atomic commit without locks
	size  int
	fresh []*firestore.DocumentRef
	// assumes is whether a document is taken to be as it was left, without reading it.
	assumes bool
	// foundUpdatedAt is when the conversation that was read had changed last, and written is
	// what is written of it, as everybody may see it.
	foundUpdatedAt time.Time
	written        conversation.Conversation
	// careful is whether the previous attempt failed because a document did not
	// exist.
	careful bool
	// committedAt is when the writes were committed, by the server's clock.
	committedAt time.Time
}

// commit runs f until its writes are committed. The error is [ErrDuplicate] when
// a document that f creates exists already; any other error says what was being
// done.
func (s *Store) commit(ctx context.Context, doing string, f func(*step) error) (err error) {
	ctx, span := trace.Start(ctx, "commit", trace.Text("step", doing))
	defer func() { span.End(databaseError(err)) }()
	for pause := firstPause; ; pause *= 2 {
		st := &step{
			store: s, ctx: ctx, states: map[string]firestore.Precondition{}, known: map[string]any{}, batch: s.db.Batch(), //nolint:staticcheck // see step
			careful: errors.Is(err, errMissing),
		}
		if err = f(st); err == nil {
			err = st.commit()
		}
		if !errors.Is(err, errContended) || pause >= firstPause<<attempts {
			break
		}
		if st.assumes {
			err = errAssumed
			break
		}
		select {
		case <-time.After(rand.N(pause)): //nolint:gosec // spreads competitors
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", doing, ctx.Err())
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// databaseError returns an error of the database, and nil for any other error,
// such as that a step was done before.
func databaseError(err error) error {
	if fault.KindOf(err) == fault.Invalid {
		return err
	}
	if code := status.Code(err); code == codes.OK || code == codes.Unknown {
		return nil
	}
	return err
}

// errContended says that a document changed between the read and the commit.
var errContended = errors.New("others change the same documents")

// errAssumed says that a document is no longer as it was taken to be.
var errAssumed = errors.New("what was assumed is no longer so")

// errMissing says that a document that was to be changed does not exist.
var errMissing = fmt.Errorf("%w, or delete them", errContended)

func (st *step) commit() error {
	if st.size == 0 {
		return nil
	}
	results, err := st.batch.Commit(st.ctx)
	switch status.Code(err) {
	case codes.OK:
		for _, r := range results { // there is no time of a deletion
			if r.UpdateTime.After(st.committedAt) {
				st.committedAt = r.UpdateTime
			}
		}
		return nil
	case codes.AlreadyExists:
		return st.exists()
	case codes.NotFound:
		return fmt.Errorf("%w: %w", errMissing, err)
	case codes.FailedPrecondition, codes.Aborted:
		return fmt.Errorf("%w: %w", errContended, err)
	default:
		return failure("commit", err)
	}
}

// exists distinguishes a document that f created on purpose from one that did not
// exist when f read it.
func (st *step) exists() error {
	docs, err := st.store.db.GetAll(st.ctx, st.fresh)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	for _, doc := range docs {
		if doc.Exists() {
			return ErrDuplicate
		}
	}
	return errContended
}

// get reads documents as of one instant.
func (st *step) get(refs ...*firestore.DocumentRef) ([]*firestore.DocumentSnapshot, error) {
	docs, err := st.store.db.GetAll(st.ctx, refs)
	if err != nil {
		return nil, failure("read", err)
	}
	for _, doc := range docs {
		st.guard(doc)
	}
	return docs, nil
}

// guard makes the commit depend on the document not having changed.
func (st *step) guard(doc *firestore.DocumentSnapshot) {
	st.states[doc.Ref.Path] = nil
	if doc.Exists() {
		st.states[doc.Ref.Path] = firestore.LastUpdateTime(doc.UpdateTime)
	}
}

// guardAsOf makes the commit depend on a document, which was not read, not having
// changed since an instant.
func (st *step) guardAsOf(ref *firestore.DocumentRef, at time.Time) {
	st.states[ref.Path] = firestore.LastUpdateTime(at)
}

// create writes a document that must not exist.
func (st *step) create(ref *firestore.DocumentRef, v any) {
	st.size++
	st.fresh = append(st.fresh, ref)
	st.batch.Create(ref, v)
}

// put writes a whole document. If the document existed when it was read, fields
// that v does not know are kept, and what is known to be the same is not sent again.
func (st *step) put(ref *firestore.DocumentRef, v any) {
	st.size++
	switch as, read := st.states[ref.Path]; {
	case !read:
		st.batch.Set(ref, v)
	case as == nil:
		st.batch.Create(ref, v)
	default:
		st.batch.Update(ref, changed(st.known[ref.Path], v), as)
	}
}

// replace writes a whole document, whatever it was before.
func (st *step) replace(ref *firestore.DocumentRef, v any) {
	st.size++
	st.batch.Set(ref, v)
}

// update writes some fields of a document.
func (st *step) update(ref *firestore.DocumentRef, updates []firestore.Update) {
	st.size++
	if as := st.states[ref.Path]; as != nil {
		st.batch.Update(ref, updates, as)
		return
	}
	st.batch.Update(ref, updates)
}

// updateIfExists writes some fields of a document if it exists. It only checks
// that after a commit has failed because something did not exist: nearly always
// the document does, and is not read.
func (st *step) updateIfExists(ref *firestore.DocumentRef, updates []firestore.Update) error {
	as, read := st.states[ref.Path]
	if !read && st.careful {
		if _, err := st.get(ref); err != nil {
			return err
		}
		as, read = st.states[ref.Path], true
	}
	if read && as == nil {
		return nil
	}
	st.update(ref, updates)
	return nil
}

// merge writes some fields of a document that may not exist.
func (st *step) merge(ref *firestore.DocumentRef, updates []firestore.Update) {
	if st.states[ref.Path] != nil {
		st.update(ref, updates)
		return
	}
	st.size++
	values := map[string]any{}
	for _, u := range updates {
		in, path := values, strings.Split(u.Path, ".")
		for _, group := range path[:len(path)-1] {
			if in[group] == nil {
				in[group] = map[string]any{}
			}
			in, _ = in[group].(map[string]any)
		}
		in[path[len(path)-1]] = u.Value
	}
	st.batch.Set(ref, values, firestore.MergeAll)
}

func (st *step) remove(ref *firestore.DocumentRef) {
	st.size++
	st.batch.Delete(ref)
}
