// Package routing folds what customers send into their conversations. It gets one
// message of the topic "inbound" at a time, in any order and possibly more than
// once; each takes effect once, in one commit.
package routing

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Conversations keeps conversations, see package store. It is an interface so that
// the tests can let any one of its calls fail, or repeat a commit.
type Conversations interface {
	Receive(context.Context, conversation.ID, time.Time,
		func(conversation.Conversation) (conversation.Change, error)) (conversation.Conversation, error)
	Conversation(ctx context.Context, id conversation.ID) (conversation.Conversation, error)
	Receipt(ctx context.Context, id conversation.ID, reply string, heard conversation.Report, now time.Time) error
	ReplyOf(ctx context.Context, id conversation.ID, providerID string) (reply string, err error)
	CountOpen(ctx context.Context, queue string) (int64, error)
	SetMedia(ctx context.Context, id conversation.ID, message string, media conversation.Media) error
}

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(context.Context) (*configuration.Config, error)
}

// Dispatcher does what has to follow a commit, see package dispatch.
type Dispatcher interface {
	Dispatch(ctx context.Context, c conversation.Conversation) error
}

// Publisher puts a message into a topic.
type Publisher interface {
	Publish(ctx context.Context, m topic.Message) error
}

// Handler serves Pub/Sub's pushes.
type Handler struct {
	IDs           conversation.IDs
	Conversations Conversations
	Configuration Configuration
	Dispatcher    Dispatcher
	// Adapters are the channels by name.
	Adapters map[string]channel.Adapter
	// Media is for the jobs of functions/media, whose results come to [Copies];
	// DeadLetters is for messages that can never be handled.
	Media       Publisher
	DeadLetters Publisher
	Now         func() time.Time
	Log         *slog.Logger
}

// ServeHTTP answers 200 when the message has taken effect or is in the dead
// letter topic, and otherwise a status that makes Pub/Sub push it again.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == Copies {
		topic.Serve(h.Log, w, r, h.copied)
		return
	}
	topic.Serve(h.Log, w, r, h.handle)
}

func (h *Handler) handle(ctx context.Context, m topic.Message) error {
	rules := func() (*mask.Set, error) { return h.rules(ctx) }
	events, err := h.decode(m, rules)
	if errors.Is(err, channel.ErrNoRules) {
		return err
	}
	if err != nil {
		return h.bury(ctx, m, err)
	}
	var refused error
	for _, in := range events {
		err := h.fold(ctx, in)
		switch {
		case fault.KindOf(err) == fault.Invalid: // the others of the same customer count
			refused = errors.Join(refused, err)
		case err != nil:
			return err
		}
	}
	if refused != nil {
		return h.bury(ctx, m, refused)
	}
	return nil
}

// rules are what has to be masked in what customers write.
func (h *Handler) rules(ctx context.Context) (*mask.Set, error) {
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return nil, err
	}
	return config.Mask(), nil
}

// decode reads what the webhook published. Errors are those of [channel.Decode].
func (h *Handler) decode(m topic.Message, rules channel.Rules) ([]channel.Inbound, error) {
	adapter, ok := h.Adapters[m.Attributes[topic.Channel]]
	if !ok {
		return nil, fault.New(fault.Invalid, "there is no channel %q", m.Attributes[topic.Channel])
	}
	receivedAt, err := time.Parse(time.RFC3339Nano, m.Attributes[topic.ReceivedAt])
	if err != nil {
		receivedAt = h.Now()
	}
	return channel.Decode(adapter, channel.Delivery{
		Account: m.Attributes[topic.Account], Body: m.Data, ReceivedAt: receivedAt,
	}, rules)
}

// bury puts a message that can never be handled into the dead letter topic
// immediately. Pub/Sub would do so only after several attempts, and hold up the
// messages with the same ordering key until then.
func (h *Handler) bury(ctx context.Context, m topic.Message, why error) error {
	attributes := map[string]string{}
	maps.Copy(attributes, m.Attributes)
	attributes[topic.Reason], _ = channel.Shorten(h.masked(ctx, why.Error()), topic.MaxAttribute) // replaces that of an earlier burial
	if err := h.DeadLetters.Publish(ctx, topic.Message{Data: m.Data, Attributes: attributes}); err != nil {
		return err
	}
	h.Log.ErrorContext(ctx, "buried a message in the dead letter topic",
		"account", m.Attributes[topic.Account], "error", attributes[topic.Reason])
	return nil
}

