// Package pseudonym turns what identifies a customer into names that tell
// nothing of the customer, and that only the holder of a key can compute.
//
// An unkeyed hash would not do: there are so few phone numbers that whoever sees
// the hash of one finds the number by hashing them all.
package pseudonym

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
)

const (
	// MinKey is the length of the shortest key, in bytes.
	MinKey = 32
	// size is the length of a name before it is written in hexadecimal digits, in
	// bytes. Two of a billion customers share a name with a probability of 10⁻²¹.
	size = 16
)

// Key is the key that names are made with. Another key makes other names, so it
// can never change as long as anything is found by a name.
type Key struct {
	secret []byte
}

// ParseKey reads a key: 64 hexadecimal digits or more, and nothing else. The error
// does not repeat the text.
func ParseKey(text []byte) (Key, error) {
	secret := make([]byte, hex.DecodedLen(len(text)))
	if _, err := hex.Decode(secret, text); err != nil {
		return Key{}, fmt.Errorf(
			"the key has to be an even number of hexadecimal digits, without blanks or a line break around them (it has %d characters)",
			len(text))
	}
	if len(secret) < MinKey {
		return Key{}, fmt.Errorf("the key has %d bytes and needs %d at least", len(secret), MinKey)
	}
	return Key{secret: secret}, nil
}

// Name names what the parts identify together, for one purpose: 32 hexadecimal
// digits. The same parts have another name for another purpose, so that names
// that are seen in two places cannot be matched. It panics on the zero key, whose
// names anybody could compute.
func (k Key) Name(purpose string, parts ...string) string {
	if len(k.secret) < MinKey {
		panic("pseudonym: a name was asked for without a key")
	}
	mac := hmac.New(sha256.New, k.secret)
	for _, part := range append([]string{purpose}, parts...) {
		// The length keeps ("a", "bc") apart from ("ab", "c").
		_, _ = mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		_, _ = io.WriteString(mac, part)
	}
	return hex.EncodeToString(mac.Sum(nil)[:size])
}

// String keeps the key out of logs and messages.
func (Key) String() string { return "(a key)" }

// GoString does so for the verb %#v.
func (Key) GoString() string { return "pseudonym.Key{}" }
