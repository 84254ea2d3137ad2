package google

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// How Google retries is documented only as "exponentially" and "for seven days"; the rest is chosen to be quick on a
// laptop.
const (
	firstBackoff   = 250 * time.Millisecond
	longestBackoff = 10 * time.Second
	retryFor       = 7 * 24 * time.Hour
	answerWithin   = 10 * time.Second // the documents speak of a time-out but not of its length
	answerLimit    = 64 << 10         // bytes of an answer's body that are read
)

// DeliveryError says that an attempt to post an event was not answered with 200.
type DeliveryError struct {
	Status int   // the answer's status; 0 when there was no answer
	Err    error // why there was no answer
}

// Error is the reason in words.
func (e *DeliveryError) Error() string {
	if e.Err != nil {
		return "google: webhook did not answer: " + e.Err.Error()
	}
	return fmt.Sprintf("google: webhook answered %d, want 200", e.Status)
}

// Unwrap returns the error of the connection, if that was it.
func (e *DeliveryError) Unwrap() error { return e.Err }

// Sign returns the value of X-Goog-Signature: base64 of the HMAC-SHA512 of what a service signs. The key is the token's
// text itself, not decoded from anything.
func Sign(token string, signed []byte) string {
	mac := hmac.New(sha512.New, []byte(token))
	mac.Write(signed)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// ReplaceToken has a service sign with another client token from now on.
func (s *Service) ReplaceToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = token
}

// Token is the client token that is signed with now, for which one was configured.
func (s *Service) Token(configured string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return cmp.Or(s.token, configured)
}

// Delivery is one event on its way to a webhook.
type Delivery struct {
	Conversation string
	ID           string             // of the request, for watchers
	Payload      string             // kind of payload, for watchers
	URL          func() string      // where the webhook is now; asked before each attempt
	Header       func() http.Header // beside the content type: the signature; asked before each attempt, as the token may be replaced
	Body         []byte
	Report       func(phone.State) // hears how far the delivery got: Sent, Retrying or Dropped

	begun time.Time
	first chan error    // gets the outcome of the first attempt; holds one
	tried chan struct{} // closed after the first attempt
}

// Begin makes the first attempt once the one before it in the conversation has been made, then retries on its own. What
// it returns gets the outcome of the first attempt: nil, [ErrClosed] or a [*DeliveryError].
func (s *Service) Begin(d Delivery) (first <-chan error) {
	d.begun, d.first, d.tried = s.Now(), make(chan error, 1), make(chan struct{})
	s.mu.Lock()
	before := s.last[d.Conversation]
	s.last[d.Conversation] = d.tried
	s.events[d.Conversation] = append(s.events[d.Conversation], d.Body)
	s.mu.Unlock()
	ok := s.spawn(func() {
		if err := s.firstAttempt(&d, before); err != nil {
			s.retry(&d)
		}
	})
	if !ok {
		d.first <- ErrClosed
		close(d.tried)
	}
	return d.first
}

// Events returns every event of a conversation as it was first posted, in order, for tests that compare or repeat them.
func (s *Service) Events(conversation string) [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events[conversation])
}

func (s *Service) firstAttempt(d *Delivery, before <-chan struct{}) error {
	defer close(d.tried)
	if before != nil {
		select {
		case <-before:
		case <-s.ctx.Done():
			d.first <- ErrClosed
			return ErrClosed
		}
	}
	err := s.attempt(d, 1)
	d.first <- err
	return err
}

// retry goes on until the webhook accepts, seven days have passed, or the service closes.
func (s *Service) retry(d *Delivery) {
	wait := firstBackoff
	for n := 2; ; n++ {
		if !s.pause(wait) {
			return
		}
		if s.cfg.Now().Sub(d.begun) > retryFor {
			s.drop(d)
			return
		}
		if s.attempt(d, n) == nil {
			return
		}
		wait = min(2*wait, longestBackoff)
	}
}

// After calls do once the time has passed, unless the service closes before.
func (s *Service) After(d time.Duration, do func()) {
	s.spawn(func() {
		if s.pause(d) {
			do()
		}
	})
}

func (s *Service) pause(d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}

func (s *Service) drop(d *Delivery) {
	d.Report(phone.Dropped)
	s.Emit(Event{Kind: WebhookDropped, Conversation: d.Conversation, ID: d.ID, Payload: d.Payload})
	s.cfg.Log.Warn("webhook delivery dropped after seven days", "conversation", d.Conversation, "payload", d.Payload)
}

// attempt posts once and reports the outcome to the phone and then to watchers, who may look at the phone.
func (s *Service) attempt(d *Delivery, n int) error {
	e := Event{Conversation: d.Conversation, ID: d.ID, Payload: d.Payload, Attempt: n}
	e.Kind, e.Body = WebhookAttempted, d.Body
	s.Emit(e)
	e.Body = nil
	status, err := s.PostEvent(s.ctx, d.URL(), d.Header(), d.Body)
	e.Status = status
	if err != nil {
		e.Kind, e.Detail = WebhookRefused, err.Error()
		d.Report(phone.Retrying)
		s.Emit(e)
		return err
	}
	e.Kind = WebhookAccepted
	d.Report(phone.Sent)
	s.Emit(e)
	return nil
}

// PostEvent posts an event to a webhook once. It returns the status of the answer, 0 if there was none; the error is a
// [*DeliveryError] unless the status is 200.
func (s *Service) PostEvent(ctx context.Context, url string, header http.Header, body []byte) (status int, err error) {
	status, _, err = s.post(ctx, url, header, body)
	if err != nil {
		return 0, &DeliveryError{Err: err}
	}
	if status != http.StatusOK {
		return status, &DeliveryError{Status: status}
	}
	return status, nil
}

// post sends one request to a webhook.
func (s *Service) post(ctx context.Context, url string, header http.Header, body []byte) (int, []byte, error) {
	if url == "" {
		return 0, nil, errors.New("no webhook URL is set")
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("webhook request: %w", err)
	}
	maps.Copy(req.Header, header)
	req.Header.Set("Content-Type", "application/json")
	res, err := s.client.Do(req)
	if err != nil {
		return 0, nil, fmt.Errorf("webhook: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, answerLimit))
	if err != nil {
		return 0, nil, fmt.Errorf("webhook's answer: %w", err)
	}
	return res.StatusCode, answer, nil
}
