package conversation_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

func TestReceiveOpensTheFirstSession(t *testing.T) {
	t.Parallel()
	to := toFront(shop(t))
	to.placement.Decision.Priority = 7
	got, err := receive(known(conversation.Conversation{}), said("m1", "hello\nthere", 0), at(2), to)
	if err != nil {
		t.Fatal(err)
	}
	id, version := keyring.IDs().Of(dana()), to.config.Version
	want := conversation.Change{
		Conversation: conversation.Conversation{
			ID: id, Customer: conversation.Customer{Peer: dana(), Context: channel.Context{DisplayName: "Dana", EntryPoint: "MAPS"}},
			Thread: conversation.Thread{
				CreatedAt: at(2), Seq: 1, Messages: 1, Entry: 1, Preview: "hello there", PreviewKind: channel.Text, Unread: 1, Heard: []time.Time{at(2)},
				LastHeardAt: at(1), LastCustomerAt: at(0),
			},
			Session: conversation.Session{
				Number: 1, State: conversation.Open, Workstream: "support", Queue: "front", ConfigVersion: version,
				Language: "en", Priority: 7, OpenedAt: at(2), WaitingSince: at(2), UnansweredSince: at(2), LateAt: at(302),
				EnqueuedAt: at(2), LookedAt: at(2), Tally: conversation.Tally{Day: "2026-03-05", Hour: "12"}, RepeatAfter: 3600, Keep: kept(),
				Index:   conversation.Index{Words: []string{"dana", "hello", "there"}, Lines: "0*1 1*2"},
				History: configuration.HistoryQueues,
			},
			Outbox: conversation.Outbox{Signals: to.placement.Signals},
		},
		Message: &conversation.Message{
			ID: "m1", Number: 1, ProviderID: "m1", Direction: conversation.In, Kind: channel.Text, Session: 1, Queue: "front", Text: "hello\nthere",
			Author: conversation.Author{Name: "Dana"}, SentAt: at(0), ReceivedAt: at(1),
		},
		Events: []conversation.Event{{
			Seq: 1, Session: 1, From: conversation.Closed, To: conversation.Open, Cause: conversation.CustomerWrote,
			Actor: "customer", Queue: "front", ConfigVersion: version, Trace: []reason.Reason{found()}, DecidedAt: at(2), At: at(2),
		}},
		Enqueue: &conversation.Item{
			Conversation: id, Queue: "front", Lanes: []string{"front", "front|"}, Cost: 2, Priority: 7, Rank: at(2).Add(-7 * time.Minute),
			Language: "en", Customer: "Dana", Channel: dana().Channel, Preview: "hello there", Kind: channel.Text, Session: 1, Account: "acme", BrandAgent: dana().BrandAgent, EnqueuedAt: at(2), LateAt: at(302), ConfigVersion: version,
		},
		Dispatch: true,
	}
	if diff := cmp.Diff(want, got, uncounted()); diff != "" {
		t.Errorf("change (-want +got):\n%s", diff)
	}
}

func TestReceiveAddsToAnOpenSession(t *testing.T) {
	t.Parallel()
	c := begun(t)
	want := conversation.Change{
		Conversation: c,
		Message: &conversation.Message{
			ID: "m2", Number: 2, ProviderID: "m2", Direction: conversation.In, Kind: channel.Text, Session: 1, Queue: "front", Text: "anyone?",
			Author: conversation.Author{Name: "Dana"}, SentAt: at(10), ReceivedAt: at(11),
		},
	}
	want.Conversation.Preview, want.Conversation.LastCustomerAt = "anyone?", at(10)
	want.Conversation.LastHeardAt, want.Conversation.Unread, want.Conversation.Messages = at(11), 2, 2
	want.Conversation.Heard = []time.Time{at(2), at(12)}
	want.Conversation.Index = conversation.Index{Words: []string{"dana", "hello", "anyone"}, Lines: "0*1 1*1 2*1"}
	got, err := receive(c, said("m2", "anyone?", 10), at(12), never{t})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, change (-want +got):\n%s", err, diff)
	}
}

