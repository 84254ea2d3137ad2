package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// ErrNothingToSend says that no reply of the conversation is due, or that another
// run is sending them.
var ErrNothingToSend = errors.New("nothing to send")

// ErrBusy says that an earlier run for the same event is still sending, or died
// doing so; its lease has to end first.
var ErrBusy = errors.New("an earlier run for this event has the lease")

// ErrNotDue says that the next attempt to send the conversation's oldest reply is due
// later, and that this run's event has to be redelivered for it.
var ErrNotDue = errors.New("the next attempt is not due yet")

// Configuration is the routing configuration in force.
type Configuration interface {
	Current(ctx context.Context) (*configuration.Config, error)
}

// Outbox is the outbox of one conversation, as one run drains it.
type Outbox struct {
	store        *Store
	id           conversation.ID
	holder       string
	conversation *conversation.Conversation
	// Configuration says how long a customer may wait whose message crossed the answer.
	// It also says what has to be masked. It may be nil: the sweep then finds out, and
	// nothing is masked.
	Configuration Configuration
	// claimed is the reply that is being sent, and claimedAt when it was claimed, by the
	// server's clock.
	claimed   conversation.Reply
	claimedAt time.Time
	// pending holds extra updates of the conversation for the next record.
	pending []firestore.Update
}

// Outbox returns the outbox of a conversation for one run. holder is the id of
// the event that triggered the run, so that a second delivery of the event
// recognises what the first left behind.
func (s *Store) Outbox(id conversation.ID, holder string) *Outbox {
	return &Outbox{store: s, id: id, holder: holder}
}

// Claim takes the reply whose turn it is and marks it as being sent until the
// lease ends. It also returns the conversation as it is: the customer may have
// unsubscribed since the claim before. The errors are [ErrNothingToSend], [ErrBusy],
// [ErrNotDue] and [ErrBuried].
//
// It reads 2 documents, the first time 3 where the customer's key is personal, and
// writes 1.
func (o *Outbox) Claim(ctx context.Context, now, leaseUntil time.Time) (conversation.Reply, conversation.Conversation, error) {
	var claimed, head conversation.Reply
	var last *step
	err := o.store.commit(ctx, "claim", func(st *step) error {
		last = st
		r, err := o.head(st)
		head = r
		switch {
		case err != nil:
			return err
		case r.Leased(now) && r.Holder == o.holder:
			return ErrBusy
		case r.Leased(now):
			return ErrNothingToSend // the lease's holder goes on to ours, or is called again
		case r.Postponed(now) && r.Holder != "" && r.Holder != o.holder:
			return ErrNothingToSend // the holder is called again
		case r.Postponed(now):
			return ErrNotDue
		}
		if err := o.readConversation(st); err != nil {
			return err
		}
		rules, err := o.rules(ctx, r)
		if err != nil {
			return err
		}
		head = r.Clean(rules)
		claimed = head.Claim(o.holder, leaseUntil, o.conversation.MessageSession())
		st.outcome(o.store.reply(o.id, r.ID), claimed)
		return nil
	})
	if fault.KindOf(err) == fault.Invalid && head.ID != "" {
		err = o.bury(ctx, head, conversation.Report{Status: channel.Failed}, now, err)
	}
	if err != nil {
		return conversation.Reply{}, conversation.Conversation{}, err
	}
	o.claimed, o.claimedAt = claimed, last.committedAt
	return claimed, *o.conversation, nil
}

// rules are what has to be masked in a reply; nil for one that the system wrote.
func (o *Outbox) rules(ctx context.Context, r conversation.Reply) (*mask.Set, error) {
	if o.Configuration == nil || r.Author.Bot || r.Kind.Signal() {
		return nil, nil //nolint:nilnil // no rules mask nothing
	}
	config, err := o.Configuration.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("what has to be masked: %w", err)
	}
	return config.Mask(), nil
}

// head is the oldest reply that has yet to be sent.
func (o *Outbox) head(st *step) (conversation.Reply, error) {
	docs := o.store.conversation(o.id).Collection("replies").
		Where("status", "in", []channel.Status{channel.Pending, channel.Sending}).
		OrderBy("createdAt", firestore.Asc).Limit(1).Documents(st.ctx)
	defer docs.Stop()
	doc, err := docs.Next()
	if errors.Is(err, iterator.Done) {
		return conversation.Reply{}, ErrNothingToSend
	}
	if err != nil {
		return conversation.Reply{}, fmt.Errorf("query replies: %w", err)
	}
	st.guard(doc)
	return decodeReply(doc), nil
}

// readConversation reads the conversation, with the customer's key.
func (o *Outbox) readConversation(st *step) error {
	docs, err := st.get(o.store.conversation(o.id))
	if err != nil {
		return err
	}
	c, err := loadConversation(docs[0])
	if err != nil {
		return err
	}
	if c.Erasing {
		return ErrNothingToSend
	}
	if c.ID == "" {
		return ErrNotFound
	}
	if o.conversation != nil {
		c.Key = o.conversation.Key // which never changes
	} else if err := o.readPrivate(st, &c); err != nil {
		return err
	}
	o.conversation = &c
	return nil
}

// readPrivate reads the customer's key where that is stored apart.
func (o *Outbox) readPrivate(st *step, c *conversation.Conversation) error {
	if !c.Personal {
		return nil
	}
	docs, err := st.get(o.store.private(o.id))
	if err != nil {
		return err
	}
	var p conversation.Private
	if err := load(docs[0], &p); err != nil {
		return err
	}
	c.Key = p.Key
	return nil
}

