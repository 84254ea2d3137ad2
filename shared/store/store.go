// Package store keeps conversations in Firestore. It is the only package that
// knows the database. The documents:
//
//	config/current                  {version, routing}: the routing configuration
//	configs/{version}               {routing, usedAt}: every version that was used
//	conversations/{id}              conversation.Conversation
//	  private/peer                  conversation.Private
//	  messages/{id}                 conversation.Message
//	  replies/{id}                  conversation.Reply, the outbox
//	  actions/{id}                  conversation.Action
//	  events/{seq}                  conversation.Event
//	  sessions/{n}                  conversation.Session
//	queues/{queue}/items/{id}       conversation.Item, the waiting sessions
//	agents/{email}                  agent.Agent
//	leases/{email}                  agent.Lease
//	rosterChanges/{id}              roster.Change
//	config/roster                   roster.Turn
//	starts/{id}                     conversation.Start, agents' first words to customers
//	startBudgets/{email}            conversation.Starts
//	closedSessions/{name}           conversation.ClosedSession, by the newest
//	mentions/{name}                 conversation.Mention
//	figures/{date}_{queue}_{shard}  conversation.Figures
//	figureWeeks/{dimension}_{week}  conversation.Week
//
// Every method that changes something commits it whole or not at all, and only if
// nobody changed the same documents since they were read. The methods that take
// the decision as a function may run it several times.
package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// ErrDuplicate says that the step was done before, so nothing was written.
var ErrDuplicate = errors.New("done before")

// ErrNotFound says that there is no such document.
var ErrNotFound = errors.New("no such document")

// Store is a Firestore database. It is safe for concurrent use.
type Store struct {
	db *firestore.Client
	// heard is when the process heard from the customers who wrote last, and recent are their
	// conversations as it left them.
	heard  memory[time.Time]
	recent memory[recent]
}

// New connects to the default database of the project. It honours
// FIRESTORE_EMULATOR_HOST, as the library does.
func New(ctx context.Context, project string, opts ...option.ClientOption) (*Store, error) {
	db, err := firestore.NewClient(ctx, project, opts...)
	if err != nil {
		return nil, fmt.Errorf("Firestore: %w", err)
	}
	return Of(db), nil
}

// Of returns a store that uses db, which remains the caller's to close.
func Of(db *firestore.Client) *Store {
	return &Store{db: db, heard: memory[time.Time]{enough: enoughHeard}, recent: memory[recent]{enough: enoughRecent}}
}

// Close releases the connection.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("Firestore: %w", err)
	}
	return nil
}

func (s *Store) conversation(id conversation.ID) *firestore.DocumentRef {
	return s.db.Collection("conversations").Doc(string(id))
}

func (s *Store) private(id conversation.ID) *firestore.DocumentRef {
	return s.conversation(id).Collection("private").Doc("peer")
}

func (s *Store) message(id conversation.ID, message string) *firestore.DocumentRef {
	return s.conversation(id).Collection("messages").Doc(message)
}

func (s *Store) reply(id conversation.ID, reply string) *firestore.DocumentRef {
	return s.conversation(id).Collection("replies").Doc(reply)
}

func (s *Store) action(id conversation.ID, action string) *firestore.DocumentRef {
	return s.conversation(id).Collection("actions").Doc(action)
}

func (s *Store) event(id conversation.ID, seq int64) *firestore.DocumentRef {
	return s.conversation(id).Collection("events").Doc(fmt.Sprintf("%012d", seq))
}

func (s *Store) session(id conversation.ID, n int64) *firestore.DocumentRef {
	return s.conversation(id).Collection("sessions").Doc(fmt.Sprintf("%012d", n))
}

func (s *Store) figures(f conversation.Figures) *firestore.DocumentRef {
	return s.db.Collection("figures").Doc(f.Date + "_" + f.Queue + "_" + f.Shard)
}

func (s *Store) item(queue string, id conversation.ID) *firestore.DocumentRef {
	return s.db.Collection("queues").Doc(queue).Collection("items").Doc(string(id))
}

func (s *Store) agent(email string) *firestore.DocumentRef {
	return s.db.Collection("agents").Doc(email)
}

func (s *Store) mention(m conversation.Mention) *firestore.DocumentRef {
	return s.db.Collection(mentionsPlace).Doc(m.Name())
}

func (s *Store) start(id string) *firestore.DocumentRef { return s.db.Collection("starts").Doc(id) }

func (s *Store) startBudget(email string) *firestore.DocumentRef {
	return s.db.Collection("startBudgets").Doc(email)
}

func (s *Store) lease(email string) *firestore.DocumentRef {
	return s.db.Collection("leases").Doc(email)
}

// ParseAgent reads the subject of a Firestore event about an agent.
func ParseAgent(subject string) (email string, err error) {
	email, ok := strings.CutPrefix(subject, "documents/agents/")
	if !ok || email == "" || strings.Contains(email, "/") {
		return "", fmt.Errorf("the event's subject %q is no agent's", subject)
	}
	return email, nil
}

// ParseStart reads the subject of a Firestore event about an agent's first word to a
// customer.
func ParseStart(subject string) (id string, err error) {
	id, ok := strings.CutPrefix(subject, "documents/starts/")
	if !ok || id == "" || strings.Contains(id, "/") {
		return "", fmt.Errorf("the event's subject %q is no start's", subject)
	}
	return id, nil
}

