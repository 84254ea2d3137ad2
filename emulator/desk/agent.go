// Package desk is a plain desk for agents, for as long as the real client does not
// exist: it shows the queue and the conversations and lets an agent take one and
// answer. It uses nothing but Firestore, as every client does.
package desk

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Agent is a person who answers.
type Agent struct {
	db  *firestore.Client
	who conversation.Author
}

// NewAgent returns an agent who works on the database.
func NewAgent(db *firestore.Client, who conversation.Author) *Agent { return &Agent{db: db, who: who} }

func (a *Agent) conversation(id conversation.ID) *firestore.DocumentRef {
	return a.db.Collection("conversations").Doc(string(id))
}

// Reply writes a reply into the conversation's outbox. The id is the caller's, so
// that writing it twice is one reply.
func (a *Agent) Reply(ctx context.Context, id conversation.ID, reply, text string) error {
	return a.write(ctx, id, reply, map[string]any{"text": text})
}

// Typing tells the customer that the agent types.
func (a *Agent) Typing(ctx context.Context, id conversation.ID) error {
	return a.write(ctx, id, uuid.NewString(), map[string]any{"kind": channel.Typing, "on": true})
}

// Seen tells the customer that a message of theirs was read, once.
func (a *Agent) Seen(ctx context.Context, id conversation.ID, message string) error {
	err := a.write(ctx, id, "read-"+conversation.DocumentID(message), map[string]any{"kind": channel.Seen, "of": message})
	if status.Code(err) == codes.AlreadyExists {
		return nil
	}
	return err
}

func (a *Agent) write(ctx context.Context, id conversation.ID, reply string, doc map[string]any) error {
	doc["author"], doc["status"], doc["createdAt"] = a.who, channel.Pending, firestore.ServerTimestamp
	if _, err := a.conversation(id).Collection("replies").Doc(reply).Create(ctx, doc); err != nil {
		return fmt.Errorf("write the reply: %w", err)
	}
	return nil
}

// Come chooses a presence, with a lease until an instant, as a client does when it
// starts and when the agent chooses another.
func (a *Agent) Come(ctx context.Context, p agent.Presence, until time.Time) error {
	if err := a.Beat(ctx, until); err != nil {
		return err
	}
	_, err := a.db.Collection("agents").Doc(a.who.Email).Set(ctx, map[string]any{
		"presence": p, "presenceAt": firestore.ServerTimestamp, "awayBy": "",
	}, firestore.MergeAll)
	if err != nil {
		return fmt.Errorf("choose a presence: %w", err)
	}
	return nil
}

// Beat renews the lease, as a client does every minute.
func (a *Agent) Beat(ctx context.Context, until time.Time) error {
	if _, err := a.db.Collection("leases").Doc(a.who.Email).Set(ctx, agent.Lease{Until: until}); err != nil {
		return fmt.Errorf("renew the lease: %w", err)
	}
	return nil
}

// AwaitMine returns when the conversations that the agent has, offered ones among
// them, are as done wants them.
func (a *Agent) AwaitMine(ctx context.Context, done func([]conversation.Conversation) bool) error {
	return watch(ctx, a.db.Collection("conversations").Where("owner", "==", a.who.Email), done)
}

// Act asks for an action of one word, see [Agent.Do].
func (a *Agent) Act(ctx context.Context, id conversation.ID, kind conversation.ActionKind) error {
	return a.Do(ctx, id, conversation.Action{Kind: kind})
}

// Do asks for an action and waits for the outcome. A refusal is an error.
func (a *Agent) Do(ctx context.Context, id conversation.ID, do conversation.Action) error {
	ref := a.conversation(id).Collection("actions").Doc(uuid.NewString())
	do.Author, do.Status = a.who, conversation.ActionPending
	if _, err := ref.Create(ctx, do); err != nil {
		return fmt.Errorf("ask to %s: %w", do.Kind, err)
	}
	var outcome conversation.Action
	own := ref.Parent.Where(firestore.DocumentID, "==", ref)
	err := watch(ctx, own, func(actions []conversation.Action) bool {
		if len(actions) == 1 {
			outcome = actions[0]
		}
		return outcome.Ended()
	})
	switch {
	case err != nil:
		return fmt.Errorf("wait for the outcome: %w", err)
	case outcome.Status == conversation.ActionRefused:
		return conversation.RefusedError(outcome.Reason)
	}
	return nil
}

// AwaitQueue returns when the waiting items of a queue are as done wants them.
func (a *Agent) AwaitQueue(ctx context.Context, queue string, done func([]conversation.Item) bool) error {
	return watch(ctx, a.db.Collection("queues").Doc(queue).Collection("items").Query, done)
}
