package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// erasurePage is how many documents an erasure deletes at once.
const erasurePage = 200

// find reads a conversation. One that does not exist has no ID, and says whether its
// customer was erased: whoever creates it has to know. With ahead it reads the tombstone
// in the same round trip, whether the conversation exists or not.
func (s *Store) find(st *step, id conversation.ID, ahead bool) (conversation.Conversation, error) {
	refs := []*firestore.DocumentRef{s.conversation(id)}
	if ahead {
		refs = append(refs, s.tombstone(id))
	}
	docs, err := st.get(refs...)
	if err != nil {
		return conversation.Conversation{}, err
	}
	c, err := st.conversation(docs[0])
	if err != nil || c.ID != "" {
		return c, err
	}
	tomb := docs[1:]
	if !ahead {
		if tomb, err = st.get(s.tombstone(id)); err != nil {
			return c, err
		}
	}
	var t conversation.Tombstone
	if err := load(tomb[0], &t); err != nil {
		return c, err
	}
	c.ErasedAt = t.ErasedAt
	return c, nil
}

func (s *Store) tombstone(id conversation.ID) *firestore.DocumentRef {
	return s.db.Collection("tombstones").Doc(string(id))
}

// ErrAnotherRun says that another run is carrying out the same erasure.
var ErrAnotherRun = errors.New("another run carries out the same erasure")

// Erasure is one run of the erasure of a conversation. Of several runs at the same time
// one goes on: every step of theirs writes the same document, on the condition that it is
// as the run left it.
type Erasure struct {
	store    *Store
	id       conversation.ID
	progress *firestore.DocumentRef
	state    progress
	as       time.Time // when the progress was last written, by the server's clock
}

// progress is the document dataRequests/{id}/progress/{conversation}. It is no part of
// the request, since every write of that wakes the function.
type progress struct {
	// ErasedAt is the instant that the erasure counts from.
	ErasedAt time.Time `firestore:"erasedAt"`
	// Counts are how many documents and files are deleted, by place, and Again how many
	// of them after everything had been read once.
	Counts map[string]int64 `firestore:"counts"`
	Again  int64            `firestore:"again"`
	// Read is whether everything has been read once, and Gone whether the conversation
	// is deleted. What there is of it from then on is another one.
	Read     bool      `firestore:"read"`
	Gone     bool      `firestore:"gone"`
	ExpireAt time.Time `firestore:"expireAt"`
}

// BeginErasure begins or resumes an erasure, for the request of that id, which counts
// from the tombstone's instant if it is the first run: the tombstone is written, and the
// conversation is what f makes of it. The run has nothing to do, [Erasure.Gone], if the
// conversation began after that instant.
//
// It reads 3 documents, and writes 3 and what f changes.
func (s *Store) BeginErasure(
	ctx context.Context, request string, id conversation.ID, stone conversation.Tombstone,
	f func(c conversation.Conversation, at time.Time) (conversation.Change, error),
) (*Erasure, error) {
	e := &Erasure{store: s, id: id, progress: s.dataRequest(request).Collection("progress").Doc(string(id))}
	var last *step
	err := s.commit(ctx, "begin an erasure", func(st *step) error {
		last = st
		docs, err := st.get(e.progress, s.conversation(id), s.tombstone(id))
		if err != nil {
			return err
		}
		e.state, e.as = progress{ErasedAt: stone.ErasedAt, Counts: map[string]int64{}}, docs[0].UpdateTime
		if err := load(docs[0], &e.state); err != nil || e.state.Gone {
			return err
		}
		at := e.state.ErasedAt
		var before conversation.Tombstone
		if err := load(docs[2], &before); err != nil {
			return err
		}
		if before.ErasedAt.Before(at) {
			st.put(docs[2].Ref, stone.At(at, before))
		}
		c, err := loadConversation(docs[1])
		if err != nil {
			c = conversation.Conversation{ID: id} // whatever it is, it goes
		}
		switch {
		case docs[1].Exists() && !c.Erasing && !c.ErasedAt.Before(at):
			e.state.Gone = true
		case !c.Erasing || c.ErasedAt.Before(at):
			if err := s.empty(st, docs[1], c, at, f); err != nil {
				return err
			}
		}
		e.save(st, docs[0].Exists())
		return nil
	})
	if err == nil && !last.committedAt.IsZero() {
		e.as = last.committedAt
	}
	return e, err
}

