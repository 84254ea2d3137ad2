package channel

import (
	"context"
	"io"
	"net/url"
	"time"
)

// Request is a request to an account's webhook whose sender is not yet verified.
type Request struct {
	// Method is one of the profile's.
	Method string
	Query  url.Values
	// Header returns the values of a header.
	Header func(name string) []string
	Body   []byte
}

// Part is what a webhook request says about one customer.
type Part struct {
	// Key is the provider's id of the conversation, or empty. Parts with the same
	// key are delivered in order.
	Key string
	// Body is what [Adapter.Decode] gets.
	Body []byte
}

// Admission is the result of verifying a webhook request.
type Admission struct {
	// Handshake is true when the provider only tests the URL. Answer is then the
	// whole body of the answer, and there is nothing to keep.
	Handshake bool
	Answer    string
	// Parts are the parts to keep, in the order of the request.
	Parts []Part
}

// Delivery is one part of a webhook request whose sender was verified.
type Delivery struct {
	// Account is the messaging account whose URL was called.
	Account    string
	Body       []byte
	ReceivedAt time.Time
}

// Get fetches the content of an address, which has to begin with one of the
// channel's [Adapter.Origins], with these headers. It does not follow redirects. The
// content can be large and has to be closed; reading it fails when there is too much.
type Get func(ctx context.Context, address string, header map[string]string) (io.ReadCloser, error)

// Adapter translates between one channel and the types of this package.
// Everything but Send and Fetch is pure.
type Adapter interface {
	// Profile is how the channel differs from others.
	Profile() Profile
	// Admit verifies the sender of a request and returns its parts, one for each
	// customer. The error says what is wrong with the proof; it is for the log.
	Admit(r Request, keys []string) (Admission, error)
	// Decode translates a delivery. Unknown content becomes [Other]; it fails
	// only for what can never belong to a conversation.
	Decode(d Delivery) ([]Inbound, error)
	// Prepare turns a message into messages that the channel accepts: it degrades
	// what the channel cannot show and cuts what is too long. The last one has
	// the message's own id. The error is one or more [*LimitError].
	Prepare(o Outbound) ([]Outbound, error)
	// Send delivers one prepared message and returns the provider's id for it, or
	// nothing if that is our id. The error is nil when the provider has the
	// message, now or since an earlier attempt, and otherwise a [*RefusedError]
	// or a [*RetryError]; if the provider may have the message, the id is that by
	// which a receipt would call it.
	Send(ctx context.Context, to Peer, o Outbound) (providerID string, err error)

	// Origins are the only places from which customers' files are fetched: a scheme
	// and a host, and where the host is shared with others the beginning of the path,
	// which ends with a slash.
	Origins() []string
	// Expires returns when the address of a customer's file stops working, if it
	// says so.
	Expires(address string) (time.Time, bool)
	// Fetch gets a customer's file through get, with the account's credentials if
	// the channel requires them.
	Fetch(ctx context.Context, account, address string, get Get) (io.ReadCloser, error)
}

// Namer is an adapter of a channel on which a reply's id can be told from what the provider
// calls it.
type Namer interface {
	// ReplyOf is the id of the reply of a conversation that the provider calls so. Whether there
	// is one is not said; ok is whether its id can be told.
	ReplyOf(conversation, providerID string) (id string, ok bool)
}

// Reacher is an adapter of a channel in which a business may write first, to a phone
// number: there the key of a customer is the number in the form of E.164.
type Reacher interface {
	// Reach asks the provider whether the brand agent can write to the customer. The error
	// is nil if so, and otherwise a [*RefusedError] or a [*RetryError].
	Reach(ctx context.Context, to Peer) error
}
