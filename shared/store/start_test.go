package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// outbound is a configuration in which agents may write first.
func outbound(t *testing.T) (*configuration.Config, channel.Profile) {
	t.Helper()
	for _, profile := range channels.Profiles() {
		if !profile.Settings.Outbound {
			continue
		}
		config, err := configuration.Load([]byte(`{"accounts":{"acme":{"channel":"`+profile.Channel+`","workstream":"support","outbound":true,
			"brand_agents":{"shop":{"agent_id":"shop"}}}},"workstreams":{"support":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"}}}`),
			channels.Profiles())
		if err != nil {
			t.Fatal(err)
		}
		return config, profile
	}
	t.Fatal("no channel lets a business write first")
	return nil, channel.Profile{}
}

// TestWhatAFirstWordCosts, in the two steps of the function: [docs/costs.md] has the sum.
func TestWhatAFirstWordCosts(t *testing.T) {
	t.Parallel()
	w := open(t)
	config, profile := outbound(t)
	for path, doc := range map[string]any{
		"agents/jo": agent.Agent{DisplayName: "Jo", Role: agent.Plain, Queues: []string{"front"}, Capacity: 3},
		"leases/jo": agent.Lease{Until: noon.Add(time.Hour)},
		"starts/s1": conversation.Start{
			Author: conversation.Author{Email: "jo"}, Account: "acme", BrandAgent: "shop", Queue: "front", Number: "+33639980012",
			Text: "Your parcel is here.", Purpose: channel.Transaction, Status: conversation.StartPending, CreatedAt: noon,
		},
	} {
		if _, err := w.db.Doc(path).Set(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
	}
	w.counter.Take()
	admit := func() conversation.Start {
		s, err := w.AdmitStart(t.Context(), "s1", noon,
			func(s conversation.Start, b conversation.Starts, by conversation.Person) (conversation.Start, conversation.Starts, error) {
				return s.Admit(b, conversation.StartInput{Config: config, By: by, Now: noon})
			})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := admit(); s.Status != conversation.StartChecking {
		t.Errorf("start %+v", s)
	}
	w.costs(t, "to admit it", 4, 2)
	begin := func() {
		_, s, err := w.Begin(t.Context(), "s1", id, noon,
			func(c conversation.Conversation, s conversation.Start, by conversation.Person) (conversation.Change, error) {
				return c.Begin(s, profile, conversation.StartInput{Config: config, By: by, Now: noon})
			})
		if err != nil || s.Status != conversation.StartDone {
			t.Fatalf("start %+v, %v", s, err)
		}
	}
	begin()
	w.costs(t, "to begin the conversation", 5, 7)
	admit()
	w.costs(t, "to find it done", 1, 0)
	begin()
	w.costs(t, "to find it begun", 2, 0)
}

// TestAStartWithoutAnOutcomeIsFound, and when it is refused, the number does not stay.
func TestAStartWithoutAnOutcomeIsFound(t *testing.T) {
	t.Parallel()
	w := open(t)
	for name, status := range map[string]conversation.StartStatus{
		"old": conversation.StartPending, "asking": conversation.StartChecking, "done": conversation.StartDone,
	} {
		_, err := w.db.Collection("starts").Doc(name).Set(t.Context(), conversation.Start{
			Author: conversation.Author{Email: "jo"}, Number: "+33639980012", Status: status, CreatedAt: noon,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	find := func(before time.Time) (found []string) {
		err := w.StuckStarts(t.Context(), before, func(id string) error {
			found = append(found, id)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if young := find(noon); len(young) > 0 {
		t.Errorf("%v are stuck already", young)
	}
	stuck := find(noon.Add(time.Second))
	if want := []string{"asking", "old"}; !slices.Equal(stuck, want) {
		t.Fatalf("%v are stuck, want %v", stuck, want)
	}
	for _, name := range stuck {
		if err := w.RefuseStart(t.Context(), name, conversation.StartIsTooLate(), noon); err != nil {
			t.Fatal(err)
		}
		s := get[conversation.Start](t, w.db.Doc("starts/"+name))
		if s.Status != conversation.StartRefused || s.Reason == nil || s.Number == "+33639980012" || s.ExpireAt.IsZero() {
			t.Errorf("start %+v", s)
		}
	}
	if left := find(noon.Add(time.Hour)); len(left) > 0 {
		t.Errorf("%v are still stuck", left)
	}
}
