package google

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"errors"
)

// SignatureHeader carries base64(HMAC-SHA512(key, message)), the key being the text
// of a client token as it is. What the message is depends on the channel.
const SignatureHeader = "X-Goog-Signature"

// What can be wrong with a signature.
var (
	ErrNoSignature        = errors.New("no X-Goog-Signature header")
	ErrRepeatedSignature  = errors.New("more than one X-Goog-Signature header")
	ErrMalformedSignature = errors.New("X-Goog-Signature is not the base64 of 64 bytes")
	ErrWrongSignature     = errors.New("X-Goog-Signature matches none of the account's keys")
)

// Sign returns the signature of a message, as Google computes it.
func Sign(message []byte, key string) string {
	return base64.StdEncoding.EncodeToString(mac(message, key))
}

// Verify checks that one of the keys signed the message; signatures are the values of
// [SignatureHeader]. It tries every key in constant time, and ignores empty keys. The
// error is one of the sentinels of this package.
func Verify(message []byte, signatures, keys []string) error {
	switch {
	case len(signatures) == 0 || len(signatures) == 1 && signatures[0] == "":
		return ErrNoSignature
	case len(signatures) > 1:
		return ErrRepeatedSignature
	}
	given, err := base64.StdEncoding.Strict().DecodeString(signatures[0])
	// The decoder skips line breaks, which a header cannot contain anyway;
	// checking the text's length excludes alternative encodings.
	if err != nil || len(given) != sha512.Size || len(signatures[0]) != base64.StdEncoding.EncodedLen(sha512.Size) {
		return ErrMalformedSignature
	}
	ok := false
	for _, key := range keys {
		if key != "" && hmac.Equal(given, mac(message, key)) {
			ok = true
		}
	}
	if !ok {
		return ErrWrongSignature
	}
	return nil
}

func mac(message []byte, key string) []byte {
	h := hmac.New(sha512.New, []byte(key))
	h.Write(message)
	return h.Sum(nil)
}
