package channel

import (
	"context"
	"net/url"
	"time"
)

// Request is a request to an account's webhook, before anybody knows who sent it.
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
	// Key is the provider's id of the conversation, or empty. What shares it is
	// delivered in order.
	Key string
	// Body is what [Adapter.Decode] gets.
	Body []byte
}

// Admission is what a verified webhook request is.
type Admission struct {
	// Handshake is true for a provider that tries the URL out. Answer is then the
	// whole body of the answer, and there is nothing to keep.
	Handshake bool
	Answer    string
	// Parts are what there is to keep, in the order of the request.
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
// channel's [Adapter.Origins], with these headers. It follows no redirection.
type Get func(ctx context.Context, address string, header map[string]string) ([]byte, error)

// Adapter translates between one channel and the types of this package. All of
// it but Send and Fetch is pure.
type Adapter interface {
	// Profile is how the channel differs from others.
	Profile() Profile
	// Admit proves who sent a request and tells its parts, one for each customer it
	// is about. The error says what is wrong with the proof; it is for the log.
	Admit(r Request, keys []string) (Admission, error)
	// Decode translates a delivery. What it does not know is [Other]; it fails only
	// for what can never be handed to a conversation.
	Decode(d Delivery) ([]Inbound, error)
	// Prepare turns a message into those that the channel takes: it degrades what
	// the channel cannot show and cuts what is too long. The last one has the
	// message's own id. The error is a [*LimitError] or several.
	Prepare(o Outbound) ([]Outbound, error)
	// Send delivers one prepared message and returns what the provider calls it, or
	// nothing where that is our id. The error is nil when the provider has it, now or
	// since an earlier attempt, and else a [*RefusedError] or a [*RetryError].
	Send(ctx context.Context, to Peer, o Outbound) (providerID string, err error)

	// Origins are where customers' files are fetched from, and the only places.
	Origins() []string
	// Expires is when the address of a customer's file stops working, if it says so.
	Expires(address string) (time.Time, bool)
	// Fetch gets a customer's file by means of get, with the credentials of the
	// account where the channel asks for them.
	Fetch(ctx context.Context, account, address string, get Get) ([]byte, error)
}
