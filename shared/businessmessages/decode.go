package businessmessages

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// ErrNoConversation says that a payload names no conversation that it could
// belong to.
var ErrNoConversation = errors.New("the payload has no conversationId")

// conversationID is the conversation that a body names, or empty. It serves as
// the ordering key before anything else of the body is read.
func conversationID(body []byte) string {
	var e struct {
		ConversationID google.Loose `json:"conversationId"`
	}
	if json.Unmarshal(body, &e) != nil {
		return ""
	}
	return string(e.ConversationID)
}

// Decode translates a delivery into neutral events. It is lenient: unknown
// content becomes [channel.Other] with the whole payload. It fails only if the
// payload is not a JSON object or names no conversation.
func (a *Adapter) Decode(d channel.Delivery) ([]channel.Inbound, error) {
	var e envelope
	if err := json.Unmarshal(d.Body, &e); err != nil {
		return nil, fmt.Errorf("payload: %w", err)
	}
	if e.ConversationID == "" {
		return nil, ErrNoConversation
	}
	base := channel.Inbound{
		ID: string(e.RequestID),
		Peer: channel.Peer{
			Channel: Name, Account: d.Account,
			BrandAgent: string(e.Agent), Key: string(e.ConversationID),
		},
		SentAt:     e.SendTime.NotAfter(d.ReceivedAt),
		ReceivedAt: d.ReceivedAt,
		Context:    e.context(),
	}
	if base.ID == "" {
		sum := sha256.Sum256(d.Body)
		base.ID = "sha256-" + hex.EncodeToString(sum[:])
	}
	if events := e.events(base, a.files()); len(events) > 0 {
		return events, nil
	}
	base.Kind, base.Raw = channel.Other, d.Body
	return []channel.Inbound{base}, nil
}

// events decodes the one member that holds the content; none means unknown.
func (e envelope) events(base channel.Inbound, files []string) []channel.Inbound {
	switch {
	case google.Present(e.Message):
		base.Answered = botAnswer(e.Dialogflow)
		return decodeMessage(e.Message, base, files)
	case google.Present(e.SuggestionResponse):
		return decodeSuggestion(e.SuggestionResponse, base)
	case google.Present(e.UserStatus):
		return decodeUserStatus(e.UserStatus, base)
	case google.Present(e.Receipts):
		return decodeReceipts(e.Receipts, base)
	case google.Present(e.SurveyResponse):
		return decodeSurvey(e.SurveyResponse, base)
	}
	return nil
}

func (e envelope) context() *channel.Context {
	var c wireContext
	if !bytes.HasPrefix(e.Context, []byte("{")) {
		return nil
	}
	_ = json.Unmarshal(e.Context, &c) // a member of the wrong type is ignored, the others count
	return &channel.Context{
		EntryPoint: string(c.EntryPoint), PlaceID: string(c.PlaceID), NearPlaceID: string(c.NearPlaceID),
		DisplayName: string(c.UserInfo.DisplayName), DeviceLocale: string(c.UserInfo.UserDeviceLocale),
		Locale: string(c.ResolvedLocale), CustomContext: string(c.CustomContext),
		WidgetURL: string(c.Widget.URL), WidgetContext: string(c.Widget.WidgetContext),
	}
}

func decodeMessage(raw json.RawMessage, in channel.Inbound, files []string) []channel.Inbound {
	var m wireMessage
	if json.Unmarshal(raw, &m) != nil || m.Text == "" {
		return nil
	}
	if id := string(m.MessageID); id != "" && id != in.ID {
		in.ID, in.Request = id, in.ID
	}
	in.Kind, in.Text = channel.Text, m.Text
	in.SentAt = m.CreateTime.NotAfter(in.SentAt)
	if isImage(m.Text, files) {
		in.Kind, in.Text, in.URL = channel.File, "", m.Text
		in.File.Type = "image/*" // which one, its bytes will say
	}
	return []channel.Inbound{in}
}

// isImage reports whether a text is a customer's picture: Google sends pictures
// as messages whose whole text is a signed URL of an object in its own bucket at
// one of the origins files. Anybody can write the address of another bucket.
func isImage(text string, files []string) bool {
	u, err := url.Parse(text)
	if err != nil || !slices.Contains(files, u.Scheme+"://"+u.Host) || u.User != nil || !inBucket(u) {
		return false
	}
	if strings.ContainsFunc(text, unicode.IsSpace) { // url.Parse takes words behind the URL for more of its query
		return false
	}
	signed := map[string]bool{}
	for key := range u.Query() {
		signed[strings.ToLower(key)] = true
	}
	return signed["x-goog-algorithm"] && signed["x-goog-credential"] && signed["x-goog-signature"]
}

