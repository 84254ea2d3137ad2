package store

import (
	"context"
	"errors"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Update changes the conversation of that id by f, which gets the zero value
// when there is none. When the change creates a message that is there already,
// nothing is written and the error is [ErrDuplicate].
//
// It reads 1 document and writes those of the change.
func (s *Store) Update(
	ctx context.Context, id conversation.ID, f func(conversation.Conversation) (conversation.Change, error),
) error {
	return s.commit(ctx, "update conversation", func(st *step) error {
		docs, err := st.get(s.conversation(id))
		if err != nil {
			return err
		}
		c, err := loadConversation(docs[0])
		if err != nil {
			return err
		}
		ch, err := f(c)
		if err != nil {
			return err
		}
		s.write(st, id, ch)
		return nil
	})
}

// Receipt moves the reply of that id, and its message, as far as status says. A
// receipt may overtake the record of its own sending; it is proof enough, and
// makes the message. The error is [ErrNotFound] when nobody here wrote the reply.
//
// It reads 2 documents and writes 2, or 3 when it overtook.
func (s *Store) Receipt(ctx context.Context, id conversation.ID, reply string, to channel.Status, now time.Time) error {
	return s.join(ctx, id, reply, to, now, nil)
}

// join joins what is known of a reply with one more report, and tells the
// conversation the news besides.
func (s *Store) join(
	ctx context.Context, id conversation.ID, reply string, to channel.Status, now time.Time, news []firestore.Update,
) error {
	err := s.commit(ctx, "receipt", func(st *step) error {
		docs, err := st.get(s.reply(id, reply), s.message(id, reply))
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrNotFound
		}
		r := decodeReply(docs[0])
		settled := r.Settle(to, "", now)
		switch {
		case !docs[1].Exists():
			s.record(st, id, settled, news...)
			return nil
		case settled.Status != r.Status:
			st.update(docs[0].Ref, outcome(settled))
			st.update(docs[1].Ref, []firestore.Update{
				{Path: "status", Value: settled.Status}, {Path: "reason", Value: settled.Reason},
			})
		}
		if len(news) > 0 {
			st.update(s.conversation(id), news)
		}
		return nil
	})
	if errors.Is(err, ErrDuplicate) { // the record came in between: the message is there now
		return s.join(ctx, id, reply, to, now, news)
	}
	return err
}

// Act carries out the action of that id by f and writes the outcome into it. An
// action that has an outcome is left alone.
//
// It reads 2 documents and writes those of the change and the action.
func (s *Store) Act(
	ctx context.Context, id conversation.ID, action string, now time.Time,
	f func(conversation.Conversation, conversation.Action) (conversation.Change, error),
) error {
	return s.commit(ctx, "act", func(st *step) error {
		docs, err := st.get(s.action(id, action), s.conversation(id))
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrNotFound
		}
		a := conversation.Action{ID: action}
		if err := load(docs[0], &a); err != nil {
			return err
		}
		c, err := loadConversation(docs[1])
		if err != nil || a.Ended() {
			return err
		}
		ch, err := f(c, a)
		refused, no := errors.AsType[conversation.RefusedError](err)
		switch {
		case err != nil && !no:
			return err
		case !no:
			s.write(st, id, ch)
		}
		st.put(docs[0].Ref, a.Outcome(refused, now))
		return nil
	})
}
