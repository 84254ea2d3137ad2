package conversation_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// noon is when the customer writes first; at counts the seconds from then.
var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }

func dana() channel.Peer {
	return channel.Peer{
		Channel: channel.BusinessMessages, Account: "acme", BrandAgent: "brands/b/agents/a", Key: "customer-1",
	}
}

// said is a text of Dana's; it arrives a second after it was sent.
func said(id, text string, sent int) channel.Inbound {
	return channel.Inbound{
		ID: id, Kind: channel.Text, Peer: dana(), SentAt: at(sent), ReceivedAt: at(sent + 1), Text: text,
		Context: &channel.Context{DisplayName: "Dana", EntryPoint: "MAPS"},
	}
}

func front() (conversation.Placement, error) {
	return conversation.Placement{
		Workstream: "support", Queue: "front", Priority: 7, ConfigVersion: "v1", Trace: []string{"because"},
	}, nil
}

// never fails the test when a session is placed.
func never(t *testing.T) func() (conversation.Placement, error) {
	t.Helper()
	return func() (conversation.Placement, error) {
		t.Error("a session was placed")
		return conversation.Placement{}, nil
	}
}

// begun is Dana's conversation after her first message.
func begun(t *testing.T) conversation.Conversation {
	t.Helper()
	ch, err := conversation.Conversation{}.Receive(said("m1", "hello", 0), at(2), front)
	if err != nil {
		t.Fatal(err)
	}
	return ch.Conversation
}

func TestReceiveOpensTheFirstSession(t *testing.T) {
	t.Parallel()
	got, err := conversation.Conversation{}.Receive(said("m1", "hello\nthere", 0), at(2), front)
	if err != nil {
		t.Fatal(err)
	}
	id := conversation.NewID(dana())
	want := conversation.Change{
		Conversation: conversation.Conversation{
			ID: id, Peer: dana(), Context: channel.Context{DisplayName: "Dana", EntryPoint: "MAPS"},
			State: conversation.Open, Session: 1, Workstream: "support", Queue: "front", ConfigVersion: "v1",
			Priority: 7, Seq: 1, Preview: "hello there", PreviewKind: channel.Text,
			CreatedAt: at(2), OpenedAt: at(2), EnqueuedAt: at(2), LastHeardAt: at(1), LastCustomerAt: at(0),
		},
		Message: &conversation.Message{
			ID: "m1", ProviderID: "m1", Direction: conversation.In, Kind: channel.Text, Session: 1, Text: "hello\nthere",
			Author: conversation.Author{Name: "Dana"}, SentAt: at(0), ReceivedAt: at(1),
		},
		Events: []conversation.Event{{
			Seq: 1, Session: 1, From: conversation.Closed, To: conversation.Open, Cause: conversation.CustomerWrote,
			Actor: "customer", Queue: "front", ConfigVersion: "v1", Trace: []string{"because"}, DecidedAt: at(2), At: at(2),
		}},
		Enqueue: &conversation.Item{
			Conversation: id, Queue: "front", Priority: 7, Rank: at(2).Add(-7 * time.Minute), Customer: "Dana",
			Preview: "hello there", Kind: channel.Text, EnqueuedAt: at(2),
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

func TestReceiveAddsToAnOpenSession(t *testing.T) {
	t.Parallel()
	c := begun(t)
	want := conversation.Change{
		Conversation: c,
		Message: &conversation.Message{
			ID: "m2", ProviderID: "m2", Direction: conversation.In, Kind: channel.Text, Session: 1, Text: "anyone?",
			Author: conversation.Author{Name: "Dana"}, SentAt: at(10), ReceivedAt: at(11),
		},
	}
	want.Conversation.Preview, want.Conversation.LastCustomerAt = "anyone?", at(10)
	want.Conversation.LastHeardAt = at(11)
	got, err := c.Receive(said("m2", "anyone?", 10), at(12), never(t))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, change (-want +got):\n%s", err, diff)
	}
}

func TestReceiveOpensTheNextSessionAfterAClose(t *testing.T) {
	t.Parallel()
	c := begun(t)
	c.State, c.Seq, c.ClosedAt, c.Queue, c.Owner, c.OwnerName = conversation.Closed, 4, at(60), "gold", "jo@x", "Jo"
	ch, err := c.Receive(said("m2", "me again", 100), at(101), front)
	if err != nil {
		t.Fatal(err)
	}
	want := c
	want.State, want.Session, want.Seq, want.Queue, want.Owner, want.OwnerName = conversation.Open, 2, 5, "front", "", ""
	want.OpenedAt, want.EnqueuedAt, want.ClosedAt = at(101), at(101), time.Time{}
	want.Preview, want.LastCustomerAt = "me again", at(100)
	want.LastHeardAt = at(101)
	if diff := cmp.Diff(want, ch.Conversation); diff != "" {
		t.Errorf("conversation (-want +got):\n%s", diff)
	}
	if ch.Message.Session != 2 || len(ch.Events) != 1 || ch.Events[0].Session != 2 || ch.Events[0].Seq != 5 {
		t.Errorf("message %+v and events %+v, want both of session 2", ch.Message, ch.Events)
	}
	if ch.Enqueue == nil || ch.Enqueue.Preview != "me again" {
		t.Errorf("enqueued %+v, want the new session", ch.Enqueue)
	}
}

func TestReceiveOpensASessionForWhatSomebodyHasToAnswer(t *testing.T) {
	t.Parallel()
	for kind, opens := range map[channel.Kind]bool{
		channel.Text: true, channel.Choice: true, channel.File: true, channel.Location: true, channel.WantsPerson: true,
		channel.Survey: false, channel.Other: false, channel.Typing: false,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			in := said("m1", "", 0)
			in.Kind = kind
			ch, err := conversation.Conversation{}.Receive(in, at(1), front)
			if err != nil {
				t.Fatal(err)
			}
			if got := ch.Conversation.State == conversation.Open && ch.Conversation.Session == 1; got != opens {
				t.Errorf("opens a session: %v, want %v", got, opens)
			}
			if got := ch.Enqueue != nil && len(ch.Events) > 0; got != opens {
				t.Errorf("enqueues: %v, want %v", got, opens)
			}
			if got, want := ch.Message != nil, kind != channel.Typing; got != want {
				t.Errorf("makes a message: %v, want %v", got, want)
			}
		})
	}
}

