package stack

import (
	"context"
	"time"

	"cloud.google.com/go/firestore"
)

// realLease is how far ahead of the server's clock the rules let a lease end.
const realLease = 3 * time.Minute

// shiftLeases makes leases valid by the product's clock. Rules and browsers use
// the real clock. When the product's is ahead, a lease that a client has just
// written has long ended for the functions, and its agent would always count as
// gone.
func (s *Stack) shiftLeases() {
	carried := map[string]time.Time{}
	for s.ctx.Err() == nil {
		changes := s.Firestore.Collection("leases").Snapshots(s.ctx)
		for snap, err := changes.Next(); err == nil; snap, err = changes.Next() {
			for _, change := range snap.Changes {
				if change.Kind != firestore.DocumentRemoved {
					s.shiftLease(change.Doc, carried)
				}
			}
		}
		changes.Stop()
		select { // the emulator broke off, or the stack stops
		case <-time.After(restartPause):
		case <-s.ctx.Done():
		}
	}
}

// shiftLease moves a lease by as much as the clock was moved, if it ends by the real
// clock.
func (s *Stack) shiftLease(lease *firestore.DocumentSnapshot, carried map[string]time.Time) {
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
		// An agent who comes back writes their presence again, which triggers the
		// search for work.
		_, err = s.Firestore.Collection("agents").Doc(email).Update(ctx, []firestore.Update{
			{Path: "presenceAt", Value: firestore.ServerTimestamp},
		})
	}
	if err != nil && s.ctx.Err() == nil {
		s.log.Warn("a lease stays as it is", "error", err)
	}
}

// shiftWritten makes the time right at which a client wrote something for a function:
// rules let it have the real time only. When the product's clock is ahead, a reply, an
// action or a start would be too old before anybody has seen it. What functions write
// has the product's time already.
func (s *Stack) shiftWritten(ctx context.Context, document string) {
	ahead := s.Tasks.Offset().Truncate(time.Microsecond)
	if ahead == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	doc, err := s.Firestore.Doc(document).Get(ctx)
	if err != nil {
		return // it was deleted
	}
	written, there := doc.Data()["createdAt"].(time.Time)
	if !there || doc.CreateTime.Sub(written).Abs() > ahead/2 {
		return
	}
	_, err = doc.Ref.Update(ctx, []firestore.Update{{Path: "createdAt", Value: written.Add(ahead)}}, firestore.LastUpdateTime(doc.UpdateTime))
	if err != nil && s.ctx.Err() == nil {
		s.log.Warn("a document stays as it is", "error", err)
	}
}
