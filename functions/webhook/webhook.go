// Package webhook receives what a channel's provider posts: it verifies the
// sender and passes the request, unparsed, to the topic that package routing
// reads. It answers 200 only after the topic has acknowledged, and stores nothing
// itself.
package webhook

import (
	"context"
	"io"
	"log/slog"
	"maps"
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
	// Wall is the time that connections go by, which nobody moves.
	Wall func() time.Time
	Log  *slog.Logger

	bodies bodies
}

// ServeHTTP answers 200 with the secret to a handshake, and 200 once everything
// was published; otherwise 400, 401, 413 or 503. A stranger cannot find out which
// accounts there are: whoever proves nothing gets the same 401 after the same work.
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
	body, release, err := h.read(w, r, h.hasProof(r))
	if err != nil {
		return "", err
	}
	defer release()
	name := strings.Trim(r.URL.Path, "/") // providers' consoles add one at the end
	account, known := h.account(name)
	adapter, ok := h.Adapters[account.Channel]
	if !ok {
		return "", fault.New(fault.Internal, "there is no channel %q", account.Channel)
	}
	request := channel.Request{Method: r.Method, Query: r.URL.Query(), Header: r.Header.Values, Body: body}
	admission, err := h.admit(r.Context(), account, adapter, request)
	switch methods := adapter.Profile().Methods; {
	case !known:
		return "", fault.New(fault.Unauthorized, "there is no account of that name")
	case !slices.Contains(methods, r.Method):
		return "", fault.New(fault.Unauthorized, "only %s is allowed here", strings.Join(methods, ", "))
	case err != nil || admission.Handshake:
		return admission.Answer, err
	}
	return "", h.publish(r.Context(), name, adapter, admission.Parts)
}

// hasProof reports whether a request has the header with which a channel proves who
// sent it. It may be of any channel: which one an account has is not shown either.
func (h *Handler) hasProof(r *http.Request) bool {
	for _, adapter := range h.Adapters {
		if name := adapter.Profile().ProofHeader; name != "" && r.Header.Get(name) != "" {
			return true
		}
	}
	return false
}

// account is the account of that name. If there is none, the request is verified for
// another one, in vain, so that the answer takes as long.
func (h *Handler) account(name string) (account config.Account, known bool) {
	if account, known = h.Accounts[name]; !known && len(h.Accounts) > 0 {
		account = h.Accounts[slices.Min(slices.Collect(maps.Keys(h.Accounts)))]
	}
	return account, known
}

// publish puts every part into the topic, those that need order under their
// customer's key. When one fails the provider sends all of them again, and those that
// were taken do nothing.
func (h *Handler) publish(ctx context.Context, name string, adapter channel.Adapter, parts []channel.Part) error {
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	receivedAt := h.Now().UTC().Format(time.RFC3339Nano)
	for _, part := range parts {
		m := topic.Message{
			Data:       part.Body,
			Attributes: map[string]string{topic.Account: name, topic.Channel: h.Accounts[name].Channel, topic.ReceivedAt: receivedAt},
		}
		if part.Key != "" && needsOrder(adapter, part) {
			m.Key = h.Names.Name("ordering", name, part.Key)
		}
		if err := h.Inbound.Publish(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// needsOrder reports whether a part waits for those before it. What cannot be read
// does.
func needsOrder(adapter channel.Adapter, part channel.Part) bool {
	events, err := adapter.Decode(channel.Delivery{Body: part.Body})
	return err != nil || slices.ContainsFunc(events, func(in channel.Inbound) bool { return in.Kind.NeedsOrder() })
}
