package channel

// Status says how far an outbound message got. The values form a chain, see
// [Status.Join].
type Status string

// The stations of an outbound message.
const (
	// Pending waits for its turn.
	Pending Status = "pending"
	// Sending is with a drain, or was when that drain died.
	Sending Status = "sending"
	// Unknown may have been sent: whoever sent it died before it could say so, or the
	// provider's answer was lost, and the provider would not know it again. Nothing
	// sends it a second time; a receipt may tell.
	Unknown Status = "unknown"
	// Sent was accepted by the provider.
	Sent Status = "sent"
	// Failed was refused for good. Proof of delivery still outranks it.
	Failed Status = "failed"
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
	case Delivered:
		return 6
	case Read:
		return 7
	}
	return 0
}

// Valid reports whether s is one of the stations.
func (s Status) Valid() bool { return s.rank() > 0 }

// Join returns the further of the two. It is commutative, associative and
// idempotent, so reports may come late, twice and in any order.
func (s Status) Join(other Status) Status {
	if other.rank() > s.rank() {
		return other
	}
	return s
}

// Outgoing reports whether a message in this station still has to be sent.
func (s Status) Outgoing() bool { return s == Pending || s == Sending }
