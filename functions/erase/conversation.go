package erase

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
	"github.com/frontdesk-gcp/frontdesk/shared/warehouse"
)

// The places outside the database, as counts name them.
const (
	filesPlace = "files"
	rowsPlace  = "rows"
)

const (
	// rowsPause is how long rows wait at least that are too new, and rowsBound after how long
	// somebody should look why. BigQuery speaks of 90 minutes at most.
	rowsPause = 5 * time.Minute
	rowsBound = 6 * time.Hour
)

// maxPasses is how often everything is read within a run. One finds all that there is and
// the next finds nothing, unless somebody wrote at the very time.
const maxPasses = 5

// erase deletes everything that there is of a conversation. What outlives this is in the
// copies that nobody can delete from, and runs out.
func (h *Handler) erase(ctx context.Context, r request.Request) error {
	ctx = trace.WithSubject(ctx, string(r.Conversation))
	at := r.ErasedAt
	if at.IsZero() {
		at = h.Now().Truncate(time.Microsecond) // as the database keeps it
	}
	e, err := h.Store.BeginErasure(ctx, r.ID, r.Conversation, conversation.Tombstone{ErasedAt: at, Asked: true},
		func(c conversation.Conversation, at time.Time) (conversation.Change, error) {
			if c.Held() {
				return conversation.Change{}, request.Refuse(request.OnHold, nil)
			}
			return c.Erase(at, h.Now())
		})
	if err != nil {
		return err
	}
	if err := h.deleteAll(ctx, e, r.Conversation); err != nil {
		return err
	}
	r.ErasedAt, r.EndedAt = e.ErasedAt(), h.Now()
	r.GoneAt = r.EndedAt.Add(h.Copies)
	r.Counts, r.Again = e.Counts()
	if r.Again > 0 {
		h.Log.WarnContext(ctx, "erased what came back during an erasure", "request", r.ID, "found", r.Again)
	}
	if len(r.Counts) > 0 { // or else there was nothing left to do after a restore
		if err := h.Ledger.Add(ctx, string(r.Conversation), r.ErasedAt, r.Entry()); err != nil {
			return err
		}
	}
	// Rows come last: BigQuery may need an hour and a half until it can delete them, and
	// whoever writes meanwhile would have to wait for that.
	if err := h.deleteRows(ctx, e, r.Conversation); err != nil {
		return h.later(ctx, r, err)
	}
	r.Counts, r.Again = e.Counts()
	return h.end(ctx, r, func(ended *request.Request) {
		ended.ErasedAt, ended.GoneAt, ended.Counts, ended.Again, ended.Found = r.ErasedAt, r.GoneAt, r.Counts, r.Again, 1
	})
}

// deleteRows deletes what BigQuery has of a conversation.
func (h *Handler) deleteRows(ctx context.Context, e *store.Erasure, id conversation.ID) error {
	if h.Rows == nil {
		return nil
	}
	n, err := h.Rows.Delete(ctx, warehouse.Erased{Conversation: string(id), Until: e.ErasedAt()})
	if err != nil {
		return err
	}
	return e.Count(ctx, rowsPlace, n)
}

// later has rows tried again that are too new to be deleted. Any other error is returned.
func (h *Handler) later(ctx context.Context, r request.Request, err error) error {
	if !errors.Is(err, warehouse.ErrTooNew) {
		return err
	}
	level := slog.LevelInfo
	if h.Now().Sub(r.CreatedAt) > rowsBound {
		level = slog.LevelError
	}
	h.Log.Log(ctx, level, "rows cannot be deleted yet", "request", r.ID)
	return h.Store.RetryRequest(ctx, r.ID, h.Now().Add(rowsPause))
}

// deleteAll deletes everything until it finds nothing more, and then the conversation.
func (h *Handler) deleteAll(ctx context.Context, e *store.Erasure, id conversation.ID) error {
	for range maxPasses {
		if e.Gone() {
			return nil
		}
		n, err := h.pass(ctx, e, id)
		if err != nil {
			return err
		}
		if n == 0 && e.Read() {
			return e.Finish(ctx)
		}
		if err := e.HasRead(ctx); err != nil {
			return err
		}
	}
	return fault.New(fault.Unavailable, "somebody goes on writing to the conversation that is being erased")
}

// pass deletes what it finds, in the order in which nothing is made from what is left.
func (h *Handler) pass(ctx context.Context, e *store.Erasure, id conversation.ID) (int64, error) {
	n, err := e.Documents(ctx)
	if err != nil {
		return n, err
	}
	files, err := h.deleteFiles(ctx, e, id)
	return n + files, err
}

func (h *Handler) deleteFiles(ctx context.Context, e *store.Erasure, id conversation.ID) (int64, error) {
	files, err := h.Files.OfConversation(ctx, string(id))
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		if err := h.Files.Delete(ctx, file); err != nil {
			return 0, err
		}
	}
	n := int64(len(files))
	return n, e.Count(ctx, filesPlace, n)
}

// count counts what an erasure would delete, by place.
func (h *Handler) count(ctx context.Context, id conversation.ID) (map[string]int64, error) {
	counts, err := h.Store.CountDocuments(ctx, id)
	if err != nil {
		return nil, err
	}
	files, err := h.Files.OfConversation(ctx, string(id))
	if err != nil {
		return nil, err
	}
	if len(files) > 0 {
		counts[filesPlace] = int64(len(files))
	}
	if h.Rows == nil {
		return counts, nil
	}
	rows, err := h.Rows.Count(ctx, string(id), h.Now())
	if rows > 0 {
		counts[rowsPlace] = rows
	}
	return counts, err
}

// add adds up counts by place.
func add(to, counts map[string]int64) {
	for place, n := range counts {
		to[place] += n
	}
}