func TestReceiveOpensTheNextSessionAfterAClose(t *testing.T) {
	t.Parallel()
	c := begun(t)
	c.State, c.Seq, c.ClosedAt, c.EndedAt, c.Queue = conversation.Closed, 4, at(60), at(50), "gold"
	c.Visited, c.Declined, c.WantsPerson = []string{"silver"}, []conversation.Decliner{{Agent: "jo@example.com", Times: 1}}, true
	ch, err := receive(c, said("m2", "me again", 100), at(101), toFront(shop(t)))
	if err != nil {
		t.Fatal(err)
	}
	want := c
	want.State, want.Session.Number, want.Seq, want.Queue, want.Entry = conversation.Open, 2, 5, "front", 2
	want.Visited, want.Declined, want.WantsPerson = nil, nil, false
	want.OpenedAt, want.WaitingSince, want.EnqueuedAt, want.LookedAt = at(101), at(101), at(101), at(101)
	want.ClosedAt, want.EndedAt, want.Tally.Reopened = time.Time{}, time.Time{}, true
	want.Preview, want.LastCustomerAt = "me again", at(100)
	want.LastHeardAt, want.Unread, want.Messages = at(101), 2, 2
	want.UnansweredSince, want.LateAt, want.Heard = at(101), at(401), []time.Time{at(2), at(101)}
	want.Index = conversation.Index{Words: []string{"dana", "again", "me"}, Lines: "0*1 2*2"}
	if diff := cmp.Diff(want, ch.Conversation, uncounted()); diff != "" {
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
			in.Kind, in.On = kind, true
			ch, err := receive(known(conversation.Conversation{}), in, at(1), toFront(shop(t)))
			if err != nil {
				t.Fatal(err)
			}
			if got := ch.Conversation.State == conversation.Open && ch.Conversation.Session.Number == 1; got != opens {
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
			ID: conversation.DocumentID("r/1"), ProviderID: "r/1", Direction: conversation.In, Kind: kind, Session: 1, Queue: "front",
			Raw: `{"rating":5}`, SentAt: at(10), ReceivedAt: at(11), Number: 2,
		}}
		want.Conversation.Messages = 2
		got, err := receive(c, in, at(12), never{t})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v, change (-want +got):\n%s", kind, err, diff)
		}
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
	got, err := receive(c, typing(true, 10), at(11), never{t})
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("started: error %v, change (-want +got):\n%s", err, diff)
	}
	for name, in := range map[string]channel.Inbound{"stopped": typing(false, 12), "wrote": said("m2", "hello", 0)} {
		ch, err := receive(got.Conversation, in, at(13), never{t})
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
	got, err := receive(now, old, at(60), never{t})
	now.Unread, now.Messages, now.Heard = 2, 2, []time.Time{at(2), at(60)} // it is new to the agent
	now.Index.Words, now.Index.Lines = append(now.Index.Words, "an", "old", "one"), now.Index.Lines+" 2*3"
	if diff := cmp.Diff(now, got.Conversation); diff != "" || err != nil {
		t.Errorf("error %v, conversation (-want +got):\n%s", err, diff)
	}
	if got.Message == nil || got.Message.Text != "an old one" {
		t.Errorf("message = %+v, want the old one kept", got.Message)
	}
}

func TestReceiveShowsWhatTheAgentCannotHaveReadAsThePreview(t *testing.T) {
	t.Parallel()
	c := begun(t)
	c.Preview, c.LastAgentAt = "how can I help?", at(30)
	ch, err := receive(c, said("m2", "anyone?", 20), at(31), never{t})
	if err != nil {
		t.Fatal(err)
	}
	if got := ch.Conversation; got.Preview != "anyone?" || !got.LastCustomerAt.Equal(at(20)) {
		t.Errorf("preview %q, customer at %v, want the customer's words and time", got.Preview, got.LastCustomerAt)
	}
}

