package businessmessages

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"golang.org/x/oauth2"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Name is what accounts, workstreams and conversations call the channel.
const Name = "business-messages"

// Clients finds the HTTP client that carries an account's access token. fresh
// asks for one with newly read credentials.
type Clients interface {
	Client(ctx context.Context, account string, fresh bool) (*http.Client, error)
}

// Adapter is the channel as [channel.Adapter]. Its zero value does everything but
// send.
type Adapter struct {
	// Clients is for sending; it is nil for a function that only receives.
	Clients Clients
	// URL is the API's base; empty stands for [DefaultURL].
	URL string
	// FilesURL is an origin of customers' pictures in addition to
	// [DefaultFilesURL].
	FilesURL string
}

// files are the origins of customers' pictures.
func (a *Adapter) files() []string { return []string{DefaultFilesURL, a.FilesURL} }

// errHandshake says that a handshake was not for the account.
var errHandshake = errors.New("handshake with a wrong client token")

// Admit answers a handshake, which Google does not sign, and verifies everything
// else.
func (a *Adapter) Admit(r channel.Request, keys []string) (channel.Admission, error) {
	if handshake, ok := parseSmall(r.Body); ok {
		secret, ok := handshake.Answer(keys)
		if !ok {
			return channel.Admission{}, errHandshake
		}
		return channel.Admission{Handshake: true, Answer: secret}, nil
	}
	if err := Verify(r.Body, http.Header{SignatureHeader: r.Header(SignatureHeader)}, keys); err != nil {
		return channel.Admission{}, err
	}
	return channel.Admission{Parts: []channel.Part{{Key: conversationID(r.Body), Body: r.Body}}}, nil
}

// parseSmall is [ParseHandshake] of a body that may be one by its length: parsing
// takes more time than verifying, and comes first.
func parseSmall(body []byte) (Handshake, bool) {
	if len(body) > channel.MaxUnsigned {
		return Handshake{}, false
	}
	return ParseHandshake(body)
}

// Profile is how Business Messages differs from other channels.
func (a *Adapter) Profile() channel.Profile {
	const bare = "^[A-Za-z0-9_-]+$"
	return channel.Profile{
		Limits: limits(), Idempotent: true, Methods: []string{http.MethodPost}, ProofHeader: SignatureHeader,
		BrandAgents: channel.BrandAgents{Brand: bare, Agent: bare, Format: "brands/{brand}/agents/{agent}"},
	}
}

// limits are those in the API's description, revision 20240228; the window and
// the rate are from Google's guides "send" and "high-volume".
func limits() channel.Limits {
	const day = 24 * time.Hour
	onCards := []channel.ChoiceKind{channel.ReplyChoice, channel.URLChoice, channel.DialChoice}
	return channel.Limits{
		Channel: Name,
		Kinds: []channel.Kind{
			channel.Text, channel.File, channel.Card,
			channel.Typing, channel.Seen, channel.Joined, channel.Left, channel.Survey,
		},
		ChoiceKinds:     append(slices.Clone(onCards), channel.PersonChoice, channel.SignInChoice),
		CardChoiceKinds: onCards,
		Markup:          true,
		Text:            3072, Fallback: 3072, Label: 25, Postback: 2048,
		Choices: 13, Cards: 10, CardChoices: 4, CardTitle: 200, CardBody: 2000,
		FileTypes: []string{"image/jpeg", "image/jpg", "image/png", "image/webp"}, FileSize: 5 << 20,
		Window: 30 * day, PerMinute: 60,
	}
}

// Send delivers one message with the credentials of the peer's account. If they
// are rejected, it reads them again, once: the key may have been rotated.
//
// The provider keeps our id.
func (a *Adapter) Send(ctx context.Context, to channel.Peer, out channel.Outbound) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := a.send(ctx, to, out, false)
	if unaccepted(err) {
		err = a.send(ctx, to, out, true)
	}
	return "", err
}

func (a *Adapter) send(ctx context.Context, to channel.Peer, out channel.Outbound, fresh bool) error {
	authorized, err := a.Clients.Client(ctx, to.Account, fresh)
	if err != nil {
		return &channel.RetryError{Credentials: true, Err: err}
	}
	client := Client{HTTP: authorized, URL: a.URL}
	if a.URL == "" {
		client.URL = DefaultURL
	}
	return client.Send(ctx, to, out)
}

// unaccepted reports whether an error is about the credentials.
func unaccepted(err error) bool {
	if apiErr, ok := errors.AsType[*APIError](err); ok {
		return apiErr.Code == http.StatusUnauthorized
	}
	_, ok := errors.AsType[*oauth2.RetrieveError](err)
	return ok
}
