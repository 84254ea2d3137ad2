package odd

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// SignatureHeader carries the HMAC of a request's body in hexadecimal digits.
const SignatureHeader = "X-Odd-Signature"

// Sign returns the signature of a body.
func Sign(body []byte, key string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// Request is what the provider posts: events by customer.
type Request struct {
	Customers []json.RawMessage `json:"customers"`
}

// Customer is one customer's events.
type Customer struct {
	Key    string            `json:"key"`
	Number string            `json:"number"`
	Events []json.RawMessage `json:"events"`
}

// Event is one thing that a customer did. Of is the provider's id of a message of
// ours, and Ref our own, which only receipts repeat.
type Event struct {
	ID     string         `json:"id"`
	Kind   channel.Kind   `json:"kind"`
	At     time.Time      `json:"at"`
	Text   string         `json:"text,omitempty"`
	Of     string         `json:"of,omitempty"`
	Ref    string         `json:"ref,omitempty"`
	Status channel.Status `json:"status,omitempty"`
	File   string         `json:"file,omitempty"`
	On     bool           `json:"on,omitempty"`
}

var errProof = errors.New("none of the account's keys proves the sender")

// Admit answers a GET that tries the URL out, and takes a POST apart by customer.
func (*Adapter) Admit(r channel.Request, keys []string) (channel.Admission, error) {
	given := r.Header(SignatureHeader)
	for _, key := range keys {
		switch {
		case key == "":
		case r.Method == http.MethodGet && hmac.Equal([]byte(r.Query.Get("token")), []byte(key)):
			return channel.Admission{Handshake: true, Answer: r.Query.Get("challenge")}, nil
		case r.Method == http.MethodPost && len(given) == 1 && hmac.Equal([]byte(given[0]), []byte(Sign(r.Body, key))):
			return channel.Admission{Parts: parts(r.Body)}, nil
		}
	}
	return channel.Admission{}, errProof
}

// parts takes a request apart. One that cannot be is kept whole, and buried later.
func parts(body []byte) []channel.Part {
	var r Request
	if err := json.Unmarshal(body, &r); err != nil || len(r.Customers) == 0 {
		return []channel.Part{{Body: body}}
	}
	var all []channel.Part
	for _, raw := range r.Customers {
		var c Customer
		_ = json.Unmarshal(raw, &c) // Decode says what is wrong with it
		all = append(all, channel.Part{Key: c.Key, Body: raw})
	}
	return all
}

// Decode translates the events of one customer.
func (a *Adapter) Decode(d channel.Delivery) ([]channel.Inbound, error) {
	var c Customer
	if err := json.Unmarshal(d.Body, &c); err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	if c.Key == "" || len(c.Events) == 0 {
		return nil, errors.New("the payload has no customer or no event")
	}
	var all []channel.Inbound
	for _, raw := range c.Events {
		var e Event
		if err := json.Unmarshal(raw, &e); err != nil {
			return nil, fmt.Errorf("event: %w", err)
		}
		all = append(all, a.inbound(d, c, e, raw))
	}
	return all, nil
}

func (a *Adapter) inbound(d channel.Delivery, c Customer, e Event, raw json.RawMessage) channel.Inbound {
	in := channel.Inbound{
		ID: e.ID, Kind: e.Kind, SentAt: e.At, ReceivedAt: d.ReceivedAt,
		Peer: channel.Peer{Channel: Name, Account: d.Account, BrandAgent: c.Number, Key: c.Key},
		Text: e.Text, Of: e.Ref, ProviderOf: e.Of, Status: e.Status, On: e.On,
	}
	if in.SentAt.IsZero() {
		in.SentAt = d.ReceivedAt
	}
	switch e.Kind {
	case channel.File:
		in.URL = a.URL + "/files/" + e.File
	case channel.Text, channel.Choice, channel.Typing, channel.Receipt, channel.Consent, channel.Expired:
	default:
		in.Kind, in.Raw = channel.Other, raw
	}
	return in
}
