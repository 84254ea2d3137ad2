package conversation_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestAClockThatIsAheadMovesNothing lets the same conversation happen twice: once
// with a provider whose clock is ahead, and once with one whose clock is right.
// Nothing of it differs.
func TestAClockThatIsAheadMovesNothing(t *testing.T) {
	t.Parallel()
	config := shop(t)
	kinds := []channel.Kind{
		channel.Text, channel.Choice, channel.File, channel.Typing, channel.WantsPerson, channel.Survey, channel.Consent, channel.Other,
	}
	rapid.Check(t, func(t *rapid.T) {
		ahead, right := begin(t, config), begin(t, config)
		for range rapid.IntRange(1, 8).Draw(t, "events") {
			kind := rapid.SampledFrom(kinds).Draw(t, "kind")
			by := time.Duration(rapid.Int64Range(0, int64(48*time.Hour)).Draw(t, "ahead"))
			for s, by := range map[*scene]time.Duration{ahead: by, right: 0} {
				in := s.inbound(kind)
				in.On, in.SentAt = true, in.SentAt.Add(by)
				s.hears(in)
				s.later(time.Second)
			}
			if diff := cmp.Diff(right.last, ahead.last); diff != "" {
				t.Fatalf("a clock that is %s ahead (-right +ahead):\n%s", by, diff)
			}
		}
	})
}

// TestMessagesOfOneInstantKeepTheirOrder takes in a customer's messages, and an
// agent's notes on them, of the same instant.
func TestMessagesOfOneInstantKeepTheirOrder(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	s.gives("Jo")
	s.does("Jo", conversation.Accept)
	numbers := []int64{1}
	for range 5 {
		s.writes()
		numbers = append(numbers, s.last.Message.Number)
		s.does("Jo", conversation.WriteNote, saying("hm"))
		numbers = append(numbers, s.last.Message.Number)
	}
	if !slices.IsSorted(numbers) || len(slices.Compact(numbers)) != 11 {
		t.Errorf("numbers %v, want each greater than the one before", numbers)
	}
}
