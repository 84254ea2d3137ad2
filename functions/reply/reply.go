// Package reply sends what agents and automated messages wrote. Creating a reply
// triggers it; it then drains the conversation's outbox, oldest first, one run at
// a time. Some providers recognise a message by our id. With them, a reply that
// is sent twice, because a run died before it could record the first time, is one
// message to the customer. With the others, nothing is sent twice: it is then
// unknown whether the customer has the reply, and the agent is told.
package reply

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// lease is how long a run has to send one reply and record it before another run
// may take over. It covers one call of the sender, 10 s, with a token request of 5 s
// that may begin within it. A slow copy or signature of a file, or a text in many pieces,
// may take longer: then two runs send at the same time, and the provider knows the
// repetition by its id, or the reply counts as interrupted.
const lease = 20 * time.Second

// Handler handles the event that a document conversations/{c}/replies/{r} was
// created.
type Handler struct {
	Store *store.Store
	// Configuration is the routing configuration in force.
	Configuration store.Configuration
	// Adapters are the channels by name.
	Adapters map[string]channel.Adapter
	// Defaults are of messages that say nothing themselves, by account.
	Defaults map[string]Defaults
	Files    Files
	// Desk is the address of the desk, which has files for customers; empty without one.
	Desk string
	Now  func() time.Time
	Log  *slog.Logger
}

// Handle drains the outbox of the event's conversation. Retryable errors make
// Eventarc redeliver the event, with back-off.
func (h *Handler) Handle(ctx context.Context, e event.Event) error {
	id, reply, err := store.ParseSubject(e.Subject(), "replies")
	if err != nil {
		return fault.Event(ctx, h.Log, fault.New(fault.Invalid, "%w", err))
	}
	ctx = trace.WithSubject(ctx, string(id))
	run := &run{Handler: h, id: id, outbox: h.Store.Outbox(id, e.ID()), holder: e.ID()}
	run.outbox.Configuration = h.Configuration
	err = run.drain(ctx, reply)
	if err == nil && !run.reached {
		err = run.retryMended(ctx, id, reply)
	}
	return fault.Event(ctx, h.Log, err)
}

// run is one drain of an outbox.
type run struct {
	*Handler

	id     conversation.ID
	outbox *store.Outbox
	// holder is the id of the event that triggered the run.
	holder string
	// reached is whether the run has reached the reply that triggered it.
	reached bool
}

// drain sends replies until none is left or one has to be sent later, since those
// behind it must not overtake it.
func (r *run) drain(ctx context.Context, woke string) error {
	for {
		reply, conv, err := r.outbox.Claim(ctx, r.Now(), r.Now().Add(lease))
		switch {
		case errors.Is(err, store.ErrNothingToSend):
			return nil
		case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrNotDue):
			return fault.New(fault.Unavailable, "claim: %w", err)
		case errors.Is(err, store.ErrNotFound):
			return fault.New(fault.Invalid, "a reply without a conversation")
		case errors.Is(err, store.ErrBuried):
			r.Log.ErrorContext(ctx, "buried a reply", "error", err)
			continue
		case err != nil:
			return err
		}
		r.reached = r.reached || reply.ID == woke
		in, span := begin(ctx, conv, reply)
		err = r.send(in, conv, reply)
		span.End(err)
		switch {
		case errors.Is(err, store.ErrBuried):
			r.Log.ErrorContext(in, "buried a reply", "error", err)
		case err != nil:
			return err
		}
	}
}

// begin starts the span of sending a reply. An automated reply continues the
// trace in which it was written; an agent's gets a new trace that follows the
// customer's message. Only the reply itself says which it is, so the claim is in
// no trace.
func begin(ctx context.Context, conv conversation.Conversation, reply conversation.Reply) (context.Context, trace.Span) {
	attempt := trace.Number("attempt", int(reply.Attempts))
	if reply.Traceparent != "" {
		return trace.Continue(ctx, "send", reply.Traceparent, attempt)
	}
	return trace.Follow(ctx, "send", conv.Traceparent, attempt)
}

