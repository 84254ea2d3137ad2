package placement_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/placement"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

const shop = `{"accounts":{"acme":{"workstream":"support"}},
	"workstreams":{"support":{"fallback_queue":"front","notice":{"message":"notice","ask":true,"within":"5m"}}},
	"queues":{"front":{"display_name":"Front"}},
	"automated_messages":{"notice":{"texts":{"en":"We keep it."}}}}`

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

// nobody waits in any queue.
type nobody struct{}

func (nobody) CountOpen(context.Context, string) (int64, error) { return 0, nil }

func load(t *testing.T) *configuration.Config {
	t.Helper()
	config, err := configuration.Load([]byte(shop), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return config
}

func said(account string) channel.Inbound {
	return channel.Inbound{
		ID: "m1", Kind: channel.Text, Text: "Where is my parcel?", SentAt: noon, ReceivedAt: noon,
		Peer: channel.Peer{Channel: channels.Default, Account: account, BrandAgent: "brands/b/agents/a", Key: "k"},
	}
}

// TestAnAccountThatIsUnknownForLongWasRemoved: until then it may be new.
func TestAnAccountThatIsUnknownForLongWasRemoved(t *testing.T) {
	t.Parallel()
	config, c := load(t), conversation.Conversation{ID: "c1", Session: conversation.Session{State: conversation.Closed}}
	for late, invalid := range map[time.Duration]bool{time.Minute: false, 5 * time.Minute: false, 6 * time.Minute: true} {
		_, err := placement.OfMessage(t.Context(), nobody{}, config, c, said("gone"), noon.Add(late))
		unknown, _ := errors.AsType[*route.UnknownAccountError](err)
		if (fault.KindOf(err) == fault.Invalid) != invalid || (unknown != nil) == invalid {
			t.Errorf("after %s: %v", late, err)
		}
	}
}

// TestNothingIsDecidedBeforeTheCustomerAnswers, and what is decided then is about the
// message that waited.
func TestNothingIsDecidedBeforeTheCustomerAnswers(t *testing.T) {
	t.Parallel()
	config, c := load(t), conversation.Conversation{ID: "c1", Session: conversation.Session{State: conversation.Closed}}
	p, err := placement.OfMessage(t.Context(), nobody{}, config, c, said("acme"), noon)
	if err != nil || p.Decision.Queue != "" || p.Facts != "" {
		t.Errorf("decided %+v, %v", p, err)
	}
	ch, err := c.Receive(said("acme"), noon, conversation.Routing{Placement: p})
	if err != nil {
		t.Fatal(err)
	}
	p, err = placement.OfLapse(t.Context(), nobody{}, config, ch.Conversation, noon.Add(5*time.Minute))
	if err != nil || p.Decision.Queue != "front" || len(p.Signals) == 0 {
		t.Fatalf("decided %+v, %v", p, err)
	}
	for _, part := range []string{`"text":"Where is my parcel?"`, `"consent":"unanswered"`} {
		if !strings.Contains(p.Facts, part) {
			t.Errorf("the facts are %s, without %s", p.Facts, part)
		}
	}
}
