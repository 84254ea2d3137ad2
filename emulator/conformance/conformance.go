// Package conformance is the contract of a channel's adapter, as tests that every
// adapter has to pass.
package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// Subject is an adapter and the provider that it talks to.
type Subject struct {
	Adapter channel.Adapter
	// Sign returns the headers of a request that the key signed.
	Sign func(body []byte, key string) http.Header
	// Unwrap takes what is signed out of a request's body, and Wrap puts it into one. They
	// are nil for a channel that signs the whole body.
	Unwrap func(body []byte) []byte
	Wrap   func(signed []byte) []byte
	// Handshake is a request that tries the URL out for the key, and its answer; it is
	// nil for a channel without one.
	Handshake func(key string) (r channel.Request, answer string)
	// Payloads are bodies of recorded requests, one of every kind, by name.
	Payloads map[string][]byte
	// Silent are the names of those that are about no customer, and bring no event.
	Silent []string
	// Peer is a customer who may be written to.
	Peer channel.Peer
	// Customers is how many the recorded requests bring events of.
	Customers int
	// Fail makes the provider answer the next call with the HTTP status; Lose makes
	// it carry the call out and cut the connection.
	Fail func(status int)
	Lose func()
	// Received returns how often the customer got the message of that id.
	Received func(id string) int
	// Files are customers' files by the addresses that events give, and Get fetches from
	// the channel's origins.
	Files map[string][]byte
	Get   channel.Get
}

// Run runs the suite.
func Run(t *testing.T, s Subject) {
	t.Helper()
	t.Run("admits what one of the keys signed and nothing else", s.admits)
	t.Run("answers a handshake with the right token only", s.handshake)
	t.Run("decodes every payload, the same way each time", s.decodes)
	t.Run("refuses what it cannot hand over, without a panic", s.garbage)
	t.Run("lets nothing in that is too long to be stored", s.bounds)
	t.Run("sends every kind that its limits promise", s.sends)
	t.Run("names the field that breaks a limit", s.limits)
	t.Run("cuts a long text and keeps the id", s.cuts)
	t.Run("says what became of a send", s.outcomes)
	t.Run("finds its way by its profile", s.profile)
	t.Run("fetches files from its origins alone", s.files)
}

// signed is what is signed of a request's body.
func (s Subject) signed(body []byte) []byte {
	if s.Unwrap == nil {
		return body
	}
	return s.Unwrap(body)
}

// request is the body of a request of which this is signed.
func (s Subject) request(signed []byte) []byte {
	if s.Wrap == nil {
		return signed
	}
	return s.Wrap(signed)
}

// post is a request with a body.
func post(body []byte, header http.Header) channel.Request {
	return channel.Request{Method: http.MethodPost, Header: header.Values, Body: body}
}

func (s Subject) admits(t *testing.T) {
	for name, body := range s.Payloads {
		header := s.Sign(body, "key")
		for _, keys := range [][]string{{"key"}, {"other", "key"}, {"key", ""}} {
			if _, err := s.Adapter.Admit(post(body, header), keys); err != nil {
				t.Errorf("%s, keys %q: %v", name, keys, err)
			}
		}
		repeated := header.Clone()
		for name, values := range header {
			repeated[name] = append(slices.Clone(values), values...)
		}
		for what, refused := range map[string]struct {
			body   []byte
			header http.Header
			keys   []string
		}{
			"another key":         {body, header, []string{"other"}},
			"no key":              {body, header, nil},
			"an empty key":        {body, s.Sign(body, ""), []string{""}},
			"another body":        {s.request(append(slices.Clone(s.signed(body)), ' ')), header, []string{"key"}},
			"no signature":        {body, http.Header{}, []string{"key"}},
			"a repeated header":   {body, repeated, []string{"key"}},
			"an empty body's own": {nil, header, []string{"key"}},
		} {
			if a, err := s.Adapter.Admit(post(refused.body, refused.header), refused.keys); err == nil {
				t.Errorf("%s, %s: admitted as %+v", name, what, a)
			}
		}
	}
}

func (s Subject) handshake(t *testing.T) {
	if s.Handshake == nil {
		t.Skip("the channel has no handshake")
	}
	r, answer := s.Handshake("key")
	if !slices.Contains(s.Adapter.Profile().Methods, r.Method) {
		t.Errorf("the profile does not allow %s", r.Method)
	}
	a, err := s.Adapter.Admit(r, []string{"other", "key"})
	if want := (channel.Admission{Handshake: true, Answer: answer}); err != nil || !cmp.Equal(a, want) {
		t.Errorf("admission %+v, error %v, want %+v", a, err, want)
	}
	if a, err := s.Adapter.Admit(r, []string{"other"}); err == nil || strings.Contains(err.Error(), answer) {
		t.Errorf("with another token: admission %+v, error %v", a, err)
	}
}