// empty leaves nothing of a conversation's document but that it is being erased.
func (s *Store) empty(
	st *step, doc *firestore.DocumentSnapshot, c conversation.Conversation, at time.Time,
	f func(c conversation.Conversation, at time.Time) (conversation.Change, error),
) error {
	ch, err := f(c, at)
	if err != nil {
		return err
	}
	for _, l := range ch.Loads {
		if err := s.writeLoad(st, l); err != nil {
			return err
		}
	}
	if ch.Dequeue != "" {
		st.remove(s.item(ch.Dequeue, conversation.ID(doc.Ref.ID)))
	}
	for _, figures := range ch.Counts {
		if figures.Date != "" { // or else the document is damaged, which must not keep it here
			s.addFigures(st, figures)
		}
	}
	if !doc.Exists() {
		st.put(doc.Ref, ch.Conversation)
		return nil
	}
	after := ch.Conversation
	groups := map[string]any{
		"customer": after.Customer, "thread": after.Thread, "session": after.Session, "outbox": after.Outbox,
	}
	var updates []firestore.Update
	for _, name := range slices.Sorted(maps.Keys(doc.Data())) {
		if _, known := groups[name]; !known {
			updates = append(updates, firestore.Update{FieldPath: firestore.FieldPath{name}, Value: firestore.Delete})
		}
	}
	for name, group := range groups {
		updates = append(updates, firestore.Update{Path: name, Value: group})
	}
	st.update(doc.Ref, updates)
	return nil
}

// save writes the progress, with what the step does.
func (e *Erasure) save(st *step, exists bool) {
	e.state.ExpireAt = e.state.ErasedAt.Add(conversation.TombstoneLife)
	if exists {
		st.guardAsOf(e.progress, e.as)
	} else {
		st.states[e.progress.Path] = nil
	}
	st.put(e.progress, e.state)
}

// step commits a step of the erasure, which f changes the progress by.
func (e *Erasure) step(ctx context.Context, doing string, f func(*step)) error {
	st := &step{store: e.store, ctx: ctx, states: map[string]firestore.Precondition{}, batch: e.store.db.Batch()} //nolint:staticcheck // see step
	f(st)
	e.save(st, true)
	err := st.commit()
	switch {
	case errors.Is(err, errContended):
		return fault.New(fault.Unavailable, "%s: %w", doing, ErrAnotherRun)
	case err != nil:
		return fmt.Errorf("%s: %w", doing, err)
	}
	e.as = st.committedAt
	return nil
}

// ErasedAt is the instant that the erasure counts from.
func (e *Erasure) ErasedAt() time.Time { return e.state.ErasedAt }

// Read reports whether everything has been read once.
func (e *Erasure) Read() bool { return e.state.Read }

// Gone reports whether nothing is left to do: what there is of the conversation, if
// anything, began after the erasure.
func (e *Erasure) Gone() bool { return e.state.Gone }

// Counts are how many documents and files are deleted, by place, and again how many of
// them were found when everything was read once more.
func (e *Erasure) Counts() (counts map[string]int64, again int64) {
	return maps.Clone(e.state.Counts), e.state.Again
}

// counted adds to what is deleted.
func (e *Erasure) counted(place string, n int64) {
	if n == 0 {
		return
	}
	e.state.Counts[place] += n
	if e.state.Read && !e.state.Gone { // what is deleted after the conversation was left for then
		e.state.Again += n
	}
}

// Count adds what was deleted elsewhere.
//
// It writes 1 document.
func (e *Erasure) Count(ctx context.Context, place string, n int64) error {
	if n == 0 {
		return nil
	}
	return e.step(ctx, "count", func(*step) { e.counted(place, n) })
}

// HasRead notes that everything has been read once.
//
// It writes 1 document.
func (e *Erasure) HasRead(ctx context.Context) error {
	return e.step(ctx, "note that everything was read", func(*step) { e.state.Read = true })
}

