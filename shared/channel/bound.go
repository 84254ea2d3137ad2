package channel

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

// Bounds of what comes in, in bytes. A provider's own limits are usually lower, but
// not all of them are documented, and what is stored has to fit into a document
// whatever arrives.
const (
	// MaxText is the longest text of a customer: a channel's longest text is about
	// 3,000 characters, of four bytes at most.
	MaxText = 16_000
	// MaxPostback is the longest value behind a choice.
	MaxPostback = 8_000
	// MaxLabel is the longest name, place, language or question.
	MaxLabel = 256
	// MaxContext is the longest context of a link or a widget.
	MaxContext = 4_000
	// MaxAddress is the longest URL. Signed ones take about a thousand bytes.
	MaxAddress = 4_000
	// MaxRaw is how much is kept of the payload of a kind without fields.
	MaxRaw = 32_000
	// MaxIdentifier is the longest id of a provider's, and the longest name of either
	// end of a conversation.
	MaxIdentifier = 1_000
)

// The parts of an [Inbound] that can be cut, see [Inbound.Cut].
const (
	CutText     = "text"
	CutPostback = "postback"
	CutRaw      = "raw"
	CutAddress  = "url"
	CutAnswer   = "answer"
	CutName     = "name"
	CutContext  = "context"
)

// ErrLongPeer says that a customer or a brand agent is named by more than anybody's
// name takes. A name cannot be cut: it would be somebody else's.
var ErrLongPeer = errors.New("a customer's key, or a brand agent's name, is too long")

// Decode translates a delivery by its channel's adapter, and masks and bounds what comes
// out. It is the one place where anything from a customer comes in. Errors are permanent,
// but for [ErrNoRules].
func Decode(adapter Adapter, d Delivery, rules Rules) ([]Inbound, error) {
	events, err := adapter.Decode(d)
	if err != nil {
		return nil, err
	}
	personal := adapter.Profile().PersonalKeys
	for i, in := range events {
		if in.Peer.Personal = personal; personal {
			in.Raw = withoutKey(in.Raw, in.Peer.Key)
		}
		// A number that was cut would not be recognised.
		if in, err = in.masked(rules); err != nil {
			return nil, err
		}
		if events[i], err = in.bounded(); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// withoutKey replaces a customer's key in a payload, which is stored as it came. A key
// that is a phone number may stand there with or without its plus.
func withoutKey(raw []byte, key string) []byte {
	if bare := strings.TrimPrefix(key, "+"); bare != "" {
		raw = bytes.ReplaceAll(raw, []byte(bare), []byte(ellipsis))
	}
	return raw
}

// bounded returns the event with every text valid and within its bound.
func (in Inbound) bounded() (Inbound, error) {
	if max(len(in.Peer.Key), len(in.Peer.BrandAgent)) > MaxIdentifier {
		return in, ErrLongPeer
	}
	in.Peer.Key, in.Peer.BrandAgent = valid(in.Peer.Key), valid(in.Peer.BrandAgent)
	for _, id := range []*string{&in.ID, &in.Request, &in.Of, &in.ProviderOf} {
		*id = shortID(*id)
	}
	if !slices.Contains(InboundKinds(), in.Kind) {
		in.Kind = Other
	}
	if !in.Status.Valid() {
		in.Status = ""
	}
	raw := string(in.Raw)
	in.bound(CutText, MaxText, &in.Text)
	in.bound(CutPostback, MaxPostback, &in.Postback)
	in.bound(CutRaw, MaxRaw, &raw)
	if len(in.Raw) > 0 {
		in.Raw = []byte(raw)
	}
	in.boundAddress()
	in.bound(CutName, MaxLabel, &in.File.Name, &in.File.Type)
	in.File.Size = max(0, in.File.Size)
	if in.Place != nil {
		p := *in.Place
		in.bound(CutName, MaxLabel, &p.Label)
		in.Place = &p
	}
	if in.Answer != nil {
		a := *in.Answer
		in.bound(CutAnswer, MaxLabel, &a.Survey, &a.Question)
		in.bound(CutAnswer, MaxPostback, &a.Postback)
		in.Answer = &a
	}
	if in.Answered != nil {
		a := *in.Answered
		a.Text, a.Cut = Shorten(a.Text, MaxText)
		in.Answered = &a
	}
	if in.Context != nil {
		c := *in.Context
		in.bound(CutName, MaxLabel, &c.DisplayName)
		c.DisplayName = spelling.Shown(c.DisplayName)
		in.bound(CutContext, MaxLabel, &c.EntryPoint, &c.PlaceID, &c.NearPlaceID, &c.DeviceLocale, &c.Locale)
		in.bound(CutContext, MaxContext, &c.CustomContext, &c.WidgetContext)
		in.bound(CutContext, MaxAddress, &c.WidgetURL)
		in.Context = &c
	}
	return in, nil
}

// boundAddress drops an address that is too long: half of one leads nowhere.
func (in *Inbound) boundAddress() {
	if in.URL = valid(in.URL); len(in.URL) > MaxAddress {
		in.URL = ""
		in.noteCut(CutAddress)
	}
}

// bound cuts texts that are too long, and notes which part that was.
func (in *Inbound) bound(part string, most int, texts ...*string) {
	for _, text := range texts {
		var cut bool
		if *text, cut = Shorten(*text, most); cut {
			in.noteCut(part)
		}
	}
}

func (in *Inbound) noteCut(part string) {
	if !slices.Contains(in.Cut, part) {
		in.Cut = append(in.Cut, part)
	}
}

// ellipsis marks where a text was cut.
const ellipsis = "…"

// Shorten returns a text as valid UTF-8 of at most most bytes, and whether it was
// cut, which an ellipsis at its end then shows. It cuts neither a character nor what
// combines with it.
func Shorten(text string, most int) (short string, cut bool) {
	if text = valid(text); len(text) <= most {
		return text, false
	}
	end := most - len(ellipsis)
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:wholeEnd(text, end)] + ellipsis, true
}

func valid(text string) string { return strings.ToValidUTF8(text, "\uFFFD") }

// shortID replaces an identifier that is too long by its hash, because the beginning
// of one may be the beginning of another.
func shortID(id string) string {
	if id = valid(id); len(id) <= MaxIdentifier {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256-" + hex.EncodeToString(sum[:])
}
