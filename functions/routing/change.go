package routing

import (
	"context"
	"errors"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/placement"
)

// change is what an event does to a conversation. It looks up what that needs
// only when asked: an event in a session under way costs no read here.
func (h *Handler) change(ctx context.Context, c conversation.Conversation, in channel.Inbound) (conversation.Change, error) {
	var routing conversation.Routing
	now := h.Now()
	for {
		ch, err := c.Receive(in, now, routing)
		switch {
		case errors.Is(err, conversation.ErrNeedsConfig):
			routing.Config, routing.ConfigErr = h.Configuration.Current(ctx)
		case errors.Is(err, conversation.ErrNeedsPlacement):
			config, err := h.Configuration.Current(ctx)
			if err != nil {
				return conversation.Change{}, err
			}
			routing.Placement, err = placement.OfMessage(ctx, h.Conversations, config, c, c.Interpret(in), now)
			if err != nil {
				return conversation.Change{}, err
			}
		default:
			return ch, err
		}
	}
}
