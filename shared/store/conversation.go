package store

import (
	"context"
	"errors"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// Update changes a conversation by f, which gets the zero value if it does not
// exist yet, and returns the result. When the change creates a message that
// exists already, nothing is written, the error is [ErrDuplicate], and the
// conversation is returned as it was found.
//
// It reads 1 document, or 2 if there is no such conversation yet, and writes those of the
// change.
func (s *Store) Update(
	ctx context.Context, id conversation.ID, f func(conversation.Conversation) (conversation.Change, error),
) (conversation.Conversation, error) {
	return s.UpdateWith(ctx, id, nil, func(c conversation.Conversation, _ People) (conversation.Change, error) { return f(c) })
}

// People are agents and their leases by e-mail address.
type People map[string]conversation.Person

// UpdateWith is [Store.Update] with the agents that who names. Nothing is written
// if an agent that the change writes has changed meanwhile; agents who are only
// read, and leases, are not guarded.
//
// It reads 1 document, or 2 if there is no such conversation yet, and 2 for each agent, and
// writes those of the change.
func (s *Store) UpdateWith(
	ctx context.Context, id conversation.ID, who func(conversation.Conversation) []string,
	f func(conversation.Conversation, People) (conversation.Change, error),
) (conversation.Conversation, error) {
	return s.update(ctx, id, func(st *step) (conversation.Conversation, error) { return s.find(st, id, false) }, who, f)
}

// update does it, and gets the conversation by find.
func (s *Store) update(
	ctx context.Context, id conversation.ID, find func(*step) (conversation.Conversation, error),
	who func(conversation.Conversation) []string,
	f func(conversation.Conversation, People) (conversation.Change, error),
) (conversation.Conversation, error) {
	var (
		found, after conversation.Conversation
		done         *step
	)
	err := s.commit(ctx, "update conversation", func(st *step) error {
		done = st
		var err error
		if found, err = find(st); err != nil {
			return err
		}
		var people People
		if who != nil {
			if people, err = s.people(st, who(found)...); err != nil {
				return err
			}
		}
		ch, err := f(found, people)
		if err != nil {
			return err
		}
		ch = traced(st.ctx, ch)
		after = ch.Conversation
		return s.write(st, id, ch)
	})
	if err != nil {
		if !done.assumes { // the caller decides again, as the assumption may be wrong
			trace.Link(ctx, found.Traceparent)
		}
		return found, err
	}
	s.remember(id, done)
	trace.Link(ctx, after.Traceparent)
	return after, nil
}

// people reads agents and their leases.
func (s *Store) people(st *step, emails ...string) (People, error) {
	people := People{}
	var refs []*firestore.DocumentRef
	for _, email := range emails {
		// Nobody has a name that is not a document's.
		if _, twice := people[email]; !twice && isDocumentName(email) {
			people[email] = conversation.Person{}
			refs = append(refs, s.agent(email), s.lease(email))
		}
	}
	if len(refs) == 0 {
		return people, nil
	}
	docs, err := st.get(refs...)
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(docs); i += 2 {
		p := person(docs[i], docs[i+1])
		people[p.Email] = p
	}
	return people, nil
}

// person is an agent with the lease. One that cannot be read counts as missing.
func person(a, lease *firestore.DocumentSnapshot) conversation.Person {
	p := conversation.Person{Agent: decodeAgent(a)}
	if err := load(lease, &p.Lease); err != nil {
		p.Lease = agent.Lease{}
	}
	return p
}

// Receipt moves the reply of that id, and its message, as far as a receipt says. It
// may overtake the record of its own sending; it is proof enough, and
// makes the message. The error is [ErrNotFound] when nobody here wrote the reply.
//
// It reads 2 documents and writes 2, or 3 each when it overtook.
func (s *Store) Receipt(
	ctx context.Context, id conversation.ID, reply string, heard conversation.Report, now time.Time,
) error {
	return s.joinStatus(ctx, id, reply, heard, now, nil)
}

// joinStatus joins what is known of a reply with one more report, and updates the
// conversation accordingly.
func (s *Store) joinStatus(
	ctx context.Context, id conversation.ID, reply string, heard conversation.Report, now time.Time, news []firestore.Update,
) error {
	var sending any // the trace in which it was sent
	err := s.commit(ctx, "receipt", func(st *step) error {
		docs, err := st.get(s.reply(id, reply), s.message(id, reply))
		if err != nil {
			return err
		}
		sending, _ = docs[1].DataAt("traceparent") // absent if there is no message
		if !docs[0].Exists() {
			return ErrNotFound
		}
		r := decodeReply(docs[0])
		settled := r.RecordOutcome(heard, now)
		switch {
		case !docs[1].Exists():
			return s.record(st, id, settled, nil, news...)
		case settled.Tells(r):
			st.update(docs[0].Ref, append(outcomeFields(settled), firestore.Update{Path: "revoking", Value: settled.Revoking}))
			st.update(docs[1].Ref, named(settled, []firestore.Update{
				{Path: "status", Value: settled.Status}, {Path: "reason", Value: settled.Reason},
			}))
		}
		if len(news) > 0 {
			st.update(s.conversation(id), news)
		}
		return nil
	})
	if errors.Is(err, ErrDuplicate) { // the record came in between: the message is there now
		return s.joinStatus(ctx, id, reply, heard, now, news)
	}
	header, _ := sending.(string)
	trace.Link(ctx, header)
	return err
}

// Act carries out the action of that id by f and writes the outcome into it, and what its
// author wrote masked by the rules. f gets the agents that the action names, too. An action that already has an
// outcome is left alone. It returns the resulting conversation, and the action with
// its outcome. An action whose effect the database refuses for good is refused; the
// error, of the kind [fault.Invalid], says why.
//
// It reads 4 documents, and 2 for each other agent that the action names, and 1 for the
// reply or the note that it is about, and 1 for the note's session if that is over, and
// writes those of the change and the action.
func (s *Store) Act(
	ctx context.Context, id conversation.ID, action string, rules *mask.Set, now time.Time,
	f func(conversation.Conversation, conversation.Action, People) (conversation.Change, error),
) (after conversation.Conversation, outcome conversation.Action, err error) {
	err = s.commit(ctx, "act", func(st *step) error {
		docs, err := st.get(s.action(id, action), s.conversation(id))
		if err != nil {
			return err
		}
		if !docs[0].Exists() {
			return ErrNotFound
		}
		a := conversation.Action{ID: action}
		malformed := load(docs[0], &a)
		if malformed == nil && misspells(docs[0].Data(), a) {
			malformed = errMisspelled
		}
		c, err := st.conversation(docs[1])
		after, outcome = c, a
		if err != nil || a.Ended() {
			return err
		}
		a = a.Clean(rules)
		ch, err := s.act(st, id, c, a, malformed, rules, f)
		refused, no := errors.AsType[*conversation.RefusedError](err)
		switch {
		case err != nil && !no:
			return err
		case !no:
			ch = traced(st.ctx, ch)
			after = ch.Conversation
			if err := s.write(st, id, ch); err != nil {
				return err
			}
		}
		outcome = a.Outcome(refused, now).Stamped(after)
		st.endAction(docs[0].Ref, outcome)
		return nil
	})
	if fault.KindOf(err) == fault.Invalid {
		return conversation.Conversation{}, conversation.Action{}, s.refuseAction(ctx, id, action, rules, now, err)
	}
	trace.Link(ctx, after.Traceparent)
	return after, outcome, err
}

// endAction writes the outcome of an action.
func (st *step) endAction(ref *firestore.DocumentRef, a conversation.Action) {
	a.Traceparent = trace.Header(st.ctx)
	if a.Rewritten {
		st.put(ref, a)
		return
	}
	st.update(ref, []firestore.Update{
		{Path: "status", Value: a.Status},
		{Path: "reason", Value: a.Reason},
		{Path: "endedAt", Value: a.EndedAt},
		{Path: "expireAt", Value: a.ExpireAt},
		{Path: "traceparent", Value: a.Traceparent},
	})
}

// refuseAction ends an action that cannot be carried out because of what the database
// says, so that its author sees an outcome. It returns why, or why it failed.
func (s *Store) refuseAction(
	ctx context.Context, id conversation.ID, action string, rules *mask.Set, now time.Time, why error,
) error {
	refused := &conversation.RefusedError{Reason: *reason.New(conversation.ActionNotStorable, nil)}
	err := s.commit(ctx, "refuse action", func(st *step) error {
		docs, err := st.get(s.action(id, action))
		if err != nil || !docs[0].Exists() {
			return err
		}
		var a conversation.Action
		if err := load(docs[0], &a); err == nil && a.Ended() {
			return nil
		}
		st.endAction(docs[0].Ref, a.Clean(rules).Outcome(refused, now))
		return nil
	})
	if err != nil {
		return err
	}
	return why
}

func (s *Store) act(
	st *step, id conversation.ID, c conversation.Conversation, a conversation.Action, malformed error, rules *mask.Set,
	f func(conversation.Conversation, conversation.Action, People) (conversation.Change, error),
) (conversation.Change, error) {
	if malformed != nil {
		return conversation.Change{}, &conversation.RefusedError{Reason: *reason.New(conversation.ActionMalformed, nil)}
	}
	people, err := s.people(st, a.AgentsNamed()...)
	if err != nil {
		return conversation.Change{}, err
	}
	// The commit depends on the reply as it is here, and so does the drain's claim: one
	// of them comes first.
	ofReply := a.Kind == conversation.Discard || a.Kind == conversation.Revoke
	if ofReply && isDocumentName(a.Of) {
		docs, err := st.get(s.reply(id, a.Of))
		if err != nil {
			return conversation.Change{}, err
		}
		if docs[0].Exists() {
			r := decodeReply(docs[0]).Clean(rules)
			a.Reply = &r
		}
	}
	if a, err = s.withNote(st, c, a); err != nil {
		return conversation.Change{}, err
	}
	if a, err = s.withOver(st, c, a); err != nil {
		return conversation.Change{}, err
	}
	return f(c, a, people)
}