// noRules mask nothing.
func noRules() (*mask.Set, error) { return new(mask.Set), nil }

// decode decodes the parts of a request that the key signed.
func (s Subject) decode(body []byte) ([]channel.Inbound, error) {
	admission, err := s.Adapter.Admit(post(body, s.Sign(body, "key")), []string{"key"})
	if err != nil {
		return nil, fmt.Errorf("admit: %w", err)
	}
	var events []channel.Inbound
	for _, part := range admission.Parts {
		some, err := channel.Decode(s.Adapter, channel.Delivery{Account: "acme", Body: part.Body, ReceivedAt: receivedAt()}, noRules)
		if err != nil {
			return nil, fmt.Errorf("decode: %w", err)
		}
		for _, e := range some {
			if part.Key != "" && part.Key != e.Peer.Key {
				return nil, fmt.Errorf("an event of %q is in order with those of %q", e.Peer.Key, part.Key)
			}
		}
		events = append(events, some...)
	}
	return events, nil
}

func (s Subject) decodes(t *testing.T) {
	seen, customers := map[channel.Kind]bool{}, map[string]bool{}
	for name, body := range s.Payloads {
		events, err := s.decode(body)
		if err != nil || (len(events) == 0) != slices.Contains(s.Silent, name) {
			t.Errorf("%s: %d events, error %v", name, len(events), err)
		}
		if again, _ := s.decode(body); !cmp.Equal(events, again) {
			t.Errorf("%s: a second delivery is decoded otherwise:\n%s", name, cmp.Diff(events, again))
		}
		for _, e := range events {
			seen[e.Kind], customers[e.Peer.Key] = true, true
			if e.ID == "" || e.SentAt.IsZero() || e.Peer.Key == "" || e.Peer.Account != "acme" ||
				e.Peer.Channel != s.Adapter.Profile().Channel || !slices.Contains(channel.InboundKinds(), e.Kind) {
				t.Errorf("%s: event %+v is incomplete", name, e)
			}
			if e.Kind == channel.Other && len(e.Raw) == 0 {
				t.Errorf("%s: an event of no known kind is not kept as it came", name)
			}
		}
	}
	for _, kind := range []channel.Kind{channel.Text, channel.Choice, channel.File, channel.Receipt, channel.Typing, channel.Other} {
		if !seen[kind] {
			t.Errorf("no payload is a %s", kind)
		}
	}
	if len(customers) != s.Customers {
		t.Errorf("there are events of %d customers, want %d", len(customers), s.Customers)
	}
}

func (s Subject) garbage(t *testing.T) {
	for _, body := range []string{"", "null", "0", "[]", `""`, "{}", "{", "\xff\xfe", strings.Repeat("[", 10_000)} {
		for _, request := range [][]byte{[]byte(body), s.request([]byte(body))} {
			if events, err := s.decode(request); err == nil {
				t.Errorf("%.20q is decoded as %+v", body, events)
			}
		}
	}
	for name, body := range s.Payloads {
		signed := s.signed(body)
		for cut := range signed {
			if events, err := s.decode(s.request(signed[:cut])); err == nil && len(events) == 0 {
				t.Errorf("%s, cut at %d: neither an event nor an error", name, cut)
			}
		}
		if events, err := s.decode(body[:len(body)/2]); err == nil {
			t.Errorf("half of %s is decoded as %+v", name, events)
		}
	}
}

// prepare prepares a message that is within the limits.
func (s Subject) prepare(t *testing.T, o channel.Outbound) []channel.Outbound {
	t.Helper()
	messages, err := s.Adapter.Prepare(o)
	if err != nil {
		t.Fatalf("prepare %s: %v", o.ID, err)
	}
	if last := messages[len(messages)-1]; last.ID != o.ID {
		t.Errorf("the last message of %s has the id %s", o.ID, last.ID)
	}
	return messages
}

