package vocabulary

import (
	"encoding/json"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// listedChannel is what Terraform has to know of a channel: what the ids of its brand
// agents look like and which settings its accounts have.
type listedChannel struct {
	channel.BrandAgents

	Regions      []string          `json:"regions"`
	TrafficTypes []channel.Purpose `json:"traffic_types"`
	TimeToLive   span              `json:"time_to_live"`
	Outbound     bool              `json:"outbound"`
}

// span is the shortest and the longest time in seconds, or zero where there is none.
type span struct {
	Least int64 `json:"least"`
	Most  int64 `json:"most"`
}

// listed is the list of channels as JSON, and the one that is meant where none is
// named.
func listed() string {
	list := struct {
		Default  string                   `json:"default"`
		Channels map[string]listedChannel `json:"channels"`
	}{channels.Default, map[string]listedChannel{}}
	for _, profile := range channels.Profiles() {
		var lives span
		if profile.Lifetime > 0 {
			lives = span{int64(configuration.LeastToLive / time.Second), int64(profile.Lifetime / time.Second)}
		}
		list.Channels[profile.Channel] = listedChannel{
			BrandAgents: profile.BrandAgents,
			Regions:     append([]string{}, profile.Settings.Regions...), TrafficTypes: append([]channel.Purpose{}, profile.Settings.TrafficTypes...),
			TimeToLive: lives, Outbound: profile.Settings.Outbound,
		}
	}
	text, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		panic(err) // strings
	}
	return string(text) + "\n"
}
