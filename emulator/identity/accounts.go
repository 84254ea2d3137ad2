package identity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Message is a message that would have been sent to an address.
type Message struct {
	Email string `json:"email"`
	// Kind is VERIFY_EMAIL or PASSWORD_RESET.
	Kind string `json:"requestType"`
	// Link is the link for the recipient to open.
	Link string `json:"oobLink"`
}

// Messages returns all messages to an address, oldest first.
func (e *Emulator) Messages(ctx context.Context, email string) ([]Message, error) {
	var answer struct {
		Codes []Message `json:"oobCodes"`
	}
	if err := e.call(ctx, http.MethodGet, "/emulator/v1/projects/"+e.project+"/oobCodes", nil, &answer); err != nil {
		return nil, err
	}
	var mine []Message
	for _, m := range answer.Codes {
		if m.Email == email {
			mine = append(mine, m)
		}
	}
	return mine, nil
}

// Verify opens the link of the newest message that asks an address to verify
// itself.
func (e *Emulator) Verify(ctx context.Context, email string) error {
	all, err := e.Messages(ctx, email)
	if err != nil {
		return err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Kind == "VERIFY_EMAIL" {
			return e.get(ctx, all[i].Link)
		}
	}
	return fmt.Errorf("identity: no message asks %s to verify the address", email)
}

// Enter adds an account as an admin does, with a verified address or an
// unverified one.
func (e *Emulator) Enter(ctx context.Context, email, password string, proven bool) error {
	return e.call(ctx, http.MethodPost, "/identitytoolkit.googleapis.com/v1/projects/"+e.project+"/accounts", map[string]any{
		"email": email, "password": password, "emailVerified": proven,
	}, nil)
}

// call calls the emulator with the owner's rights.
func (e *Emulator) call(ctx context.Context, method, path string, body, answer any) error {
	var text []byte
	if body != nil {
		var err error
		if text, err = json.Marshal(body); err != nil {
			return fmt.Errorf("identity: %w", err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+e.Host+path, bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	req.Header.Set("Authorization", "Bearer owner")
	if body != nil { // the emulator refuses a Content-Type without a body
		req.Header.Set("Content-Type", "application/json")
	}
	raw, err := do(req)
	if err != nil || answer == nil {
		return err
	}
	if err := json.Unmarshal(raw, answer); err != nil {
		return fmt.Errorf("identity: %s: %w", path, err)
	}
	return nil
}

func (e *Emulator) get(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	_, err = do(req)
	return err
}

func do(req *http.Request) ([]byte, error) {
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = errors.New(res.Status + " " + string(raw))
	}
	if err != nil {
		return nil, fmt.Errorf("identity: %s: %w", req.URL.Path, err)
	}
	return raw, nil
}

// WithPassword signs in and returns the token that identifies the user.
func (e *Emulator) WithPassword(ctx context.Context, email, password string) (token string, err error) {
	user, err := e.signIn(ctx, "signInWithPassword", map[string]any{"email": email, "password": password})
	return user.Token, err
}

// User is a signed-in user, as a page stores them.
type User struct {
	ID      string `json:"localId"`
	Email   string `json:"email"`
	Token   string `json:"idToken"`
	Refresh string `json:"refreshToken"`
}

// WithGoogle signs in with a Google account, whose address counts as verified.
// The emulator believes any claim, where Google's window would ask.
func (e *Emulator) WithGoogle(ctx context.Context, email string) (User, error) {
	claims, err := json.Marshal(map[string]any{"sub": "google-" + email, "email": email, "email_verified": true})
	if err != nil {
		return User{}, fmt.Errorf("identity: %w", err)
	}
	return e.signIn(ctx, "signInWithIdp", map[string]any{
		"postBody":   url.Values{"id_token": {string(claims)}, "providerId": {"google.com"}}.Encode(),
		"requestUri": "http://localhost",
	})
}

func (e *Emulator) signIn(ctx context.Context, how string, body map[string]any) (User, error) {
	body["returnSecureToken"] = true
	var user User
	err := e.call(ctx, http.MethodPost, "/identitytoolkit.googleapis.com/v1/accounts:"+how+"?key=any", body, &user)
	return user, err
}
