package erase

import (
	"context"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
)

// maxNamed is how many conversations a request names. An account has more.
const maxNamed = 100

// forEach does for each conversation of a customer or an account what is asked for: it
// counts them all together, or asks for the erasure of each.
func (h *Handler) forEach(ctx context.Context, r request.Request) error {
	var found int64
	var named []string
	counts := map[string]int64{}
	one := func(id conversation.ID) error {
		found++
		if len(named) < maxNamed {
			named = append(named, string(id))
		}
		if r.Kind == request.Count {
			all, err := h.count(ctx, id)
			add(counts, all)
			return err
		}
		return h.Store.AskRequest(ctx, r.Part(id, h.Now()))
	}
	if err := h.conversations(ctx, r, one); err != nil {
		return err
	}
	if found == 0 {
		return request.Refuse(request.Nobody, nil)
	}
	return h.end(ctx, r, func(r *request.Request) { r.Found, r.Conversations, r.Counts = found, named, counts })
}

// conversations calls f once with each conversation that a request is about.
func (h *Handler) conversations(ctx context.Context, r request.Request, f func(conversation.ID) error) error {
	if r.Account != "" {
		return h.Store.ConversationsOf(ctx, r, f)
	}
	config, err := h.Configuration.Current(ctx)
	if err != nil {
		return err
	}
	var all []conversation.ID
	for _, key := range keys(r.Customer) {
		of := r
		of.Customer = key
		err := h.Store.ConversationsOf(ctx, of, func(id conversation.ID) error {
			all = append(all, id)
			return nil
		})
		if err != nil {
			return err
		}
		// A conversation may have gone and left something, so nobody finds it by a query.
		for account, a := range config.Accounts {
			for name := range a.BrandAgents {
				id := h.IDs.Of(channel.Peer{
					Channel: a.Channel, Account: account, BrandAgent: config.ProviderName(account, name), Key: key,
				})
				left, err := h.count(ctx, id)
				if err != nil {
					return err
				}
				if len(left) > 0 {
					all = append(all, id)
				}
			}
		}
	}
	slices.Sort(all)
	for _, id := range slices.Compact(all) {
		if err := f(id); err != nil {
			return err
		}
	}
	return nil
}

// keys are the customer's key as it was given and, where that is a phone number, as the
// channels write it.
func keys(customer string) []string {
	all := []string{customer}
	if number, err := phone.Parse(customer, ""); err == nil && number != customer {
		all = append(all, number)
	}
	return all
}