// ParseSubject reads the subject of a Firestore event about a document of one of
// a conversation's collections, "documents/conversations/{c}/{collection}/{id}".
func ParseSubject(subject, collection string) (conversation.ID, string, error) {
	part := strings.Split(subject, "/")
	if len(part) != 5 || part[0] != "documents" || part[1] != "conversations" || part[3] != collection {
		return "", "", fmt.Errorf("the event's subject %q is none of %s", subject, collection)
	}
	return conversation.ID(part[2]), part[4], nil
}

// load decodes a document into v. A missing document leaves v unchanged.
func load(doc *firestore.DocumentSnapshot, v any) error {
	if !doc.Exists() {
		return nil
	}
	if err := doc.DataTo(v); err != nil {
		return fmt.Errorf("decode %s/%s: %w", doc.Ref.Parent.ID, doc.Ref.ID, err)
	}
	return nil
}

// loadConversation decodes a conversation. A missing one has no ID.
func loadConversation(doc *firestore.DocumentSnapshot) (conversation.Conversation, error) {
	var c conversation.Conversation
	if err := load(doc, &c); err != nil || !doc.Exists() {
		return c, err
	}
	c.ID = conversation.ID(doc.Ref.ID)
	return c, nil
}

// conversation decodes a conversation that the step may write.
func (st *step) conversation(doc *firestore.DocumentSnapshot) (conversation.Conversation, error) {
	c, err := loadConversation(doc)
	if err == nil && doc.Exists() {
		st.known[doc.Ref.Path], st.foundUpdatedAt = c, doc.UpdateTime
	}
	return c, err
}

// write adds a whole change to the step.
func (s *Store) write(st *step, id conversation.ID, ch conversation.Change) error {
	ch = ch.Stamped()
	s.writeConversation(st, id, ch.Conversation)
	if ch.Message != nil {
		st.create(s.message(id, ch.Message.ID), ch.Message)
	}
	if ch.BotAnswer != nil {
		st.create(s.message(id, ch.BotAnswer.ID), ch.BotAnswer)
	}
	if err := s.writeNotes(st, id, ch); err != nil {
		return err
	}
	for _, e := range ch.Events {
		st.put(s.event(id, e.Seq), e)
	}
	if r := ch.Discarded; r != nil {
		st.outcome(s.reply(id, r.ID), *r)
	}
	if r := ch.Revoking; r != nil {
		st.update(s.reply(id, r.ID), []firestore.Update{{Path: "revoking", Value: true}})
	}
	for _, r := range ch.Replies {
		st.put(s.reply(id, r.ID), r)
	}
	for _, l := range ch.Loads {
		if err := s.writeLoad(st, l); err != nil {
			return err
		}
	}
	if ch.Enqueue != nil {
		st.put(s.item(ch.Enqueue.Queue, id), ch.Enqueue)
	}
	if ch.Dequeue != "" {
		st.remove(s.item(ch.Dequeue, id))
	}
	for _, closed := range ch.Closed {
		st.put(s.session(id, closed.Number), closed)
	}
	if r := ch.Retagged; r != nil {
		st.merge(s.session(id, r.Number), []firestore.Update{{Path: "number", Value: r.Number}, {Path: "tags", Value: r.Tags}})
	}
	for _, past := range ch.Past {
		st.put(s.db.Collection(closedPlace).Doc(past.Name()), past)
	}
	for _, f := range ch.Counts {
		s.addFigures(st, f)
	}
	return s.writeRating(st, id, ch)
}

// writeConversation adds the conversation, and apart from it what is private.
func (s *Store) writeConversation(st *step, id conversation.ID, c conversation.Conversation) {
	public, private := c.Part()
	st.put(s.conversation(id), public)
	st.written = public
	if private != nil {
		st.replace(s.private(id), private)
	}
}

// writeRating adds what a customer said of a session that is over.
func (s *Store) writeRating(st *step, id conversation.ID, ch conversation.Change) error {
	if r := ch.Rating; r != nil {
		st.rate(s.db.Collection(ratingsPlace).Doc(r.Name()), *r)
	}
	r := ch.Rated
	if r == nil {
		return nil
	}
	st.merge(s.session(id, r.Session), []firestore.Update{
		{Path: "number", Value: r.Session}, {Path: "tally.rating", Value: r.Rating},
	})
	if r.Closed == "" {
		return nil
	}
	return st.updateIfExists(s.db.Collection(closedPlace).Doc(r.Closed), []firestore.Update{{Path: "rating", Value: r.Rating}})
}

// rate writes a rating. What was commented on it before stays.
func (st *step) rate(ref *firestore.DocumentRef, r conversation.Rating) {
	if r.Comment != "" {
		st.replace(ref, r)
		return
	}
	updates := []firestore.Update{
		{Path: "conversation", Value: r.Conversation},
		{Path: "session", Value: r.Session},
		{Path: "rating", Value: r.Rating},
		{Path: "owner", Value: r.Owner},
		{Path: "ownerName", Value: r.OwnerName},
		{Path: "queue", Value: r.Queue},
		{Path: "askedAt", Value: r.AskedAt},
		{Path: "ratedAt", Value: r.RatedAt},
	}
	if !r.ExpireAt.IsZero() {
		updates = append(updates, firestore.Update{Path: "expireAt", Value: r.ExpireAt})
	}
	st.merge(ref, updates)
}
