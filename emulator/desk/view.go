package desk

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// View is a conversation as an agent sees it.
type View struct {
	Conversation conversation.Conversation
	// Messages are in the order they are shown in.
	Messages []conversation.Message
	Replies  []conversation.Reply
	// Events are in their order.
	Events []conversation.Event
}

// AwaitConversation returns when the conversation is as done wants it.
func (a *Agent) AwaitConversation(ctx context.Context, id conversation.ID, done func(View) bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ref := a.conversation(id)
	var (
		mu   sync.Mutex
		view View
		seen bool
		wg   sync.WaitGroup
		errs = make(chan error, 4)
	)
	follow := func(f func() error) {
		wg.Go(func() { errs <- f() })
	}
	update := func(change func()) bool {
		mu.Lock()
		defer mu.Unlock()
		change()
		seen = seen || done(view)
		return seen
	}
	follow(func() error {
		one := a.db.Collection("conversations").Where(firestore.DocumentID, "==", ref)
		return watch(ctx, one, func(c []conversation.Conversation) bool {
			return len(c) == 1 && update(func() { view.Conversation = c[0] })
		})
	})
	follow(func() error {
		return watch(ctx, ref.Collection("messages").Query, func(m []conversation.Message) bool {
			return update(func() { view.Messages = inOrder(m) })
		})
	})
	follow(func() error {
		return watch(ctx, ref.Collection("replies").Query, func(r []conversation.Reply) bool {
			return update(func() { view.Replies = r })
		})
	})
	follow(func() error {
		return watch(ctx, ref.Collection("events").OrderBy("seq", firestore.Asc), func(e []conversation.Event) bool {
			return update(func() { view.Events = e })
		})
	})
	err := <-errs // the first listener to end has seen it, or failed
	cancel()
	wg.Wait()
	return err
}

// inOrder sorts messages as they are shown: by the time they were sent.
func inOrder(messages []conversation.Message) []conversation.Message {
	slices.SortFunc(messages, func(a, b conversation.Message) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.ID, b.ID))
	})
	return messages
}
