package channels_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// hosts remembers where calls go, and lets none through.
type hosts []string

func (h *hosts) Client(context.Context, string, bool) (*http.Client, error) {
	return &http.Client{Transport: h}, nil
}

func (h *hosts) RoundTrip(r *http.Request) (*http.Response, error) {
	*h = append(*h, r.URL.Host)
	return nil, errors.New("no network")
}

// TestAnAccountsMessagesGoToItsRegion: a message that goes to another is for an agent
// that is not there.
func TestAnAccountsMessagesGoToItsRegion(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"":       "rcsbusinessmessaging.googleapis.com",
		"global": "rcsbusinessmessaging.googleapis.com",
		"europe": "europe-rcsbusinessmessaging.googleapis.com",
	} {
		var called hosts
		adapter := channels.Adapters(nil, &channels.Sending{
			Clients: &called, Regions: map[string]string{"acme": region, "other": "asia"},
		})[rcs.Name]
		_, err := adapter.Send(t.Context(), channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: "shop", Key: "+15550100123"},
			channel.Outbound{ID: "a", Text: "Hello"})
		if err == nil || len(called) != 1 || called[0] != want {
			t.Errorf("with region %q %v were called, %v, want %s", region, called, err, want)
		}
	}
}

// TestEveryRegionOfAProfileIsOneOfItsChannel, in the channel's own words.
func TestEveryRegionOfAProfileIsOneOfItsChannel(t *testing.T) {
	t.Parallel()
	regions := channels.Profiles().Of(rcs.Name).Settings.Regions
	if len(regions) != len(rcs.Regions()) || rcs.Region(regions[0]) != rcs.Global {
		t.Errorf("the profile has the regions %v, with the default first; want %v", regions, rcs.Regions())
	}
}