func (s Subject) sends(t *testing.T) {
	for name, o := range s.samples() {
		times := 1
		if s.Adapter.Profile().Idempotent {
			times = 2 // the second time as after a crash
		}
		for range times {
			for _, m := range s.prepare(t, o) {
				if _, err := s.Adapter.Send(t.Context(), s.Peer, m); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		if !o.Kind.Signal() && s.Received(o.ID) != 1 {
			t.Errorf("%s: the customer got it %d times, want once", name, s.Received(o.ID))
		}
	}
}

func (s Subject) limits(t *testing.T) {
	for field, o := range s.tooMuch() {
		_, err := s.Adapter.Prepare(o)
		limit, ok := errors.AsType[*channel.LimitError](err)
		if !ok || limit.Field != field {
			t.Errorf("%s: error %v", field, err)
		}
	}
}

func (s Subject) cuts(t *testing.T) {
	text := strings.Repeat("word ", s.Adapter.Profile().Text)
	messages := s.prepare(t, channel.Outbound{ID: "long", Text: text})
	ids := map[string]bool{}
	var words []string
	for _, m := range messages {
		ids[m.ID] = true
		words = append(words, strings.Fields(m.Text)...)
	}
	if len(messages) < 5 || len(ids) != len(messages) || !slices.Equal(words, strings.Fields(text)) {
		t.Errorf("%d messages with %d ids and %d words", len(messages), len(ids), len(words))
	}
	if again := s.prepare(t, channel.Outbound{ID: "long", Text: text}); !cmp.Equal(messages, again) {
		t.Error("a second attempt is cut otherwise")
	}
}

// profile holds what the profile says against what the adapter does.
func (s Subject) profile(t *testing.T) {
	profile := s.Adapter.Profile()
	if profile.Channel == "" || len(profile.Methods) == 0 || !profile.Sends(channel.Text) {
		t.Errorf("the profile is incomplete: %+v", profile)
	}
	for _, kind := range []channel.Kind{channel.Typing, channel.Seen, channel.Joined, channel.Left, channel.Survey, channel.Revoke} {
		_, err := s.Adapter.Prepare(channel.Outbound{ID: "signal", Kind: kind, Of: "m"})
		if profile.Sends(kind) != (err == nil) {
			t.Errorf("a %s can be sent: %v, but is prepared with %v", kind, profile.Sends(kind), err)
		}
	}
	if id, err := s.Adapter.Send(t.Context(), s.Peer, channel.Outbound{ID: "named", Text: "hello"}); err != nil || !profile.Idempotent && id == "" {
		t.Errorf("sent as %q, %v", id, err)
	}
}

func (s Subject) files(t *testing.T) {
	for address, want := range s.Files {
		file, err := s.Adapter.Fetch(t.Context(), "acme", address, s.Get)
		if err != nil {
			t.Errorf("fetched with %v", err)
			continue
		}
		got, err := io.ReadAll(file)
		if err = errors.Join(err, file.Close()); err != nil || string(got) != string(want) {
			t.Errorf("fetched %d bytes, %v, want %d", len(got), err, len(want))
		}
	}
	elsewhere := errors.New("elsewhere")
	_, err := s.Adapter.Fetch(t.Context(), "acme", "https://files.example/x",
		func(context.Context, string, map[string]string) (io.ReadCloser, error) { return nil, elsewhere })
	if !errors.Is(err, elsewhere) {
		t.Errorf("a failure to fetch is reported as %v", err)
	}
}

func (s Subject) outcomes(t *testing.T) {
	for status, want := range map[int]channel.Outcome{
		http.StatusBadRequest: channel.Rejected, http.StatusForbidden: channel.Rejected, http.StatusNotFound: channel.Rejected,
		http.StatusTooManyRequests: channel.Retry, http.StatusInternalServerError: channel.Unclear,
		http.StatusServiceUnavailable: channel.Unclear,
	} {
		s.Fail(status)
		_, err := s.Adapter.Send(t.Context(), s.Peer, channel.Outbound{ID: "fails", Text: "the text"})
		if got := channel.OutcomeOf(err); got != want {
			t.Errorf("%d is %s (%v), want %s", status, got, err, want)
		}
		if err != nil && (strings.Contains(err.Error(), s.Peer.Key) || strings.Contains(err.Error(), "the text")) {
			t.Errorf("the error tells of the customer: %v", err)
		}
	}
	s.Lose()
	lost := channel.Outbound{ID: "lost", Text: "the text"}
	_, err := s.Adapter.Send(t.Context(), s.Peer, lost)
	if got := channel.OutcomeOf(err); got != channel.Unclear {
		t.Errorf("a lost answer is %s, want unclear", got)
	}
	if !s.Adapter.Profile().Idempotent {
		return
	}
	if _, err := s.Adapter.Send(t.Context(), s.Peer, lost); err != nil || s.Received("lost") != 1 {
		t.Errorf("sent again: error %v, received %d times, want once", err, s.Received("lost"))
	}
}