// Paced records the pace after the messages that are being sent.
func (o *Outbox) Paced(pace time.Time) {
	o.conversation.Pace = pace
	o.pending = append(o.pending, firestore.Update{Path: "outbox.pace", Value: pace})
}

// Typed records that the customer is being told that the agent is typing.
func (o *Outbox) Typed(at time.Time) {
	o.conversation.AgentTypingAt = at
	o.pending = append(o.pending, firestore.Update{Path: "outbox.agentTypingAt", Value: at})
}

// Postpone puts a reply back to wait for its next turn. r.Pieces are those that need
// not be sent again, and r.ProviderID is what a receipt calls it if the provider has it all
// the same.
func (o *Outbox) Postpone(ctx context.Context, r conversation.Reply, d conversation.Delay) error {
	return o.store.commit(ctx, "postpone reply", func(st *step) error {
		current, err := o.current(st, r.ID)
		if err != nil {
			return err
		}
		current.Pieces, current.ProviderID = r.Pieces, cmp.Or(r.ProviderID, current.ProviderID)
		st.update(o.store.reply(o.id, r.ID), outcomeFields(current.Postpone(d)))
		return nil
	})
}

func (o *Outbox) current(st *step, reply string) (conversation.Reply, error) {
	docs, err := st.get(o.store.reply(o.id, reply))
	if err != nil {
		return conversation.Reply{}, err
	}
	if !docs[0].Exists() {
		return conversation.Reply{}, ErrNotFound
	}
	return decodeReply(docs[0]), nil
}

// Reply returns a reply of the conversation. The error is [ErrNotFound] when there is none.
//
// It reads 1 document.
func (o *Outbox) Reply(ctx context.Context, id string) (conversation.Reply, error) {
	doc, err := o.store.reply(o.id, id).Get(ctx)
	if status.Code(err) == codes.NotFound {
		return conversation.Reply{}, ErrNotFound
	}
	if err != nil {
		return conversation.Reply{}, failure("read reply", err)
	}
	return decodeReply(doc), nil
}

// ReplyOf finds the reply with the given provider's id. The error is
// [ErrNotFound] when there is none, and [ErrBusy] while there may be one: a reply
// is being sent, and its provider's id is not recorded yet.
//
// It reads 1 document, or up to 3.
func (s *Store) ReplyOf(ctx context.Context, id conversation.ID, providerID string) (reply string, err error) {
	replies := s.conversation(id).Collection("replies")
	reply, err = first(ctx, replies.Where("providerId", "==", providerID))
	if !errors.Is(err, ErrNotFound) {
		return reply, err
	}
	if _, err := first(ctx, replies.Where("status", "==", channel.Sending)); err == nil {
		return "", ErrBusy
	} else if !errors.Is(err, ErrNotFound) {
		return "", err
	}
	// What was being sent at the first look may have been recorded before the second.
	return first(ctx, replies.Where("providerId", "==", providerID))
}

// first returns the name of the first document that a query finds.
func first(ctx context.Context, q firestore.Query) (string, error) {
	docs := q.Limit(1).Documents(ctx)
	defer docs.Stop()
	doc, err := docs.Next()
	if errors.Is(err, iterator.Done) {
		return "", ErrNotFound
	}
	if err != nil {
		return "", failure("query replies", err)
	}
	return doc.Ref.ID, nil
}

// Mend completes a reply that its author left incomplete, or fails it with the
// reason, so that no reply is stuck unseen. A reply that is in order is left
// alone.
//
// It reads 1 document, and writes 1 if there is something to mend.
func (s *Store) Mend(ctx context.Context, id conversation.ID, reply string) (mended bool, err error) {
	err = s.commit(ctx, "mend reply", func(st *step) error {
		docs, err := st.get(s.reply(id, reply))
		if err != nil || !docs[0].Exists() {
			return err
		}
		updates := missingFields(docs[0])
		mended = len(updates) > 0
		if mended {
			st.update(docs[0].Ref, updates)
		}
		return nil
	})
	return mended, err
}

// missingFields returns the fields that a reply's document lacks to be found and
// sent.
func missingFields(doc *firestore.DocumentSnapshot) []firestore.Update {
	var updates []firestore.Update
	data := doc.Data()
	given, there := data["status"]
	if word, ok := given.(string); !there {
		updates = append(updates, firestore.Update{Path: "status", Value: channel.Pending})
	} else if !ok || !channel.Status(word).Valid() {
		updates = append(updates,
			firestore.Update{Path: "status", Value: channel.Failed},
			firestore.Update{Path: "reason", Value: reason.New(conversation.ReplyHasStatus, nil)})
	}
	if _, there := data["createdAt"]; !there {
		updates = append(updates, firestore.Update{Path: "createdAt", Value: doc.CreateTime})
	}
	return updates
}

// decodeReply reads a reply. One that its author wrote in the wrong format, or with
// fields in other letters, must not block the replies behind it, so it is returned as malformed.
func decodeReply(doc *firestore.DocumentSnapshot) conversation.Reply {
	var r conversation.Reply
	if err := doc.DataTo(&r); err != nil || misspells(doc.Data(), r) {
		r = conversation.Reply{
			Malformed: true, Status: channel.Pending,
		}
	}
	r.ID = doc.Ref.ID
	return r
}
