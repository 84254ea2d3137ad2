package google

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
)

// An assertion may live for an hour, and clocks may differ by ten minutes.
const (
	assertionLife = time.Hour
	clockLeeway   = 10 * time.Minute
)

const (
	invalidGrant = "invalid_grant"
	badTimeframe = "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. " +
		"Check your iat and exp values in the JWT claim."
)

// oauthError is the OAuth form of an error (RFC 6749, 5.2), which differs from the API's.
type oauthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description"`
}

type header struct {
	Alg string `json:"alg"`
	Kid string `json:"kid"`
}

type claims struct {
	Iss   string `json:"iss"`
	Aud   string `json:"aud"`
	Scope string `json:"scope"`
	Iat   int64  `json:"iat"`
	Exp   int64  `json:"exp"`
}

// check returns nil if the assertion is one that the service account may exchange for a token.
func (i *issuer) check(assertion string) *oauthError {
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 {
		return &oauthError{invalidGrant, "Invalid JWT: expected three segments."}
	}
	var h header
	var c claims
	if !readSegment(parts[0], &h) || !readSegment(parts[1], &c) {
		return &oauthError{invalidGrant, "Invalid JWT: Failed to parse."}
	}
	if h.Alg != "RS256" || h.Kid != "" && h.Kid != i.keyID {
		return &oauthError{invalidGrant, "Invalid JWT Signature: algorithm or key id is not the service account's."}
	}
	if !i.signed(parts) {
		return &oauthError{invalidGrant, "Invalid JWT Signature."}
	}
	return i.checkClaims(c)
}

func (i *issuer) checkClaims(c claims) *oauthError {
	now, iat, exp := i.now(), time.Unix(c.Iat, 0), time.Unix(c.Exp, 0)
	switch {
	case c.Iss != clientEmail:
		return &oauthError{invalidGrant, "Invalid grant: account not found"}
	case !i.allowed(c.Aud):
		return &oauthError{invalidGrant, "Invalid JWT: audience is not this token endpoint."}
	case c.Iat == 0 || !exp.After(iat) || exp.Sub(iat) > assertionLife,
		iat.After(now.Add(clockLeeway)), exp.Before(now.Add(-clockLeeway)):
		return &oauthError{invalidGrant, badTimeframe}
	case !slices.Contains(strings.Fields(c.Scope), i.scope):
		return &oauthError{"invalid_scope", "Invalid OAuth scope or ID token audience provided."}
	}
	return nil
}

func (i *issuer) signed(parts []string) bool {
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return false
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return rsa.VerifyPKCS1v15(&keyring.RSA().PublicKey, crypto.SHA256, sum[:], signature) == nil
}

func readSegment(segment string, to any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(segment)
	return err == nil && json.Unmarshal(raw, to) == nil
}
