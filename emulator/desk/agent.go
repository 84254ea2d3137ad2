// Package desk is an agent's client in Go, for tests and simulated agents. Like every
// client it uses only Firestore, and signed-in agents are subject to
// terraform/firestore.rules.
package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// maxResults is how many documents a client may read with one query.
const maxResults = 200

// Agent is a person who answers.
type Agent struct {
	db    *firestore.Client
	who   conversation.Author
	token string
}

// SignIn returns an agent whose calls carry the agent's own identity. The client has no
// credentials. The name has to be the one in the roster.
func SignIn(db *firestore.Client, who conversation.Author) *Agent {
	return &Agent{db: db, who: who, token: rules.Token(who.Email, true)}
}

// as makes calls the agent's.
func (a *Agent) as(ctx context.Context) context.Context { return rules.As(ctx, a.token) }

func (a *Agent) conversation(id conversation.ID) *firestore.DocumentRef {
	return a.db.Collection("conversations").Doc(string(id))
}

// Reply writes a reply into the conversation's outbox. The id is the caller's, so
// that writing it twice is one reply.
func (a *Agent) Reply(ctx context.Context, id conversation.ID, reply, text string) error {
	return a.Write(ctx, id, reply, map[string]any{"text": text})
}

// Typing tells the customer that the agent types.
func (a *Agent) Typing(ctx context.Context, id conversation.ID) error {
	return a.Write(ctx, id, uuid.NewString(), map[string]any{"kind": channel.Typing, "on": true})
}

// Seen tells the customer that a message was read, at most once.
func (a *Agent) Seen(ctx context.Context, id conversation.ID, message string) error {
	err := a.Write(ctx, id, "read-"+conversation.DocumentID(message), map[string]any{"kind": channel.Seen, "of": message})
	if status.Code(err) == codes.AlreadyExists {
		return nil
	}
	return err
}

// Write writes a reply of any kind, with its fields as they are stored.
func (a *Agent) Write(ctx context.Context, id conversation.ID, reply string, fields map[string]any) error {
	fields["author"], fields["status"], fields["createdAt"] = a.who, channel.Pending, firestore.ServerTimestamp
	if err := create(a.as(ctx), a.conversation(id).Collection("replies").Doc(reply), fields); err != nil {
		return fmt.Errorf("write the reply: %w", err)
	}
	return nil
}

// Come chooses a presence, with a lease until an instant, as a client does when it
// starts.
func (a *Agent) Come(ctx context.Context, p agent.Presence, until time.Time) error {
	if err := a.Beat(ctx, until); err != nil {
		return err
	}
	return a.Choose(ctx, p)
}

// Leave ends the lease, by the server's clock, and chooses to be offline.
func (a *Agent) Leave(ctx context.Context) error {
	lease := map[string]any{"until": firestore.ServerTimestamp}
	if _, err := a.db.Collection("leases").Doc(a.who.Email).Set(a.as(ctx), lease); err != nil {
		return fmt.Errorf("end the lease: %w", err)
	}
	return a.Choose(ctx, agent.Offline)
}

// Choose chooses a presence.
func (a *Agent) Choose(ctx context.Context, p agent.Presence) error {
	_, err := a.db.Collection("agents").Doc(a.who.Email).Set(a.as(ctx), map[string]any{
		"presence": p, "presenceAt": firestore.ServerTimestamp, "awayBy": nil,
	}, firestore.MergeAll)
	if err != nil {
		return fmt.Errorf("choose a presence: %w", err)
	}
	return nil
}

// Beat renews the lease, as a client does every minute.
func (a *Agent) Beat(ctx context.Context, until time.Time) error {
	return Lease(a.as(ctx), a.db, a.who.Email, until)
}

// Lease writes an agent's lease. If the product's clock was moved, this needs a client
// without rules: rules use the server's clock, and refuse a lease that ends more than
// three minutes from now.
func Lease(ctx context.Context, db *firestore.Client, email string, until time.Time) error {
	if _, err := db.Collection("leases").Doc(email).Set(ctx, agent.Lease{Until: until}); err != nil {
		return fmt.Errorf("renew the lease: %w", err)
	}
	return nil
}

// Act asks for an action of one word, see [Agent.Do].
func (a *Agent) Act(ctx context.Context, id conversation.ID, kind conversation.ActionKind) error {
	return a.Do(ctx, id, conversation.Action{Kind: kind})
}

// Do asks for an action and waits for the outcome. A refusal is an error.
func (a *Agent) Do(ctx context.Context, id conversation.ID, do conversation.Action) error {
	ref, err := a.ask(ctx, id, do)
	if err != nil {
		return err
	}
	var outcome conversation.Action
	err = watch(a.as(ctx), one(ref), func(actions []conversation.Action) bool {
		if len(actions) == 1 {
			outcome = actions[0]
		}
		return outcome.Ended()
	})
	switch {
	case err != nil:
		return fmt.Errorf("wait for the outcome: %w", err)
	case outcome.Status == conversation.ActionRefused:
		return &conversation.RefusedError{Reason: *outcome.Reason}
	}
	return nil
}

// Ask asks for an action of one word and does not wait for the outcome.
func (a *Agent) Ask(ctx context.Context, id conversation.ID, kind conversation.ActionKind) error {
	_, err := a.ask(ctx, id, conversation.Action{Kind: kind})
	return err
}

func (a *Agent) ask(ctx context.Context, id conversation.ID, do conversation.Action) (*firestore.DocumentRef, error) {
	ref := a.conversation(id).Collection("actions").Doc(uuid.NewString())
	if err := create(a.as(ctx), ref, a.order(do)); err != nil {
		return nil, fmt.Errorf("ask to %s: %w", do.Kind, err)
	}
	return ref, nil
}

// create creates a document. Where the emulator could not look up what a rule needs, because
// somebody was writing it, it denies, and is asked again.
func create(ctx context.Context, ref *firestore.DocumentRef, fields map[string]any) error {
	for {
		_, err := ref.Create(ctx, fields)
		if status.Code(err) != codes.PermissionDenied || !strings.Contains(err.Error(), "Service call error") || ctx.Err() != nil {
			return err
		}
	}
}

// order is an action as its author writes it, without what functions write.
func (a *Agent) order(do conversation.Action) map[string]any {
	fields := map[string]any{
		"kind": do.Kind, "queue": do.Queue, "agent": do.Agent, "agents": append([]string{}, do.Agents...), "text": do.Text,
		"priority": do.Priority, "of": do.Of, "on": do.On,
		"author": a.who, "status": conversation.ActionPending, "createdAt": firestore.ServerTimestamp,
	}
	if do.Session > 0 {
		fields["session"] = do.Session
	}
	if !do.Until.IsZero() {
		fields["until"] = do.Until
	}
	return fields
}

// AwaitMine returns once done accepts the agent's conversations, including those on
// offer.
func (a *Agent) AwaitMine(ctx context.Context, done func([]conversation.Conversation) bool) error {
	mine := a.db.Collection("conversations").Where("session.owner", "==", a.who.Email).Limit(maxResults)
	return watch(a.as(ctx), all(mine), done)
}

// AwaitQueue returns once done accepts the waiting items of a queue.
func (a *Agent) AwaitQueue(ctx context.Context, queue string, done func([]conversation.Item) bool) error {
	return watch(a.as(ctx), all(a.db.Collection("queues").Doc(queue).Collection("items").Limit(maxResults)), done)
}