func TestReceiveKeepsWhatItHasNoWordFor(t *testing.T) {
	t.Parallel()
	c := begun(t)
	c.State = conversation.Closed
	for _, kind := range []channel.Kind{channel.Survey, channel.Other} {
		in := channel.Inbound{
			ID: "r/1", Kind: kind, Peer: dana(), SentAt: at(10), ReceivedAt: at(11), Raw: json.RawMessage(`{"rating":5}`),
		}
		want := conversation.Change{Conversation: c, Message: &conversation.Message{
			ID: conversation.DocumentID("r/1"), ProviderID: "r/1", Direction: conversation.In, Kind: kind, Session: 1,
			Raw: `{"rating":5}`, SentAt: at(10), ReceivedAt: at(11),
		}}
		got, err := c.Receive(in, at(12), never(t))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v, change (-want +got):\n%s", kind, err, diff)
		}
	}
}

func TestReceiveKeepsOnlyTextThatCanBeStored(t *testing.T) {
	t.Parallel()
	in := said("m1", "", 0)
	in.Kind, in.Raw = channel.Other, json.RawMessage("{\"a\":\"\xff\"}")
	ch, err := begun(t).Receive(in, at(1), never(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := ch.Message.Raw; !utf8.ValidString(got) || got != "{\"a\":\"\uFFFD\"}" {
		t.Errorf("raw = %q, want valid UTF-8: Firestore refuses anything else", got)
	}
}

func TestReceiveTyping(t *testing.T) {
	t.Parallel()
	typing := func(on bool, sent int) channel.Inbound {
		return channel.Inbound{
			ID: "t1", Kind: channel.Typing, Peer: dana(), SentAt: at(sent), ReceivedAt: at(sent), On: on,
		}
	}
	c := begun(t)
	want := conversation.Change{Conversation: c}
	want.Conversation.TypingUntil = at(30)
	got, err := c.Receive(typing(true, 10), at(11), never(t))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("started: error %v, change (-want +got):\n%s", err, diff)
	}
	for name, in := range map[string]channel.Inbound{"stopped": typing(false, 12), "wrote": said("m2", "hello", 0)} {
		ch, err := got.Conversation.Receive(in, at(13), never(t))
		if until := ch.Conversation.TypingUntil; !until.IsZero() || err != nil {
			t.Errorf("%s: error %v, typing until %v, want no longer", name, err, until)
		}
	}
}

func TestReceiveLetsAnOldMessageReplaceNothing(t *testing.T) {
	t.Parallel()
	now := begun(t)
	now.Context = channel.Context{DisplayName: "Dana", EntryPoint: "URL"}
	now.Preview, now.LastCustomerAt, now.LastHeardAt = "the newest", at(50), at(51)
	old := said("m0", "an old one", 40)
	got, err := now.Receive(old, at(60), never(t))
	if diff := cmp.Diff(now, got.Conversation); diff != "" || err != nil {
		t.Errorf("error %v, conversation (-want +got):\n%s", err, diff)
	}
	if got.Message == nil || got.Message.Text != "an old one" {
		t.Errorf("message = %+v, want the old one kept", got.Message)
	}
}

func TestReceiveLeavesAnAgentsNewerMessageAsThePreview(t *testing.T) {
	t.Parallel()
	c := begun(t)
	c.Preview, c.LastAgentAt = "how can I help?", at(30)
	ch, err := c.Receive(said("m2", "anyone?", 20), at(31), never(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := ch.Conversation; got.Preview != "how can I help?" || !got.LastCustomerAt.Equal(at(20)) {
		t.Errorf("preview %q, customer at %v, want the agent's words and the customer's time", got.Preview, got.LastCustomerAt)
	}
}

func TestReceiveReturnsWhyASessionCannotBePlaced(t *testing.T) {
	t.Parallel()
	want := errors.New("no configuration")
	got, err := conversation.Conversation{}.Receive(said("m1", "hello", 0), at(1),
		func() (conversation.Placement, error) { return conversation.Placement{Queue: "front"}, want })
	if !errors.Is(err, want) {
		t.Errorf("error = %v, want %v", err, want)
	}
	if diff := cmp.Diff(conversation.Change{}, got); diff != "" {
		t.Errorf("a change came with the error:\n%s", diff)
	}
}

func TestReceiveRecordsInEveryStateThatTheCustomerWantsAPerson(t *testing.T) {
	t.Parallel()
	for _, state := range []conversation.State{
		conversation.Open, conversation.Offered, conversation.Active, conversation.Waiting, conversation.WrapUp, conversation.Closed,
	} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			c := begun(t)
			c.State = state
			in := said("p1", "", 50)
			in.Kind = channel.WantsPerson
			ch, err := c.Receive(in, at(51), front)
			if err != nil {
				t.Fatal(err)
			}
			last := ch.Events[len(ch.Events)-1]
			if last.Cause != conversation.AskedForPerson || last.Seq != ch.Conversation.Seq || !ch.Conversation.WantsPerson {
				t.Errorf("last event %+v, wants a person: %v", last, ch.Conversation.WantsPerson)
			}
			if opened := ch.Conversation.Session > c.Session; opened != (state == conversation.Closed) {
				t.Errorf("opened a session: %v", opened)
			}
		})
	}
}

