package erase_test

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// receives folds a receipt-like event of jane's into her conversation, as routing does.
// It opens no session, so it takes no configuration.
func (w *world) receives(message string, at time.Time) (conversation.Conversation, error) {
	in := channel.Inbound{
		ID: message, Kind: channel.Other, Peer: w.peer(number), SentAt: at, ReceivedAt: at.Add(time.Second),
	}
	config, err := w.Current(w.Context())
	if err != nil {
		return conversation.Conversation{}, err
	}
	return store.Of(w.raw).Update(w.Context(), w.jane, func(c conversation.Conversation) (conversation.Change, error) {
		c.ID = w.jane
		return c.Receive(in, w.now, conversation.Routing{Config: config})
	})
}
