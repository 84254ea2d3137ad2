package phone

import (
	"embed"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"regexp"
	"strings"
)

//go:embed web
var web embed.FS

// policy lets the page load what is its own, and pictures, sounds and films from anywhere that a message may name.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"img-src 'self' data: https: http://127.0.0.1:* http://localhost:*; " +
	"media-src 'self' https: http://127.0.0.1:* http://localhost:*; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// actionLimit is in bytes; the longest thing a customer does is a text.
const actionLimit = 64 << 10

var conversationID = regexp.MustCompile(`^[A-Za-z0-9._~+-]{1,128}$`)

// Pages serves the customer's phone as a web page, with what the page needs. It expects to be at the root; a caller that
// has it elsewhere uses http.StripPrefix("/phone", phones.Pages()) and the path "/phone/". Whoever can reach it is the customer, so
// it answers only requests that name a loopback host and do not come from another site's page.
func (ps *Phones) Pages() http.Handler {
	files, err := fs.Sub(web, "web")
	if err != nil {
		panic("phone: web is not embedded: " + err.Error())
	}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(files))
	mux.HandleFunc("GET /events", ps.serveEvents)
	mux.HandleFunc("GET /phones", ps.servePhones)
	mux.HandleFunc("POST /file", ps.serveFile)
	for name, do := range actions() {
		mux.HandleFunc("POST /"+name, ps.serveAction(do))
	}
	return guard(http.NewCrossOriginProtection().Handler(mux))
}

// guard sets the headers of every answer and turns away what is not from this machine: a name that was made to point
// here, or a page of another site that opens the stream.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if !IsLoopback(strings.Trim(host, "[]")) {
			refuse(w, http.StatusForbidden, "the phone is for this machine only")
			return
		}
		if r.Header.Get("Sec-Fetch-Site") == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
			refuse(w, http.StatusForbidden, "the phone is for its own page only")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// refuse answers the page with an error.
func refuse(w http.ResponseWriter, status int, reason string) {
	answerJSON(w, status, map[string]string{"error": reason})
}

// serveAction does something that the customer did on the page. It does not wait for the delivery: how that goes is
// part of what the page is shown.
func (ps *Phones) serveAction(do func(*Phone, json.RawMessage) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || kind != "application/json" {
			refuse(w, http.StatusUnsupportedMediaType, "want application/json")
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, actionLimit))
		if err != nil {
			refuse(w, http.StatusRequestEntityTooLarge, "too long")
			return
		}
		ps.act(w, r, func(p *Phone) error { return do(p, body) })
	}
}

// act finds the phone of the request and does something with it.
func (ps *Phones) act(w http.ResponseWriter, r *http.Request, do func(*Phone) error) {
	p, ok := ps.Find(r.URL.Query().Get("conversation"))
	if !ok {
		refuse(w, http.StatusNotFound, "no such phone")
		return
	}
	switch err := do(p); {
	case errors.Is(err, errTooBig):
		refuse(w, http.StatusRequestEntityTooLarge, err.Error())
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	default:
		w.WriteHeader(http.StatusAccepted)
	}
}

// serveFile takes the bytes of a file as the body.
func (ps *Phones) serveFile(w http.ResponseWriter, r *http.Request) {
	ps.act(w, r, func(p *Phone) error {
		contentType, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
		_, _, err := p.attach(r.URL.Query().Get("name"), contentType, r.Body)
		return err
	})
}

// servePhones lists the customers there are, for the page's menu.
func (ps *Phones) servePhones(w http.ResponseWriter, _ *http.Request) {
	type line struct {
		Conversation string `json:"conversation"`
		Name         string `json:"name"`
		Agent        string `json:"agent"`
		Brand        string `json:"brand"`
	}
	list := []line{}
	for _, p := range ps.All() {
		list = append(list, line{p.conversation, p.Settings().DisplayName, p.agent.Name, p.agent.Brand})
	}
	answerJSON(w, http.StatusOK, list)
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // fails only if the page has gone
}

// IsLoopback says whether a host is this machine.
func IsLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
