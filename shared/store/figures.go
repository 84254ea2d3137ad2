package store

import (
	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// addFigures increments figures in the database: it reads nothing, and does not
// wait for others who count in the same ones. The commit, which is conditional on
// the conversation, makes sure that it happens once.
func (s *Store) addFigures(st *step, f conversation.Figures) {
	var updates []firestore.Update
	for _, u := range fields(f) {
		switch v := u.Value.(type) {
		case int64:
			if v == 0 {
				continue
			}
			u.Value = firestore.Increment(v)
		case map[string]int64:
			if len(v) == 0 {
				continue
			}
			added := map[string]any{}
			for key, n := range v {
				added[key] = firestore.Increment(n)
			}
			u.Value = added
		}
		updates = append(updates, u)
	}
	st.merge(s.figures(f), updates)
}