func TestReceiveAsksForACopyOfAFileOnlyWhereFilesAreTaken(t *testing.T) {
	t.Parallel()
	for locale, answer := range map[string]string{
		"en-GB": "Sorry, we cannot receive files here. Could you tell us in words?",
		"fr-CA": "Désolé, nous ne pouvons pas recevoir de fichiers ici. Pouvez-vous nous l’expliquer par écrit ?",
	} {
		c := begun(t)
		in := said("f1", "", 50)
		in.Kind, in.URL, in.Context = channel.File, "https://example.com/signed", &channel.Context{Locale: locale}

		c.Attachments = true
		ch, err := c.Receive(in, at(51), front)
		if err != nil {
			t.Fatal(err)
		}
		if ch.Message.Media.Status != conversation.MediaCopying || ch.Message.URL == "" || len(ch.Replies) > 0 {
			t.Errorf("files on: message %+v, replies %+v", ch.Message, ch.Replies)
		}

		c.Attachments = false
		ch, err = c.Receive(in, at(51), front)
		if err != nil {
			t.Fatal(err)
		}
		if ch.Message.Media.Status != conversation.MediaRefused || ch.Message.URL != "" {
			t.Errorf("files off: message %+v", ch.Message)
		}
		if len(ch.Replies) != 1 || ch.Replies[0].Text != answer || ch.Replies[0].ID != "no-files-f1" || !ch.Replies[0].Author.Bot {
			t.Errorf("files off: replies %+v, want %q", ch.Replies, answer)
		}
	}
}

