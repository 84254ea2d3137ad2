package google

import "net/http"

const (
	jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	formLimit = 16 << 10 // bytes; an assertion has about one thousand
)

// tokenResponse is the answer of the token endpoint.
type tokenResponse struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int    `json:"expires_in"` // seconds
	TokenType   string `json:"token_type"`
}

// serveToken answers POST /token: a signed assertion of the service account for an access token.
func (s *Service) serveToken(w http.ResponseWriter, r *http.Request) outcome {
	status, body := s.exchange(w, r)
	o := outcome{answer: body, event: Event{Kind: APICalled, Method: TokenIssue, Status: status}}
	if bad, ok := body.(*oauthError); ok {
		o.event.Detail = bad.Code + ": " + bad.Description
	}
	return o
}

func (s *Service) exchange(w http.ResponseWriter, r *http.Request) (int, any) {
	if r.Method != http.MethodPost {
		return http.StatusMethodNotAllowed, &oauthError{"invalid_request", "Only POST is supported."}
	}
	r.Body = http.MaxBytesReader(w, r.Body, formLimit)
	if err := r.ParseForm(); err != nil {
		return http.StatusBadRequest, &oauthError{"invalid_request", "Malformed form."}
	}
	grant := r.PostForm.Get("grant_type")
	if grant != jwtBearer {
		return http.StatusBadRequest, &oauthError{"unsupported_grant_type", "Invalid grant_type: " + grant}
	}
	if bad := s.issuer.check(r.PostForm.Get("assertion")); bad != nil {
		return http.StatusBadRequest, bad
	}
	return http.StatusOK, tokenResponse{s.issuer.issue(), int(tokenLife.Seconds()), "Bearer"}
}
