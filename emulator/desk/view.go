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

// parts is how many listeners a view is put together from.
const parts = 4

// viewer puts a view together.
type viewer struct {
	done func(View) bool
	wg   sync.WaitGroup
	errs chan error

	mu   sync.Mutex
	view View
	// missing is how many parts were not heard of yet. Nobody is shown half a view.
	missing int
	seen    bool
}

// AwaitConversation returns when the conversation is as done wants it. An agent has
// to be able to read it all the while; a supervisor can wait for one that is not
// there yet.
func (a *Agent) AwaitConversation(ctx context.Context, id conversation.ID, done func(View) bool) error {
	ctx, cancel := context.WithCancel(a.as(ctx))
	defer cancel()
	v, ref := &viewer{done: done, errs: make(chan error, parts), missing: parts}, a.conversation(id)
	newest := ref.Collection("messages").OrderBy("sentAt", firestore.Desc).Limit(most)
	events := ref.Collection("events").OrderBy("seq", firestore.Asc).Limit(most)
	follow(ctx, v, one(ref), func(view *View, c []conversation.Conversation) {
		if len(c) == 1 {
			view.Conversation = c[0]
		}
	})
	follow(ctx, v, all(newest), func(view *View, m []conversation.Message) { view.Messages = inOrder(m) })
	follow(ctx, v, all(ref.Collection("replies").Limit(most)), func(view *View, r []conversation.Reply) { view.Replies = r })
	follow(ctx, v, all(events), func(view *View, e []conversation.Event) { view.Events = e })
	err := <-v.errs // the first listener to end has seen it, or failed
	cancel()
	v.wg.Wait()
	return err
}

// follow keeps a part of the view as a source is.
func follow[T any](ctx context.Context, v *viewer, s source, set func(*View, []T)) {
	heard := false
	v.wg.Go(func() {
		v.errs <- watch(ctx, s, func(documents []T) bool {
			v.mu.Lock()
			defer v.mu.Unlock()
			set(&v.view, documents)
			if !heard {
				heard = true
				v.missing--
			}
			v.seen = v.seen || v.missing == 0 && v.done(v.view)
			return v.seen
		})
	})
}

// inOrder sorts messages as they are shown: by the time they were sent.
func inOrder(messages []conversation.Message) []conversation.Message {
	slices.SortFunc(messages, func(a, b conversation.Message) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.ID, b.ID))
	})
	return messages
}
