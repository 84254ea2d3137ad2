package demo

import (
	"context"
	"fmt"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
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

func (p *play) waits(ctx context.Context) error {
	return p.agent.AwaitQueue(ctx, stack.Queue, func(items []conversation.Item) bool {
		return slices.ContainsFunc(items, func(i conversation.Item) bool { return i.Conversation == p.id })
	})
}

func (p *play) messages(n int) func(context.Context) error {
	return p.sees(func(v desk.View) bool { return len(v.Messages) == n && v.Conversation.Session == 1 })
}

func (p *play) picks(ctx context.Context) error { return p.agent.Act(ctx, p.id, conversation.Pick) }

func (p *play) taken(ctx context.Context) error {
	taken := func(v desk.View) bool {
		return v.Conversation.State == conversation.Active && v.Conversation.Owner == agent
	}
	if err := p.sees(taken)(ctx); err != nil {
		return err
	}
	return p.agent.AwaitQueue(ctx, stack.Queue, func(items []conversation.Item) bool {
		return !slices.ContainsFunc(items, func(i conversation.Item) bool { return i.Conversation == p.id })
	})
}

func (p *play) answers(id, text string) func(context.Context) error {
	return func(ctx context.Context) error { return p.agent.Reply(ctx, p.id, id, text) }
}

func (p *play) shows(id string) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := p.phone.Await(ctx, func(entries []google.Entry) bool {
			return slices.ContainsFunc(entries, func(e google.Entry) bool { return e.ID == id })
		})
		if err != nil {
			return fmt.Errorf("the phone: %w", err)
		}
		return nil
	}
}

// status waits until a reply got as far as want, in the outbox and in the history.
func (p *play) status(id string, want channel.Status) func(context.Context) error {
	return p.sees(func(v desk.View) bool {
		r := slices.IndexFunc(v.Replies, func(r conversation.Reply) bool { return r.ID == id })
		m := slices.IndexFunc(v.Messages, func(m conversation.Message) bool { return m.ID == id })
		return r >= 0 && m >= 0 && v.Replies[r].Status.Join(want) == v.Replies[r].Status &&
			v.Messages[m].Status == v.Replies[r].Status
	})
}

func (p *play) ends(ctx context.Context) error { return p.agent.Act(ctx, p.id, conversation.End) }

func (p *play) closed(ctx context.Context) error {
	return p.sees(func(v desk.View) bool { return v.Conversation.State == conversation.Closed })(ctx)
}

func (p *play) sees(done func(desk.View) bool) func(context.Context) error {
	return func(ctx context.Context) error { return p.agent.AwaitConversation(ctx, p.id, done) }
}