func TestReceiveReturnsWhyASessionCannotBePlaced(t *testing.T) {
	t.Parallel()
	want := errors.New("no configuration")
	to := toFront(shop(t))
	to.err = want
	got, err := receive(known(conversation.Conversation{}), said("m1", "hello", 0), at(1), to)
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
		conversation.Open, conversation.Offered, conversation.Active, conversation.Parked, conversation.WrapUp, conversation.Closed,
	} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			c := begun(t)
			c.State = state
			in := said("p1", "", 50)
			in.Kind = channel.WantsPerson
			ch, err := receive(c, in, at(51), toFront(shop(t)))
			if err != nil {
				t.Fatal(err)
			}
			last := ch.Events[len(ch.Events)-1]
			if last.Cause != conversation.AskedForPerson || last.Seq != ch.Conversation.Seq || !ch.Conversation.WantsPerson {
				t.Errorf("last event %+v, wants a person: %v", last, ch.Conversation.WantsPerson)
			}
			want := state == conversation.Closed || state == conversation.WrapUp
			if opened := ch.Conversation.Session.Number > c.Session.Number; opened != want {
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
		in.File = channel.FileInfo{Name: "invoice.pdf", Type: "application/pdf", Size: 3}

		c.Attachments = true
		ch, err := receive(c, in, at(51), toFront(shop(t)))
		if err != nil {
			t.Fatal(err)
		}
		if m := *ch.Message.Media; m.Name != "invoice.pdf" || m.Type != "application/pdf" {
			t.Errorf("the file is %+v, not what the customer calls it", m)
		}
		if ch.Message.Media.Status != conversation.MediaCopying || ch.Message.URL == "" || len(ch.Replies) > 0 {
			t.Errorf("files on: message %+v, replies %+v", ch.Message, ch.Replies)
		}

		c.Attachments = false
		ch, err = receive(c, in, at(51), toFront(shop(t)))
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
		ch, err := receive(c, in, at(60), toFront(shop(t)))
		if err != nil {
			t.Fatal(err)
		}
		c = ch.Conversation
		in.ID = "another"
		if _, err := receive(c, in, at(61), toFront(shop(t))); !errors.Is(err, conversation.ErrRepeated) {
			t.Fatalf("request %d again: %v, want ErrRepeated", n, err)
		}
	}
	if len(c.Requests) != 32 {
		t.Errorf("%d requests are remembered, want the newest 32", len(c.Requests))
	}
}

func TestASessionTakesWithItWhatWasFoundOfIt(t *testing.T) {
	t.Parallel()
	to := toFront(shop(t, queue("back", func(q *configuration.Queue) { q.Priority = -2 })))
	to.placement.Decision = route.Decision{
		Workstream: "support", Queue: "back", Priority: 5, Language: "fr",
		Skills: map[string]int64{"french": 2}, Attributes: map[string]string{"vip": "yes"},
	}
	to.placement.Message, to.placement.Facts, to.placement.Recorded = "Bonjour", "{}", "{...}"
	ch, err := receive(known(conversation.Conversation{}), said("m1", "hello", 0), at(2), to)
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
	s := open(t)
	s.router.placement.Decision.Action, s.router.placement.Message = configuration.End, "We are closed"
	ch := s.writes()
	if ch.Conversation.State != conversation.Closed || ch.Enqueue != nil || !ch.Conversation.ClosedAt.Equal(s.now) {
		t.Errorf("the session is %s and waits in %+v, want it closed", ch.Conversation.State, ch.Enqueue)
	}
	if len(ch.Events) != 2 || ch.Events[1].Cause != conversation.OverflowedToClose || ch.Events[1].Seq != 2 {
		t.Errorf("events %+v, want the opening and the end", ch.Events)
	}
	if len(ch.Replies) != 1 || ch.Replies[0].Text != "We are closed" || ch.Message == nil {
		t.Errorf("message %v and replies %+v, want both sides kept", ch.Message, ch.Replies)
	}
}

func TestTheAnswerToAFileHasANameThatTheProviderTakes(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"f1", "a/b", strings.Repeat("x", 128), "größe"} {
		in := said(id, "", 50)
		in.Kind = channel.File
		ch, err := receive(begun(t), in, at(51), never{t})
		if err != nil {
			t.Fatal(err)
		}
		if fault := ch.Replies[0].Fault(); fault != nil {
			t.Errorf("the answer to file %q: %s", id, fault)
		}
	}
}

