package businessmessages

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// Name is what accounts, workstreams and conversations call the channel.
const Name = "business-messages"

// DefaultURL is where Google served the API; Scope is what a token needs for it.
const (
	DefaultURL = "https://businessmessages.googleapis.com"
	Scope      = "https://www.googleapis.com/auth/businessmessages"
)

// Adapter is the channel as [channel.Adapter]. Its zero value does everything but
// send.
type Adapter struct {
	// Clients is for sending; it is nil for a function that only receives.
	Clients google.Clients
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
	if handshake, ok := google.ParseHandshake(r.Body, "conversationId"); ok {
		secret, ok := handshake.Answer(keys)
		if !ok {
			return channel.Admission{}, errHandshake
		}
		return channel.Admission{Handshake: true, Answer: secret}, nil
	}
	if err := google.Verify(r.Body, r.Header(google.SignatureHeader), keys); err != nil {
		return channel.Admission{}, err
	}
	return channel.Admission{Parts: []channel.Part{{Key: conversationID(r.Body), Body: r.Body}}}, nil
}

// Profile is how Business Messages differs from other channels.
func (a *Adapter) Profile() channel.Profile {
	const bare = "^[A-Za-z0-9_-]+$"
	return channel.Profile{
		Limits: limits(), Idempotent: true, Methods: []string{http.MethodPost}, ProofHeader: google.SignatureHeader,
		BrandAgents: channel.BrandAgents{Brand: bare, Agent: bare, Format: "brands/{brand}/agents/{agent}"},
	}
}

// limits are those in the API's description, revision 20240228; the window and
// the rate are from Google's guides "send" and "high-volume".
func limits() channel.Limits {
	const day = 24 * time.Hour
	onCards := []channel.ChoiceKind{channel.ReplyChoice, channel.URLChoice, channel.DialChoice}
	pictures := []string{"image/jpeg", "image/jpg", "image/png", "image/webp"}
	return channel.Limits{
		Channel: Name,
		Kinds: []channel.Kind{
			channel.Text, channel.File, channel.Card,
			channel.Typing, channel.Seen, channel.Joined, channel.Left, channel.Survey,
		},
		ChoiceKinds:     append(slices.Clone(onCards), channel.PersonChoice, channel.SignInChoice),
		CardChoiceKinds: onCards,
		Markup:          true,
		Text:            3072, Fallback: 3072, Label: 25, Postback: 2048, URL: 2048,
		Choices: 13, Cards: 10, CardChoices: 4, CardTitle: 200, CardBody: 2000,
		FileTypes: pictures, CardFileTypes: pictures, FileSize: 5 << 20,
		Window: 30 * day, PerMinute: 60,
	}
}

// Send delivers one message with the credentials of the peer's account. The provider
// recognises a repetition by the message's id, which it keeps.
func (a *Adapter) Send(ctx context.Context, to channel.Peer, out channel.Outbound) (string, error) {
	caller := google.Caller{Clients: a.Clients, Account: to.Account, URL: cmp.Or(a.URL, DefaultURL)}
	err := google.Redact(caller.Do(ctx, encode(to, out), nil), to.Key)
	apiErr, answered := errors.AsType[*google.APIError](err)
	if answered && out.Kind == channel.Survey && apiErr.Code == http.StatusTooManyRequests {
		// There is at most one survey a day, so waiting for the next is
		// pointless.
		return "", google.Refusal(apiErr)
	}
	return "", google.Outcome(err, google.Refusal)
}
