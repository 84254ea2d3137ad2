package channel_test

import (
	"slices"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

func TestStatusJoin(t *testing.T) {
	t.Parallel()
	chain := []channel.Status{
		"", channel.Pending, channel.Sending, channel.Unknown, channel.Sent, channel.Failed, channel.Revoked, channel.Delivered, channel.Read,
	}
	for i, a := range chain {
		for j, b := range chain {
			if got, want := a.Join(b), chain[max(i, j)]; got != want {
				t.Errorf("%q.Join(%q) = %q, want %q", a, b, got, want)
			}
		}
	}
}

func TestStatusJoinIgnoresWordsItDoesNotKnow(t *testing.T) {
	t.Parallel()
	if got := channel.Sent.Join("teleported"); got != channel.Sent {
		t.Errorf("Join of an unknown word = %q, want sent", got)
	}
	if channel.Status("teleported").Valid() {
		t.Error("an unknown word is valid")
	}
}

func TestOnlyUnsentMessagesAreOutgoing(t *testing.T) {
	t.Parallel()
	var got []channel.Status
	for _, s := range []channel.Status{
		channel.Pending, channel.Sending, channel.Unknown, channel.Sent, channel.Failed, channel.Revoked, channel.Delivered, channel.Read,
	} {
		if s.Outgoing() {
			got = append(got, s)
		}
	}
	if want := []channel.Status{channel.Pending, channel.Sending}; !slices.Equal(got, want) {
		t.Errorf("outgoing = %v, want %v", got, want)
	}
}
