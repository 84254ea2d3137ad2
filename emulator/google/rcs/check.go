package rcs

import (
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// Limits of a message. Lengths are in characters; whether Google counts code points or UTF-16 units is documented
// nowhere, the stand-in counts code points. Of a card's suggestions the guide allows 4 and the schema 10.
const (
	maxPayload         = 250 << 10 // bytes of the whole message
	maxText            = 3072
	maxSuggestions     = 11
	maxSuggestionText  = 25
	maxPostback        = 2048
	maxURL             = 2048
	maxTitle           = 200
	maxDescription     = 2000
	maxCardSuggestions = 4
	minCards           = 2
	maxCards           = 10
	maxEventTitle      = 100
	maxEventText       = 500
	maxLife            = 15 * 24 * time.Hour
)

var (
	uuid     = regexp.MustCompile(`^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`)
	duration = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,9})?s$`)
)

// requiredUUID reads the id that a method requires in its query.
func requiredUUID(c *google.Call, parameter, field string) error {
	if err := c.RequiredID(parameter); err != nil {
		return err
	}
	if !uuid.MatchString(c.ID) {
		return google.Invalid(field, "%s must be a UUID as defined in RFC 4122.", parameter)
	}
	return nil
}

// checker applies every rule for a message that depends on nothing but the agent and its files.
type checker struct {
	now   time.Time
	agent *agent
	file  func(name string) (upload, bool)
	bytes int64 // of the files whose size is known
}

func (k *checker) message(m *agentMessage) error {
	const field = "agent_message"
	for name, set := range map[string]string{
		"name": m.Name, "send_time": m.SendTime, "carrier": m.Carrier, "total_payload_size_bytes": m.TotalPayloadSizeBytes,
	} {
		if err := google.OutputOnly(set, field+"."+name); err != nil {
			return err
		}
	}
	if m.RichMessageClassification != nil {
		return google.OutputOnly("set", field+".rich_message_classification")
	}
	if k.agent.MultiUse && (m.MessageTrafficType == "" || m.MessageTrafficType == unspecifiedTraffic) {
		return google.Invalid(field+".message_traffic_type", "messageTrafficType is required for a multi-use agent.")
	}
	if err := k.life(m); err != nil {
		return err
	}
	if m.ContentMessage == nil {
		return google.Invalid(field+".content_message", "contentMessage is required.")
	}
	return k.content(m.ContentMessage, field+".content_message")
}

// life checks the time to live.
func (k *checker) life(m *agentMessage) error {
	if m.TTL != "" && m.ExpireTime != "" {
		return google.Invalid("agent_message", "Only one of ttl and expireTime may be set.")
	}
	end, err := m.expires(k.now)
	switch {
	case err != nil:
		return err
	case end.Sub(k.now) > maxLife:
		return google.Invalid("agent_message.expire_time", "A message lives for at most 15 days.")
	}
	return nil
}

// expires returns when a message that is sent now expires, or zero if never.
func (m *agentMessage) expires(now time.Time) (time.Time, error) {
	switch {
	case m.TTL != "":
		d, err := time.ParseDuration(m.TTL)
		if err != nil || !duration.MatchString(m.TTL) {
			return time.Time{}, google.Invalid("agent_message.ttl", "Illegal duration format; duration must end with 's'")
		}
		return now.Add(d), nil
	case m.ExpireTime != "":
		end, err := time.Parse(time.RFC3339Nano, m.ExpireTime)
		if err != nil {
			return time.Time{}, google.Invalid("agent_message.expire_time", "Illegal timestamp format; want RFC 3339")
		}
		return end, nil
	}
	return time.Time{}, nil
}

// content requires exactly one kind of content, and checks it. As in all of Google's APIs, an empty string counts as
// absent.
func (k *checker) content(m *contentMessage, field string) error {
	if n := count(m.Text != "", m.RichCard != nil, m.ContentInfo != nil, m.UploadedRBMFile != nil, m.FileName != ""); n != 1 {
		return google.Invalid(field, "Exactly one of text, richCard, contentInfo, uploadedRbmFile and fileName is "+
			"required, got %d.", n)
	}
	var err error
	switch {
	case m.Text != "":
		err = atMost(m.Text, maxText, field+".text")
	case m.RichCard != nil:
		err = k.richCard(m.RichCard, field+".rich_card")
	default:
		err = k.files(m.ContentInfo, m.UploadedRBMFile, m.FileName, field, false)
	}
	if err != nil {
		return err
	}
	if n := len(m.Suggestions); n > maxSuggestions {
		return google.Invalid(field+".suggestions", "At most %d suggestions, got %d.", maxSuggestions, n)
	}
	return checkSuggestions(m.Suggestions, field+".suggestions")
}

// files checks a file, which is given in one of three ways.
func (k *checker) files(c *contentInfo, u *uploadedFile, old, field string, inCard bool) error {
	switch {
	case c != nil:
		return c.check(field+".content_info", inCard)
	case u != nil:
		if u.ThumbnailName != "" {
			if err := k.thumbnail(u.ThumbnailName, field+".uploaded_rbm_file.thumbnail_name"); err != nil {
				return err
			}
		}
		return k.uploaded(u.FileName, field+".uploaded_rbm_file.file_name", inCard)
	}
	return k.uploaded(old, field+".file_name", inCard)
}

func (k *checker) uploaded(name, field string, inCard bool) error {
	f, ok := k.file(name)
	if !ok {
		return google.Invalid(field, "The agent has uploaded no file %q.", name)
	}
	if k.bytes += int64(f.size); k.bytes > maxFile {
		return google.Invalid(field, "The files of a message have at most %d bytes.", maxFile)
	}
	if inCard && strings.HasPrefix(f.contentType, "audio/") {
		return google.Invalid(field, "Cards cannot have audio.")
	}
	return nil
}

func (k *checker) thumbnail(name, field string) error {
	f, ok := k.file(name)
	switch {
	case !ok:
		return google.Invalid(field, "The agent has uploaded no file %q.", name)
	case f.size > maxThumbnail:
		return google.Invalid(field, "A thumbnail has at most %d bytes, got %d.", maxThumbnail, f.size)
	case f.contentType != "" && !strings.HasPrefix(f.contentType, "image/"):
		return google.Invalid(field, "A thumbnail is a picture.")
	}
	return nil
}

// check looks at the addresses only; more is found out when the file is fetched.
func (c *contentInfo) check(field string, inCard bool) error {
	if c.FileURL == "" {
		return google.Invalid(field+".file_url", "contentInfo.fileUrl is required.")
	}
	if err := checkFileURL(c.FileURL, field+".file_url"); err != nil {
		return err
	}
	if inCard && strings.HasPrefix(typeOfURL(c.FileURL), "audio/") {
		return google.Invalid(field+".file_url", "Cards cannot have audio.")
	}
	if c.ThumbnailURL != "" {
		return checkFileURL(c.ThumbnailURL, field+".thumbnail_url")
	}
	return nil
}

func count(all ...bool) int {
	n := 0
	for _, set := range all {
		if set {
			n++
		}
	}
	return n
}

func atMost(s string, limit int, field string) error {
	if n := utf8.RuneCountInString(s); n > limit {
		return google.Invalid(field, "At most %d characters, got %d.", limit, n)
	}
	return nil
}

// checkFileURL requires a URL that Google could fetch: https, or http on this machine.
func checkFileURL(raw, field string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !phone.IsLoopback(u.Hostname())) {
		return google.Invalid(field, "Not a public https URL.")
	}
	return nil
}

func checkPageURL(raw, field string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return google.Invalid(field, "Not an http or https URL: %q.", raw)
	}
	return atMost(raw, maxURL, field)
}
