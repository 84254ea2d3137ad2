package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// View is a conversation as an agent sees it.
type View struct {
	Conversation conversation.Conversation
	// Messages are in display order.
	Messages []conversation.Message
	Replies  []conversation.Reply
	// Events are in their order.
	Events []conversation.Event
}

// parts is the number of listeners that make up a view.
const parts = 4

// viewer assembles a view.
type viewer struct {
	done func(View) bool
	wg   sync.WaitGroup
	errs chan error

	mu   sync.Mutex
	view View
	// missing is how many parts have not arrived yet. Only complete views are shown.
	missing int
	seen    bool
}

// AwaitConversation returns once done accepts the conversation. An agent has to be able
// to read it all the time, and sees the session that there is in the beginning; a
// supervisor sees everything, and can wait for one that does not exist yet.
func (a *Agent) AwaitConversation(ctx context.Context, id conversation.ID, done func(View) bool) error {
	ctx, cancel := context.WithCancel(a.as(ctx))
	defer cancel()
	v, ref := &viewer{done: done, errs: make(chan error, parts), missing: parts}, a.conversation(id)
	may, err := a.admitted(ctx, ref)
	if err != nil {
		return err
	}
	newest := may.of(ref, "messages").OrderBy("sentAt", firestore.Desc).Limit(maxResults)
	events := may.of(ref, "events").OrderBy("seq", firestore.Asc).Limit(maxResults)
	follow(ctx, v, one(ref), func(view *View, c []conversation.Conversation) {
		if len(c) == 1 {
			view.Conversation = c[0]
		}
	})
	follow(ctx, v, all(newest), func(view *View, m []conversation.Message) { view.Messages = inOrder(m) })
	follow(ctx, v, all(may.replies(ref).Limit(maxResults)), func(view *View, r []conversation.Reply) { view.Replies = r })
	follow(ctx, v, all(events), func(view *View, e []conversation.Event) { view.Events = e })
	err = <-v.errs // the first listener to end has found it, or failed
	cancel()
	v.wg.Wait()
	return err
}

// reach is what somebody may read below a conversation: everything, or one session.
type reach struct {
	everything bool
	session    int64
}

// of is a list of what may be read.
func (r reach) of(ref *firestore.DocumentRef, collection string) firestore.Query {
	if r.everything {
		return ref.Collection(collection).Query
	}
	return ref.Collection(collection).Where("session", "==", r.session)
}

// replies are those that may be read.
func (r reach) replies(ref *firestore.DocumentRef) firestore.Query {
	if r.everything {
		return ref.Collection("replies").Query
	}
	return ref.Collection("replies").Where("status", "in", []string{string(channel.Pending), string(channel.Sending)})
}

// admitted waits for the conversation and says what the agent may read of it. A
// supervisor's reading is put on record first.
func (a *Agent) admitted(ctx context.Context, ref *firestore.DocumentRef) (reach, error) {
	var may reach
	err := watch(ctx, one(ref), func(all []conversation.Conversation) bool {
		if len(all) == 1 {
			may.session = all[0].Session.Number
		}
		return len(all) == 1
	})
	if err != nil {
		return may, err
	}
	var me agent.Agent
	entry, err := a.db.Collection("agents").Doc(a.who.Email).Get(ctx)
	if err == nil {
		err = entry.DataTo(&me)
	}
	if err != nil {
		return may, fmt.Errorf("read the own entry: %w", err)
	}
	may.everything = me.Role.Supervises()
	if may.everything {
		_, err = ref.Collection("readings").Doc(a.who.Email).Set(ctx, map[string]any{
			"name": a.who.Name, "at": firestore.ServerTimestamp, "times": map[string]any{uuid.NewString(): firestore.ServerTimestamp},
		}, firestore.MergeAll)
	}
	if status.Code(err) == codes.PermissionDenied {
		err = nil // it is on record already
	}
	return may, err
}

// follow keeps a part of the view up to date with its source.
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

// inOrder sorts messages in display order: by the time they were sent, and those of one
// instant by their numbers.
func inOrder(messages []conversation.Message) []conversation.Message {
	slices.SortFunc(messages, func(a, b conversation.Message) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.Number, b.Number))
	})
	return messages
}
