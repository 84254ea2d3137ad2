package businessmessages

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
)

// SignatureHeader carries base64(HMAC-SHA512(key, raw body)), the key being a
// client token's, or the older partner key's, text as it is
// (https://developers.google.com/business-communications/business-messages/guides/how-to/message/receive).
const SignatureHeader = "X-Goog-Signature"

// What can be wrong with a signature.
var (
	ErrNoSignature        = errors.New("no X-Goog-Signature header")
	ErrRepeatedSignature  = errors.New("more than one X-Goog-Signature header")
	ErrMalformedSignature = errors.New("X-Goog-Signature is not the base64 of 64 bytes")
	ErrWrongSignature     = errors.New("X-Goog-Signature matches none of the account's keys")
)

// Sign returns the signature of a body, as Google computes it.
func Sign(body []byte, key string) string {
	return base64.StdEncoding.EncodeToString(mac(body, key))
}

// Verify checks that one of the keys signed the body. It tries every key in
// constant time, and ignores empty keys. The error is one of the sentinels of
// this package.
func Verify(body []byte, header http.Header, keys []string) error {
	values := header.Values(SignatureHeader)
	switch {
	case len(values) == 0 || len(values) == 1 && values[0] == "":
		return ErrNoSignature
	case len(values) > 1:
		return ErrRepeatedSignature
	}
	given, err := base64.StdEncoding.Strict().DecodeString(values[0])
	// The decoder skips line breaks, which a header cannot contain anyway;
	// checking the text's length excludes alternative encodings.
	if err != nil || len(given) != sha512.Size || len(values[0]) != base64.StdEncoding.EncodedLen(sha512.Size) {
		return ErrMalformedSignature
	}
	ok := false
	for _, key := range keys {
		if key != "" && hmac.Equal(given, mac(body, key)) {
			ok = true
		}
	}
	if !ok {
		return ErrWrongSignature
	}
	return nil
}

func mac(body []byte, key string) []byte {
	h := hmac.New(sha512.New, []byte(key))
	h.Write(body)
	return h.Sum(nil)
}

// Handshake is the request with which Google tests a webhook's URL.
type Handshake struct {
	ClientToken string
	Secret      string
}

// ParseHandshake reports whether a body is a handshake, and returns it: both
// members are strings, and no conversation is named.
func ParseHandshake(body []byte) (Handshake, bool) {
	var h struct {
		ClientToken    *string         `json:"clientToken"`
		Secret         *string         `json:"secret"`
		ConversationID json.RawMessage `json:"conversationId"`
	}
	if json.Unmarshal(body, &h) != nil || h.ClientToken == nil || h.Secret == nil || h.ConversationID != nil {
		return Handshake{}, false
	}
	return Handshake{ClientToken: *h.ClientToken, Secret: *h.Secret}, true
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
