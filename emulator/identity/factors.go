package identity

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"
)

// factors stands before the emulator and adds what it lacks: second factors of
// authenticator apps (TOTP). The emulator knows those of phone numbers only. So each app
// has a number here that is nobody's, which the emulator takes for the second factor, and
// whoever gives the app's code is let through there as if they had got a message. What
// the emulator answers then says totp. It stays the one that knows accounts, and refuses.
type factors struct {
	emulator *Emulator
	// inner is the emulator's own address.
	inner string
	proxy *httputil.ReverseProxy
	now   func() time.Time

	mu      sync.Mutex
	pending map[string]enrolment // by the name of the session
	apps    map[string]*app      // by the id of the second factor
	numbers int
}

// enrolment is an app that has not given its first code yet.
type enrolment struct {
	app   *app
	until time.Time
}

// enrolmentTime is how long an agent has for the first code.
const enrolmentTime = 5 * time.Minute

// front starts to listen before the emulator, whose address is its own from then on.
func (e *Emulator) front() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	f := &factors{emulator: e, inner: e.Host, now: time.Now, pending: map[string]enrolment{}, apps: map[string]*app{}}
	f.proxy = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: f.inner})
			r.Out.Header.Del("Accept-Encoding")
		},
		ModifyResponse: f.rewrite,
	}
	e.server = &http.Server{Handler: f, ReadHeaderTimeout: time.Minute}
	e.Host = listener.Addr().String()
	go func() { _ = e.server.Serve(listener) }()
	return nil
}

// request is what a client asks about a second factor.
type request struct {
	IDToken     string    `json:"idToken"`
	DisplayName string    `json:"displayName"`
	Pending     string    `json:"mfaPendingCredential"`
	Factor      string    `json:"mfaEnrollmentId"`
	Begins      *struct{} `json:"totpEnrollmentInfo"`
	Verifies    *struct {
		Session string `json:"sessionInfo"`
		Code    string `json:"verificationCode"`
	} `json:"totpVerificationInfo"`
}

// accounts is where the calls are that this answers itself.
const accounts = "/identitytoolkit.googleapis.com/v2/accounts/"

