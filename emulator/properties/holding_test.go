package properties

import (
	"slices"
	"strings"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// holding is what one commit says of who has a conversation's session. Commits that run
// at the same time are noted in any order, so each has the time of the database.
type holding struct {
	committed time.Time
	at        time.Time
	owner     string
	state     conversation.State
}

// noteHolding notes what a write says of an owner. The caller holds the lock.
func (w *world) noteHolding(write *firestorepb.Write, committed time.Time) {
	_, id, ok := strings.Cut(write.GetUpdate().GetName(), "/documents/conversations/")
	session := write.GetUpdate().GetFields()["session"].GetMapValue().GetFields()
	owner, written := session["owner"]
	if !ok || !written || strings.Contains(id, "/") {
		return
	}
	w.holdings[id] = append(w.holdings[id], holding{
		committed, w.clock, owner.GetStringValue(), conversation.State(session["state"].GetStringValue()),
	})
}

// lostAt is when an agent last lost a conversation's session to the queue or to
// somebody else, or zero.
func (w *world) lostAt(id, email string) time.Time {
	all := slices.Clone(w.holdings[id])
	slices.SortStableFunc(all, func(a, b holding) int { return a.committed.Compare(b.committed) })
	var lost time.Time
	before := ""
	for _, h := range all {
		goesOn := h.state == conversation.Open || h.state == conversation.Offered
		if before == email && h.owner != email && goesOn {
			lost = h.at
		}
		before = h.owner
	}
	return lost
}
