package channel

import (
	"context"
	"time"
)

// Delivery is one webhook request whose sender was verified.
type Delivery struct {
	// Account is the messaging account whose URL was called.
	Account    string
	Body       []byte
	ReceivedAt time.Time
}

// Admission is what a verified webhook request is.
type Admission struct {
	// Handshake is true for a provider that tries the URL out. Answer is then the
	// whole body of the answer, and there is nothing to keep.
	Handshake bool
	Answer    string
	// Key is the provider's id of the conversation, or empty. What shares it is
	// delivered in order.
	Key string
}

// Adapter translates between one channel and the types of this package. All of
// it but Send is pure.
type Adapter interface {
	// Admit proves who sent a request. header returns the values of a header. The
	// error says what is wrong with the proof; it is for the log.
	Admit(body []byte, header func(string) []string, keys []string) (Admission, error)
	// Decode translates a delivery. What it does not know is [Other]; it fails only
	// for what can never be handed to a conversation.
	Decode(d Delivery) ([]Inbound, error)
	// Limits is what the channel can do.
	Limits() Limits
	// Prepare turns a message into those that the channel takes: it degrades what
	// the channel cannot show and cuts what is too long. The last one has the
	// message's own id. The error is a [*LimitError] or several.
	Prepare(o Outbound) ([]Outbound, error)
	// Send delivers one prepared message. The error is nil when the provider has
	// it, now or since an earlier attempt, and else a [*RefusedError] or a
	// [*RetryError].
	Send(ctx context.Context, to Peer, o Outbound) error
}
