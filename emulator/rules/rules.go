// Package rules loads security rules into a Firestore emulator and signs people
// in to it, to test a client without a function's rights.
package rules

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"google.golang.org/grpc/metadata"
)

// Owner is the token that exempts its bearer from the rules, as functions are.
const Owner = "owner"

// Load puts rules into force for one project of the emulator at host. If they do
// not compile, the previous rules stay in force.
func Load(ctx context.Context, host, project, text string) error {
	type file struct {
		Content string `json:"content"`
	}
	var body struct {
		Rules struct {
			Files []file `json:"files"`
		} `json:"rules"`
	}
	body.Rules.Files = []file{{text}}
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	url := "http://" + host + "/emulator/v1/projects/" + project + ":securityRules"
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, url, bytes.NewReader(data))
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("load rules: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		const most = 10_000
		problem, _ := io.ReadAll(io.LimitReader(res.Body, most))
		return fmt.Errorf("load rules: %s: %s", res.Status, problem)
	}
	return nil
}

// Token is the token of a user who signed in with Google. Only the emulator accepts
// it, as it is unsigned.
func Token(email string, verified bool) string {
	return Unsigned(map[string]any{
		"sub": "id-of-" + email, "email": email, "email_verified": verified,
		"firebase": map[string]any{"sign_in_provider": "google.com"},
	})
}

// Unsigned is a token that claims something. Only the emulator accepts it.
func Unsigned(claims map[string]any) string {
	return part(map[string]any{"alg": "none", "typ": "JWT"}) + "." + part(claims) + "."
}

func part(v any) string {
	data, _ := json.Marshal(v) // strings, booleans and maps of them
	return base64.RawURLEncoding.EncodeToString(data)
}

// As returns a context whose Firestore calls are made by the bearer of the token.
// An empty token means that nobody is signed in.
func As(ctx context.Context, token string) context.Context {
	if token == "" {
		return ctx
	}
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}
