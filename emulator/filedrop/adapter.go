// Package filedrop is a small channel: customers' messages are JSON files in a folder,
// which a poster signs and posts to the webhook, and answers become files in another
// folder. It is the worked example of docs/channels.md, and for tests only. Its
// provider does not recognise a message that is sent twice, so a reply whose answer
// from the provider gets lost is "unknown".
package filedrop

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
const Name = "file-drop"

// Adapter is the channel as [channel.Adapter].
type Adapter struct {
	// URL is where answers are sent to, and where customers' files are.
	URL string
}

// Profile is what the channel can do.
func (*Adapter) Profile() channel.Profile {
	return channel.Profile{
		Limits: channel.Limits{
			Channel: Name, Kinds: []channel.Kind{channel.Text}, ChoiceKinds: []channel.ChoiceKind{channel.ReplyChoice},
			Text: 500, Fallback: 500, Label: 40, Postback: 200, Choices: 5, Window: 7 * 24 * time.Hour, //nolint:mnd // its limits
		},
		Methods:     []string{http.MethodPost},
		ProofHeader: ProofHeader,
		BrandAgents: channel.BrandAgents{Brand: "^$", Agent: "^[a-z]+$", Format: "{agent}"},
	}
}

// Prepare makes texts of what the channel cannot show, and cuts long ones.
func (a *Adapter) Prepare(o channel.Outbound) ([]channel.Outbound, error) {
	limits := a.Profile().Limits
	pieces := channel.Pieces(channel.Degrade(o, limits), limits)
	var broken []error
	for _, piece := range pieces {
		broken = append(broken, limits.Check(piece))
	}
	return pieces, errors.Join(broken...)
}

// answer is what an answer's file says.
type answer struct {
	ID      string   `json:"id"`
	Text    string   `json:"text"`
	Choices []string `json:"choices,omitempty"`
}

// Send has the provider write an answer, and returns the name of its file.
func (a *Adapter) Send(ctx context.Context, to channel.Peer, o channel.Outbound) (string, error) {
	m := answer{ID: o.ID, Text: o.Text}
	for _, choice := range o.Choices {
		m.Choices = append(m.Choices, choice.Label)
	}
	body, err := json.Marshal(m)
	if err != nil {
		return "", refused("", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL+"/answers/"+to.Key, bytes.NewReader(body))
	if err != nil {
		return "", refused("", err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil { // it names the address, and with it the customer
		return "", &channel.RetryError{Unknown: true, Err: errors.New("the provider did not answer")}
	}
	defer func() { _ = res.Body.Close() }()
	name, err := io.ReadAll(io.LimitReader(res.Body, channel.MaxIdentifier))
	switch {
	case res.StatusCode == http.StatusTooManyRequests:
		return "", &channel.RetryError{Err: fmt.Errorf("status %d", res.StatusCode)}
	case res.StatusCode >= http.StatusInternalServerError || err != nil:
		return "", &channel.RetryError{Unknown: true, Err: fmt.Errorf("status %d", res.StatusCode)}
	case res.StatusCode >= http.StatusBadRequest:
		return "", refused(strconv.Itoa(res.StatusCode), nil)
	}
	return string(name), nil
}

// refused says that the provider will never take the message.
func refused(status string, err error) error {
	return &channel.RefusedError{Reason: *reason.New(channel.ProviderRefused, reason.Args{"status": status, "message": ""}), Err: err}
}

// Origins is the provider.
func (a *Adapter) Origins() []string { return []string{a.URL} }

// Expires knows nothing: a file stays where it is.
func (*Adapter) Expires(string) (time.Time, bool) { return time.Time{}, false }

// Fetch gets a customer's file, for which no credentials are needed.
func (*Adapter) Fetch(ctx context.Context, _, address string, get channel.Get) (io.ReadCloser, error) {
	return get(ctx, address, nil)
}
