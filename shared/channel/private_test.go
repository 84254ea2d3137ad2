package channel_test

import (
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

func TestAPayloadThatIsKeptRawHasNoPersonalKey(t *testing.T) {
	t.Parallel()
	adapter := channels.Adapters(nil, nil)[rcs.Name]
	for _, body := range []string{
		`{"senderPhoneNumber":"+33612345612","messageId":"m1","agentId":"a","hologram":{"of":"+33612345612"}}`,
		`{"senderPhoneNumber":"\u002b33612345612","messageId":"m1","agentId":"a","hologram":{"of":"33612345612"}}`,
	} {
		events, err := channel.Decode(adapter, channel.Delivery{Account: "acme", Body: []byte(body)}, noRules)
		if err != nil || len(events) != 1 {
			t.Fatalf("%d events, %v", len(events), err)
		}
		in := events[0]
		if in.Kind != channel.Other || !in.Peer.Personal || in.Peer.Key != "+33612345612" {
			t.Errorf("%s from %+v, want it kept raw from somebody personal", in.Kind, in.Peer)
		}
		if raw := string(in.Raw); strings.Contains(raw, "612345612") || !strings.Contains(raw, "hologram") {
			t.Errorf("raw = %s", raw)
		}
	}
}
