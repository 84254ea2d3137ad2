// Package channels is the one list of the channels that Frontdesk speaks. Whatever
// has to know which channels there are reads it; a new channel is a line here.
package channels

import (
	"context"
	"net/http"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// Addresses are where a stand-in for a channel's provider is; what is empty is the
// provider's own.
type Addresses struct {
	// API is the base URL that messages are sent to.
	API string `json:"api,omitempty"`
	// Files is the origin of what customers attach, such as "https://files.example".
	Files string `json:"files,omitempty"`
}

// Clients finds the HTTP client that carries an account's access token. fresh
// asks for one with newly read credentials.
type Clients interface {
	Client(ctx context.Context, account string, fresh bool) (*http.Client, error)
}

// Sending is what it takes to send.
type Sending struct {
	Clients Clients
	// Regions are where the providers keep the accounts' brand agents, by account.
	Regions map[string]string
}

// Channel is one line of the list.
type Channel struct {
	// Name is what accounts, workstreams and conversations call the channel.
	Name string
	// Title and Icon are as of [channel.Shown].
	Title, Icon string
	// Scope is what an access token of its accounts has to allow.
	Scope string
	// New makes the adapter. Without the second it does everything but send.
	New func(Addresses, *Sending) channel.Adapter
}

// Default is the channel of accounts and workstreams that name none, the first of
// the list.
const Default = businessmessages.Name

// The icons of the channels.
const (
	storefront = "M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0a3 3 0 0 1-6 0a3 3 0 0 1-6 0M10 20v-5h4v5"
	handset    = "M8 2h8a1 1 0 0 1 1 1v18a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V3a1 1 0 0 1 1-1M10 7h4M10 11h4M11 18.5h2"
)

// All is the list.
func All() []Channel {
	return []Channel{
		{businessmessages.Name, "Business Messages", storefront, businessmessages.Scope, newBusinessMessages},
		{rcs.Name, "RCS for Business", handset, rcs.Scope, newRCS},
	}
}

func newBusinessMessages(at Addresses, sending *Sending) channel.Adapter {
	adapter := &businessmessages.Adapter{URL: at.API, FilesURL: at.Files}
	if sending != nil {
		adapter.Clients = sending.Clients
	}
	return adapter
}

func newRCS(at Addresses, sending *Sending) channel.Adapter {
	adapter := &rcs.Adapter{URL: at.API, FilesURL: at.Files}
	if sending != nil {
		adapter.Clients, adapter.Regions = sending.Clients, map[string]rcs.Region{}
		for account, region := range sending.Regions {
			adapter.Regions[account] = rcs.Region(region)
		}
	}
	return adapter
}

// Adapters are the adapters by the names of their channels. at are the addresses of
// stand-ins, sending is for a function that sends; both may be nil.
func Adapters(at map[string]Addresses, sending *Sending) map[string]channel.Adapter {
	adapters := map[string]channel.Adapter{}
	for _, c := range All() {
		adapters[c.Name] = c.New(at[c.Name], sending)
	}
	return adapters
}

// Profiles are the channels' profiles, in the order of the list.
func Profiles() channel.Profiles {
	var profiles channel.Profiles
	for _, c := range All() {
		profiles = append(profiles, c.New(Addresses{}, nil).Profile())
	}
	return profiles
}

// ForClient is the list for the agents' client.
func ForClient() []channel.Shown {
	var shown []channel.Shown
	for _, c := range All() {
		shown = append(shown, channel.Shown{Limits: c.New(Addresses{}, nil).Profile().Limits, Title: c.Title, Icon: c.Icon})
	}
	return shown
}

// TitleOf is what people call a channel; of one that is not in the list, its name.
func TitleOf(name string) string {
	for _, c := range All() {
		if c.Name == name {
			return c.Title
		}
	}
	return name
}

// Scopes are what access tokens have to allow, by channel.
func Scopes() map[string]string {
	scopes := map[string]string{}
	for _, c := range All() {
		scopes[c.Name] = c.Scope
	}
	return scopes
}
