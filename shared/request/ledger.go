package request

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// Entry is an entry of the ledger of erasures. It is an object beside the database, so
// that it outlives a restore of it, after which it says what has to be erased once more.
// It has no personal data of the customer.
type Entry struct {
	// Conversation is the pseudonym of whoever was erased.
	Conversation conversation.ID `json:"conversation"`
	// ErasedAt is the instant that the erasure counts from, and EndedAt when it was done.
	ErasedAt time.Time `json:"erased_at"`
	EndedAt  time.Time `json:"ended_at"`
	// Request names the request, and By who made it: an admin's address, or whoever ran the
	// command.
	Request string `json:"request"`
	By      string `json:"by"`
	// Counts are how many documents and files were deleted, by place, and Again how many of
	// them were found only when everything was read once more.
	Counts map[string]int64 `json:"counts"`
	Again  int64            `json:"found_again"`
	// GoneAt is when the last backup runs out that has the customer.
	GoneAt time.Time `json:"gone_at"`
}

// Entry is the request's entry of the ledger.
func (r Request) Entry() Entry {
	by := r.Author.Email
	if r.Operator != "" {
		by = r.Operator
	}
	return Entry{
		Conversation: r.Conversation, ErasedAt: r.ErasedAt.UTC(), EndedAt: r.EndedAt.UTC(), Request: r.ID, By: by,
		Counts: r.Counts, Again: r.Again, GoneAt: r.GoneAt.UTC(),
	}
}
