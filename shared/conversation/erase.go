package conversation

import (
	"errors"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// TombstoneLife is for how long it is remembered that a customer was erased: for longer
// than anything lasts that could bring them back by itself, which are dead letters,
// repeated events and the provider's own repetitions.
const TombstoneLife = 45 * 24 * time.Hour

// Tombstone is the document tombstones/{conversation}: everything that there was of the
// customer was erased. It is read before a conversation is created.
type Tombstone struct {
	// ErasedAt is when, and ExpireAt is when the database deletes the document.
	ErasedAt time.Time `firestore:"erasedAt"`
	ExpireAt time.Time `firestore:"expireAt"`
	// Asked is whether somebody asked for it, or else the time of the conversation had come.
	Asked bool `firestore:"asked"`
}

// At is the tombstone of an erasure at an instant, where there may be one of an earlier one.
func (t Tombstone) At(at time.Time, before Tombstone) Tombstone {
	return Tombstone{ErasedAt: at, ExpireAt: at.Add(TombstoneLife), Asked: t.Asked || before.Asked}
}

// What [Conversation.Receive] says of an event of a customer who was erased.
var (
	// ErrErased says that the event is from before the erasure, so it changes nothing.
	ErrErased = errors.New("the event is from before its customer's erasure")
	// ErrErasing says that the erasure is under way: the event belongs to the
	// conversation that begins after it.
	ErrErasing = errors.New("the conversation is being erased")
)

// outlived says whether an event has to do with the customer as they are now.
func (c *Conversation) outlived(in channel.Inbound) error {
	switch {
	case c.ErasedAt.IsZero():
		return nil
	case !in.Written().After(c.ErasedAt):
		return ErrErased
	case c.Erasing:
		return ErrErasing
	}
	return nil
}

// Erase empties the conversation before everything below it is deleted, at the time that
// the erasure counts from. An open session closes without a word to the customer: it
// leaves its queue, its agent gets the capacity back, its guests go, and it counts in the
// figures, which name nobody. Nothing is recorded, since all records go.
func (c Conversation) Erase(at, now time.Time) (Change, error) {
	ch := Change{Conversation: c}
	if c.ID != "" && c.State != Closed && c.State != "" {
		if err := ch.closeSession(ClosedBySupervisor, routingActor, now); err != nil {
			return Change{}, err
		}
	}
	return Change{
		Conversation: Conversation{
			ID: c.ID, Thread: Thread{CreatedAt: c.CreatedAt, ErasedAt: at, Erasing: true}, Session: Session{State: Closed},
		},
		Dequeue: ch.Dequeue, Loads: ch.Loads, Counts: ch.Counts,
	}, nil
}
