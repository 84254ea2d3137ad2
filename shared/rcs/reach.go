package rcs

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

// knownFor is how long a look-up is good for: people change their phones, and seldom.
const knownFor = time.Hour

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
	path := phones + url.PathEscape(to.Key) + "/capabilities"
	err := a.caller(to.Account).Do(ctx, google.Call{Method: http.MethodGet, Path: path, Query: query}, &answer)
	if err = google.Outcome(withoutNumber(err, to.Key), refused); err != nil {
		return nil, err
	}
	a.remember().features.Set(to, answer.Features, knownFor)
	return answer.Features, nil
}

// Reach asks whether the brand agent can write to a user, for [channel.Reacher].
func (a *Adapter) Reach(ctx context.Context, to channel.Peer) error {
	_, err := a.Features(ctx, to)
	return err
}

// MostReachable and LeastReachable bound the numbers of one [Adapter.Reachable].
const (
	LeastReachable = 500
	MostReachable  = 10_000
)

// ErrBatch says that Google would not take as few or as many numbers.
var ErrBatch = errors.New("a batch has 500 to 10,000 phone numbers")

// batch is a set of phone numbers and who wants to write to them.
type batch struct {
	account, agent string
	numbers        [sha256.Size]byte
}

// Reachable returns those of the phone numbers that a brand agent of the account can
// write to.
func (a *Adapter) Reachable(ctx context.Context, account, brandAgent string, numbers []string) ([]string, error) {
	numbers = slices.Compact(slices.Sorted(slices.Values(numbers)))
	if len(numbers) < LeastReachable || len(numbers) > MostReachable {
		return nil, ErrBatch
	}
	key := batch{account, AgentName(brandAgent), sha256.Sum256([]byte(strings.Join(numbers, " ")))}
	if known := a.remember().batches.Get(key); known != nil {
		return slices.Clone(known.Value()), nil
	}
	var answer struct {
		ReachableUsers []string `json:"reachableUsers"`
	}
	err := a.caller(account).Do(ctx, google.Call{Method: http.MethodPost, Path: "/v1/users:batchGet", Body: map[string]any{
		"users": numbers, "agentId": key.agent,
	}}, &answer)
	if err != nil {
		return nil, google.Outcome(withoutNumber(err, ""), google.Refusal)
	}
	a.remember().batches.Set(key, answer.ReachableUsers, knownFor)
	return slices.Clone(answer.ReachableUsers), nil
}
