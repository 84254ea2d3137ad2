// Package reply sends what agents and automated messages wrote. A reply's
// creation wakes it; it then drains the conversation's outbox, oldest first, one
// run at a time. The reply's id is the provider's message id, so a reply that is
// sent twice, because a run died before it could record the first time, is one
// message to the customer.
package reply

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// lease is how long a run may take to send one reply and record it before
// another run may take it for dead. It outlives the sender's time-out of 10 s and a
// token request of 5 s that may begin within it.
const lease = 20 * time.Second

// Sender gives a message to the provider. The error is nil when the provider has
// it, a *channel.RefusedError when it never will, and wraps channel.ErrRetry else.
type Sender interface {
	Send(ctx context.Context, to channel.Peer, out channel.Outbound) error
}

// Handler handles the event that a document conversations/{c}/replies/{r} was
// created.
type Handler struct {
	Store  *store.Store
	Sender Sender
	Now    func() time.Time
	Log    *slog.Logger
}

// Handle drains the outbox of the event's conversation. An error that is worth
// it makes Eventarc repeat the event, with back-off.
func (h *Handler) Handle(ctx context.Context, e event.Event) error {
	id, reply, err := store.ParseSubject(e.Subject(), "replies")
	if err != nil {
		return fault.Event(ctx, h.Log, fault.New(fault.Invalid, "%w", err))
	}
	run := &run{Handler: h, outbox: h.Store.Outbox(id, e.ID()), log: h.Log.With("conversation", id)}
	err = run.drain(ctx, reply)
	if err == nil && !run.met {
		err = run.again(ctx, id, reply)
	}
	return fault.Event(ctx, run.log, err)
}

// run is one drain of an outbox.
type run struct {
	*Handler

	outbox *store.Outbox
	log    *slog.Logger
	// met is whether the run came across the reply that woke it.
	met bool
}

// drain sends replies until none waits, or until one has to be sent later: those
// behind it must not overtake it.
func (r *run) drain(ctx context.Context, woke string) error {
	for {
		reply, peer, err := r.outbox.Claim(ctx, r.Now(), r.Now().Add(lease))
		switch {
		case errors.Is(err, store.ErrNothingToSend):
			return nil
		case errors.Is(err, store.ErrBusy):
			return fault.New(fault.Unavailable, "claim: %w", err)
		case errors.Is(err, store.ErrNotFound):
			return fault.New(fault.Invalid, "a reply without a conversation")
		case err != nil:
			return err
		}
		r.met = r.met || reply.ID == woke
		if err := r.send(ctx, peer, reply); err != nil {
			return err
		}
	}
}

// send sends one reply and records what became of it.
func (r *run) send(ctx context.Context, peer channel.Peer, reply conversation.Reply) error {
	log := r.log.With("reply", reply.ID, "attempt", reply.Attempts)
	if wrong := reply.Fault(); wrong != "" {
		log.WarnContext(ctx, "reply cannot be sent", "reason", wrong)
		return r.outbox.Failed(ctx, reply, wrong, r.Now())
	}
	err := r.Sender.Send(ctx, peer, reply.Outbound())
	if refusal, ok := errors.AsType[*channel.RefusedError](err); ok {
		log.WarnContext(ctx, "reply refused", "reason", refusal.Reason)
		return r.outbox.Failed(ctx, reply, refusal.Reason, r.Now())
	}
	if err != nil {
		later := fault.New(fault.Unavailable, "send reply %s, attempt %d: %w", reply.ID, reply.Attempts, err)
		return errors.Join(later, r.outbox.Postpone(ctx, reply, "the channel did not take it yet; it will be sent again"))
	}
	if err := r.outbox.Sent(ctx, reply, r.Now()); err != nil {
		return fmt.Errorf("reply %s was sent but not recorded: %w", reply.ID, err)
	}
	log.InfoContext(ctx, "reply sent", "delay", r.Now().Sub(reply.CreatedAt))
	return nil
}

// again looks at a reply that the drain did not come across: it was sent by
// another run, or its author left out what the outbox finds it by.
func (r *run) again(ctx context.Context, id conversation.ID, reply string) error {
	mended, err := r.Store.Mend(ctx, id, reply)
	if err != nil || !mended {
		return err
	}
	return r.drain(ctx, reply)
}