// ServeHTTP answers what is about apps, and leaves the rest to the emulator.
func (f *factors) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	answer := map[string]func(context.Context, request) (any, error){
		"POST " + accounts + "mfaEnrollment:start":    f.begin,
		"POST " + accounts + "mfaEnrollment:finalize": f.enrol,
		"POST " + accounts + "mfaSignIn:finalize":     f.signIn,
	}[r.Method+" "+r.URL.Path]
	if answer == nil {
		f.proxy.ServeHTTP(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	var in request
	if err != nil || json.Unmarshal(body, &in) != nil || in.Begins == nil && in.Verifies == nil {
		r.Body = io.NopCloser(bytes.NewReader(body)) // a phone's
		f.proxy.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Content-Type", "application/json")
	out, err := answer(r.Context(), in)
	if refused, ok := errors.AsType[refusal](err); ok {
		w.WriteHeader(http.StatusBadRequest)
		out = map[string]any{"error": map[string]any{"code": http.StatusBadRequest, "message": string(refused)}}
	} else if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		out = map[string]any{"error": map[string]any{"code": http.StatusBadGateway, "message": err.Error()}}
	}
	_ = json.NewEncoder(w).Encode(out)
}

// refusal is why Identity Platform refuses something, in its words.
type refusal string

func (r refusal) Error() string { return string(r) }

// begin makes a key for an app, if the emulator lets the bearer of the token have a second
// factor: whose address is not verified may not.
func (f *factors) begin(ctx context.Context, in request) (any, error) {
	f.mu.Lock()
	f.numbers++
	number := fmt.Sprintf("+1555%07d", f.numbers)
	f.mu.Unlock()
	var out struct {
		Phone struct {
			Session string `json:"sessionInfo"`
		} `json:"phoneSessionInfo"`
	}
	err := f.call(ctx, "mfaEnrollment:start", map[string]any{
		"idToken": in.IDToken, "phoneEnrollmentInfo": map[string]any{"phoneNumber": number},
	}, &out)
	if err != nil {
		return nil, err
	}
	e := enrolment{newApp(), f.now().Add(enrolmentTime)}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pending[out.Phone.Session] = e
	return map[string]any{"totpSessionInfo": map[string]any{
		"sharedSecretKey": e.app.secret(), "verificationCodeLength": digits, "hashingAlgorithm": "SHA1",
		"periodSec": int(period / time.Second), "sessionInfo": out.Phone.Session, "finalizeEnrollmentTime": e.until.UTC().Format(time.RFC3339),
	}}, nil
}

// enrol adds an app to an account, if the code is its.
func (f *factors) enrol(ctx context.Context, in request) (any, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	e, ok := f.pending[in.Verifies.Session]
	switch {
	case !ok:
		return nil, refusal("INVALID_SESSION_INFO")
	case f.now().After(e.until):
		return nil, refusal("SESSION_EXPIRED")
	case !e.app.takes(in.Verifies.Code, f.now()):
		return nil, refusal("INVALID_CODE")
	}
	out, err := f.finish(ctx, "mfaEnrollment:finalize", in.Verifies.Session, map[string]any{
		"idToken": in.IDToken, "displayName": in.DisplayName,
	})
	if err != nil {
		return nil, err
	}
	token, _ := out["idToken"].(string)
	_, factor := secondFactor(token)
	delete(f.pending, in.Verifies.Session)
	f.apps[factor] = e.app
	return f.translated(out), nil
}

// signIn ends a sign-in by the code of an app.
func (f *factors) signIn(ctx context.Context, in request) (any, error) {
	var begun struct {
		Phone struct {
			Session string `json:"sessionInfo"`
		} `json:"phoneResponseInfo"`
	}
	// It is the emulator that knows whose sign-in this is, and whose second factor.
	err := f.call(ctx, "mfaSignIn:start", map[string]any{
		"mfaPendingCredential": in.Pending, "mfaEnrollmentId": in.Factor, "phoneSignInInfo": map[string]any{},
	}, &begun)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	a, ok := f.apps[in.Factor]
	switch {
	case !ok:
		return nil, refusal("MFA_ENROLLMENT_NOT_FOUND")
	case !a.takes(in.Verifies.Code, f.now()):
		return nil, refusal("INVALID_CODE")
	}
	out, err := f.finish(ctx, "mfaSignIn:finalize", begun.Phone.Session, map[string]any{"mfaPendingCredential": in.Pending})
	if err != nil {
		return nil, err
	}
	return f.translated(out), nil
}

// finish gives the emulator the code that it would have sent to a phone.
func (f *factors) finish(ctx context.Context, method, session string, body map[string]any) (out map[string]any, err error) {
	var sent struct {
		Codes []struct {
			Session string `json:"sessionInfo"`
			Code    string `json:"code"`
		} `json:"verificationCodes"`
	}
	inner := &Emulator{Host: f.inner, project: f.emulator.project}
	if err := inner.call(ctx, http.MethodGet, "/emulator/v1/projects/"+inner.project+"/verificationCodes", nil, &sent); err != nil {
		return nil, err
	}
	for _, c := range sent.Codes {
		if c.Session == session {
			body["phoneVerificationInfo"] = map[string]any{"sessionInfo": session, "code": c.Code}
		}
	}
	err = f.call(ctx, method, body, &out)
	return out, err
}

// call asks the emulator what a client would, and repeats what it refuses.
func (f *factors) call(ctx context.Context, method string, body, answer any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+f.inner+accounts+method+"?key=any", bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		var refused struct {
			Error struct {
				Message string `json:"message"`
			} `json:"error"`
		}
		if err := json.NewDecoder(res.Body).Decode(&refused); err != nil {
			return fmt.Errorf("identity: %s: %w", res.Status, err)
		}
		return refusal(refused.Error.Message)
	}
	if err := json.NewDecoder(res.Body).Decode(answer); err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	return nil
}
