package rcs

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Scope is what an access token needs for the API.
const Scope = "https://www.googleapis.com/auth/rcsbusinessmessaging"

// Region is where an agent is kept, which decides the API's host. An agent has one
// for good.
type Region string

// The regions. Empty is [Global].
const (
	Global       Region = "global"
	NorthAmerica Region = "us"
	Europe       Region = "europe"
	AsiaPacific  Region = "asia"
)

// Regions are all regions.
func Regions() []Region { return []Region{Global, NorthAmerica, Europe, AsiaPacific} }

// URL is the base of the API for the agents of a region.
func (r Region) URL() string {
	const host = "rcsbusinessmessaging.googleapis.com"
	if r == "" || r == Global {
		return "https://" + host
	}
	return "https://" + string(r) + "-" + host
}

// ids is the name space of [MessageID].
var ids = uuid.MustParse("0b3a6c8e-5d9f-5a11-9a53-6f1c1f6f7a42") //nolint:gochecknoglobals // a constant

// MessageID is the provider's id of our message: a UUID, as the API demands, that is the
// same for every attempt, so that a repetition is the same message.
func MessageID(id string) string { return uuid.NewSHA1(ids, []byte(id)).String() }

// Send delivers one message with the credentials of the peer's account.
func (a *Adapter) Send(ctx context.Context, to channel.Peer, out channel.Outbound) (string, error) {
	if out.Kind == channel.Typing && !out.On {
		return "", nil // the API has no such event; what a phone shows ends by itself
	}
	ctx, cancel := context.WithTimeout(ctx, google.CallTimeout)
	defer cancel()
	out = a.fit(ctx, to, out)
	uploaded := func(file channel.Attachment) string { return a.uploaded(ctx, to, file) }
	err := a.caller(to.Account).Do(ctx, encode(to, out, uploaded), nil)
	if err = google.Outcome(withoutNumber(err, to.Key), refused); err != nil {
		return "", err
	}
	return MessageID(out.ID), nil
}

// fit degrades what the user's device cannot show. Text needs no look-up, and one that
// fails is no reason not to send.
func (a *Adapter) fit(ctx context.Context, to channel.Peer, out channel.Outbound) channel.Outbound {
	plain := !slices.ContainsFunc(out.Choices, func(c channel.ChoiceItem) bool { return c.Kind != "" && c.Kind != channel.ReplyChoice })
	if out.Kind != channel.Card && plain {
		return out
	}
	features, err := a.Features(ctx, to)
	if err != nil {
		return out
	}
	fitting := features.Fit(limits())
	return written(channel.Degrade(out, fitting), fitting)
}

func (a *Adapter) caller(account string) google.Caller {
	return google.Caller{Clients: a.Clients, Account: account, URL: cmp.Or(a.URL, a.Regions[account].URL())}
}

// encode translates a prepared message or signal into a call. The plus of a phone
// number stands in the path as it is.
func encode(to channel.Peer, out channel.Outbound, uploaded func(channel.Attachment) string) google.Call {
	phone := "/v1/phones/" + url.PathEscape(to.Key)
	agent := AgentName(to.BrandAgent)
	switch out.Kind {
	case channel.Typing:
		return event(phone, agent, out.ID, agentEvent{EventType: "IS_TYPING"})
	case channel.Seen:
		return event(phone, agent, out.ID, agentEvent{EventType: "READ", MessageID: out.Of})
	case channel.Revoke:
		path := phone + "/agentMessages/" + MessageID(out.Of)
		return google.Call{Method: http.MethodDelete, Path: path, Query: url.Values{"agentId": {agent}}}
	default:
		query := url.Values{"messageId": {MessageID(out.ID)}, "agentId": {agent}}
		body := encodeMessage(out, uploaded)
		return google.Call{Method: http.MethodPost, Path: phone + "/agentMessages", Query: query, Body: body}
	}
}

// agentEvent is a signal. Typing shows for some twenty seconds.
type agentEvent struct {
	EventType string `json:"eventType"`
	// MessageID is the user's, for READ.
	MessageID string `json:"messageId,omitempty"`
}

func event(phone, agent, id string, e agentEvent) google.Call {
	query := url.Values{"eventId": {MessageID(id)}, "agentId": {agent}}
	return google.Call{Method: http.MethodPost, Path: phone + "/agentEvents", Query: query, Body: e}
}

// withoutNumber removes a phone number from the provider's explanation, which is
// stored.
func withoutNumber(err error, number string) error {
	return google.Redact(err, number, url.QueryEscape(number), strings.TrimPrefix(number, "+"))
}

// refused is a refusal in words that an agent understands, where the status says
// enough, and otherwise in the provider's.
func refused(e *google.APIError) error {
	switch e.Code {
	case http.StatusNotFound:
		return &channel.RefusedError{Err: e, Reason: *reason.New(channel.Unreachable, nil)}
	case http.StatusForbidden:
		return &channel.RefusedError{Err: e, Reason: *reason.New(channel.NotAllowed, nil)}
	}
	return google.Refusal(e)
}
