package rcs

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

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

// Send delivers one message with the credentials of the peer's account, in the form that
// the customer's device can show.
func (a *Adapter) Send(ctx context.Context, to channel.Peer, out channel.Outbound) (string, error) {
	if out.Kind == channel.Typing && !out.On {
		return "", nil // the API has no such event; what a phone shows ends by itself
	}
	ctx, cancel := context.WithTimeout(ctx, google.CallTimeout)
	defer cancel()
	if out.Kind == channel.Revoke {
		return MessageID(out.Conversation, out.ID), a.revoke(ctx, to, out)
	}
	messages, err := a.fit(ctx, to, out)
	if err != nil {
		return "", err
	}
	id, err := a.sendFitted(ctx, to, out, messages)
	err = google.Outcome(withoutNumber(err, to.Key), func(e *google.APIError) error {
		a.remember().features.Delete(to)
		return refused(e)
	})
	switch {
	case channel.OutcomeOf(err) == channel.Unclear:
		return a.idOf(out), err
	case err != nil:
		return "", err
	}
	return id, nil
}

// revoke takes back all the messages as which the user's device got one, in whichever of
// its forms.
func (a *Adapter) revoke(ctx context.Context, to channel.Peer, out channel.Outbound) error {
	if out.Back == nil {
		return a.revokeAll(ctx, to, out.Conversation, []channel.Outbound{{ID: out.Of}})
	}
	messages, err := a.fit(ctx, to, *out.Back)
	if err != nil {
		return err
	}
	err = a.revokeAll(ctx, to, out.Conversation, messages)
	if !needsFeatures(*out.Back) || err != nil && !isLate(err) {
		return err
	}
	second := a.revokeAll(ctx, to, out.Conversation, secondForm(messages))
	if isLate(second) { // as for what was never sent
		return err
	}
	return second
}

func isLate(err error) bool {
	refused, ok := errors.AsType[*channel.RefusedError](err)
	return ok && refused.Reason.Code == channel.TooLateToRevoke
}

// revokeAll takes back the pieces of a message, the last one first: if it is too late for
// that one, nothing else is tried.
func (a *Adapter) revokeAll(ctx context.Context, to channel.Peer, conversation string, messages []channel.Outbound) error {
	late := 0
	for i, m := range slices.Backward(messages) {
		one := channel.Outbound{Kind: channel.Revoke, Conversation: conversation, Of: m.ID}
		err := withoutNumber(a.caller(to.Account).Do(ctx, encode(to, one, nil), nil), to.Key)
		if apiErr, ok := errors.AsType[*google.APIError](err); ok && apiErr.Exists() {
			err = &channel.RetryError{Unknown: true, Err: apiErr} // which is no answer to this
		}
		err = google.Outcome(err, notRevoked)
		switch {
		case isLate(err) && i < len(messages)-1:
			late++
		case err != nil:
			return err
		}
	}
	if late > 0 {
		return &channel.RefusedError{Reason: *reason.New(channel.PartlyRevoked, nil)}
	}
	return nil
}

// send sends messages in order and returns the provider's id of the last one that Google
// took, also with an error.
func (a *Adapter) send(ctx context.Context, to channel.Peer, messages []channel.Outbound) (id string, err error) {
	uploaded := func(file channel.Attachment) string { return a.uploaded(ctx, to, file) }
	for _, m := range messages {
		err = a.caller(to.Account).Do(ctx, encode(to, m, uploaded), nil)
		if apiErr, ok := errors.AsType[*google.APIError](err); ok && apiErr.Exists() {
			err = nil // it has come before
		}
		if err != nil {
			return id, err
		}
		id = MessageID(m.Conversation, m.ID)
	}
	return id, nil
}

func (a *Adapter) caller(account string) google.Caller {
	return google.Caller{Clients: a.Clients, Account: account, URL: cmp.Or(a.URL, a.Regions[account].URL())}
}

// phones is the path of the users' phones.
const phones = "/v1/phones/"

// encode translates a prepared message or signal into a call. The plus of a phone
// number stands in the path as it is.
func encode(to channel.Peer, out channel.Outbound, uploaded func(channel.Attachment) string) google.Call {
	phone := phones + url.PathEscape(to.Key)
	agent := AgentName(to.BrandAgent)
	switch out.Kind {
	case channel.Typing:
		return event(phone, agent, MessageID(out.Conversation, out.ID), agentEvent{EventType: "IS_TYPING"})
	case channel.Seen:
		return event(phone, agent, MessageID(out.Conversation, out.ID), agentEvent{EventType: "READ", MessageID: out.Of})
	case channel.Revoke:
		path := phone + "/agentMessages/" + MessageID(out.Conversation, out.Of)
		return google.Call{Method: http.MethodDelete, Path: path, Query: url.Values{"agentId": {agent}}}
	default:
		query := url.Values{"messageId": {MessageID(out.Conversation, out.ID)}, "agentId": {agent}}
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
	query := url.Values{"eventId": {id}, "agentId": {agent}}
	return google.Call{Method: http.MethodPost, Path: phone + "/agentEvents", Query: query, Body: e}
}

// withoutNumber removes a phone number from the provider's explanation, which is
// stored.
func withoutNumber(err error, number string) error {
	return google.Redact(err, number, url.QueryEscape(number), strings.TrimPrefix(number, "+"))
}

// notRevoked is a refusal to take a message back. Google has no such message any more
// when it was delivered, or was taken back before.
func notRevoked(e *google.APIError) error {
	if e.Code == http.StatusNotFound {
		return &channel.RefusedError{Err: e, Reason: *reason.New(channel.TooLateToRevoke, nil)}
	}
	return refused(e)
}

// refused is a refusal in words that an agent understands, where the status says
// enough, and otherwise in the provider's.
func refused(e *google.APIError) error {
	var code reason.Code
	switch {
	case e.Code == http.StatusNotFound:
		code = channel.Unreachable
	case e.Code == http.StatusForbidden:
		code = channel.NotAllowed
	case lacksFeature(e):
		code = channel.NotSupported
	default:
		return google.Refusal(e)
	}
	return &channel.RefusedError{Err: e, Reason: *reason.New(code, nil)}
}
