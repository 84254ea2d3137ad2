package config_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

func readReply(t *testing.T, accounts string) (config.Reply, error) {
	t.Helper()
	return config.ReadFrom[config.Reply](t.Context(), environment(map[string]string{"ACCOUNTS": accounts, "MEDIA_BUCKET": "files"}))
}

// TestReplyIsToldTheSettingsThatAChannelHas tries every channel.
func TestReplyIsToldTheSettingsThatAChannelHas(t *testing.T) {
	t.Parallel()
	for _, profile := range channels.Profiles() {
		has, with := profile.Settings, fmt.Sprintf(`"channel": %q, "credentials": %q`, profile.Channel, token)
		region, purpose := "north", channel.Purpose("chatter")
		if len(has.Regions) > 0 {
			region, purpose = has.Regions[len(has.Regions)-1], has.TrafficTypes[len(has.TrafficTypes)-1]
		}
		settings, err := readReply(t, fmt.Sprintf(
			`{"acme": {%s}, "far": {%s, "region": %q, "traffic_type": %q, "time_to_live": "2d"}}`, with, with, region, purpose))
		if len(has.Regions) == 0 {
			want := `ACCOUNTS: far: its channel has no region "north"
ACCOUNTS: far: its channel has no traffic type "chatter"
ACCOUNTS: far: its channel has no time to live`
			if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(fmt.Sprint(err), "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", profile.Channel, diff)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", profile.Channel, err)
		}
		if diff := cmp.Diff(map[string]string{"far": region}, settings.Accounts.Regions()); diff != "" {
			t.Errorf("regions (-want +got):\n%s", diff)
		}
		far := settings.Accounts["far"]
		if far.TrafficType != purpose || far.TimeToLive != configuration.Duration(48*time.Hour) {
			t.Errorf("%s was read as %+v", profile.Channel, far)
		}
	}
}

func TestATimeToLiveIsATimeSpan(t *testing.T) {
	t.Parallel()
	if _, err := readReply(t, `{"acme": {"channel": "rcs", "credentials": "`+token+`", "time_to_live": "soon"}}`); err == nil ||
		!strings.Contains(err.Error(), "it is no time span") {
		t.Errorf("the error is %v", err)
	}
}
