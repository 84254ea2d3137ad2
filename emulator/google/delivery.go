package google

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
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

// Error gives the reason in words.
func (e *DeliveryError) Error() string {
	if e.Err != nil {
		return "google: webhook did not answer: " + e.Err.Error()
	}
	return fmt.Sprintf("google: webhook answered %d, want 200", e.Status)
}

// Unwrap gives the error of the connection, if that was it.
func (e *DeliveryError) Unwrap() error { return e.Err }

// Sign gives the value of X-Goog-Signature: base64 of the HMAC-SHA512 of the raw body. The key is the token's text
// itself, not decoded from anything.
func Sign(token string, body []byte) string {
	mac := hmac.New(sha512.New, []byte(token))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// delivery is one event on its way to the webhook.
type delivery struct {
	phone     *Phone
	entry     string // id of the transcript entry whose state follows the delivery; may be empty
	payload   string // kind of payload
	requestID string
	body      []byte
	begun     time.Time
	first     chan error    // gets the outcome of the first attempt; holds one
	tried     chan struct{} // closed after the first attempt
}

// launch makes the first attempt once the one before it in the conversation has been made, then retries on its own.
func (s *Service) launch(d *delivery, before <-chan struct{}) {
	ok := s.spawn(func() {
		if err := s.firstAttempt(d, before); err != nil {
			s.retry(d)
		}
	})
	if !ok {
		d.first <- ErrClosed
		close(d.tried)
	}
}

func (s *Service) firstAttempt(d *delivery, before <-chan struct{}) error {
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
func (s *Service) retry(d *delivery) {
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

func (s *Service) drop(d *delivery) {
	s.emit(Event{Kind: WebhookDropped, Conversation: d.phone.conversation, ID: d.requestID, Payload: d.payload})
	s.cfg.Log.Warn("webhook delivery dropped after seven days", "conversation", d.phone.conversation, "payload", d.payload)
	d.phone.setState(d.entry, Dropped)
}

// attempt posts once and reports the outcome to watchers and to the phone.
func (s *Service) attempt(d *delivery, n int) error {
	e := Event{Conversation: d.phone.conversation, ID: d.requestID, Payload: d.payload, Attempt: n}
	e.Kind, e.Body = WebhookAttempted, d.body
	s.emit(e)
	e.Body = nil
	status, err := s.deliver(s.ctx, d.phone.agent, d.body)
	e.Status = status
	if err != nil {
		e.Kind, e.Detail = WebhookRefused, err.Error()
		s.emit(e)
		d.phone.setState(d.entry, Retrying)
		return err
	}
	e.Kind = WebhookAccepted
	s.emit(e)
	d.phone.setState(d.entry, Sent)
	return nil
}

// Deliver signs arbitrary bytes and posts them to the webhook of [Config.Agent] once, for tests that want to repeat an
// event or to send what Google would not. It gives the status of the answer, 0 when there was none; the error is a
// [*DeliveryError] unless the status is 200.
func (s *Service) Deliver(ctx context.Context, raw []byte) (status int, err error) {
	return s.deliver(ctx, s.agents[0], raw)
}

func (s *Service) deliver(ctx context.Context, a *Agent, raw []byte) (status int, err error) {
	s.mu.Lock()
	url := a.WebhookURL
	s.mu.Unlock()
	status, _, err = s.post(ctx, url, raw, Sign(s.cfg.ClientToken, raw))
	if err != nil {
		return 0, &DeliveryError{Err: err}
	}
	if status != http.StatusOK {
		return status, &DeliveryError{Status: status}
	}
	return status, nil
}

// post sends one request to a webhook, unsigned when signature is empty.
func (s *Service) post(ctx context.Context, url string, body []byte, signature string) (int, []byte, error) {
	if url == "" {
		return 0, nil, errors.New("no webhook URL is set")
	}
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, fmt.Errorf("webhook request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if signature != "" {
		req.Header.Set("X-Goog-Signature", signature)
	}
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
