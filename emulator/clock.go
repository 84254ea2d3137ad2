package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// moveClock shows or moves the clock of the emulator that runs on this machine.
func moveClock(ctx context.Context, o options, stdout, _ io.Writer) error {
	host, err := clockHost(o.port)
	if err != nil {
		return err
	}
	if err := listening(ctx, host); err != nil {
		return err
	}
	method, body := http.MethodGet, []byte(nil)
	if len(o.args) > 0 {
		method = http.MethodPost
		body, _ = json.Marshal(map[string]string{"advance": o.args[0]})
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+host+"/clock", bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("clock: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("clock: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, _ := io.ReadAll(io.LimitReader(res.Body, 4096))
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("clock: %s", bytes.TrimSpace(answer))
	}
	var state struct {
		Now      time.Time `json:"now"`
		OffsetMS int64     `json:"offset_ms"`
	}
	if err := json.Unmarshal(answer, &state); err != nil {
		return fmt.Errorf("clock: %w", err)
	}
	ahead := time.Duration(state.OffsetMS) * time.Millisecond
	_, err = fmt.Fprintf(stdout, "%s, %s ahead of this machine\n", state.Now.Local().Format(time.RFC1123), ahead.Round(time.Second))
	return err
}

// clockHost is where the clock is: at the emulator that the environment file is of, as for
// the other commands, or else at the one on a port.
func clockHost(port int) (string, error) {
	text := os.Getenv("FRONTDESK_CLOCK_URL")
	if text == "" {
		return stack.ClockAt(port), nil
	}
	at, err := url.Parse(text)
	if err != nil || at.Host == "" {
		return "", fmt.Errorf("FRONTDESK_CLOCK_URL is no address: %q", text)
	}
	return at.Host, nil
}
