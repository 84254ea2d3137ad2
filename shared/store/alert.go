package store

import (
	"context"
	"fmt"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/alert"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// mostAlerts bounds what one look reads of each kind: who has hundreds of alerts does not
// read them one by one.
const mostAlerts = 50

func (s *Store) alert(id string) *firestore.DocumentRef { return s.db.Collection(alertsPlace).Doc(id) }

// OpenAlerts returns the alerts whose cause was there when it was last looked for.
//
// It reads one document for each, and one if there is none.
func (s *Store) OpenAlerts(ctx context.Context) ([]alert.Alert, error) {
	docs, err := s.db.Collection(alertsPlace).Where("open", "==", true).Limit(alert.MostOpen).Documents(ctx).GetAll()
	if err != nil {
		return nil, failure("read the alerts", err)
	}
	all := make([]alert.Alert, 0, len(docs))
	for _, doc := range docs {
		var a alert.Alert
		if err := load(doc, &a); err != nil {
			continue // whatever it is, the next one of its name replaces it
		}
		a.ID = doc.Ref.ID
		all = append(all, a)
	}
	return all, nil
}

// ChangeAlert makes of an alert what f makes of it, if that is something else.
//
// It reads 1 document and writes 1.
func (s *Store) ChangeAlert(ctx context.Context, id string, f func(alert.Alert) (alert.Alert, bool)) error {
	return s.commit(ctx, "change an alert", func(st *step) error {
		docs, err := st.get(s.alert(id))
		if err != nil {
			return err
		}
		before := alert.Alert{}
		if err := load(docs[0], &before); err != nil {
			before = alert.Alert{}
		}
		before.ID = id
		if after, changed := f(before); changed {
			st.put(docs[0].Ref, after)
		}
		return nil
	})
}

// Late counts the active sessions by queue whose agent has not answered the customer for
// longer than the queue promises, and returns since when the first of each has waited.
// Beyond [mostAlerts] it counts no more.
//
// It reads a document for each, and one if there is none.
func (s *Store) Late(ctx context.Context, now time.Time) (map[string]alert.Cause, error) {
	docs, err := s.db.Collection("conversations").Where("session.state", "==", conversation.Active).
		Where("session.lateAt", ">", time.Time{}).Where("session.lateAt", "<=", now).
		OrderBy("session.lateAt", firestore.Asc).Select("session.queue", "session.unansweredSince").
		Limit(mostAlerts).Documents(ctx).GetAll()
	if err != nil {
		return nil, failure("look who is not answered", err)
	}
	late := map[string]alert.Cause{}
	for _, doc := range docs {
		c, err := loadConversation(doc)
		if err != nil {
			continue // the sweep says so
		}
		cause, known := late[c.Queue]
		if !known {
			cause = alert.Cause{Kind: alert.Unanswered, Queue: c.Queue, Since: c.UnansweredSince}
		}
		cause.Count++
		late[c.Queue] = cause
	}
	return late, nil
}

// Attended reports whether anybody takes work of a queue.
//
// It reads 1 document.
func (s *Store) Attended(ctx context.Context, queue string) (bool, error) {
	docs, err := s.db.Collection("agents").Where("lanes", "array-contains", agent.Everybody(queue)).Select().
		Limit(1).Documents(ctx).GetAll()
	if err != nil {
		return false, failure("look who serves "+queue, err)
	}
	return len(docs) > 0, nil
}

// Away returns the agents whose presence somebody else has chosen, and since when.
//
// It reads a document for each, and one if there is none.
func (s *Store) Away(ctx context.Context) ([]agent.Agent, error) {
	docs, err := s.db.Collection("agents").Where("awayBy.code", ">", "").Limit(mostAlerts).Documents(ctx).GetAll()
	if err != nil {
		return nil, failure("look who was set away", err)
	}
	all := make([]agent.Agent, 0, len(docs))
	for _, doc := range docs {
		all = append(all, decodeAgent(doc))
	}
	return all, nil
}

// FailedReplies counts the replies of all conversations that failed since an instant.
//
// It is billed as a read for each 1,000 of them.
func (s *Store) FailedReplies(ctx context.Context, since time.Time) (int64, error) {
	n, err := countQuery(ctx, s.db.CollectionGroup("replies").Where("failedAt", ">=", since))
	if err != nil {
		return 0, fmt.Errorf("count failed replies: %w", err)
	}
	return n, nil
}
