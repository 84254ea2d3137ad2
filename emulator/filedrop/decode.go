package filedrop

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// ProofHeader carries the HMAC of a dropped file in hexadecimal digits.
const ProofHeader = "X-File-Drop-Proof"

// Proof is the HMAC of a dropped file.
func Proof(body []byte, key string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}

// Dropped is what a customer's file says.
type Dropped struct {
	// ID is different for every file; From is the customer and To the brand agent.
	ID   string       `json:"id"`
	From string       `json:"from"`
	To   string       `json:"to"`
	Kind channel.Kind `json:"kind"`
	At   time.Time    `json:"at"`
	Text string       `json:"text,omitempty"`
	// Postback is the value behind a choice, and File the name of an attachment.
	Postback string `json:"postback,omitempty"`
	File     string `json:"file,omitempty"`
	// Of is the name of the answer's file that a receipt is about.
	Of     string         `json:"of,omitempty"`
	Status channel.Status `json:"status,omitempty"`
	On     bool           `json:"on,omitempty"`
}

// Admit takes a file that one of the keys proves. Every request brings one.
func (*Adapter) Admit(r channel.Request, keys []string) (channel.Admission, error) {
	given := r.Header(ProofHeader)
	proves := func(key string) bool {
		return key != "" && len(given) == 1 && hmac.Equal([]byte(given[0]), []byte(Proof(r.Body, key)))
	}
	if !slices.ContainsFunc(keys, proves) {
		return channel.Admission{}, errors.New("none of the account's keys proves the file")
	}
	var d Dropped
	_ = json.Unmarshal(r.Body, &d) // Decode says what is wrong with it
	return channel.Admission{Parts: []channel.Part{{Key: d.From, Body: r.Body}}}, nil
}

// Decode translates a file.
func (a *Adapter) Decode(delivery channel.Delivery) ([]channel.Inbound, error) {
	var d Dropped
	if err := json.Unmarshal(delivery.Body, &d); err != nil {
		return nil, fmt.Errorf("file: %w", err)
	}
	if d.ID == "" || d.From == "" || d.To == "" {
		return nil, errors.New("the file does not say which it is, who wrote it or to whom")
	}
	in := channel.Inbound{
		ID: d.ID, Kind: d.Kind, SentAt: d.At, ReceivedAt: delivery.ReceivedAt,
		Peer: channel.Peer{Channel: Name, Account: delivery.Account, BrandAgent: d.To, Key: d.From},
		Text: d.Text, Postback: d.Postback, ProviderOf: d.Of, Status: d.Status, On: d.On,
	}
	if in.SentAt.IsZero() {
		in.SentAt = in.ReceivedAt
	}
	switch d.Kind {
	case channel.File:
		in.URL = a.URL + "/files/" + d.File
	case channel.Text, channel.Choice, channel.Typing, channel.Receipt:
	default:
		in.Kind, in.Raw = channel.Other, delivery.Body
	}
	return []channel.Inbound{in}, nil
}
