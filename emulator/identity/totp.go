package identity

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6238's default, which authenticator apps know
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

// How codes are made, RFC 6238: as every authenticator app does it, and Google.
const (
	period = 30 * time.Second
	digits = 6
	modulo = 1_000_000 // 10 to the digits
	// adjacent is how many periods a code may be early or late, as Terraform sets it.
	adjacent = 1
)

// Code is what an authenticator app shows at an instant for a secret, in base32 and in
// whatever groups.
func Code(secret string, at time.Time) (string, error) {
	key, err := decodeSecret(secret)
	if err != nil {
		return "", err
	}
	return codeOf(key, counter(at)), nil
}

func decodeSecret(secret string) ([]byte, error) {
	plain := strings.TrimRight(strings.ToUpper(strings.ReplaceAll(secret, " ", "")), "=")
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(plain)
	if err != nil {
		return nil, fmt.Errorf("identity: a secret: %w", err)
	}
	return key, nil
}

// counter is the number of the period that an instant is in.
func counter(at time.Time) int64 { return at.Unix() / int64(period/time.Second) }

// codeOf is the code of a period: RFC 4226 with its number.
func codeOf(key []byte, n int64) string {
	hash := hmac.New(sha1.New, key)
	_ = binary.Write(hash, binary.BigEndian, n)
	sum := hash.Sum(nil)
	from := sum[len(sum)-1] & 0xf //nolint:mnd // RFC 4226, 5.3: dynamic truncation
	value := binary.BigEndian.Uint32(sum[from:]) & 0x7fffffff
	return fmt.Sprintf("%0*d", digits, value%modulo)
}

// app is an authenticator app's key, as the account's side has it.
type app struct {
	key []byte
	// last is the period of the newest code that was taken: none is taken twice.
	last int64
}

func newApp() *app {
	const length = 20 // bytes, as long as the hash
	key := make([]byte, length)
	_, _ = rand.Read(key)
	return &app{key: key}
}

func (a *app) secret() string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(a.key)
}

// takes reports whether a code is right now, and has it never be right again.
func (a *app) takes(code string, now time.Time) bool {
	for n := counter(now) - adjacent; n <= counter(now)+adjacent; n++ {
		if n > a.last && hmac.Equal([]byte(codeOf(a.key, n)), []byte(code)) {
			a.last = n
			return true
		}
	}
	return false
}
