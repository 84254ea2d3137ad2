package store

import (
	"context"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// traced adds the context's trace to what a change writes, so that a reply's
// function continues it, and a supervisor can find what led to an event.
func traced(ctx context.Context, ch conversation.Change) conversation.Change {
	header := trace.Header(ctx)
	if header == "" {
		return ch
	}
	ch.Events, ch.Replies = slices.Clone(ch.Events), slices.Clone(ch.Replies)
	for i := range ch.Events {
		ch.Events[i].Traceparent = header
	}
	for i := range ch.Replies {
		ch.Replies[i].Traceparent = header
	}
	if ch.Message != nil {
		m := *ch.Message
		m.Traceparent = header
		ch.Message = &m
		if m.Direction == conversation.In {
			ch.Conversation.Traceparent = header
		}
	}
	if ch.BotAnswer != nil {
		m := *ch.BotAnswer
		m.Traceparent = header
		ch.BotAnswer = &m
	}
	return ch
}
