// Package credential turns an account's credentials, a service account key in a
// secret or a service account to impersonate, into HTTP clients that carry its
// access tokens.
package credential

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"
	"google.golang.org/api/impersonate"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
)

// tokenTimeout is how long issuing an access token may take. It is part of the
// sender's 10 s, which cannot interrupt it.
const tokenTimeout = 5 * time.Second

// Secrets reads secrets, see package secret.
type Secrets interface {
	Read(ctx context.Context, name string, fresh bool) ([]byte, error)
}

// Clients holds a client for each account. It is safe for concurrent use.
type Clients struct {
	accounts config.Accounts
	secrets  Secrets
	scopes   map[string]string

	mu      sync.Mutex
	clients map[string]keyed
}

// keyed is a client and the key that it was made from.
type keyed struct {
	key    []byte
	client *http.Client
}

// New returns the clients of the accounts. Their tokens are for the OAuth scope of
// the account's channel.
func New(accounts config.Accounts, secrets Secrets, scopes map[string]string) *Clients {
	return &Clients{accounts: accounts, secrets: secrets, scopes: scopes, clients: map[string]keyed{}}
}

// Client returns the client of an account. fresh asks for one made from the
// newest credentials instead of a cached one.
func (c *Clients) Client(ctx context.Context, account string, fresh bool) (*http.Client, error) {
	settings, ok := c.accounts[account]
	if !ok {
		return nil, fmt.Errorf("there is no account %q in the settings", account)
	}
	var key []byte
	if settings.Credentials != "" {
		var err error
		if key, err = c.secrets.Read(ctx, settings.Credentials, fresh); err != nil {
			return nil, err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if k, ok := c.clients[account]; ok && !fresh && bytes.Equal(k.key, key) {
		return k.client, nil
	}
	ctx = context.WithoutCancel(ctx)
	tokens, err := c.tokens(ctx, settings, key)
	if err != nil {
		return nil, fmt.Errorf("credentials of account %q: %w", account, err)
	}
	client := oauth2.NewClient(ctx, tokens)
	c.clients[account] = keyed{key, client}
	return client, nil
}

// tokens returns a source that outlives the request that first needs it, so ctx
// must not end with that request.
func (c *Clients) tokens(ctx context.Context, settings config.Account, key []byte) (oauth2.TokenSource, error) {
	if settings.Impersonate != "" {
		tokens, err := impersonate.CredentialsTokenSource(ctx, impersonate.CredentialsConfig{
			TargetPrincipal: settings.Impersonate, Scopes: []string{c.scopes[settings.Channel]},
		})
		if err != nil {
			return nil, fmt.Errorf("impersonate %s: %w", settings.Impersonate, err)
		}
		return tokens, nil
	}
	config, err := google.JWTConfigFromJSON(key, c.scopes[settings.Channel])
	if err != nil {
		// The library's error may quote the key.
		return nil, fmt.Errorf("the secret %s is no service account key", settings.Credentials)
	}
	ctx = context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Timeout: tokenTimeout})
	return config.TokenSource(ctx), nil
}
