package businessmessages_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
	xgoogle "golang.org/x/oauth2/google"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"

func TestTheLibraryGetsATokenAndTheTokenWorksUntilItEnds(t *testing.T) {
	w := newWorld(t)
	w.begin()
	cfg, err := xgoogle.JWTConfigFromJSON(w.ServiceAccountKey(w.api.URL), apiScope)
	if err != nil {
		t.Fatal(err)
	}
	token, err := cfg.TokenSource(t.Context()).Token()
	if err != nil {
		t.Fatal(err)
	}
	client := oauth2.NewClient(t.Context(), oauth2.StaticTokenSource(token))
	path := "/v1/conversations/" + conversation + "/events?eventId="
	if code, answer := w.call(client, "POST", path+"1", dots); code != http.StatusOK {
		t.Errorf("got %d %s", code, answer)
	}
	for name, bad := range map[string]*http.Client{
		"no token":      http.DefaultClient,
		"another token": oauth2.NewClient(t.Context(), oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "ya29.other"})),
		"another scheme": oauth2.NewClient(t.Context(),
			oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token.AccessToken, TokenType: "MAC"})),
	} {
		code, answer := w.call(bad, "POST", path+"2", dots)
		want := object(t, recorded(t, "api-error.401-unauthenticated"))
		if diff := cmp.Diff(want, object(t, []byte(answer))); code != http.StatusUnauthorized || diff != "" {
			t.Errorf("%s: got %d %s", name, code, diff)
		}
	}
}

