// Package clock tells the time: the real one or, beside the stand-in for Cloud
// Tasks, the one that somebody has moved forward.
package clock

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// askTimeout is how long the stand-in, on this very machine, may take to answer.
// Only one that hangs ever does.
const askTimeout = 2 * time.Second

// New returns now itself. With a stand-in, whose host and port emulator is, it
// returns a clock that is as far ahead of now as the stand-in's: it asks at every
// call, so that whoever looks after the clock was moved sees the new time. While
// there is no answer the last one stays good.
func New(now func() time.Time, emulator string) func() time.Time {
	if emulator == "" {
		return now
	}
	m := &moved{now: now, url: "http://" + emulator + "/clock"}
	// No proxy, and connections enough for all who ask at the same time.
	m.client = &http.Client{Timeout: askTimeout, Transport: &http.Transport{
		MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute,
	}}
	return m.tell
}

// moved is a clock that somebody moves.
type moved struct {
	now    func() time.Time
	url    string
	client *http.Client
	last   atomic.Int64 // the last answer
}

func (m *moved) tell() time.Time {
	offset, ok := m.ask()
	if !ok {
		offset = m.last.Load()
	}
	m.last.Store(offset)
	return m.now().Add(time.Duration(offset) * time.Millisecond)
}

// ask returns how far ahead the stand-in's clock is, in milliseconds.
func (m *moved) ask() (offset int64, ok bool) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, m.url, http.NoBody)
	if err != nil {
		return 0, false
	}
	res, err := m.client.Do(req)
	if err != nil {
		return 0, false
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, 4<<10))
	_ = res.Body.Close()
	var state struct {
		Offset *int64 `json:"offset_ms"`
	}
	if err != nil || res.StatusCode != http.StatusOK || json.Unmarshal(body, &state) != nil || state.Offset == nil {
		return 0, false
	}
	return *state.Offset, true
}
