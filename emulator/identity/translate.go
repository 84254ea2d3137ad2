package identity

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// rewrite has an answer of the emulator say totp of what is an app here.
func (f *factors) rewrite(res *http.Response) error {
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		return nil
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	_ = res.Body.Close()
	var answer map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&answer) == nil {
		f.mu.Lock()
		answer = f.translated(answer)
		f.mu.Unlock()
		if body, err = json.Marshal(answer); err != nil {
			return fmt.Errorf("identity: %w", err)
		}
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	res.ContentLength = int64(len(body))
	res.Header.Set("Content-Length", strconv.Itoa(len(body)))
	res.Header.Del("Etag")
	return nil
}

// translated is an answer with its tokens and its lists of second factors rewritten.
func (f *factors) translated(answer map[string]any) map[string]any {
	for _, name := range []string{"idToken", "id_token", "access_token"} {
		if token, ok := answer[name].(string); ok {
			answer[name] = f.token(token)
		}
	}
	f.list(answer["mfaInfo"])
	users, _ := answer["users"].([]any)
	for _, user := range users {
		if u, ok := user.(map[string]any); ok {
			f.list(u["mfaInfo"])
		}
	}
	return answer
}

// list rewrites second factors: an app has no number.
func (f *factors) list(all any) {
	infos, _ := all.([]any)
	for _, info := range infos {
		i, _ := info.(map[string]any)
		id, _ := i["mfaEnrollmentId"].(string)
		if f.apps[id] == nil {
			continue
		}
		delete(i, "phoneInfo")
		delete(i, "unobfuscatedPhoneInfo")
		i["totpInfo"] = map[string]any{}
	}
}

// token is a token that says totp, if its second factor is an app. Tokens of the emulator
// are not signed.
func (f *factors) token(token string) string {
	claims, id := secondFactor(token)
	if f.apps[id] == nil {
		return token
	}
	claims["firebase"].(map[string]any)["sign_in_second_factor"] = "totp" //nolint:forcetypeassert // it has the id
	text, err := json.Marshal(claims)
	if err != nil {
		return token
	}
	parts := strings.Split(token, ".")
	parts[1] = base64.RawURLEncoding.EncodeToString(text)
	return strings.Join(parts, ".")
}

// secondFactor is what a token claims, and the id of its second factor, if there is one.
func secondFactor(token string) (claims map[string]any, id string) {
	_, rest, _ := strings.Cut(token, ".")
	part, _, _ := strings.Cut(rest, ".")
	data, err := base64.RawURLEncoding.DecodeString(part)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if err != nil || decoder.Decode(&claims) != nil {
		return nil, ""
	}
	firebase, _ := claims["firebase"].(map[string]any)
	id, _ = firebase["second_factor_identifier"].(string)
	return claims, id
}
