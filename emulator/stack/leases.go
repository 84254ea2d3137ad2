package stack

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"
)

// realLease is how far ahead of the server's clock the rules let a lease end.
const realLease = 3 * time.Minute

// carryLeases makes leases valid by the product's clock. Rules and browsers go by
// the real one: where the product's was moved ahead, a lease that a client has just
// written ended long ago for the functions, and its agent would never be there.
func (s *Stack) carryLeases() {
	carried := map[string]time.Time{}
	for s.ctx.Err() == nil {
		changes := s.Firestore.Collection("leases").Snapshots(s.ctx)
		for snap, err := changes.Next(); err == nil; snap, err = changes.Next() {
			for _, change := range snap.Changes {
				if change.Kind != firestore.DocumentRemoved {
					s.carry(change.Doc, carried)
				}
			}
		}
		changes.Stop()
		select { // the emulator broke off, or everything ends
		case <-time.After(restartPause):
		case <-s.ctx.Done():
		}
	}
}

// carry moves one lease as far as the clock was moved, if it ends by the real one.
func (s *Stack) carry(lease *firestore.DocumentSnapshot, carried map[string]time.Time) {
	until, _ := lease.Data()["until"].(time.Time)
	now, ahead, email := time.Now(), s.Tasks.Offset().Truncate(time.Microsecond), lease.Ref.ID
	if ahead == 0 || !until.After(now) || until.After(now.Add(realLease)) || until.Equal(carried[email]) {
		return
	}
	gone := !carried[email].After(now.Add(ahead))
	carried[email] = until.Add(ahead)
	ctx, cancel := context.WithTimeout(s.ctx, 5*time.Second)
	defer cancel()
	_, err := lease.Ref.Set(ctx, map[string]any{"until": carried[email]})
	if err == nil && gone {
		// Whoever comes back writes their presence again, which is what gives them work.
		_, err = s.Firestore.Collection("agents").Doc(email).Update(ctx, []firestore.Update{
			{Path: "presenceAt", Value: firestore.ServerTimestamp},
		})
	}
	if err != nil && s.ctx.Err() == nil {
		s.log.Warn("a lease stays as it is", "error", err)
	}
}
