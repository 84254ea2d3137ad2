package channel

// Status says how far an outbound message got. The values form a chain, see
// [Status.Join].
type Status string

// The statuses of an outbound message.
const (
	// Pending has yet to be sent.
	Pending Status = "pending"
	// Sending is being sent, or was when the run that sent it died.
	Sending Status = "sending"
	// Unknown may have been sent: its run died before it could record that, or
	// the provider's answer was lost, and the provider would not recognise a
	// repetition. It is not sent again; a receipt may settle it.
	Unknown Status = "unknown"
	// Sent was accepted by the provider.
	Sent Status = "sent"
	// Failed was refused permanently. Proof of delivery still outranks it.
	Failed Status = "failed"
	// Revoked was taken back before it reached the customer, as far as the provider knows.
	// Proof of delivery outranks that, too.
	Revoked Status = "revoked"
	// Delivered reached the customer's device.
	Delivered Status = "delivered"
	// Read was seen by the customer.
	Read Status = "read"
)

func (s Status) rank() int {
	switch s {
	case Pending:
		return 1
	case Sending:
		return 2
	case Unknown:
		return 3
	case Sent:
		return 4
	case Failed:
		return 5
	case Revoked:
		return 6
	case Delivered:
		return 7
	case Read:
		return 8
	}
	return 0
}

// Valid reports whether s is one of the statuses.
func (s Status) Valid() bool { return s.rank() > 0 }

// Join returns the further of two statuses. It is commutative, associative and
// idempotent, so reports may come late, repeatedly and in any order.
func (s Status) Join(other Status) Status {
	if other.rank() > s.rank() {
		return other
	}
	return s
}

// Outgoing reports whether a message in this station still has to be sent.
func (s Status) Outgoing() bool { return s == Pending || s == Sending }
