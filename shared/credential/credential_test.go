package credential_test

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/credential"
)

const (
	scope = "https://example.com/auth/messages"
	name  = "projects/p/secrets/acme-key/versions/latest"
)

// secrets are one secret: what is remembered of it and what it is now.
type secrets struct {
	mu              sync.Mutex
	remembered, now []byte
	err             error
}

func (s *secrets) Read(_ context.Context, asked string, fresh bool) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if asked != name {
		return nil, fmt.Errorf("there is no secret %s", asked)
	}
	if fresh {
		s.remembered = s.now
	}
	return s.remembered, s.err
}

// rotate puts another key into the secret.
func (s *secrets) rotate(key []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = key
}

// keyFile is a service account key as Google hands it out.
func keyFile(t *testing.T, email, tokenURI string) []byte {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(keyring.RSA())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]string{
		"type": "service_account", "client_email": email, "private_key_id": "k1", "token_uri": tokenURI,
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// serve starts a server and returns its URL. It is none of package httptest: the
// end of one of those closes the default client's connections, which tests that
// run beside it use.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = s.Serve(l) }() // ends with Close
	t.Cleanup(func() { _ = s.Close() })
	return "http://" + l.Addr().String()
}

// issuer is a token endpoint. A token is the email of the account that asked and
// the number of the request.
func issuer(t *testing.T) string {
	t.Helper()
	var mu sync.Mutex
	count := 0
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.FormValue("grant_type"); got != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
			t.Errorf("grant type %q", got)
		}
		claims := claimsOf(t, r.FormValue("assertion"))
		if claims.Scope != scope || claims.Aud != "http://"+r.Host {
			t.Errorf("claims = %+v, want the scope and this endpoint", claims)
		}
		mu.Lock()
		defer mu.Unlock()
		count++
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"access_token":"%s-%d","expires_in":3599,"token_type":"Bearer"}`, claims.Iss, count)
	})
}

type claims struct{ Iss, Scope, Aud string }

// claimsOf checks an assertion's signature and returns what it claims.
func claimsOf(t *testing.T, assertion string) claims {
	t.Helper()
	var c claims
	part := strings.Split(assertion, ".")
	if len(part) != 3 {
		t.Errorf("assertion %q", assertion)
		return c
	}
	signature, err := base64.RawURLEncoding.DecodeString(part[2])
	sum := sha256.Sum256([]byte(part[0] + "." + part[1]))
	if err := errors.Join(err, rsa.VerifyPKCS1v15(&keyring.RSA().PublicKey, crypto.SHA256, sum[:], signature)); err != nil {
		t.Errorf("signature: %v", err)
	}
	text, err := base64.RawURLEncoding.DecodeString(part[1])
	if err := errors.Join(err, json.Unmarshal(text, &c)); err != nil {
		t.Errorf("claims: %v", err)
	}
	return c
}

// api starts a server and returns a function that calls it with a client and
// tells the Authorization header that arrived.
func api(t *testing.T) func(*http.Client) (string, error) {
	t.Helper()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Got", r.Header.Get("Authorization"))
	})
	return func(client *http.Client) (string, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			return "", err
		}
		res, err := client.Do(req)
		if err != nil {
			return "", err
		}
		return res.Header.Get("Got"), res.Body.Close()
	}
}

// scopes are those of the channels.
func scopes() map[string]string { return map[string]string{channels.Default: scope} }

func accounts() config.Accounts {
	return config.Accounts{"acme": {Channel: channels.Default, Credentials: name}}
}

func TestClientRemembersUntilAskedForFreshCredentials(t *testing.T) {
	t.Parallel()
	url, call := issuer(t), api(t)
	s := &secrets{remembered: keyFile(t, "old", url)}
	s.rotate(s.remembered)
	clients := credential.New(accounts(), s, scopes())
	steps := []struct {
		name   string
		rotate string
		fresh  bool
		want   string
	}{
		{"the first call gets a token with the key", "", false, "Bearer old-1"},
		{"the second uses the token again", "", false, "Bearer old-1"},
		{"a new key is not looked for unasked", "new", false, "Bearer old-1"},
		{"fresh credentials are the new key's", "", true, "Bearer new-2"},
		{"they are remembered", "", false, "Bearer new-2"},
		{"fresh again is a new token, even of the same key", "", true, "Bearer new-3"},
	}
	for _, step := range steps {
		if step.rotate != "" {
			s.rotate(keyFile(t, step.rotate, url))
		}
		client, err := clients.Client(t.Context(), "acme", step.fresh)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if got, err := call(client); got != step.want || err != nil {
			t.Errorf("%s: authorization %q, %v, want %q", step.name, got, err, step.want)
		}
	}
}

func TestClientOutlivesTheRequestThatMadeIt(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	clients := credential.New(accounts(), &secrets{remembered: keyFile(t, "acme", issuer(t))}, scopes())
	client, err := clients.Client(ctx, "acme", false)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if got, err := api(t)(client); got != "Bearer acme-1" || err != nil {
		t.Errorf("authorization %q, %v, want a token", got, err)
	}
}

func TestClientTellsAKeyThatIsRevoked(t *testing.T) {
	t.Parallel()
	revoked := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
	})
	clients := credential.New(accounts(), &secrets{remembered: keyFile(t, "acme", revoked)}, scopes())
	client, err := clients.Client(t.Context(), "acme", false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = api(t)(client)
	if _, ok := errors.AsType[*oauth2.RetrieveError](err); !ok {
		t.Errorf("call = %v, want an error that the sender knows as the key's", err)
	}
}

func TestClientFails(t *testing.T) {
	t.Parallel()
	const private = "-----BEGIN PRIVATE KEY----- MIIEvQIBADAN"
	unread := errors.New("permission denied")
	tests := []struct {
		name, account string
		secrets       *secrets
		want          string
	}{
		{"there is no such account", "acmee", &secrets{}, `there is no account "acmee" in the settings`},
		{"the secret cannot be read", "acme", &secrets{err: unread}, "permission denied"},
		{
			"the secret is empty", "acme", &secrets{},
			`credentials of account "acme": the secret ` + name + ` is no service account key`,
		},
		{
			"the secret is the key without its file", "acme", &secrets{remembered: []byte(private)},
			`credentials of account "acme": the secret ` + name + ` is no service account key`,
		},
		{
			"the secret is another kind of credentials", "acme",
			&secrets{remembered: []byte(`{"type":"` + private + `","private_key":"` + private + `"}`)},
			`credentials of account "acme": the secret ` + name + ` is no service account key`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client, err := credential.New(accounts(), tt.secrets, scopes()).Client(t.Context(), tt.account, false)
			if err == nil || client != nil {
				t.Fatalf("Client = %v, %v, want an error", client, err)
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestClientNeverQuotesAKeyThatCannotBeParsed(t *testing.T) {
	t.Parallel()
	s := &secrets{remembered: []byte(
		`{"type":"service_account","client_email":"a@b","private_key":"PRIVATE-BYTES","token_uri":"http://localhost:1"}`)}
	client, err := credential.New(accounts(), s, scopes()).Client(t.Context(), "acme", false)
	if err == nil {
		_, err = api(t)(client)
	}
	if err == nil || strings.Contains(fmt.Sprintf("%+v", err), "PRIVATE-BYTES") {
		t.Errorf("error = %v, want one without the key", err)
	}
}

func TestClientIsForManyAtOnce(t *testing.T) {
	t.Parallel()
	call := api(t)
	clients := credential.New(accounts(), &secrets{remembered: keyFile(t, "acme", issuer(t))}, scopes())
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			client, err := clients.Client(t.Context(), "acme", false)
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := call(client); got != "Bearer acme-1" || err != nil {
				t.Errorf("authorization %q, %v, want the one token", got, err)
			}
		})
	}
	wg.Wait()
}