func TestATokenEnds(t *testing.T) {
	late := &clock{}
	phones := phone.New(time.Now)
	s, err := businessmessages.New(businessmessages.Config{Phones: phones, Agent: agent, ClientToken: "t", Now: time.Now, AuthNow: late.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w := newWorld(t)
	w.api.Config.Handler = s.API()
	s.SetWebhook(w.webhook.URL)
	if _, err := phones.Phone(conversation, "Dana").Write(t.Context(), "hello"); err != nil {
		t.Fatal(err)
	}
	w.client = w.oauthClient(s.ServiceAccountKey(w.api.URL))
	if code, answer := w.send("m", "x"); code != http.StatusOK {
		t.Fatalf("got %d %s", code, answer)
	}
	late.move(3598 * time.Second)
	if code, _ := w.send("m", "x"); code != http.StatusConflict {
		t.Errorf("a second before the end: got %d", code)
	}
	late.move(2 * time.Second)
	if code, _ := w.send("m", "x"); code != http.StatusUnauthorized {
		t.Errorf("after the end: got %d", code)
	}
}

// claimsOf are good claims for the service account of a world.
func claimsOf(w *world, key map[string]any) map[string]any {
	now := time.Now().Unix()
	return map[string]any{
		"iss": key["client_email"], "aud": w.api.URL + "/token", "scope": "openid " + apiScope, "iat": now, "exp": now + 3600,
	}
}

func segment(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func assertion(t *testing.T, key *rsa.PrivateKey, header, claims any) string {
	t.Helper()
	signed := segment(t, header) + "." + segment(t, claims)
	sum := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func TestTheTokenEndpointIsStrict(t *testing.T) {
	w := newWorld(t)
	key := object(t, w.ServiceAccountKey(w.api.URL))
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	good := claimsOf(w, key)
	rs256 := map[string]any{"alg": "RS256", "typ": "JWT", "kid": key["private_key_id"]}
	now := time.Now().Unix()
	change := func(name string, value any) string {
		c := maps.Clone(good)
		c[name] = value
		return assertion(t, keyring.RSA(), rs256, c)
	}
	span := func(iat, exp int64) string {
		c := maps.Clone(good)
		c["iat"], c["exp"] = now+iat, now+exp
		return assertion(t, keyring.RSA(), rs256, c)
	}
	for name, c := range map[string]struct{ grant, assertion, want string }{
		"a good assertion":      {jwtBearer, assertion(t, keyring.RSA(), rs256, good), ""},
		"another grant":         {"client_credentials", assertion(t, keyring.RSA(), rs256, good), "unsupported_grant_type"},
		"no assertion":          {jwtBearer, "", "invalid_grant"},
		"two segments":          {jwtBearer, "a.b", "invalid_grant"},
		"segments of nothing":   {jwtBearer, "a.b.c", "invalid_grant"},
		"another key":           {jwtBearer, assertion(t, stranger, rs256, good), "invalid_grant"},
		"another algorithm":     {jwtBearer, assertion(t, keyring.RSA(), map[string]any{"alg": "none"}, good), "invalid_grant"},
		"another key id":        {jwtBearer, assertion(t, keyring.RSA(), map[string]any{"alg": "RS256", "kid": "x"}, good), "invalid_grant"},
		"another issuer":        {jwtBearer, change("iss", "x@example.com"), "invalid_grant"},
		"another audience":      {jwtBearer, change("aud", "https://oauth2.googleapis.com/token"), "invalid_grant"},
		"another scope":         {jwtBearer, change("scope", apiScope+".readonly"), "invalid_scope"},
		"more than an hour":     {jwtBearer, span(0, 3601), "invalid_grant"},
		"no time of issue":      {jwtBearer, change("iat", 0), "invalid_grant"},
		"issued in the future":  {jwtBearer, span(660, 1200), "invalid_grant"},
		"a clock a bit ahead":   {jwtBearer, span(540, 1200), ""},
		"long over":             {jwtBearer, span(-3600, -660), "invalid_grant"},
		"just over":             {jwtBearer, span(-3600, -540), ""},
		"over before it begins": {jwtBearer, span(0, -1), "invalid_grant"},
	} {
		t.Run(name, func(t *testing.T) {
			code, answer := postForm(t, w.api.URL+"/token", "grant_type", c.grant, "assertion", c.assertion)
			got := object(t, []byte(answer))
			if c.want == "" {
				want := object(t, recorded(t, "oauth-token.response"))
				got["access_token"] = want["access_token"]
				if diff := cmp.Diff(want, got); code != http.StatusOK || diff != "" {
					t.Errorf("got %d %s", code, diff)
				}
				return
			}
			if code != http.StatusBadRequest || got["error"] != c.want || got["error_description"] == "" {
				t.Errorf("got %d %s, want 400 %s", code, answer, c.want)
			}
		})
	}
}

func TestTheTokenEndpointCanFailToo(t *testing.T) {
	w := newWorld(t)
	w.Inject(google.Fault{Status: 503}) // of the API, not of the token endpoint
	w.Inject(google.Fault{Method: google.TokenIssue, Status: 500})
	if code, _ := postForm(t, w.api.URL+"/token", "a", "b"); code != http.StatusInternalServerError {
		t.Errorf("got %d, want 500", code)
	}
	if code, _ := postForm(t, w.api.URL+"/token", "a", "b"); code != http.StatusBadRequest {
		t.Errorf("got %d, want 400", code)
	}
}

func TestTheKeyFileHasTheFieldsOfGoogles(t *testing.T) {
	w := newWorld(t)
	got := object(t, w.ServiceAccountKey("https://api.example"))
	for _, name := range []string{"project_id", "private_key_id", "client_email", "client_id"} {
		if got[name] == "" || got[name] == nil {
			t.Errorf("no %s", name)
		}
	}
	if got["type"] != "service_account" || got["token_uri"] != "https://api.example/token" {
		t.Errorf("got type %v, token_uri %v", got["type"], got["token_uri"])
	}
	if pem, _ := got["private_key"].(string); !strings.HasPrefix(pem, "-----BEGIN PRIVATE KEY-----\n") {
		t.Error("the key is not PKCS #8 in PEM")
	}
}

func postForm(t *testing.T, url string, values ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, form(values...))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}
