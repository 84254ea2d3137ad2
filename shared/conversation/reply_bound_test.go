package conversation_test

import (
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestThePauseBetweenAttemptsGrowsToABound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		attempts    int64
		after, want time.Duration
	}{
		{0, 0, 5 * time.Second}, // nobody counts so
		{1, 0, 5 * time.Second},
		{2, 0, 10 * time.Second},
		{5, 0, 80 * time.Second},
		{6, 0, 2 * time.Minute},
		{1 << 40, 0, 2 * time.Minute},
		{1, time.Second, 5 * time.Second},
		{6, 5 * time.Minute, 5 * time.Minute},
		{1, 24 * time.Hour, 10 * time.Minute},
	} {
		r := conversation.Reply{Attempts: tt.attempts}
		if got := r.NextAttempt(tt.after, at(0)).Sub(at(0)); got != tt.want {
			t.Errorf("after %d attempts and a call for %s: %s, want %s", tt.attempts, tt.after, got, tt.want)
		}
	}
}

func TestAReplyIsOverdueBySixHoursAndASignalByMinutes(t *testing.T) {
	t.Parallel()
	for kind, want := range map[channel.Kind]time.Duration{
		"": 6 * time.Hour, channel.File: 6 * time.Hour, channel.Card: 6 * time.Hour, channel.Survey: 6 * time.Hour,
		channel.Typing: 10 * time.Minute, channel.Seen: 10 * time.Minute, channel.Joined: 10 * time.Minute, channel.Left: 10 * time.Minute,
	} {
		r := conversation.Reply{Outbound: channel.Outbound{Kind: kind}, CreatedAt: at(0)}
		if r.IsOverdue(at(0).Add(want-time.Second)) || !r.IsOverdue(at(0).Add(want)) {
			t.Errorf("%q is not overdue after %s", kind, want)
		}
	}
}

// TestAReplyThatIsTooLargeStandsInTheHistoryWithoutItsContent: a page of the history is
// read whole.
func TestAReplyThatIsTooLargeStandsInTheHistoryWithoutItsContent(t *testing.T) {
	t.Parallel()
	r := written()
	r.Kind, r.Cards = channel.Card, []channel.CardItem{{Title: "Offer", Body: strings.Repeat("x", conversation.MaxContent)}}
	failed := r.RecordOutcome(conversation.Report{Status: channel.Failed, Reason: r.Fault()}, at(5))
	m := failed.Message()
	if m.Sent != nil || m.Text != "" || m.Kind != channel.Card {
		t.Errorf("the history has %q and %v as a %s", m.Text, m.Sent != nil, m.Kind)
	}
	if m.ID != r.ID || m.Status != channel.Failed || spell(m.Reason) != "reply.large most=65536" || m.Author != r.Author {
		t.Errorf("the history says %+v", m)
	}
}
