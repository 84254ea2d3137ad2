// Package request holds what admins ask for about customers' data: to count it, erase it,
// hold it, release it and export it. It does no I/O and takes the time as an argument.
package request

import (
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Kind is what a request asks for.
type Kind string

// The kinds of requests.
const (
	// Count says what an erasure would delete, and deletes nothing.
	Count Kind = "count"
	// Erase deletes everything that there is of a customer.
	Erase Kind = "erase"
	// Hold keeps everything of a conversation from being deleted, whoever or whatever wants
	// to, and Release ends that.
	Hold    Kind = "hold"
	Release Kind = "release"
	// Export writes all that is stored of a conversation into an archive, for the admin who
	// asks for it. Whoever asks by command writes the archive, and the request is on record.
	Export Kind = "export"
	// Retain deletes what has been kept for long enough. Nobody asks for it: there is one a
	// day.
	Retain Kind = "retain"
)

// MintedForm is what the names of the requests look like that no person makes. No client
// may take one.
const MintedForm = `(daily)-.*`

// Person reports whether it is a person who asks for it.
func (k Kind) Person() bool { return k != Retain && slices.Contains(kinds(), k) }

func kinds() []Kind { return []Kind{Count, Erase, Hold, Release, Export, Retain} }

// Bounds of what an author writes, in bytes.
const (
	// MaxWhy is the longest reason.
	MaxWhy = 500
	// MaxCustomer is the longest customer's key or phone number.
	MaxCustomer = 1000
)

// Life is for how long a request is kept: as long as the ledger. DayLife is for one that
// no person made.
const (
	Life    = 3 * 366 * 24 * time.Hour
	DayLife = conversation.TombstoneLife
)

// Request is the document dataRequests/{id}: somebody asks for something about a
// customer's data. Its author writes everything up to Why, Status "pending" and
// CreatedAt; the function writes the rest. It is kept as a record, and so it has nothing
// of a customer when it has its outcome: a conversation's id is a pseudonym.
type Request struct {
	ID string `firestore:"-"`
	// Author is the admin who asks, and Operator whoever asks with rights in the project,
	// as the command has it; one of them is empty.
	Author   conversation.Author `firestore:"author"`
	Operator string              `firestore:"operator,omitempty"`
	Kind     Kind                `firestore:"kind"`
	// Conversation, Customer and Account say whose data, one of them: a conversation's, a
	// customer's by the channel's key or their phone number, or everybody's who ever wrote
	// to an account. Customer is emptied when the request has its outcome.
	Conversation conversation.ID `firestore:"conversation,omitempty"`
	Customer     string          `firestore:"customer,omitempty"`
	Account      string          `firestore:"account,omitempty"`
	// Why is the author's reason.
	Why string `firestore:"why"`
	// ErasedAt is when an erasure happened that is carried out again, after a restore.
	ErasedAt time.Time `firestore:"erasedAt,omitempty"`
	// Parent is the request about a customer or an account that this one is a part of.
	Parent string `firestore:"parent,omitempty"`

	Status conversation.ActionStatus `firestore:"status"`
	// Reason says why the request was refused; nil if it was not.
	Reason *reason.Reason `firestore:"reason"`
	// Conversations are those of the customer, 100 at most, and Found how many there are
	// of the customer or the account.
	Conversations []string `firestore:"conversations,omitempty"`
	Found         int64    `firestore:"found,omitempty"`
	// Counts are how many documents and files there were, by place, and Again how many
	// were found when everything was read once more.
	Counts map[string]int64 `firestore:"counts,omitempty"`
	Again  int64            `firestore:"again,omitempty"`
	// GoneAt is when the last copy runs out that nothing can be deleted from, such as a
	// backup; of an export, until when its archive can be fetched.
	GoneAt time.Time `firestore:"goneAt,omitempty"`
	// From is the file that the next run of a day's retention begins with, where one run was
	// not enough.
	From string `firestore:"from,omitempty"`
	// Traceparent names the trace of the work that carried it out.
	Traceparent string `firestore:"traceparent,omitempty"`

	CreatedAt time.Time `firestore:"createdAt"`
	EndedAt   time.Time `firestore:"endedAt"`
	// TriedAt is when the request was last found without an outcome, RetryAt when what is
	// left of it is tried again, because BigQuery cannot delete rows yet that it has just
	// been given, and ExpireAt when Firestore deletes it.
	TriedAt  time.Time `firestore:"triedAt,omitempty"`
	RetryAt  time.Time `firestore:"retryAt,omitempty"`
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// Ended reports whether the request has its outcome.
func (r Request) Ended() bool {
	return r.Status == conversation.ActionDone || r.Status == conversation.ActionRefused
}

// Outcome returns the request with its outcome: refused for a reason, or done.
func (r Request) Outcome(refused *conversation.RefusedError, now time.Time) Request {
	r.Status, r.EndedAt, r.ExpireAt, r.Customer = conversation.ActionDone, now, now.Add(Life), ""
	if r.Kind == Retain {
		r.ExpireAt = now.Add(DayLife)
	}
	if refused != nil {
		r.Status, r.Reason = conversation.ActionRefused, &refused.Reason
	}
	return r
}

// Check checks whether the author may ask for this. by is the author's entry on the
// roster, without a role where there is none. An error of type
// [conversation.RefusedError] is an answer to the author; there are no others.
func (r Request) Check(by agent.Agent) error {
	switch {
	case r.Kind == Retain && r.Author.Email == "" && r.targets() == 0:
		return nil
	case !r.Kind.Person(), r.targets() != 1, len(r.Customer) > MaxCustomer:
		return Refuse(Malformed, nil)
	case r.Operator == "" && by.Role != agent.Admin:
		return Refuse(NotAdmin, nil)
	case r.Operator == "" && !r.ErasedAt.IsZero():
		return Refuse(Malformed, nil)
	case len(r.Why) > MaxWhy:
		return Refuse(LongWhy, reason.Args{"most": int64(MaxWhy)})
	case strings.TrimSpace(r.Why) == "" && r.Kind != Count:
		return Refuse(NeedsWhy, nil)
	}
	return nil
}

// Daily is the request of a day to delete what has been kept for long enough.
func Daily(now time.Time) Request {
	return Request{
		ID: "daily-" + now.UTC().Format(time.DateOnly), Kind: Retain, Operator: "retention",
		Status: conversation.ActionPending, CreatedAt: now,
	}
}

// Clean returns the request as it may be kept. A customer's number is not masked by rules: it
// is emptied when the request has its outcome.
func (r Request) Clean(rules *mask.Set) Request {
	rules.Texts(mask.Out, &r.Why)
	return r
}

// targets counts what says whose data it is about.
func (r Request) targets() int {
	n := 0
	for _, target := range []string{string(r.Conversation), r.Customer, r.Account} {
		if target != "" {
			n++
		}
	}
	return n
}

// Part returns the request for one of the conversations that this one is about.
func (r Request) Part(id conversation.ID, now time.Time) Request {
	return Request{
		ID: r.ID + "-" + string(id), Author: r.Author, Operator: r.Operator, Kind: r.Kind, Conversation: id, Why: r.Why,
		Parent: r.ID, Status: conversation.ActionPending, CreatedAt: now,
	}
}

// Refuse is an answer to the author of a request.
func Refuse(code reason.Code, args reason.Args) *conversation.RefusedError {
	return &conversation.RefusedError{Reason: *reason.New(code, args)}
}
