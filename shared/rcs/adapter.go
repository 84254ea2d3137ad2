package rcs

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// Name is what accounts, workstreams and conversations call the channel.
const Name = "rcs"

// Adapter is the channel as [channel.Adapter]. Its zero value does everything but
// send.
type Adapter struct {
	// Clients is for sending; it is nil for a function that only receives.
	Clients google.Clients
	// URL is the base of the API for agents of every region; empty stands for Google's
	// hosts, see [Region].
	URL string
	// FilesURL is an origin of users' files in addition to Google's.
	FilesURL string
	// Regions are the accounts' regions, by name.
	Regions map[string]Region

	memory memory
}

// errHandshake says that a handshake was not for the account.
var errHandshake = errors.New("handshake with a wrong client token")

// errEnvelope says that a body holds no data.
var errEnvelope = errors.New("the body has no message.data")

// Admit answers a handshake, which Google does not sign, and verifies the signature
// over the decoded data of everything else. What it keeps are the signed bytes alone.
// The header X-Goog-Webhook-Type is not signed and not needed.
func (a *Adapter) Admit(r channel.Request, keys []string) (channel.Admission, error) {
	if handshake, ok := google.ParseHandshake(r.Body, "message"); ok {
		secret, ok := handshake.Answer(keys)
		if !ok {
			return channel.Admission{}, errHandshake
		}
		return channel.Admission{Handshake: true, Answer: secret}, nil
	}
	var e envelope
	if json.Unmarshal(r.Body, &e) != nil || len(e.Message.Data) == 0 {
		return channel.Admission{}, errEnvelope
	}
	if err := google.Verify(e.Message.Data, r.Header(google.SignatureHeader), keys); err != nil {
		return channel.Admission{}, err
	}
	return channel.Admission{Parts: []channel.Part{{Key: customerOf(e.Message.Data), Body: e.Message.Data}}}, nil
}

// customerOf is the phone number that a payload names, or empty. It serves as the
// ordering key before anything else is read.
func customerOf(data []byte) string {
	var p payload
	if json.Unmarshal(data, &p) != nil {
		return ""
	}
	return p.customer()
}

// Profile is how RCS for Business differs from other channels. Google recognises a
// message by the id that we give it.
func (a *Adapter) Profile() channel.Profile {
	return channel.Profile{
		Limits: limits(), Idempotent: true, Methods: []string{http.MethodPost},
		ProofHeader: google.SignatureHeader,
		BrandAgents: channel.BrandAgents{Brand: "^$", Agent: "^[A-Za-z0-9][A-Za-z0-9_-]*$", Format: "{agent}", Listed: true},
		Settings: channel.AccountSettings{
			Regions:      regions(),
			TrafficTypes: []channel.Purpose{channel.Service, channel.Transaction, channel.Promotion, channel.Authentication},
			Outbound:     true,
		},
		PersonalKeys: true,
	}
}

func regions() []string {
	var names []string
	for _, r := range Regions() {
		names = append(names, string(r))
	}
	return names
}

// limits are those of Google's guides; where a guide and the API's description differ,
// the smaller one. There is no window: a business may begin.
func limits() channel.Limits {
	const day = 24 * time.Hour
	onCards := []channel.ChoiceKind{
		channel.ReplyChoice, channel.URLChoice, channel.DialChoice,
		channel.PlaceChoice, channel.AskPlaceChoice, channel.CalendarChoice,
	}
	return channel.Limits{
		Channel: Name,
		Kinds: []channel.Kind{
			channel.Text, channel.File, channel.Card, channel.Location, channel.Typing, channel.Seen, channel.Revoke,
		},
		ChoiceKinds: slices.Clone(onCards), CardChoiceKinds: onCards,
		Text: 3072, Fallback: 3072, Label: 25, Postback: 2048, URL: 2048, ShortNumbers: true,
		Choices: 11, Cards: 10, CardChoices: 4, CardTitle: 200, CardBody: 2000,
		Views: []string{"full", "half", "tall"}, AppointmentTitle: 100, AppointmentBody: 500,
		FileTypes: fileTypes(), CardFileTypes: cardFileTypes(), FileSize: 100 << 20,
		Lifetime: 15 * day,
	}
}

// fileTypes are what Google's guide "send messages" lists.
func fileTypes() []string {
	return append(cardFileTypes(),
		"audio/aac", "audio/mp3", "audio/mpeg", "audio/mpg", "audio/mp4", "audio/mp4-latm", "audio/3gpp",
		"application/ogg", "audio/ogg", "application/pdf",
	)
}

// cardFileTypes are those of them that cards show. Only some devices show PDF there.
func cardFileTypes() []string {
	return []string{
		"image/jpeg", "image/jpg", "image/gif", "image/png",
		"video/h263", "video/m4v", "video/mp4", "video/mpeg", "video/mpeg4", "video/webm",
	}
}
