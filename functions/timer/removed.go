package timer

import (
	"context"
	"errors"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Removals find what is left of accounts that were removed or are closing, see package store.
type Removals interface {
	// KnownAccounts are the accounts of the configurations that were in force last.
	KnownAccounts(ctx context.Context) ([]string, error)
	// OpenOf finds the conversations of an account that have an open session.
	OpenOf(ctx context.Context, account string, f func(conversation.ID) error) error
}

// endRemovedOnce ends what is left of removed and closing accounts when another configuration is in
// force than this instance has seen. The sweep does it again, in case that failed.
func (h *Handler) endRemovedOnce(ctx context.Context, config *configuration.Config) error {
	if version, _ := h.ended.Load().(string); version == config.Version {
		return nil
	}
	if err := h.endRemoved(ctx, config); err != nil {
		return err
	}
	h.ended.Store(config.Version)
	return nil
}

// endRemoved ends the open sessions of accounts that the configuration has no longer, or
// that are closing. Each
// is a commit of its own, so that a run that dies in between is only continued.
func (h *Handler) endRemoved(ctx context.Context, config *configuration.Config) error {
	known, err := h.Store.KnownAccounts(ctx)
	if err != nil {
		return err
	}
	var failed failures
	for _, account := range known {
		if !config.Closes(account) {
			continue
		}
		ended := 0
		err := h.Store.OpenOf(ctx, account, func(id conversation.ID) error {
			ended++
			return failed.add(h.endRemovedOne(ctx, id, config))
		})
		if err != nil {
			return failed.err(err)
		}
		if ended > 0 {
			h.Log.WarnContext(ctx, "ended the sessions of an account that was removed or is closing", "account", account, "sessions", ended)
		}
	}
	return failed.err()
}

func (h *Handler) endRemovedOne(ctx context.Context, id conversation.ID, config *configuration.Config) (err error) {
	ctx, span := spanFor(ctx, "end removed", id)
	defer func() { span.End(err) }()
	_, err = h.Store.Update(ctx, id, func(c conversation.Conversation) (conversation.Change, error) {
		return c.EndRemoved(config, h.Now())
	})
	if errors.Is(err, conversation.ErrOver) {
		return nil
	}
	return err
}
