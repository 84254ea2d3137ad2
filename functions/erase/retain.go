package erase

import (
	"context"
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/warehouse"
)

const (
	// runTime is how long a run works before it leaves the rest to the next one. Eventarc
	// waits for ten minutes.
	runTime = 6 * time.Minute
	// orphanAge is how old a file is at least that is deleted because it belongs to no
	// conversation. A younger one may be of a conversation that is about to begin.
	orphanAge = 24 * time.Hour
)

// The counts of a day, apart from files.
const (
	expiredCount  = "conversations"
	strippedCount = "stripped"
	revivedCount  = "revived"
)

// hold holds a conversation, or ends that.
func (h *Handler) hold(ctx context.Context, r request.Request) error {
	by := r.Author.Email
	if by == "" {
		by = r.Operator
	}
	n, err := h.Store.Hold(ctx, r.Conversation, func(c conversation.Conversation) (conversation.Change, error) {
		return c.Hold(r.Kind == request.Hold, by, r.Why, h.Now())
	})
	if err != nil {
		return err
	}
	return h.end(ctx, r, func(r *request.Request) { r.Found, r.Counts = 1, map[string]int64{"documents": n} })
}

// errEnough says that the rest is for the next run.
var errEnough = errors.New("a run has worked for long enough")

// retain deletes what has been kept for long enough and what Firestore cannot delete by
// itself: conversations with everything of theirs, parts of documents, and files. It also
// erases again whoever a restore has brought back. Each part can be repeated.
func (h *Handler) retain(ctx context.Context, r request.Request) error {
	run := retention{Handler: h, r: r, until: h.Wall().Add(runTime), counts: map[string]int64{}}
	parts := []func(context.Context) error{run.erased, run.conversations, run.parts, run.files}
	if r.From != "" {
		parts = parts[len(parts)-1:] // an earlier run did the others
	}
	for _, part := range parts {
		err := part(ctx)
		if errors.Is(err, errEnough) {
			return h.Store.ContinueRequest(ctx, r.ID, run.r.From, h.Now())
		}
		if err != nil {
			return err
		}
	}
	h.Log.InfoContext(ctx, "retention done", "conversations", run.counts[expiredCount], "files", run.counts[filesPlace],
		"stripped", run.counts[strippedCount])
	return h.end(ctx, r, func(r *request.Request) { r.Counts = run.counts })
}

// retention is a run of a day's retention.
type retention struct {
	*Handler

	r      request.Request
	until  time.Time
	counts map[string]int64
}

func (t *retention) enough() error {
	if t.Wall().After(t.until) {
		return errEnough
	}
	return nil
}

// erased looks after those who were erased: it asks for the erasure of whoever is back as
// they were, and deletes the rows that came late, from a dead letter for example.
func (t *retention) erased(ctx context.Context) error {
	var all []warehouse.Erased
	err := t.Store.Erased(ctx, func(id conversation.ID, erasedAt time.Time, back bool) error {
		all = append(all, warehouse.Erased{Conversation: string(id), Until: erasedAt})
		if err := t.enough(); err != nil || !back {
			return err
		}
		return t.eraseAgain(ctx, id, erasedAt)
	})
	if err != nil || t.Rows == nil {
		return err
	}
	n, err := t.Rows.Delete(ctx, all...)
	t.counts[rowsPlace] += n
	if errors.Is(err, warehouse.ErrTooNew) {
		return nil // the erasure tries again itself, or the next day does
	}
	return err
}

func (t *retention) eraseAgain(ctx context.Context, id conversation.ID, erasedAt time.Time) error {
	t.counts[revivedCount]++
	t.Log.ErrorContext(ctx, "a conversation is back that was erased", "conversation", string(id))
	again := t.r
	again.Kind, again.Why = request.Erase, "It was back as it had been before its erasure."
	again = again.Part(id, t.Now())
	again.ErasedAt = erasedAt
	return t.Store.AskRequest(ctx, again)
}

// conversations deletes those that have been kept for long enough.
func (t *retention) conversations(ctx context.Context) error {
	return t.Store.Expired(ctx, t.Now(), func(c conversation.Conversation) error {
		if err := t.enough(); err != nil || !c.Expired(t.Now()) {
			return err
		}
		return t.expire(ctx, c.ID)
	})
}

func (t *retention) expire(ctx context.Context, id conversation.ID) error {
	now := t.Now().Truncate(time.Microsecond)
	e, err := t.Store.BeginErasure(ctx, t.r.ID, id, conversation.Tombstone{ErasedAt: now},
		func(c conversation.Conversation, at time.Time) (conversation.Change, error) {
			if !c.Expired(now) {
				return conversation.Change{}, conversation.ErrOver // it is held, or goes on
			}
			return c.Erase(at, now)
		})
	if errors.Is(err, conversation.ErrOver) {
		return nil
	}
	if err == nil {
		err = t.deleteAll(ctx, e, id)
	}
	if err == nil {
		t.counts[expiredCount]++
	}
	return err
}

// parts deletes payloads and what decisions were made from.
func (t *retention) parts(ctx context.Context) error {
	n, err := t.Store.Strip(ctx, t.Now())
	t.counts[strippedCount] += n
	return err
}

// files deletes those that have been kept for long enough, and those without a
// conversation.
func (t *retention) files(ctx context.Context) error {
	known := map[string]conversation.Conversation{}
	return t.Files.EachFrom(ctx, t.r.From, func(file bucket.Stored) error {
		t.r.From = file.Object
		age := t.Now().Sub(file.At)
		if err := t.enough(); err != nil || age < orphanAge {
			return err
		}
		c, there := known[file.Conversation]
		if !there {
			var err error
			if c, err = t.Store.Conversation(ctx, conversation.ID(file.Conversation)); err != nil {
				return err
			}
			known[file.Conversation] = c
		}
		const day = 24 * time.Hour
		if c.Held() || c.ID != "" && age < time.Duration(c.Kept().Files)*day {
			return nil
		}
		t.counts[filesPlace]++
		return t.Files.Delete(ctx, file)
	})
}
