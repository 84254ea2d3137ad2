package reply_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// lasting is a world whose channel takes a time to live, and whose account sets one.
func lasting(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	for _, adapter := range channels.Adapters(nil, nil) {
		if adapter.Profile().Lifetime > 0 {
			w.provider.Adapter = adapter
		}
	}
	w.defaults = map[string]reply.Defaults{
		"acme":  {Purpose: channel.Transaction, TimeToLive: time.Hour},
		"other": {Purpose: channel.Promotion, TimeToLive: time.Minute},
	}
	return w
}

func TestAMessageHasTheAccountsPurposeAndTimeToLiveUnlessItHasItsOwn(t *testing.T) {
	t.Parallel()
	w := lasting(t)
	written := w.now
	own := written.Add(time.Minute)
	w.write(t, channel.Outbound{ID: "a", Text: "Your parcel is here."})
	w.write(t, channel.Outbound{ID: "b", Text: "Bye.", Purpose: channel.Acknowledgement, ExpiresAt: own})
	w.write(t, channel.Outbound{ID: "c", Kind: channel.Seen, Of: "m"})
	w.now = w.now.Add(30 * time.Second) // it counts from the writing
	if err := w.wake(t, "a"); err != nil {
		t.Fatal(err)
	}
	var got [][2]string
	for _, o := range w.provider.got {
		expires := "never"
		if !o.ExpiresAt.IsZero() {
			expires = o.ExpiresAt.Sub(written).String()
		}
		got = append(got, [2]string{string(o.Purpose), expires})
	}
	want := [][2]string{{"transaction", "1h0m0s"}, {"acknowledgement", "1m0s"}, {"", "never"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("purposes and ends (-want +got):\n%s", diff)
	}
}

func TestWhatHasExpiredIsNotSent(t *testing.T) {
	t.Parallel()
	w := lasting(t)
	w.write(t, channel.Outbound{ID: "a", Text: "Your taxi is here."})
	w.now = w.now.Add(time.Hour)
	if err := w.wake(t, "a"); err != nil {
		t.Fatal(err)
	}
	r := w.reply(t, "a")
	if r.Status != channel.Failed || r.Reason == nil || r.Reason.Code != conversation.WaitedTooLong || len(w.provider.got) > 0 {
		t.Errorf("it is %s for %v, and %d were sent, want it failed because it has expired", r.Status, r.Reason, len(w.provider.got))
	}
}

// TestAChannelWithoutATimeToLiveSendsWhatHasExpired: it ignores the time.
func TestAChannelWithoutATimeToLiveSendsWhatHasExpired(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(t, channel.Outbound{ID: "a", Text: "Hello.", ExpiresAt: w.now.Add(-time.Second)})
	if err := w.wake(t, "a"); err != nil {
		t.Fatal(err)
	}
	if r := w.reply(t, "a"); r.Status != channel.Sent {
		t.Errorf("it is %s for %v, want it sent", r.Status, r.Reason)
	}
}
