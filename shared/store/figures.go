package store

import (
	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// count adds to figures where they are: nobody reads them and nobody waits for
// another who counts in the same ones. What makes it happen once is the commit, which
// is for the conversation as it was read.
func (s *Store) count(st *step, f conversation.Figures) {
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
	st.merge(s.figures(f.Date, f.Queue), updates)
}
