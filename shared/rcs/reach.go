package rcs

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// Features are what a user's device can show besides text, in Google's words. The list
// is open.
type Features []string

// Fit takes out of the limits what a device cannot show.
func (f Features) Fit(l channel.Limits) channel.Limits {
	lacks := func(feature string) bool { return !slices.Contains(f, feature) }
	if lacks("RICHCARD_STANDALONE") || lacks("RICHCARD_CAROUSEL") {
		l.Kinds = without(l.Kinds, channel.Card)
	}
	for kind, feature := range map[channel.ChoiceKind]string{
		channel.URLChoice: "ACTION_OPEN_URL", channel.DialChoice: "ACTION_DIAL",
		channel.PlaceChoice: "ACTION_VIEW_LOCATION", channel.AskPlaceChoice: "ACTION_SHARE_LOCATION",
		channel.CalendarChoice: "ACTION_CREATE_CALENDAR_EVENT",
	} {
		if lacks(feature) {
			l.ChoiceKinds, l.CardChoiceKinds = without(l.ChoiceKinds, kind), without(l.CardChoiceKinds, kind)
		}
	}
	return l
}

func without[T comparable](all []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(x T) bool { return x == one })
}

// Features looks up what a user's device can show. The error is a
// [*channel.RefusedError] if the user cannot be reached at all.
func (a *Adapter) Features(ctx context.Context, to channel.Peer) (Features, error) {
	if f := a.remember().features.Get(to); f != nil {
		return f.Value(), nil
	}
	// A request id that was used before is ignored, so each look-up has one of its own.
	query := url.Values{"requestId": {uuid.NewString()}, "agentId": {AgentName(to.BrandAgent)}}
	var answer struct {
		Features Features `json:"features"`
	}
	path := "/v1/phones/" + url.PathEscape(to.Key) + "/capabilities"
	err := a.caller(to.Account).Do(ctx, google.Call{Method: http.MethodGet, Path: path, Query: query}, &answer)
	if err = google.Outcome(withoutNumber(err, to.Key), refused); err != nil {
		return nil, err
	}
	a.remember().features.Set(to, answer.Features, knownFor)
	return answer.Features, nil
}

// MostReachable and LeastReachable bound the numbers of one [Adapter.Reachable].
const (
	LeastReachable = 500
	MostReachable  = 10_000
)

// errBatch says that Google would not take as few or as many numbers.
var errBatch = errors.New("a batch has 500 to 10,000 phone numbers")

// Reachable returns those of the phone numbers that a brand agent of the account can
// write to.
func (a *Adapter) Reachable(ctx context.Context, account, brandAgent string, numbers []string) ([]string, error) {
	if len(numbers) < LeastReachable || len(numbers) > MostReachable {
		return nil, errBatch
	}
	var answer struct {
		ReachableUsers []string `json:"reachableUsers"`
	}
	err := a.caller(account).Do(ctx, google.Call{Method: http.MethodPost, Path: "/v1/users:batchGet", Body: map[string]any{
		"users": numbers, "agentId": AgentName(brandAgent),
	}}, &answer)
	return answer.ReachableUsers, err
}

// knownFor is how long a look-up is good for: people change their phones, and seldom.
const knownFor = time.Hour
