package stack

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
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
	want := config.Account{Credentials: "key", Region: "europe", TrafficType: channel.Transaction, TimeToLive: configuration.Duration(2 * time.Minute)}
	if diff := cmp.Diff(want, configured(t).sending("acme-rcs", "key")); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

// TestASettingOfAnAccountIsOfTheStart: the functions that send were told it then.
func TestASettingOfAnAccountIsOfTheStart(t *testing.T) {
	t.Parallel()
	s := configured(t)
	for edit, want := range map[string]bool{
		`"Front"`: true, `"2m"`: false, `"transaction"`: false, `"europe"`: false, `agent_id = "shop"`: false,
	} {
		other := map[string]string{
			`"Front"`: `"Back"`, `"2m"`: `"3m"`, `"transaction"`: `"service"`, `"europe"`: `"us"`, `agent_id = "shop"`: `agent_id = "store"`,
		}[edit]
		file, err := tfvars.Read("shop.tfvars", []byte(strings.Replace(shop, edit, other, 1)))
		if err != nil {
			t.Fatal(err)
		}
		c, err := file.Config()
		if err != nil {
			t.Fatal(err)
		}
		if same := s.sameAccounts(c); same != want {
			t.Errorf("%s instead of %s: the accounts are the same: %v", other, edit, same)
		}
	}
}

// TestTheProvidersSideTakesTheProductsClock: what a customer writes after the clock was
// moved is later than what they answer.
func TestTheProvidersSideTakesTheProductsClock(t *testing.T) {
	t.Parallel()
	s := configured(t)
	s.startTasks()
	t.Cleanup(s.stopTasks)
	if err := s.startPhones(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.RCS.Close)
	dana, err := s.Sides[0].Phone("dana", "Dana")
	if err != nil {
		t.Fatal(err)
	}
	s.Tasks.Advance(48 * time.Hour)
	gone, cancel := context.WithCancel(t.Context())
	cancel() // there is no webhook
	_, _ = dana.Write(gone, "Hello")
	_ = dana.Update(func(tr *phone.Transcript, _ phone.Settings) error {
		tr.Show(phone.Entry{ID: "m1", From: phone.Business, Kind: phone.EntryMessage})
		return nil
	})
	later := time.Now().Add(47 * time.Hour)
	if all := dana.Messages(); len(all) != 2 || all[0].At.Before(later) || all[1].At.Before(later) || s.RCS.Now().Before(later) {
		t.Errorf("two days later the phone shows %+v", all)
	}
}

// configured is a stack that knows its configuration and its ports.
func configured(t *testing.T) *Stack {
	t.Helper()
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
	return s
}
