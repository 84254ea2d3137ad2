package businessmessages

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"golang.org/x/oauth2"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Clients finds the HTTP client that carries an account's access token. fresh
// asks for one with newly read credentials.
type Clients interface {
	Client(ctx context.Context, account string, fresh bool) (*http.Client, error)
}

// Sender sends messages for every account, each with its own credentials.
type Sender struct {
	Clients Clients
	// URL is the API's base; empty stands for [DefaultURL].
	URL string
}

// Send is [Client.Send] with the credentials of the peer's account. When they
// are not accepted they are read anew, once: the key may have been rotated.
func (s *Sender) Send(ctx context.Context, to channel.Peer, out channel.Outbound) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := s.send(ctx, to, out, false)
	if unaccepted(err) {
		return s.send(ctx, to, out, true)
	}
	return err
}

func (s *Sender) send(ctx context.Context, to channel.Peer, out channel.Outbound, fresh bool) error {
	authorized, err := s.Clients.Client(ctx, to.Account, fresh)
	if err != nil {
		return fmt.Errorf("%w: %w", channel.ErrRetry, err)
	}
	client := Client{HTTP: authorized, URL: s.URL}
	if s.URL == "" {
		client.URL = DefaultURL
	}
	return client.Send(ctx, to, out)
}

// unaccepted reports whether an error is about the credentials.
func unaccepted(err error) bool {
	if apiErr, ok := errors.AsType[*APIError](err); ok {
		return apiErr.Code == http.StatusUnauthorized
	}
	_, ok := errors.AsType[*oauth2.RetrieveError](err)
	return ok
}
