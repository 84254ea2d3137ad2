package conversation_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/words"
)

func TestASessionIsFoundByWhatCustomerAndAgentsWrote(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.does("Jo", conversation.WriteNote, conversation.Action{Text: "A difficult case"})
	r := conversation.Reply{
		Outbound: channel.Outbound{ID: "r1", Text: "Your Rückerstattung", Cards: []channel.CardItem{{Title: "Receipt", Body: "19 francs"}}},
		Author:   conversation.Author{Email: "jo@example.com"}, Status: channel.Sent, Session: 1, Queue: "front", CreatedAt: at(80),
	}
	after, err := s.c.RecordReply(r, r.Message(), conversation.Routing{})
	if err != nil {
		t.Fatal(err)
	}
	r.ID, r.Author, r.Text = "r2", conversation.Author{Bot: true}, "Goodbye everybody"
	if after, err = after.RecordReply(r, r.Message(), conversation.Routing{}); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for run := range strings.FieldsSeq(after.Index.Lines) {
		line, times, _ := strings.Cut(run, "*")
		n, err := strconv.Atoi(times)
		if err != nil {
			t.Fatal(err)
		}
		for range n {
			got[after.Index.Words[len(got)]] = line
		}
	}
	want := map[string]string{
		"dana": "0", "text": "1", "difficult": "2", "case": "2", "your": "3", "ruckerstattung": "3", "receipt": "3", "19": "3", "francs": "3",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestASessionThatOpensAndClosesInOneStepIsFoundByItsMessage(t *testing.T) {
	t.Parallel()
	to := toFront(shop(t))
	to.placement.Decision.Action = configuration.End
	c := begun(t)
	c.State, c.ClosedAt, c.Index = conversation.Closed, at(60), conversation.Index{}
	ch, err := receive(c, said("m2", "Are you open?", 100), at(101), to)
	if err != nil {
		t.Fatal(err)
	}
	if len(ch.Past) != 1 || ch.Past[0].Session != 2 {
		t.Fatalf("past sessions: %+v", ch.Past)
	}
	if diff := cmp.Diff([]string{"dana", "are", "open", "you"}, ch.Past[0].Words); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("0*1 2*3", ch.Past[0].Lines); diff != "" {
		t.Error(diff)
	}
}

// TestTheIndexIsBounded is what docs/firestore.md promises.
func TestTheIndexIsBounded(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 2 * conversation.MaxWords {
		fmt.Fprintf(&text, "%c%c%dabcdefghijklmnopqrstuvwxyz ", 'a'+i%26, 'a'+i/26%26, i)
	}
	c := begun(t)
	ch, err := receive(c, said("m2", text.String(), 10), at(12), never{t})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(ch.Conversation.Index.Words); n != conversation.MaxWords {
		t.Errorf("%d words, want %d", n, conversation.MaxWords)
	}
	s := picked(t)
	s.c.Index = ch.Conversation.Index
	s.c.State = conversation.WrapUp
	past := s.does("Jo", conversation.Close).Past
	if len(past) != 1 || len(past[0].Words) != conversation.MaxWords || len(past[0].Keys) > conversation.MaxWords*words.MostKeys {
		t.Errorf("%d words and %d keys", len(past[0].Words), len(past[0].Keys))
	}
}

func TestASessionIsFoundByTheEndOfANumberButHoldsNoMore(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.c.Context.DisplayName, s.c.Personal, s.c.Shown = "", true, "+33 6 •• •• •• 12"
	s.c.State = conversation.WrapUp
	past := s.does("Jo", conversation.Close).Past[0]
	if past.Customer != "+33 6 •• •• •• 12" || !slices.Contains(past.Keys, "#12") {
		t.Errorf("%q with the keys %q", past.Customer, past.Keys)
	}
}

func TestTheNewestSessionComesFirstByName(t *testing.T) {
	t.Parallel()
	older := conversation.ClosedSession{Conversation: "b", Session: 1, ClosedAt: at(0)}
	newer := conversation.ClosedSession{Conversation: "c", Session: 2, ClosedAt: at(0).Add(time.Millisecond)}
	if newer.Name() >= older.Name() {
		t.Errorf("%s comes before %s", older.Name(), newer.Name())
	}
	if want := "8227287999999_b_1"; older.Name() != want {
		t.Errorf("%s, want %s", older.Name(), want)
	}
}

func TestASessionIsFoundByItsTags(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.c.Tags, s.c.State = []string{"complaint", "vip"}, conversation.WrapUp
	past := s.does("Jo", conversation.Close).Past[0]
	if !slices.Equal(past.Tags, s.c.Tags) || !slices.Contains(past.Keys, "tag:vip") || slices.Contains(past.Words, "vip") {
		t.Errorf("tags %q, keys %q", past.Tags, past.Keys)
	}
}
