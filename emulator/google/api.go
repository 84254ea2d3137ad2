package google

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// Method names a call, as Google's list of methods does.
type Method string

// The methods of the API, and the token endpoint.
const (
	MessagesCreate Method = "conversations.messages.create"
	ReceiptUpdate  Method = "conversations.messages.updateReceipt"
	EventsCreate   Method = "conversations.events.create"
	SurveysCreate  Method = "conversations.surveys.create"
	TokenIssue     Method = "token"
)

// bodyLimit is in bytes. Google documents none; the biggest valid message has about 200 kB.
const bodyLimit = 1 << 20

// call is one request to the API after everything that all methods have in common was checked.
type call struct {
	method       Method
	conversation string
	id           string // of the message in the path, or of the event or survey in the query
	query        url.Values
	body         []byte
}

// route says how one method is called and what does it.
type route struct {
	method Method
	verb   string
	query  string // the one query parameter of its own
	do     func(*call) (any, error)
}

// API is the handler of POST /token, of /v1/conversations/…, and of the images that customers send, which Google
// serves from its storage. It is made for the root of a host.
func (s *Service) API() http.Handler {
	mux := http.NewServeMux()
	for path, rt := range map[string]route{
		"/v1/conversations/{c}/messages":             {MessagesCreate, http.MethodPost, "forceFallback", s.createMessage},
		"/v1/conversations/{c}/messages/{m}/receipt": {ReceiptUpdate, http.MethodPatch, "", s.updateReceipt},
		"/v1/conversations/{c}/events":               {EventsCreate, http.MethodPost, "eventId", s.createEvent},
		"/v1/conversations/{c}/surveys":              {SurveysCreate, http.MethodPost, "surveyId", s.createSurvey},
	} {
		mux.HandleFunc(path, s.faulty(rt.method, func(w http.ResponseWriter, r *http.Request) outcome {
			return s.serve(w, r, rt)
		}))
	}
	mux.HandleFunc("/token", s.faulty(TokenIssue, s.serveToken))
	mux.HandleFunc("GET "+imagePath+"{bucket}/{id}", s.images.serve)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusNotFound, faultError(http.StatusNotFound).envelope())
	})
	return mux
}

// outcome is what a call comes to, before it is answered.
type outcome struct {
	event  Event
	answer any
	allow  string // the verb that would have been right
}

// faulty carries out a call, reports it and answers it, with the injected faults in between.
func (s *Service) faulty(m Method, do func(http.ResponseWriter, *http.Request) outcome) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f, ok := s.nextFault(m, r.PathValue("c"))
		if !ok || f.AnswerLost || f.Hold != nil {
			o := do(w, r)
			f.hold(r.Context())
			s.finish(w, o, f, ok && f.Hold == nil)
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
	s.emit(o.event)
	if o.event.Status == 0 {
		panic(http.ErrAbortHandler) // the server cuts the connection
	}
	if o.allow != "" {
		w.Header().Set("Allow", o.allow)
	}
	answer(w, o.event.Status, o.answer)
}

// serve carries out one call of the API.
func (s *Service) serve(w http.ResponseWriter, r *http.Request, rt route) outcome {
	c := &call{method: rt.method, conversation: r.PathValue("c"), id: r.PathValue("m")}
	result, err := s.carryOut(w, r, rt, c)
	o := outcome{answer: result, event: Event{
		Kind: APICalled, Method: c.method, Conversation: c.conversation, ID: c.id,
		Status: http.StatusOK, Body: c.body,
	}}
	if err != nil {
		bad := asAPIError(err)
		o.event.Status, o.event.Detail, o.answer = bad.code, bad.Error(), bad.envelope()
		if bad.code == http.StatusMethodNotAllowed {
			o.allow = rt.verb
		}
	}
	return o
}

func asAPIError(err error) *apiError {
	if bad, ok := errors.AsType[*apiError](err); ok {
		return bad
	}
	bad := faultError(http.StatusInternalServerError)
	bad.reason = err.Error()
	return bad
}

// carryOut is the order in which Google looks at a request: the route, the caller, the query, the body, then the
// method's own rules.
func (s *Service) carryOut(w http.ResponseWriter, r *http.Request, rt route, c *call) (any, error) {
	if r.Method != rt.verb {
		return nil, &apiError{code: http.StatusMethodNotAllowed, status: "UNIMPLEMENTED", message: "Method not allowed."}
	}
	if err := s.authenticate(r); err != nil {
		return nil, err
	}
	var err error
	if c.query, err = checkQuery(r.URL.RawQuery, rt.query); err != nil {
		return nil, err
	}
	if c.body, err = readBody(w, r); err != nil {
		return nil, err
	}
	return rt.do(c)
}

func (s *Service) authenticate(r *http.Request) error {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || !s.issuer.valid(token) {
		return faultError(http.StatusUnauthorized).because("no bearer token that is known and has not ended")
	}
	return nil
}

func (e *apiError) because(reason string) *apiError {
	e.reason = reason
	return e
}

// checkQuery refuses every parameter but the method's own and those that all of Google's methods take.
func checkQuery(raw, own string) (url.Values, error) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, invalid("", "Invalid query string.")
	}
	for name, values := range query {
		switch name {
		case own:
			if len(values) > 1 {
				return nil, invalid(name, "Invalid query: parameter %q is given more than once.", name)
			}
		case "prettyPrint", "fields", "key", "access_token", "oauth_token", "quotaUser", "callback",
			"uploadType", "upload_protocol", "$.xgafv":
		case "alt":
			if values[0] != "json" { // Google knows two more; the stand-in speaks JSON only
				return nil, invalid("alt", "Invalid value at 'alt': %q", values[0])
			}
		default:
			return nil, invalid("", "Invalid JSON payload received. Unknown name %q: Cannot bind query parameter. "+
				"Field '%s' could not be found in request message.", name, name)
		}
	}
	return query, nil
}

func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, invalid("", "Request payload size exceeds the limit: %d bytes.", bodyLimit)
		}
		return nil, invalid("", "Request payload could not be read.")
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if len(body) > 0 && (err != nil || kind != "application/json") {
		return nil, invalid("", "Content-Type must be application/json.")
	}
	return body, nil
}

// answer writes JSON.
func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client has gone, or it has not
}
