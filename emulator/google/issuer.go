package google

import (
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
)

// The service account of the partner, as its key file and its assertions name it.
const (
	projectID   = "frontdesk-emulator"
	clientEmail = "messaging@" + projectID + ".iam.gserviceaccount.com"
	clientID    = "100000000000000000001"
)

// tokenLife is one second short of an hour, as in Google's answers.
const tokenLife = 3599 * time.Second

// issuer issues access tokens and knows those it issued.
type issuer struct {
	now   func() time.Time
	scope string
	keyID string

	mu        sync.Mutex
	audiences map[string]bool      // the token URLs that key files name
	tokens    map[string]time.Time // to when each ends
}

func newIssuer(cfg Config) *issuer {
	return &issuer{
		now: cfg.AuthNow, scope: cfg.Scope, keyID: hex.EncodeToString(keyring.RSA().N.Bytes()[:20]),
		audiences: map[string]bool{}, tokens: map[string]time.Time{},
	}
}

// ServiceAccountKey returns a service account key file (JSON) for the partner. apiBase is where the caller serves
// [Service.Mux], without a slash at the end; assertions are accepted for the token URL apiBase + "/token" from then on,
// and for those of earlier calls.
func (s *Service) ServiceAccountKey(apiBase string) []byte {
	tokenURL := apiBase + "/token"
	s.issuer.allow(tokenURL)
	der, err := x509.MarshalPKCS8PrivateKey(keyring.RSA())
	if err != nil {
		panic("google: a key of RSA that cannot be written: " + err.Error())
	}
	file, err := json.MarshalIndent(map[string]string{
		"type":           "service_account",
		"project_id":     projectID,
		"private_key_id": s.issuer.keyID,
		"private_key":    string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
		"client_email":   clientEmail,
		"client_id":      clientID,
		"token_uri":      tokenURL,
	}, "", "  ")
	if err != nil {
		panic("google: a key file that cannot be written: " + err.Error())
	}
	return file
}

func (i *issuer) allow(audience string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.audiences[audience] = true
}

func (i *issuer) allowed(audience string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.audiences[audience]
}

// issue makes a token and forgets those that have ended.
func (i *issuer) issue() string {
	token := "ya29." + rand.Text()
	now := i.now()
	i.mu.Lock()
	defer i.mu.Unlock()
	for t, end := range i.tokens {
		if !now.Before(end) {
			delete(i.tokens, t)
		}
	}
	i.tokens[token] = now.Add(tokenLife)
	return token
}

func (i *issuer) valid(token string) bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	end, ok := i.tokens[token]
	return ok && i.now().Before(end)
}