// send sends one reply and records what became of it.
func (r *run) send(ctx context.Context, conv conversation.Conversation, reply conversation.Reply) error {
	// A typing signal may be refused, and nobody misses it.
	log := r.Log.With("reply", reply.ID, "attempt", reply.Attempts, "signal", reply.Kind.Signal())
	adapter, ok := r.Adapters[conv.Channel]
	reply = r.named(reply)
	kept := r.keep(ctx, reply)
	switch {
	case reply.Lapsed(conv, r.Now()):
		return r.record(ctx, reply, conversation.Report{Status: channel.Sent})
	case !ok:
		return r.record(ctx, reply, conversation.Report{
			Status: channel.Failed, Reason: reason.New(NoSuchChannel, reason.Args{"channel": conv.Channel}),
		})
	case conv.Personal && conv.Key == "":
		log.ErrorContext(ctx, "a customer whose key is gone")
		return r.record(ctx, reply, conversation.Report{Status: channel.Failed, Reason: reason.New(channel.Unreachable, nil)})
	case reply.Interrupted && (!adapter.Profile().Idempotent || reply.Interruptions >= conversation.MaxInterruptions):
		log.WarnContext(ctx, "reply not sent again", "reason", string(Interrupted))
		return r.record(ctx, reply, conversation.Report{Status: channel.Unknown, Reason: reason.New(Interrupted, nil)})
	}
	id, err := r.deliver(ctx, adapter, conv, &reply, kept)
	switch outcome := channel.OutcomeOf(err); {
	case outcome == channel.Rejected:
		refused, _ := errors.AsType[*channel.RefusedError](err)
		log.WarnContext(ctx, "reply refused", "reason", string(refused.Reason.Code), "error", refused)
		return r.record(ctx, reply, conversation.Report{Status: channel.Failed, Reason: &refused.Reason})
	case outcome == channel.Unclear && !adapter.Profile().Idempotent:
		log.WarnContext(ctx, "reply not sent again", "reason", string(Unanswered), "error", err)
		return r.record(ctx, reply, conversation.Report{Status: channel.Unknown, Reason: reason.New(Unanswered, nil), ProviderID: id})
	case err != nil:
		reply.ProviderID = cmp.Or(id, reply.ProviderID)
		return r.postpone(ctx, log, reply, err)
	}
	if err := r.record(ctx, reply, conversation.Report{Status: channel.Sent, ProviderID: id}); err != nil {
		return fmt.Errorf("reply %s was sent but not recorded: %w", reply.ID, err)
	}
	log.InfoContext(ctx, "reply sent", "delay", r.Now().Sub(reply.CreatedAt))
	return nil
}

// postpone puts a reply back after an attempt that failed, or gives it up when it has
// been tried for long enough, so that the replies behind it can go.
func (r *run) postpone(ctx context.Context, log *slog.Logger, reply conversation.Reply, err error) error {
	now := r.Now()
	retry, _ := errors.AsType[*channel.RetryError](err)
	if retry == nil {
		retry = &channel.RetryError{Err: err}
	}
	delay := conversation.Delay{Reason: delayed(retry), Until: reply.NextAttempt(retry.After, now), Holder: r.holder}
	if errors.Is(err, errPace) {
		// The time that passes is ours, so it fails nothing, and whatever comes first may
		// go on.
		delay.Until, delay.Holder = now.Add(retry.After), ""
	} else if reply.IsOverdue(now) {
		level := slog.LevelError
		if reply.Kind.Signal() {
			level = slog.LevelWarn
		}
		log.Log(ctx, level, "reply given up", "reason", string(delay.Reason.Code), "error", err)
		return r.record(ctx, reply, conversation.Report{
			Status: channel.Failed, Reason: givenUp(retry, now.Sub(reply.CreatedAt)), ProviderID: reply.ProviderID,
		})
	}
	later := fault.New(fault.Unavailable, "send reply %s, attempt %d: %w", reply.ID, reply.Attempts, err)
	return errors.Join(later, r.outbox.Postpone(ctx, reply, delay))
}