// inBucket reports whether an address is of the form /business-messages-us/NUMBER/ID.
// Nothing in it may lead out of the bucket again.
func inBucket(u *url.URL) bool {
	number, id, ok := strings.Cut(strings.TrimPrefix(u.EscapedPath(), filesPath), "/")
	return ok && strings.HasPrefix(u.EscapedPath(), filesPath) && id != "" && strings.Trim(number, "0123456789") == "" &&
		number != "" && !slices.Contains(strings.Split(u.Path, "/"), "..")
}

func decodeSuggestion(raw json.RawMessage, in channel.Inbound) []channel.Inbound {
	var s wireSuggestion
	if json.Unmarshal(raw, &s) != nil {
		return nil
	}
	in.Kind, in.Text, in.Postback = channel.Choice, s.Text, s.PostbackData
	in.Of = s.Message.LastSegment()
	in.SentAt = s.CreateTime.NotAfter(in.SentAt)
	return []channel.Inbound{in}
}

func decodeUserStatus(raw json.RawMessage, in channel.Inbound) []channel.Inbound {
	var s wireUserStatus
	if json.Unmarshal(raw, &s) != nil {
		return nil
	}
	in.SentAt = s.CreateTime.NotAfter(in.SentAt)
	switch {
	case s.RequestedLiveAgent.says() && s.RequestedLiveAgent.value:
		in.Kind = channel.WantsPerson
	case s.IsTyping.says():
		in.Kind, in.On = channel.Typing, s.IsTyping.value
	default:
		return nil
	}
	return []channel.Inbound{in}
}

// receiptStatus maps Google's ReceiptType.
func receiptStatus(t google.Loose) (channel.Status, bool) {
	switch t {
	case "DELIVERED":
		return channel.Delivered, true
	case "READ":
		return channel.Read, true
	}
	return "", false
}

func decodeReceipts(raw json.RawMessage, base channel.Inbound) []channel.Inbound {
	var r wireReceipts
	if json.Unmarshal(raw, &r) != nil {
		return nil
	}
	base.SentAt = r.CreateTime.NotAfter(base.SentAt)
	var events []channel.Inbound
	for _, raw := range r.Receipts {
		var receipt wireReceipt
		if json.Unmarshal(raw, &receipt) != nil {
			continue // the others of the batch count
		}
		status, ok := receiptStatus(receipt.ReceiptType)
		of := receipt.Message.LastSegment()
		if !ok || of == "" {
			continue
		}
		in := base
		in.Kind, in.Of, in.Status, in.ID = channel.Receipt, of, status, of+"-"+string(status)
		events = append(events, in)
	}
	return events
}

// ratings are the older form's words, from worst to best.
func ratings() []google.Loose {
	return []google.Loose{
		"VERY_DISSATISFIED", "SOMEWHAT_DISSATISFIED", "NEITHER_SATISFIED_NOR_DISSATISFIED",
		"SOMEWHAT_SATISFIED", "VERY_SATISFIED",
	}
}

// taskCompletion is the question that every survey of the newer form has: a thumb.
const taskCompletion = "GOOGLE_DEFINED_TASK_COMPLETION"

// rating is 1 to 5, or 0 for an answer that does not say how satisfied the
// customer is. The newer form has no scale: a thumb is one end of it or the
// other. Only those who asked know what templates and the business's own
// questions mean.
func (s wireSurvey) rating() int64 {
	const worst, best = 1, 5
	switch {
	case s.Question == taskCompletion && s.Postback == "yes":
		return best
	case s.Question == taskCompletion && s.Postback == "no":
		return worst
	}
	return int64(slices.Index(ratings(), s.Rating) + 1)
}

// decodeSurvey reads an answer of either generation: a question with its answer,
// or a rating with an optional text. The payload is also kept.
func decodeSurvey(raw json.RawMessage, in channel.Inbound) []channel.Inbound {
	var s wireSurvey
	if json.Unmarshal(raw, &s) != nil {
		return nil
	}
	in.Kind, in.Raw = channel.Survey, raw
	in.SentAt = s.CreateTime.NotAfter(in.SentAt)
	in.Text = string(s.Text)
	if in.Text == "" {
		in.Text = string(s.Feedback)
	}
	in.Answer = &channel.Answer{
		Success: s.Question == taskCompletion, Survey: s.Survey.LastSegment(), Question: string(s.Question), Postback: string(s.Postback),
		Rating: s.rating(), Index: s.Index.Number(), Total: s.Total.Number(), OwnSurvey: s.Trigger == "PARTNER",
	}
	return []channel.Inbound{in}
}
