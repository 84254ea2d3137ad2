package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestEveryDocumentOfAConversationIsRead(t *testing.T) {
	t.Parallel()
	w := open(t)
	const id, other = "00000000000000000000000000000001", "00000000000000000000000000000002"
	noon := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for path, doc := range map[string]any{
		"conversations/" + id:                    map[string]any{"session": map[string]any{"number": 1}},
		"conversations/" + id + "/messages/a":    conversation.Message{Number: 3, SentAt: noon},
		"conversations/" + id + "/messages/b":    conversation.Message{Number: 2, SentAt: noon},
		"conversations/" + id + "/messages/c":    conversation.Message{Number: 4, SentAt: noon.Add(-time.Second)},
		"conversations/" + id + "/later/x":       map[string]any{"text": "of a collection that is not known"},
		"conversations/" + other + "/messages/a": conversation.Message{Text: "of somebody else"},
	} {
		if _, err := w.db.Doc(path).Set(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
	}
	w.counter.Take()
	documents, messages, err := w.Documents(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	w.costs(t, "a conversation of five documents", 5, 0)
	for _, path := range []string{".", "messages/a", "messages/b", "messages/c", "later/x"} {
		if documents[path] == nil {
			t.Errorf("%s is missing", path)
		}
	}
	var order []string
	for _, m := range messages {
		order = append(order, m.ID)
	}
	if len(documents) != 5 || !slices.Equal(order, []string{"c", "b", "a"}) {
		t.Errorf("%d documents, messages in the order %v", len(documents), order)
	}
	if documents, messages, err := w.Documents(t.Context(), "00000000000000000000000000000003"); err != nil || len(documents)+len(messages) > 0 {
		t.Errorf("of nobody: %v, %v, %v", documents, messages, err)
	}
}
