package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Documents returns every document of a conversation, by its path below it, and the
// conversation's own by ".". The messages among them come in their order, too. There is
// nothing where nothing is stored.
//
// It reads every document below the conversation, and at least 1 for each collection.
func (s *Store) Documents(
	ctx context.Context, id conversation.ID,
) (documents map[string]map[string]any, messages []conversation.Message, err error) {
	documents = map[string]map[string]any{}
	doc, err := s.conversation(id).Get(ctx)
	if err != nil && status.Code(err) != codes.NotFound {
		return nil, nil, failure("read conversation", err)
	}
	if err == nil {
		documents["."] = doc.Data()
	}
	for collections := s.conversation(id).Collections(ctx); ; {
		c, err := collections.Next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			return nil, nil, failure("list a conversation's collections", err)
		}
		docs, err := c.Documents(ctx).GetAll()
		if err != nil {
			return nil, nil, failure("read "+c.ID, err)
		}
		for _, doc := range docs {
			documents[c.ID+"/"+doc.Ref.ID] = doc.Data()
			m := conversation.Message{ID: doc.Ref.ID}
			if c.ID == "messages" && doc.DataTo(&m) == nil {
				messages = append(messages, m)
			}
		}
	}
	slices.SortFunc(messages, func(a, b conversation.Message) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.Number, b.Number))
	})
	return documents, messages, nil
}
