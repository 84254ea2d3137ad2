package channel

import "errors"

// ErrRetry marks a failed send that is worth repeating with the same message
// id: the provider was busy or broken, or nobody knows whether it took the
// message.
var ErrRetry = errors.New("send again later")

// RefusedError is the provider's final no to a message.
type RefusedError struct {
	// Reason is for the agent who wrote the message. It holds no text of the
	// message and nothing of the customer.
	Reason string
	// Err is the provider's answer, if there was one.
	Err error
}

func (r *RefusedError) Unwrap() error { return r.Err }

func (r *RefusedError) Error() string { return "refused by the channel: " + r.Reason }
