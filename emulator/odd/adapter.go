// Package odd is a channel for tests that differs from the others in whatever a
// channel can differ in: its webhook is tried out by GET, and one request brings
// events of several customers; its provider mints the ids of messages, does not
// know one that is sent twice and takes no signals; files are fetched in two steps,
// with the account's token.
package odd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// Name is the channel's name.
const Name = "odd"

// Adapter is the channel as [channel.Adapter].
type Adapter struct {
	// URL is where the provider is, see [Provider].
	URL string
}

// Token is what every call of the provider carries.
const Token = "odd-token"

// Profile is what the channel can do: texts and files, and nothing that an agent
// could signal.
func (*Adapter) Profile() channel.Profile {
	return channel.Profile{
		Limits: channel.Limits{
			Channel: Name, Kinds: []channel.Kind{channel.Text, channel.File},
			ChoiceKinds: []channel.ChoiceKind{channel.ReplyChoice},
			Text:        100, Fallback: 100, Label: 20, Postback: 100, Choices: 3,
			FileTypes: []string{"image/png"}, FileSize: 1 << 20, Window: 24 * time.Hour,
		},
		Methods:     []string{http.MethodGet, http.MethodPost},
		ProofHeader: SignatureHeader,
		BrandAgents: channel.BrandAgents{Brand: "^$", Agent: "^[0-9]+$", Format: "number-{agent}"},
	}
}

// Prepare degrades what the channel cannot show, and cuts a long text.
func (a *Adapter) Prepare(o channel.Outbound) ([]channel.Outbound, error) {
	limits := a.Profile().Limits
	pieces := channel.Pieces(channel.Degrade(o, limits), limits)
	return pieces, limits.Check(pieces[len(pieces)-1])
}

// message is what the provider is sent. Ref comes back in its receipts.
type message struct {
	To   string `json:"to"`
	Ref  string `json:"ref"`
	Text string `json:"text,omitempty"`
	File string `json:"file,omitempty"`
}

// Send delivers one message and returns the id that the provider mints.
func (a *Adapter) Send(ctx context.Context, to channel.Peer, o channel.Outbound) (string, error) {
	m := message{To: to.Key, Ref: o.ID, Text: o.Text}
	if o.Media != nil {
		m.File = o.Media.URL
	}
	body, err := json.Marshal(m)
	if err != nil {
		return "", &channel.RefusedError{Reason: refused("the message cannot be written"), Err: err}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL+"/messages", bytes.NewReader(body))
	if err != nil {
		return "", &channel.RetryError{Err: err}
	}
	req.Header.Set("Authorization", "Bearer "+Token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", &channel.RetryError{Unknown: true, Err: errors.New("the provider did not answer")}
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	switch code := res.StatusCode; {
	case code == http.StatusTooManyRequests:
		return "", &channel.RetryError{Err: fmt.Errorf("the provider answered %d", code)}
	case code >= http.StatusInternalServerError || err != nil:
		return "", &channel.RetryError{Unknown: true, Err: fmt.Errorf("the provider answered %d", code)}
	case code == http.StatusGone:
		return "", &channel.RefusedError{Reason: *reason.New(channel.Unreachable, nil)}
	case code >= http.StatusBadRequest:
		return "", &channel.RefusedError{Reason: refused(strconv.Itoa(code))}
	}
	return string(answer), nil
}

// Origins is the provider.
func (a *Adapter) Origins() []string { return []string{a.URL} }

// Expires knows nothing: the address of a file does not say.
func (*Adapter) Expires(string) (time.Time, bool) { return time.Time{}, false }

// Fetch asks where a file is and then for the file, both with the token.
func (*Adapter) Fetch(ctx context.Context, _, address string, get channel.Get) (io.ReadCloser, error) {
	header := map[string]string{"Authorization": "Bearer " + Token}
	answer, err := get(ctx, address, header)
	if err != nil {
		return nil, err
	}
	where, err := io.ReadAll(answer)
	if err = errors.Join(err, answer.Close()); err != nil {
		return nil, err
	}
	return get(ctx, string(where), header)
}

// refused is the reason for a status of the provider's.
func refused(status string) reason.Reason {
	return *reason.New(channel.ProviderRefused, reason.Args{"status": status, "message": ""})
}
