package stack

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

const shop = `
accounts = {
  acme-rcs = {
    channel      = "rcs"
    workstream   = "support"
    region       = "europe"
    traffic_type = "transaction"
    time_to_live = "2m"
    brand_agents = { shop = { agent_id = "shop" } }
  }
}
workstreams = { support = { fallback_queue = "front" } }
queues      = { front = { display_name = "Front" } }
`

// TestTheFunctionsThatSendKnowTheirAccounts as Terraform tells them.
func TestTheFunctionsThatSendKnowTheirAccounts(t *testing.T) {
	t.Parallel()
	file, err := tfvars.Read("shop.tfvars", []byte(shop))
	if err != nil {
		t.Fatal(err)
	}
	s := &Stack{Project: "p", options: Options{Config: file}}
	if s.ports, err = reserve(0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.ports.release)
	if err := s.configure(); err != nil {
		t.Fatal(err)
	}
	want := config.Account{Credentials: "key", Region: "europe", TrafficType: channel.Transaction, TimeToLive: configuration.Duration(2 * time.Minute)}
	if diff := cmp.Diff(want, s.sending("acme-rcs", "key")); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}
