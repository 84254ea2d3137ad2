package configuration_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// profiles are of a channel that has every setting and of one that has none of them.
func profiles() channel.Profiles {
	ids := channel.BrandAgents{Brand: "^$", Agent: "^[a-z]+$", Format: "{agent}"}
	return channel.Profiles{
		{Limits: channel.Limits{Channel: "pigeon"}, BrandAgents: ids},
		{
			Limits: channel.Limits{Channel: "kite", Lifetime: time.Hour}, BrandAgents: ids,
			Settings: channel.AccountSettings{
				Regions: []string{"north", "south"}, Outbound: true,
				TrafficTypes: []channel.Purpose{channel.Service, channel.Promotion},
			},
		},
	}
}

func withAccount(settings string) []byte {
	return fmt.Appendf(nil, `{"accounts":{"acme":{"workstream":"support",%s}},
		"workstreams":{"support":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"}}}`, settings)
}

// TestSettingsBelongToAChannel: which ones an account can have is asked of its
// channel's profile.
func TestSettingsBelongToAChannel(t *testing.T) {
	t.Parallel()
	const none = `the channel pigeon, which an account has that names none, has no such setting; there is one with channel = "kite"`
	for settings, want := range map[string]string{
		`"region":"north"`:         "region: " + none,
		`"traffic_type":"service"`: "traffic_type: " + none,
		`"time_to_live":"1m"`:      "time_to_live: " + none,
		`"outbound":true`:          "outbound: " + none,
		`"country":"FR"`:           "country: it has no effect without outbound = true",
		`"outbound_per_hour":3`:    "outbound_per_hour: it has no effect without outbound = true",
		`"brand_agents":{"a":` + `{"brand_id":"x","agent_id":"coo"}}`: "brand_agents.a.brand_id: the channel has no brands, leave it out",

		`"channel":"kite","region":"nort"`:                         `region: "nort" is none of north, south, did you mean north?`,
		`"channel":"kite","traffic_type":"acknowledgement"`:        `traffic_type: "acknowledgement" is none of service, promotion`,
		`"channel":"kite","time_to_live":"9s"`:                     "time_to_live: 9s is not from 10s to 1h",
		`"channel":"kite","time_to_live":"61m"`:                    "time_to_live: 1h1m is not from 10s to 1h",
		`"channel":"kite","outbound_per_hour":3`:                   "outbound_per_hour: it has no effect without outbound = true",
		`"channel":"kite","outbound":true,"country":"fr"`:          `country: "fr" is no country's code of two capital letters, such as FR`,
		`"channel":"kite","outbound":true,"outbound_per_hour":0`:   "outbound_per_hour: 0 is not from 1 to 200",
		`"channel":"kite","outbound":true,"outbound_per_hour":201`: "outbound_per_hour: 201 is not from 1 to 200",
		`"closing":"bye"`: `closing: there is no automated message "bye", there is none at all`,
		`"channel":"kite","brand_agents":{"a":{"agent_id":"coo"},"b":{"agent_id":"coo"}}`: "brand_agents.b: it is the same brand's same agent as accounts.acme.brand_agents.a",
	} {
		_, err := configuration.Load(withAccount(settings), profiles())
		if err == nil {
			t.Errorf("%s is taken", settings)
			continue
		}
		_, got, _ := strings.Cut(err.Error(), ": ")
		if diff := cmp.Diff("accounts.acme."+want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", settings, diff)
		}
	}
}

func TestSettingsHaveTheDefaultsOfTheirChannel(t *testing.T) {
	t.Parallel()
	number := func(n int64) *int64 { return &n }
	for settings, want := range map[string]configuration.Account{
		`"channel":"pigeon"`: {Channel: "pigeon"},
		`"channel":"kite"`:   {Channel: "kite", Region: "north", TrafficType: channel.Service},
		`"channel":"kite","outbound":true`: {
			Channel: "kite", Region: "north", TrafficType: channel.Service, Outbound: true,
			OutboundPerHour: number(configuration.DefaultOutboundPerHour),
		},
		`"channel":"kite","region":"south","traffic_type":"promotion","time_to_live":"10s","outbound":true,"outbound_per_hour":200`: {
			Channel: "kite", Region: "south", TrafficType: channel.Promotion, TimeToLive: configuration.Duration(10 * time.Second),
			Outbound: true, OutboundPerHour: number(configuration.MaxOutboundPerHour),
		},
	} {
		config, err := configuration.Load(withAccount(settings), profiles())
		if err != nil {
			t.Errorf("%s: %v", settings, err)
			continue
		}
		want.Workstream = "support"
		if diff := cmp.Diff(want, config.Accounts["acme"]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", settings, diff)
		}
	}
}

// TestAWorkstreamServesBrandAgentsOfSeveralChannels: each is found by its own account.
func TestAWorkstreamServesBrandAgentsOfSeveralChannels(t *testing.T) {
	t.Parallel()
	config := load(t, []byte(`{"accounts":{
			"old":{"channel":"business-messages","workstream":"support","brand_agents":{"shop":{"brand_id":"b","agent_id":"a"}}},
			"new":{"channel":"rcs","workstream":"support","brand_agents":{"shop":{"agent_id":"a"},"vip":{"agent_id":"v","workstream":"vip"}}}},
		"workstreams":{"support":{"fallback_queue":"front"},"vip":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"}}}`))
	for _, want := range [][4]string{
		{"old", "brands/b/agents/a", "support", "shop"}, {"new", "a", "support", "shop"}, {"new", "v", "vip", "vip"},
	} {
		if workstream, name, _ := config.WorkstreamOf(want[0], want[1]); workstream != want[2] || name != want[3] {
			t.Errorf("%s of %s is %s in %s, want %s in %s", want[1], want[0], name, workstream, want[3], want[2])
		}
	}
}