// delayed is why a reply waits, for the agent.
func delayed(retry *channel.RetryError) *reason.Reason {
	switch {
	case errors.Is(retry, errPace):
		return reason.New(TooFast, nil)
	case retry.Credentials:
		return reason.New(NoCredentials, nil)
	}
	return reason.New(NotTakenYet, nil)
}

// givenUp is why a reply is not tried any longer, for the agent.
func givenUp(retry *channel.RetryError, waited time.Duration) *reason.Reason {
	if retry.Credentials {
		return reason.New(NeverAllowed, reason.Args{"waited": waited})
	}
	return reason.New(NeverTaken, reason.Args{"waited": waited})
}

func (r *run) record(ctx context.Context, reply conversation.Reply, heard conversation.Report) error {
	if reply.Kind == channel.Revoke {
		if err := r.settleRevocation(ctx, reply, heard); err != nil {
			return err
		}
	}
	return r.outbox.Record(ctx, reply, heard, r.Now())
}

// deliver passes a reply to the channel, in as many messages as it takes, and
// counts the delivered ones in reply.Pieces. It returns the provider's id of the
// last one, also with an error if the provider may have that one. kept is what came of keeping its file. The errors are those of
// [channel.Adapter].
func (r *run) deliver(
	ctx context.Context, adapter channel.Adapter, conv conversation.Conversation, reply *conversation.Reply, kept error,
) (id string, err error) {
	profile := adapter.Profile()
	if wrong := reply.Objection(conv, profile.Window, r.Now()); wrong != nil {
		return "", &channel.RefusedError{Reason: *wrong}
	}
	if kept != nil {
		return "", kept
	}
	if reply.Kind == channel.Revoke {
		return "", r.takeBack(ctx, adapter, conv, reply)
	}
	out := r.Defaults[conv.Account].fill(reply.ForChannel(), reply.CreatedAt)
	if profile.Lifetime > 0 && out.Expired(r.Now()) {
		return "", &channel.RefusedError{Reason: *reply.WaitedTooLong(r.Now())}
	}
	if out, err = r.sign(ctx, out); err != nil {
		return "", &channel.RetryError{Err: err}
	}
	messages, err := adapter.Prepare(out)
	if err != nil {
		return "", &channel.RefusedError{Reason: *channel.Broken(err), Err: err}
	}
	messages = messages[min(int(reply.Pieces), len(messages)-1):]
	if out.Kind == channel.Typing && out.On {
		r.outbox.Typed(r.Now())
	}
	if !out.Kind.Signal() {
		if err := r.pace(conv, len(messages), profile.PerMinute); err != nil {
			return "", err
		}
	}
	for i, message := range messages {
		switch id, err = call(ctx, adapter, conv, message); {
		case err != nil && i < len(messages)-1:
			return "", err
		case err != nil:
			return id, err
		}
		reply.Pieces++
	}
	return id, nil
}

// call makes one call of the channel, which learns nothing of the trace.
func call(ctx context.Context, adapter channel.Adapter, conv conversation.Conversation, m channel.Outbound) (id string, err error) {
	ctx, span := trace.Start(ctx, "call", trace.Text("channel", conv.Channel))
	m.Conversation = string(conv.ID)
	id, err = adapter.Send(ctx, conv.Peer, m)
	span.End(err)
	return id, err
}

// errPace says that a reply has to wait for the conversation's pace.
var errPace = errors.New("the conversation has its messages for this minute")

// pace postpones a reply when the conversation has had many messages in a short
// time.
func (r *run) pace(conv conversation.Conversation, n, perMinute int) error {
	next, wait := channel.Pace(conv.Pace).Next(n, perMinute, r.Now())
	if wait > 0 {
		return &channel.RetryError{After: wait, Err: errPace}
	}
	r.outbox.Paced(time.Time(next))
	return nil
}

// retryMended looks at a reply that the drain did not reach: another run has sent
// it, or its author left out fields that the outbox needs to find it.
func (r *run) retryMended(ctx context.Context, id conversation.ID, reply string) error {
	mended, err := r.Store.Mend(ctx, id, reply)
	if err != nil || !mended {
		return err
	}
	return r.drain(ctx, reply)
}