// Documents deletes what is stored of the conversation below its document and elsewhere in
// the database, a page at a time, and returns how many documents there were.
//
// It reads each document, and writes each and 1 a page.
func (e *Erasure) Documents(ctx context.Context) (n int64, err error) {
	places, err := e.store.places(ctx, e.id)
	if err != nil {
		return 0, err
	}
	for _, p := range places {
		for {
			docs, err := p.query.Limit(erasurePage).Documents(ctx).GetAll()
			if err != nil {
				return n, failure("look for "+p.name, err)
			}
			if len(docs) == 0 {
				break
			}
			err = e.step(ctx, "delete "+p.name, func(st *step) {
				for _, doc := range docs {
					st.remove(doc.Ref)
				}
				e.counted(p.name, int64(len(docs)))
			})
			if err != nil {
				return n, err
			}
			n += int64(len(docs))
		}
	}
	return n, nil
}

// Finish deletes the conversation's document: whoever writes from then on begins a new
// one.
//
// It writes 2 documents.
func (e *Erasure) Finish(ctx context.Context) error {
	return e.step(ctx, "delete the conversation", func(st *step) {
		e.state.Counts["conversations"]++ // it was kept for last on purpose
		e.state.Gone = true
		st.remove(e.store.conversation(e.id))
	})
}

// place is where there is something of a conversation.
type place struct {
	name  string
	query firestore.Query
}

// deletedFirst are the collections from which functions make more: nothing comes of an
// action or a reply any more.
func deletedFirst() []string { return []string{"actions", "replies", "private"} }

// places are the places in the database where there may be something of a conversation:
// every collection below it, whatever its name, and those that name it.
func (s *Store) places(ctx context.Context, id conversation.ID) ([]place, error) {
	var below []string
	for it := s.conversation(id).Collections(ctx); ; {
		ref, err := it.Next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			return nil, failure("list a conversation's collections", err)
		}
		below = append(below, ref.ID)
	}
	slices.SortFunc(below, func(a, b string) int {
		return rank(a) - rank(b)
	})
	var all []place
	for _, name := range below {
		all = append(all, place{name, s.conversation(id).Collection(name).Query})
	}
	queues, err := s.db.Collection("queues").DocumentRefs(ctx).GetAll()
	if err != nil {
		return nil, failure("list the queues", err)
	}
	for _, queue := range queues {
		all = append(all, place{"items", queue.Collection("items").Where(firestore.DocumentID, "==", queue.Collection("items").Doc(string(id)))})
	}
	for _, name := range naming() {
		all = append(all, s.naming(name, id))
	}
	return all, nil
}

// The collections whose documents name a conversation.
const (
	ratingsPlace  = "ratings"
	closedPlace   = "closedSessions"
	startsPlace   = "starts"
	mentionsPlace = "mentions"
	alertsPlace   = "alerts"
)

func naming() []string {
	return []string{ratingsPlace, closedPlace, startsPlace, mentionsPlace, alertsPlace}
}

// naming is what of a collection names a conversation.
func (s *Store) naming(collection string, id conversation.ID) place {
	return place{collection, s.db.Collection(collection).Where("conversation", "==", string(id))}
}

// rank is where a collection comes in the order of deletion.
func rank(collection string) int {
	if i := slices.Index(deletedFirst(), collection); i >= 0 {
		return i
	}
	return len(deletedFirst())
}

// CountDocuments counts what an erasure of a conversation would delete in the database,
// by place.
//
// It reads 1 document for each 1,000 that there are, and at least 1 for each place.
func (s *Store) CountDocuments(ctx context.Context, id conversation.ID) (map[string]int64, error) {
	places, err := s.places(ctx, id)
	if err != nil {
		return nil, err
	}
	counts := map[string]int64{}
	if _, err := s.conversation(id).Get(ctx); err == nil {
		counts["conversations"] = 1
	} else if status.Code(err) != codes.NotFound {
		return nil, failure("read conversation", err)
	}
	for _, p := range places {
		n, err := countQuery(ctx, p.query)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			counts[p.name] += n
		}
	}
	return counts, nil
}
