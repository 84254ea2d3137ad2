package demo

import (
	"context"
	"fmt"
	"slices"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func (p *play) writes(text string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := p.phone.Write(ctx, text)
		if err != nil {
			return fmt.Errorf("write: %w", err)
		}
		return nil
	}
}

// placed waits until the conversation is routed. A configuration may end the session
// immediately, for example outside opening hours: then the demonstration ends.
func (p *play) placed(ctx context.Context) error {
	var seen conversation.Conversation
	err := p.sees(func(v desk.View) bool {
		seen = v.Conversation
		return seen.Session.Number > 0
	})(ctx)
	if err == nil && seen.State == conversation.Closed {
		return fmt.Errorf("the configuration ends the session instead, from queue %s of workstream %s", seen.Queue, seen.Workstream)
	}
	p.queue = seen.Queue
	return err
}

func (p *play) waits(ctx context.Context) error {
	return p.lead.AwaitQueue(ctx, p.queue, func(items []conversation.Item) bool {
		i := slices.IndexFunc(items, func(i conversation.Item) bool { return i.Conversation == p.id })
		if i >= 0 {
			p.pushed, p.skills = len(items[i].Lanes) > 0, items[i].Skills
		}
		return i >= 0
	})
}

// messages waits for the customer's messages; automated ones may be among them.
func (p *play) messages(n int) func(context.Context) error {
	return p.sees(func(v desk.View) bool {
		automated := func(m conversation.Message) bool { return m.Direction != conversation.In }
		written := slices.DeleteFunc(slices.Clone(v.Messages), automated)
		return len(written) == n && v.Conversation.Session.Number == 1
	})
}

// comes adds a qualified agent to the roster and brings the agent online.
func (p *play) comes(ctx context.Context) error {
	err := p.addToRoster(ctx, email, map[string]any{
		"displayName": "Jo", "role": agent.Plain, "queues": []string{p.queue}, "skills": p.skills, "capacity": 1000,
	})
	if err != nil {
		return err
	}
	return p.agent.Come(ctx, agent.Available, p.stack.Tasks.Now().Add(agent.LeaseLength))
}

// addToRoster adds a person to the roster, with a function's rights.
func (p *play) addToRoster(ctx context.Context, email string, entry map[string]any) error {
	_, err := p.stack.Firestore.Collection("agents").Doc(email).Set(ctx, entry, firestore.MergeAll)
	if err != nil {
		return fmt.Errorf("join the roster: %w", err)
	}
	return nil
}

// offered waits until the agent gets the offer, if the queue makes offers.
func (p *play) offered(ctx context.Context) error {
	if !p.pushed {
		return nil
	}
	return p.sees(func(v desk.View) bool {
		return v.Conversation.Owner == email // offered, or already active
	})(ctx)
}

func (p *play) takes(ctx context.Context) error { return p.agent.Act(ctx, p.id, conversation.Pick) }

func (p *play) taken(ctx context.Context) error {
	taken := func(v desk.View) bool {
		return v.Conversation.State == conversation.Active && v.Conversation.Owner == email
	}
	if err := p.sees(taken)(ctx); err != nil {
		return err
	}
	return p.agent.AwaitQueue(ctx, p.queue, func(items []conversation.Item) bool {
		return !slices.ContainsFunc(items, func(i conversation.Item) bool { return i.Conversation == p.id })
	})
}

func (p *play) answers(id, text string) func(context.Context) error {
	return func(ctx context.Context) error { return p.agent.Reply(ctx, p.id, id, text) }
}

func (p *play) shows(text string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := p.phone.Await(ctx, func(entries []phone.Entry) bool {
			return slices.ContainsFunc(entries, func(e phone.Entry) bool { return e.From == phone.Business && e.Text == text })
		})
		if err != nil {
			return fmt.Errorf("the phone: %w", err)
		}
		return nil
	}
}

// status waits until a reply has at least a status, in the outbox and in the history.
func (p *play) status(id string, want channel.Status) func(context.Context) error {
	return p.sees(func(v desk.View) bool {
		r := slices.IndexFunc(v.Replies, func(r conversation.Reply) bool { return r.ID == id })
		m := slices.IndexFunc(v.Messages, func(m conversation.Message) bool { return m.ID == id })
		return r >= 0 && m >= 0 && v.Replies[r].Status.Join(want) == v.Replies[r].Status &&
			v.Messages[m].Status == v.Replies[r].Status
	})
}

// ends ends the session and its wrap-up, if the configuration has one. Without one the
// session is closed, and the agent can no longer see it.
func (p *play) ends(ctx context.Context) error {
	if err := p.agent.Act(ctx, p.id, conversation.End); err != nil {
		return err
	}
	var left conversation.State
	err := p.sees(func(v desk.View) bool {
		left = v.Conversation.State
		return left == conversation.WrapUp || left == conversation.Closed
	})(ctx)
	if err != nil || left != conversation.WrapUp {
		return err
	}
	return p.agent.Act(ctx, p.id, conversation.Close)
}

func (p *play) closed(ctx context.Context) error {
	return p.sees(func(v desk.View) bool { return v.Conversation.State == conversation.Closed })(ctx)
}

func (p *play) sees(done func(desk.View) bool) func(context.Context) error {
	return func(ctx context.Context) error { return p.lead.AwaitConversation(ctx, p.id, done) }
}
