package google

import (
	"crypto/hmac"
	"encoding/json"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Handshake is the request with which Google tests a webhook's URL.
type Handshake struct {
	ClientToken string
	Secret      string
}

// ParseHandshake reports whether a body is a handshake, and returns it: both of its
// members are strings, and the member content, which deliveries have, is missing. A
// longer body than [channel.MaxUnsigned] is none and is not parsed: that takes more time
// than verifying, and comes first.
func ParseHandshake(body []byte, content string) (Handshake, bool) {
	if len(body) > channel.MaxUnsigned {
		return Handshake{}, false
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return Handshake{}, false
	}
	var token, secret *string
	if json.Unmarshal(members["clientToken"], &token) != nil || json.Unmarshal(members["secret"], &secret) != nil {
		return Handshake{}, false
	}
	if _, delivery := members[content]; delivery || token == nil || secret == nil {
		return Handshake{}, false
	}
	return Handshake{ClientToken: *token, Secret: *secret}, true
}

// Answer returns the secret to send back as bare text, if the handshake's token
// is one of the keys. The comparison takes the same time for every key.
func (h Handshake) Answer(keys []string) (secret string, ok bool) {
	for _, key := range keys {
		// MACs of equal length hide the length of the right token.
		if key != "" && hmac.Equal(mac([]byte(h.ClientToken), "handshake"), mac([]byte(key), "handshake")) {
			ok = true
		}
	}
	if !ok {
		return "", false
	}
	return h.Secret, true
}
