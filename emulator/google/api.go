package google

import (
	"cmp"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Method names a call, as Google's list of methods does.
type Method string

// TokenIssue is the token endpoint.
const TokenIssue Method = "token"

// bodyLimit is in bytes. Google documents none; the biggest valid message has about 200 kB.
const bodyLimit = 1 << 20

// Call is one request to the API after everything that all methods have in common was checked.
type Call struct {
	Method       Method
	Conversation string
	ID           string // of the message in the path; Do sets it to the id in the query or the body
	Query        url.Values
	ContentType  string // of the body, with its parameters
	Body         []byte

	types string
}

// Route says how one method is called and what does it.
type Route struct {
	Method Method
	Verb   string
	Path   string   // with {c} for the conversation and {m} for a message
	Query  []string // the query parameters that only this method takes
	Upload int64    // bytes of a body that may be of any type; 0 for a method that takes JSON
	Do     func(*Call) (any, error)
}

// RequiredID reads the id that a create method requires in its query.
func (c *Call) RequiredID(parameter string) error {
	c.ID = c.Query.Get(parameter)
	if c.ID == "" {
		return &Error{
			code: http.StatusBadRequest, status: "INVALID_ARGUMENT", message: "Missing required query parameter " + parameter + ".",
		}
	}
	return nil
}

// Mux serves POST /token and the methods of an API. It expects to be at the root of a host.
func (s *Service) Mux(routes ...Route) *http.ServeMux {
	mux := http.NewServeMux()
	for _, rt := range routes {
		mux.HandleFunc(rt.Path, s.faulty(rt.Method, func(w http.ResponseWriter, r *http.Request) outcome {
			return s.serve(w, r, rt)
		}))
	}
	mux.HandleFunc("/token", s.faulty(TokenIssue, s.serveToken))
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusNotFound, faultError(http.StatusNotFound).envelope())
	})
	return mux
}

// outcome is the result of a call, before it is answered.
type outcome struct {
	event  Event
	answer any
	allow  string // the verb that would have been right
}

// faulty carries out a call, reports it and answers it, with the injected faults in between.
func (s *Service) faulty(m Method, do func(http.ResponseWriter, *http.Request) outcome) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f, ok := s.nextFault(m, r.PathValue("c"))
		if !ok || f.AnswerLost || f.late() {
			o := do(w, r)
			f.hold(r.Context())
			s.finish(w, o, f, ok && !f.late())
			return
		}
		s.finish(w, outcome{event: Event{Kind: APICalled, Method: m, Conversation: r.PathValue("c")}}, f, ok)
	}
}

func (s *Service) finish(w http.ResponseWriter, o outcome, f Fault, isFault bool) {
	if isFault {
		o.event.Detail = fmt.Sprintf("injected fault; carried out: %t", f.AnswerLost)
		o.event.Status, o.answer = f.Status, faultError(f.Status).envelope()
	}
	s.Emit(o.event)
	if o.event.Status == 0 {
		panic(http.ErrAbortHandler) // the server cuts the connection
	}
	if o.allow != "" {
		w.Header().Set("Allow", o.allow)
	}
	answer(w, o.event.Status, o.answer)
}

// serve carries out one call of the API.
func (s *Service) serve(w http.ResponseWriter, r *http.Request, rt Route) outcome {
	c := &Call{Method: rt.Method, Conversation: r.PathValue("c"), ID: r.PathValue("m"), types: s.cfg.Types}
	result, err := s.carryOut(w, r, rt, c)
	o := outcome{answer: result, event: Event{
		Kind: APICalled, Method: c.Method, Conversation: c.Conversation, ID: c.ID,
		Status: http.StatusOK, Body: c.Body,
	}}
	if err != nil {
		bad := asAPIError(err)
		o.event.Status, o.event.Detail, o.answer = bad.code, bad.Error(), bad.envelope()
		if bad.code == http.StatusMethodNotAllowed {
			o.allow = rt.Verb
		}
	}
	return o
}

func asAPIError(err error) *Error {
	if bad, ok := errors.AsType[*Error](err); ok {
		return bad
	}
	bad := faultError(http.StatusInternalServerError)
	bad.reason = err.Error()
	return bad
}

// carryOut is the order in which Google looks at a request: the route, the caller, the query, the body, then the
// method's own rules.
func (s *Service) carryOut(w http.ResponseWriter, r *http.Request, rt Route, c *Call) (any, error) {
	if r.Method != rt.Verb {
		return nil, &Error{code: http.StatusMethodNotAllowed, status: "UNIMPLEMENTED", message: "Method not allowed."}
	}
	if err := s.authenticate(r); err != nil {
		return nil, err
	}
	var err error
	if c.Query, err = checkQuery(r.URL.RawQuery, rt.Query); err != nil {
		return nil, err
	}
	c.ContentType = r.Header.Get("Content-Type")
	if c.Body, err = readBody(w, r, rt.Upload); err != nil {
		return nil, err
	}
	return rt.Do(c)
}

func (s *Service) authenticate(r *http.Request) error {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || !s.issuer.valid(token) {
		return faultError(http.StatusUnauthorized).because("no bearer token that is known and has not ended")
	}
	return nil
}

// checkQuery refuses every parameter but the method's own and those that all of Google's methods take.
func checkQuery(raw string, own []string) (url.Values, error) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, Invalid("", "Invalid query string.")
	}
	for name, values := range query {
		if slices.Contains(own, name) {
			if len(values) > 1 {
				return nil, Invalid(name, "Invalid query: parameter %q is given more than once.", name)
			}
			continue
		}
		switch name {
		case "prettyPrint", "fields", "key", "access_token", "oauth_token", "quotaUser", "callback",
			"uploadType", "upload_protocol", "$.xgafv":
		case "alt":
			if values[0] != "json" { // Google knows two more; the stand-in speaks JSON only
				return nil, Invalid("alt", "Invalid value at 'alt': %q", values[0])
			}
		default:
			return nil, Invalid("", "Invalid JSON payload received. Unknown name %q: Cannot bind query parameter. "+
				"Field '%s' could not be found in request message.", name, name)
		}
	}
	return query, nil
}

// readBody reads JSON, or, with a limit, anything.
func readBody(w http.ResponseWriter, r *http.Request, upload int64) ([]byte, error) {
	limit := cmp.Or(upload, bodyLimit)
	body, err := inflate(r.Header.Get("Content-Encoding"), http.MaxBytesReader(w, r.Body, limit), limit)
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, Invalid("", "Request payload size exceeds the limit: %d bytes.", limit)
		}
		return nil, Invalid("", "Request payload could not be read.")
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if upload == 0 && len(body) > 0 && (err != nil || kind != "application/json") {
		return nil, Invalid("", "Content-Type must be application/json.")
	}
	return body, nil
}

// inflate reads a body, which Google's Java client compresses unless it is told not to. The limit holds for what comes
// out of it.
func inflate(encoding string, body io.ReadCloser, limit int64) ([]byte, error) {
	switch strings.ToLower(encoding) {
	case "", "identity":
	case "gzip":
		inflated, err := gzip.NewReader(body)
		if err != nil {
			return nil, err
		}
		body = http.MaxBytesReader(nil, inflated, limit)
	default:
		return nil, errors.New("an encoding that nobody knows")
	}
	return io.ReadAll(body)
}

// answer writes JSON.
func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // fails only if the client has gone
}
