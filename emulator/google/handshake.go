package google

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
)

// Handshake does what the console does when a webhook's URL is saved: it posts the client token and a fresh secret, and
// accepts only 200 with the secret as the whole body. The request is not signed: the documents do not say whether
// Google's was, so a receiver has to do without.
func (s *Service) Handshake(ctx context.Context, url, clientToken string) error {
	secret, answer, err := s.AskSecret(ctx, url, clientToken, nil)
	if err == nil && answer != secret {
		return fmt.Errorf("google: handshake: webhook answered %.80q, want the secret and nothing else", answer)
	}
	return err
}

// AskSecret posts the client token and a fresh secret, and returns the secret and what the webhook answered with 200.
func (s *Service) AskSecret(
	ctx context.Context, url, clientToken string, header http.Header,
) (secret, answer string, err error) {
	secret = rand.Text()
	body, err := json.Marshal(map[string]string{"clientToken": clientToken, "secret": secret})
	if err != nil {
		return "", "", fmt.Errorf("google: handshake: %w", err)
	}
	status, text, err := s.post(ctx, url, header, body)
	if err != nil {
		return "", "", fmt.Errorf("google: handshake: %w", err)
	}
	if status != http.StatusOK {
		return "", "", fmt.Errorf("google: handshake: webhook answered %d, want 200", status)
	}
	return secret, string(text), nil
}
