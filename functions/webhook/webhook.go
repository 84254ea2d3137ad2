// Package webhook receives what a channel's provider posts: it verifies the
// sender and passes the request, unparsed, to the topic that package routing
// reads. It answers 200 only after the topic has acknowledged, and stores nothing
// itself.
package webhook

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/pseudonym"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// MaxBody is the longest body that is accepted, in bytes. Google documents no
// limit; the longest text is 3,072 characters, and a Dialogflow answer beside it
// stays far below this. Payloads of unknown kinds are kept whole, in a document
// that may have 1 MiB.
const MaxBody = 512 << 10

// publishTimeout is how long the topic may take to acknowledge. Google repeats
// requests that get no answer; its own time-out is not documented.
const publishTimeout = 5 * time.Second

// Keys finds the keys that an account's provider signs with.
type Keys interface {
	// Keys returns the keys in the named secrets. fresh asks for the newest ones
	// instead of remembered ones.
	Keys(ctx context.Context, secrets []string, fresh bool) ([]string, error)
}

// Publisher publishes a message and returns once it is safe.
type Publisher interface {
	Publish(ctx context.Context, m topic.Message) error
}

// Handler serves /{account}.
type Handler struct {
	Accounts config.Accounts
	// Adapters are the channels by name.
	Adapters map[string]channel.Adapter
	Keys     Keys
	// Names makes ordering keys, which show in metrics and logs and must not tell who
	// the customer is.
	Names   pseudonym.Key
	Inbound Publisher
	Now     func() time.Time
	Log     *slog.Logger
}

// ServeHTTP answers 200 with the secret to a handshake, and 200 once everything
// was published; otherwise 400, 401, 404, 405, 413, 500 or 503.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, span := trace.Accept(r.Context(), "receive")
	answer, err := h.accept(w, r.WithContext(ctx))
	span.End(err)
	if err != nil {
		fault.Answer(ctx, h.Log, w, err)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.WriteString(w, answer) //nolint:gosec // plain text, to whoever knows the account's token
}

func (h *Handler) accept(w http.ResponseWriter, r *http.Request) (answer string, err error) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	account, ok := h.Accounts[name]
	if !ok {
		return "", fault.New(fault.NotFound, "there is no account of that name")
	}
	adapter, ok := h.Adapters[account.Channel]
	if !ok {
		return "", fault.New(fault.Internal, "there is no channel %q", account.Channel)
	}
	if methods := adapter.Profile().Methods; !slices.Contains(methods, r.Method) {
		allowed := strings.Join(methods, ", ")
		w.Header().Set("Allow", allowed)
		return "", fault.New(fault.MethodNotAllowed, "only %s is allowed here", allowed)
	}
	body, err := read(w, r)
	if err != nil {
		return "", err
	}
	request := channel.Request{Method: r.Method, Query: r.URL.Query(), Header: r.Header.Values, Body: body}
	admission, err := h.admit(r.Context(), account, adapter, request)
	if err != nil || admission.Handshake {
		return admission.Answer, err
	}
	return "", h.publish(r.Context(), name, account, admission.Parts)
}

// read returns the raw body, which is what was signed.
func read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return nil, fault.New(fault.TooLarge, "the body is longer than %d bytes", MaxBody)
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "the body broke off")
	}
	return body, nil
}

// admit lets the channel verify the sender, first with the cached keys and, if
// that fails, with the newest, because a key may just have been added.
func (h *Handler) admit(
	ctx context.Context, a config.Account, adapter channel.Adapter, r channel.Request,
) (channel.Admission, error) {
	var refused error
	for _, fresh := range []bool{false, true} {
		keys, err := h.Keys.Keys(ctx, a.Keys, fresh)
		if err != nil {
			return channel.Admission{}, fault.New(fault.Unavailable, "keys: %w", err)
		}
		if len(keys) == 0 {
			refused = fault.New(fault.Internal, "the account's secrets hold no key: add the client token")
			continue
		}
		admission, err := adapter.Admit(r, keys)
		if err == nil {
			return admission, nil
		}
		refused = fault.New(fault.Unauthorized, "%w", err)
	}
	return channel.Admission{}, refused
}

// publish puts every part into the topic, each under its customer's key. When one
// fails the provider sends all of them again, and those that were taken do nothing.
func (h *Handler) publish(ctx context.Context, name string, a config.Account, parts []channel.Part) error {
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	receivedAt := h.Now().UTC().Format(time.RFC3339Nano)
	for _, part := range parts {
		m := topic.Message{
			Data:       part.Body,
			Attributes: map[string]string{topic.Account: name, topic.Channel: a.Channel, topic.ReceivedAt: receivedAt},
		}
		if part.Key != "" {
			m.Key = h.Names.Name("ordering", name, part.Key)
		}
		if err := h.Inbound.Publish(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
