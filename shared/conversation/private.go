package conversation

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/phone"
)

// Private is the document conversations/{c}/private/peer: who the customer is, where the
// channel's key tells that. It stands apart from the conversation because rules cannot
// hide a field: supervisors may read it, and agents unless the queue masks numbers.
type Private struct {
	// Key is the customer's key, see [channel.Peer], and Written the same for people.
	Key     string `firestore:"key"`
	Written string `firestore:"written"`
}

// meet makes the conversation one with a customer, if it is new.
func (c *Conversation) meet(peer channel.Peer, now time.Time) {
	if !c.CreatedAt.IsZero() {
		return
	}
	c.Peer, c.State, c.CreatedAt = peer, Closed, now
	c.show()
}

// show fills in what everybody sees of a personal key.
func (c *Conversation) show() {
	if c.Personal && c.Key != "" {
		c.Shown = phone.Masked(c.Key)
	}
}

// Part separates what everybody who sees the conversation may know from what they may
// not. There is nothing private of a customer whose key tells nothing, or is stored
// already.
func (c Conversation) Part() (Conversation, *Private) {
	if !c.Personal || c.Key == "" {
		return c, nil
	}
	c.show()
	private := &Private{Key: c.Key, Written: phone.Grouped(c.Key)}
	c.Key = ""
	return c, private
}
