package vocabulary

import (
	"encoding/json"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
)

// listed is the list of channels as JSON: the one that is meant where none is named,
// and what the ids of brand agents look like on each.
func listed() string {
	list := struct {
		Default  string                         `json:"default"`
		Channels map[string]channel.BrandAgents `json:"channels"`
	}{channels.Default, map[string]channel.BrandAgents{}}
	for _, profile := range channels.Profiles() {
		list.Channels[profile.Channel] = profile.BrandAgents
	}
	text, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		panic(err) // strings
	}
	return string(text) + "\n"
}
