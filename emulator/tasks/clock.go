package tasks

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Clock serves the clock: the functions read it with GET /clock, and POST /clock moves
// it, for example with {"advance": "30d"}.
func (s *Server) Clock() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /clock", func(w http.ResponseWriter, _ *http.Request) { s.answer(w) })
	mux.HandleFunc("POST /clock", func(w http.ResponseWriter, r *http.Request) {
		d, err := readAdvance(w, r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.Advance(d)
		s.answer(w)
	})
	return http.NewCrossOriginProtection().Handler(mux)
}

func (s *Server) answer(w http.ResponseWriter) {
	offset := s.Offset()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(map[string]any{ // fails only if the client has gone
		"offset_ms": offset.Milliseconds(),
		"now":       time.Now().Add(offset).UTC().Format(time.RFC3339Nano),
	})
}

func readAdvance(w http.ResponseWriter, r *http.Request) (time.Duration, error) {
	var body struct {
		Advance string `json:"advance"`
	}
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4<<10))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&body); err != nil {
		return 0, fmt.Errorf(`want {"advance": "30d"}: %w`, err)
	}
	return parse(body.Advance)
}

// maxStep is how far one request can move the clock.
const maxStep = 3660 * 24 * time.Hour

// parse reads a duration as time.ParseDuration does, optionally with days in front:
// "30d", "1d12h".
func parse(text string) (time.Duration, error) {
	bad := fmt.Errorf(`advance %q: want a duration such as "90s", "720h" or "30d", at most 3660d`, text)
	days, rest, found := strings.Cut(text, "d")
	if !found {
		days, rest = "0", text
	}
	n, err := strconv.ParseUint(days, 10, 12)
	if err != nil {
		return 0, bad
	}
	d := time.Duration(n) * 24 * time.Hour
	if rest != "" || !found {
		more, err := time.ParseDuration(rest)
		if err != nil || more < 0 {
			return 0, bad
		}
		d += min(more, maxStep)
	}
	if d <= 0 || d > maxStep {
		return 0, bad
	}
	return d, nil
}
