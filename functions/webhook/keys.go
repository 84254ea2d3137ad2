package webhook

import (
	"context"
	"slices"
	"sync"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// admit lets the channel verify the sender, first with the remembered keys and, if
// that fails and there are others now, with those, because a key may just have been
// added.
func (h *Handler) admit(
	ctx context.Context, a config.Account, adapter channel.Adapter, r channel.Request,
) (channel.Admission, error) {
	keys, err := h.keys(ctx, a, false)
	if err != nil {
		return channel.Admission{}, err
	}
	admission, refused := adapter.Admit(r, keys)
	if refused == nil {
		return admission, nil
	}
	newest, err := h.keys(ctx, a, true)
	if err != nil {
		return channel.Admission{}, err
	}
	if len(newest) == 0 {
		return channel.Admission{}, fault.New(fault.Unavailable, "the account's secrets hold no key: add the client token")
	}
	if !slices.Equal(keys, newest) {
		admission, refused = adapter.Admit(r, newest)
	}
	if refused != nil {
		return channel.Admission{}, fault.New(fault.Unauthorized, "%w", refused)
	}
	return admission, nil
}

// keys returns the keys of an account. All accounts' keys are read, and those of an
// account that has fewer than another are repeated: how long it takes to read them
// and to verify with them must not tell a stranger which account it was.
func (h *Handler) keys(ctx context.Context, a config.Account, fresh bool) ([]string, error) {
	var (
		own     []string
		failed  error
		most    int
		reading sync.WaitGroup
		lock    sync.Mutex
	)
	for _, other := range h.Accounts {
		reading.Go(func() {
			keys, err := h.Keys.Keys(ctx, other.Keys, fresh)
			lock.Lock()
			defer lock.Unlock()
			most = max(most, len(keys))
			if slices.Equal(other.Keys, a.Keys) {
				own, failed = keys, err
			}
		})
	}
	reading.Wait()
	if failed != nil {
		return nil, fault.New(fault.Unavailable, "keys: %w", failed)
	}
	if len(own) == 0 {
		return nil, nil
	}
	all := make([]string, most)
	for i := range all {
		all[i] = own[i%len(own)]
	}
	return all, nil
}
