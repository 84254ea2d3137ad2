package vocabulary

import (
	"encoding/json"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
)

// listedChannel is what Terraform has to know of a channel: what the ids of its brand
// agents look like and which settings its accounts have.
type listedChannel struct {
	channel.BrandAgents

	Regions      []string          `json:"regions"`
	TrafficTypes []channel.Purpose `json:"traffic_types"`
	TimeToLive   bool              `json:"time_to_live"`
	Outbound     bool              `json:"outbound"`
}

// listed is the list of channels as JSON, and the one that is meant where none is
// named.
func listed() string {
	list := struct {
		Default  string                   `json:"default"`
		Channels map[string]listedChannel `json:"channels"`
	}{channels.Default, map[string]listedChannel{}}
	for _, profile := range channels.Profiles() {
		list.Channels[profile.Channel] = listedChannel{
			BrandAgents: profile.BrandAgents,
			Regions:     append([]string{}, profile.Settings.Regions...), TrafficTypes: append([]channel.Purpose{}, profile.Settings.TrafficTypes...),
			TimeToLive: profile.Lifetime > 0, Outbound: profile.Settings.Outbound,
		}
	}
	text, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		panic(err) // strings
	}
	return string(text) + "\n"
}
