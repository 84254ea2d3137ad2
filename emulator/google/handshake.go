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
	secret := rand.Text()
	body, err := json.Marshal(map[string]string{"clientToken": clientToken, "secret": secret})
	if err != nil {
		return fmt.Errorf("google: handshake: %w", err)
	}
	status, answer, err := s.post(ctx, url, nil, body)
	switch {
	case err != nil:
		return fmt.Errorf("google: handshake: %w", err)
	case status != http.StatusOK:
		return fmt.Errorf("google: handshake: webhook answered %d, want 200", status)
	case string(answer) != secret:
		return fmt.Errorf("google: handshake: webhook answered %.80q, want the secret and nothing else", answer)
	}
	return nil
}