func TestReceiveKnowsARequestThatComesAgainWithAnotherMessage(t *testing.T) {
	t.Parallel()
	c := begun(t)
	for n := range 40 {
		in := said(fmt.Sprintf("m%d", n), "hello", 10+n)
		in.Request = fmt.Sprintf("request-%d", n)
		ch, err := c.Receive(in, at(60), front)
		if err != nil {
			t.Fatal(err)
		}
		c = ch.Conversation
		in.ID = "another"
		if _, err := c.Receive(in, at(61), front); !errors.Is(err, conversation.ErrRepeated) {
			t.Fatalf("request %d again: %v, want ErrRepeated", n, err)
		}
	}
	if len(c.Requests) != 32 {
		t.Errorf("%d requests are remembered, want the newest 32", len(c.Requests))
	}
}

func TestASessionTakesWithItWhatWasFoundOfIt(t *testing.T) {
	t.Parallel()
	place := func() (conversation.Placement, error) {
		return conversation.Placement{
			Workstream: "support", Queue: "front", Priority: 5, QueuePriority: -2, Language: "fr",
			Skills: map[string]int64{"french": 2}, Attributes: map[string]string{"vip": "yes"},
			Message: "Bonjour", Facts: "{}", Decision: "{...}",
		}, nil
	}
	ch, err := conversation.Conversation{}.Receive(said("m1", "hello", 0), at(2), place)
	if err != nil {
		t.Fatal(err)
	}
	c, item := ch.Conversation, ch.Enqueue
	if c.Language != "fr" || c.Priority != 5 || c.Skills["french"] != 2 || c.Attributes["vip"] != "yes" {
		t.Errorf("the conversation has %+v", c)
	}
	if item.Priority != 3 || !item.Rank.Equal(at(2).Add(-3*time.Minute)) || item.Skills["french"] != 2 || item.Language != "fr" {
		t.Errorf("what waits is %+v, want both priorities as a head start", item)
	}
	if e := ch.Events[0]; e.Facts != "{}" || e.Decision != "{...}" || !e.DecidedAt.Equal(at(2)) {
		t.Errorf("the event does not record the decision: %+v", e)
	}
	if len(ch.Replies) != 1 || ch.Replies[0].Text != "Bonjour" || ch.Replies[0].ID != "opened-1" || !ch.Replies[0].Author.Bot {
		t.Errorf("the customer is told %+v, want the one automated message", ch.Replies)
	}
}

func TestASessionThatEndsAtOnceIsToldAndNotQueued(t *testing.T) {
	t.Parallel()
	place := func() (conversation.Placement, error) {
		return conversation.Placement{Workstream: "support", Queue: "front", Ends: true, Message: "We are closed"}, nil
	}
	ch, err := conversation.Conversation{}.Receive(said("m1", "hello", 0), at(2), place)
	if err != nil {
		t.Fatal(err)
	}
	if ch.Conversation.State != conversation.Closed || ch.Enqueue != nil || !ch.Conversation.ClosedAt.Equal(at(2)) {
		t.Errorf("the session is %s and waits in %+v, want it closed", ch.Conversation.State, ch.Enqueue)
	}
	if len(ch.Events) != 2 || ch.Events[1].Cause != conversation.OverflowedToClose || ch.Events[1].Seq != 2 {
		t.Errorf("events %+v, want the opening and the end", ch.Events)
	}
	if len(ch.Replies) != 1 || ch.Replies[0].Text != "We are closed" || ch.Message == nil {
		t.Errorf("message %v and replies %+v, want both sides kept", ch.Message, ch.Replies)
	}
}