func TestAFileIsAnsweredInTheWorkstreamsWords(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.router.placement.NoFiles = "No files, please."
	s.writes()
	s.hears(s.inbound(channel.File))
	if diff := cmp.Diff([]string{"No files, please."}, s.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestReceiveAsksForWhatAnEventNeedsAndForNothingElse(t *testing.T) {
	t.Parallel()
	answered := picked(t)
	answered.answer()
	for name, tt := range map[string]struct {
		c    conversation.Conversation
		kind channel.Kind
		want error
	}{
		"the first message":                     {known(conversation.Conversation{}), channel.Text, conversation.ErrNeedsPlacement},
		"a message after the end":               {situation(t, conversation.Closed).c, channel.Text, conversation.ErrNeedsPlacement},
		"a message during the wrap-up":          {situation(t, conversation.WrapUp).c, channel.Text, conversation.ErrNeedsPlacement},
		"a message in a parked session":         {situation(t, conversation.Parked).c, channel.Text, conversation.ErrNeedsConfig},
		"a message to an agent who answered":    {answered.c, channel.Text, conversation.ErrNeedsConfig},
		"a further message to an agent":         {picked(t).c, channel.Text, nil},
		"a message of somebody who waits":       {begun(t), channel.Text, nil},
		"typing, whatever there is":             {known(conversation.Conversation{}), channel.Typing, nil},
		"no typing, whatever there is":          {known(conversation.Conversation{}), channel.Typing, conversation.ErrStale},
		"an answer to a survey after the end":   {situation(t, conversation.Closed).c, channel.Survey, nil},
		"the wish to talk to a person, waiting": {begun(t), channel.WantsPerson, nil},
	} {
		in := said("m9", "hello, is anybody there?", 500) // longer than what ends messages
		in.Kind, in.On = tt.kind, tt.want == nil
		ch, err := tt.c.Receive(in, at(501), conversation.Routing{})
		if !errors.Is(err, tt.want) || tt.want != nil && ch.Message != nil {
			t.Errorf("%s: error %v and message %v, want %v", name, err, ch.Message, tt.want)
		}
	}
}

// TestStaleTypingChangesNothing: behind a flood of messages, typing comes minutes
// late; and a client may repeat it more often than it is shown.
func TestStaleTypingChangesNothing(t *testing.T) {
	t.Parallel()
	c := begun(t)
	c.TypingUntil = at(125)
	for name, tt := range map[string]struct {
		on                  bool
		sent, received, now int
		want                error
	}{
		"fresh":                    {true, 110, 110, 111, nil},
		"stopped":                  {false, 110, 110, 111, nil},
		"repeated a moment later":  {true, 108, 108, 109, conversation.ErrStale},
		"handled late":             {true, 110, 110, 116, conversation.ErrStale},
		"stopped and handled late": {false, 110, 110, 116, conversation.ErrStale},
		"sent so long ago that it has lapsed already": {true, 90, 112, 112, conversation.ErrStale},
	} {
		in := channel.Inbound{ID: "t1", Kind: channel.Typing, Peer: dana(), SentAt: at(tt.sent), ReceivedAt: at(tt.received), On: tt.on}
		ch, err := receive(c, in, at(tt.now), never{t})
		if !errors.Is(err, tt.want) || (tt.want == nil) == ch.Conversation.TypingUntil.Equal(at(125)) {
			t.Errorf("%s: error %v, want %v; typing until %v", name, err, tt.want, ch.Conversation.TypingUntil)
		}
	}
}

// TestOnlyWhatBeginsAWaitIsFollowedUp: ten messages of somebody who waits are one
// search for an agent, and one timer.
func TestOnlyWhatBeginsAWaitIsFollowedUp(t *testing.T) {
	t.Parallel()
	s := open(t, impatient(configuration.Alert))
	for i, step := range []struct {
		what string
		do   func()
		want bool
	}{
		{"the first message", func() {}, true},
		{"one while nobody has it", func() {}, false},
		{"one during an offer", func() { s.gives("Jo") }, false},
		{"one to an agent who has not answered", func() { s.does("Jo", conversation.Accept) }, false},
		{"one after the answer", func() { s.answer() }, true},
		{"a further one", func() {}, false},
		{"one in a parked session", func() { s.does("Jo", conversation.Park) }, true},
	} {
		step.do()
		s.later(time.Second)
		if got := s.writes().Dispatch; got != step.want {
			t.Errorf("%d, %s: followed up %v, want %v", i, step.what, got, step.want)
		}
	}
}
