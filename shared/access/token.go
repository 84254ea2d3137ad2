package access

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"regexp"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// bearer matches a header that carries a JSON web token. Other schemes identify nobody.
var bearer = regexp.MustCompile(`^[Bb]earer ([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]*)$`)

var (
	errNoToken = fault.New(fault.Unauthorized, "there is no token")
	errForeign = fault.New(fault.Unauthorized, "the token is not that of somebody who signed in here")
)

// tokens are the tokens that are handed to Firestore: those of people who signed in to
// the project. Firestore takes others too, an OAuth token of a service account or the
// emulator's owner, to which the rules do not apply.
type tokens struct {
	project string
	// unsigned is whether they come from an emulator, which signs nothing.
	unsigned bool
}

// check returns an error of the kind Unauthorized for a header with anything else. It
// does not look at the signature: Firestore does.
func (t tokens) check(authorization string) error {
	parts := bearer.FindStringSubmatch(authorization)
	if parts == nil {
		return errNoToken
	}
	var header struct {
		Algorithm string `json:"alg"`
	}
	var claims struct {
		Issuer   string `json:"iss"`
		Audience string `json:"aud"`
	}
	if !decode(parts[1], &header) || !decode(parts[2], &claims) {
		return errForeign
	}
	if t.unsigned && header.Algorithm == "none" && parts[3] == "" {
		return nil
	}
	if header.Algorithm != "RS256" || claims.Issuer != "https://securetoken.google.com/"+t.project || claims.Audience != t.project {
		return errForeign
	}
	return nil
}

// Person names whoever sent an Authorization header that Firestore has accepted: by the
// address in its token, which only Firestore can tell to be true. A header without one is a
// person of its own.
func Person(authorization string) string {
	var claims struct {
		Email string `json:"email"`
	}
	parts := bearer.FindStringSubmatch(authorization)
	if parts != nil && decode(parts[2], &claims) && claims.Email != "" {
		return claims.Email
	}
	sum := sha256.Sum256([]byte(authorization))
	return hex.EncodeToString(sum[:])
}

// decode reads a part of a token.
func decode(part string, into any) bool {
	data, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(data, into) == nil
}
