package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// knownVersions is how many versions of the configuration are looked through for accounts.
// Those that were removed longer ago have had their sessions ended.
const knownVersions = 50

// KnownAccounts returns the accounts of the configurations that were in force last, in the
// order of their names.
//
// It reads 1 document for each of 50 versions at most.
func (s *Store) KnownAccounts(ctx context.Context) ([]string, error) {
	docs, err := s.db.Collection("configs").OrderBy("usedAt", firestore.Desc).Limit(knownVersions).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read configurations: %w", err)
	}
	known := map[string]bool{}
	for _, doc := range docs {
		text, _ := doc.Data()["routing"].(string)
		var routing struct {
			Accounts map[string]json.RawMessage `json:"accounts"`
		}
		if json.Unmarshal([]byte(text), &routing) != nil {
			continue // nobody used it
		}
		for name := range routing.Accounts {
			known[name] = true
		}
	}
	return slices.Sorted(maps.Keys(known)), nil
}

// OpenOf calls f with the conversations of an account that have an open session.
//
// It reads 1 document for each, and at least 1.
func (s *Store) OpenOf(ctx context.Context, account string, f func(conversation.ID) error) error {
	q := s.db.Collection("conversations").Where("customer.account", "==", account).
		Where("session.state", "in", []conversation.State{
			conversation.Open, conversation.Offered, conversation.Active, conversation.Parked, conversation.WrapUp,
		})
	return EachDocument(q.Documents(ctx), "look for sessions of an account", func(doc *firestore.DocumentSnapshot) error {
		return f(conversation.ID(doc.Ref.ID))
	})
}