// masked is an error without what it may repeat of the payload. Without a configuration
// what is masked by default is.
func (h *Handler) masked(ctx context.Context, why string) string {
	set, err := h.rules(ctx)
	if err != nil {
		set, _ = mask.New(mask.Default())
	}
	why, _ = set.Text(mask.In, why)
	return why
}

// fold applies one event, and does what has to follow.
func (h *Handler) fold(ctx context.Context, in channel.Inbound) error {
	id := h.IDs.Of(in.Peer)
	ctx = trace.WithSubject(ctx, string(id))
	if conversation.IsStale(in, h.Now()) {
		return nil
	}
	if in.Kind == channel.Receipt || in.Kind == channel.Expired {
		return h.receipt(ctx, id, in)
	}
	if in.Kind == channel.Choice && in.ProviderOf != "" {
		reply, err := h.replyOf(ctx, id, in)
		if err != nil && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, store.ErrBusy) {
			return err
		}
		in.Of = reply // the choice counts, whatever it was offered with
	}
	after, err := h.receive(ctx, id, in)
	switch {
	case errors.Is(err, conversation.ErrStale):
		return nil
	case errors.Is(err, conversation.ErrErased):
		h.Log.InfoContext(ctx, "dropped: it is from before its customer's erasure", "kind", in.Kind)
		return nil
	case errors.Is(err, conversation.ErrErasing):
		return fault.New(fault.Unavailable, "receive: %w", err) // it opens a new conversation in a moment
	case err != nil:
		return err
	}
	if err := h.follow(ctx, in, after); err != nil {
		return err
	}
	if after.again {
		h.Log.InfoContext(ctx, "received again", "kind", in.Kind)
		return nil
	}
	for _, why := range after.silences { // once an hour and conversation
		h.Log.WarnContext(ctx, "automation held back", "kind", in.Kind, "reason", why.String())
	}
	h.Log.InfoContext(ctx, "received", "kind", in.Kind, "delay", h.Now().Sub(in.ReceivedAt))
	return nil
}

// received is what an event has done.
type received struct {
	conversation conversation.Conversation
	// again is whether the event was received before; it has done nothing now.
	again bool
	// dispatch is whether the dispatcher has to look at the conversation.
	dispatch bool
	// silences say why automation held something back.
	silences []reason.Reason
}

// receive folds an event into its conversation, and returns the result.
func (h *Handler) receive(ctx context.Context, id conversation.ID, in channel.Inbound) (received, error) {
	var after received
	c, err := h.Conversations.Receive(ctx, id, h.Now(), func(c conversation.Conversation) (conversation.Change, error) {
		c.ID = id // a new conversation has none yet
		ch, err := h.change(ctx, c, in)
		after.dispatch = ch.Dispatch
		after.silences = ch.Silences()
		return ch, err
	})
	if errors.Is(err, store.ErrDuplicate) || errors.Is(err, conversation.ErrRepeated) {
		// Read it again: of two simultaneous deliveries, the second has seen the
		// conversation as it was before the first.
		c, err = h.Conversations.Conversation(ctx, id)
		after.again, after.dispatch = true, true
	}
	after.conversation = c
	return after, err
}

// follow does what has to follow the commit of a customer's event. Each part is
// done even if another fails, and also for a repeated event, because the earlier
// run may have died before this step. A further message of a customer who waits
// already changes nothing for anybody, so nobody is looked for.
func (h *Handler) follow(ctx context.Context, in channel.Inbound, after received) error {
	if !in.Kind.NeedsAnswer() && in.Kind != channel.Consent { // see [conversation.Conversation.Interpret]
		return nil
	}
	var err error
	if after.dispatch {
		err = h.Dispatcher.Dispatch(ctx, after.conversation)
	}
	if in.Kind == channel.File {
		err = errors.Join(err, h.fetch(ctx, after.conversation, in))
	}
	return err
}
