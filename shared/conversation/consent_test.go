package conversation_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestACustomerWhoUnsubscribedIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	c := begun(t)
	for i, step := range []struct {
		kind    channel.Kind
		on      bool
		second  int
		refused bool
	}{
		{channel.Consent, false, 10, true},
		{channel.Text, false, 11, true},  // a stop word comes as a text, too
		{channel.Consent, true, 5, true}, // it was before
		{channel.Consent, true, 10, true},
		{channel.Consent, true, 20, false},
	} {
		in := said("c"+string(rune('0'+i)), "STOP", step.second)
		in.Kind, in.On = step.kind, step.on
		ch, err := receive(c, in, at(step.second), toFront(shop(t)))
		if err != nil {
			t.Fatal(err)
		}
		c = ch.Conversation
		wrong := written().Objection(c, 0, at(30))
		if (wrong != nil) != step.refused {
			t.Errorf("step %d: the reply is refused for %v, want refused: %v", i, wrong, step.refused)
		}
		if step.kind == channel.Consent && (ch.Message.Kind != channel.Consent || ch.Message.On != step.on) {
			t.Errorf("step %d: the history shows %+v", i, ch.Message)
		}
	}
	if c.State != conversation.Closed || len(c.Guests) > 0 {
		t.Errorf("the session is %s", c.State)
	}
}

// consents is what Dana says about messages now, as an event without a text.
func (s *scene) consents(on bool) conversation.Change {
	s.Helper()
	in := s.inbound(channel.Consent)
	in.On, in.Text = on, ""
	return s.hears(in)
}

func TestWhatBecomesOfASessionWhoseCustomerUnsubscribes(t *testing.T) {
	t.Parallel()
	for state, want := range map[conversation.State]conversation.State{
		conversation.Open: conversation.Closed, conversation.Offered: conversation.Closed,
		conversation.Parked: conversation.Closed, conversation.Closed: conversation.Closed,
		conversation.Active: conversation.Active, conversation.WrapUp: conversation.WrapUp,
	} {
		s := situation(t, state)
		s.later(time.Minute)
		ch := s.consents(false)
		if s.c.State != want {
			t.Errorf("a session that is %s becomes %s, want %s", state, s.c.State, want)
		}
		e := ch.Events[len(ch.Events)-1]
		if e.Cause != conversation.Unsubscribed || e.Actor != "customer" || e.From != state || e.To != want {
			t.Errorf("%s: the history says %+v", state, e)
		}
		if state == conversation.Open && ch.Dequeue != "front" {
			t.Errorf("it leaves the queue %q", ch.Dequeue)
		}
		if !s.c.LateAt.IsZero() {
			t.Errorf("%s: the customer will have waited for too long at %v", state, s.c.LateAt)
		}
	}
}

func TestNobodyOwesAnAnswerToACustomerWhoUnsubscribed(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Requeue))
	s.consents(false)
	if d := s.c.Deadlines(s.config); len(d) > 0 {
		t.Errorf("it has the deadlines %v", d)
	}
	s.hears(s.inbound(channel.Choice)) // a tap on what is still on the screen
	if d := s.c.Deadlines(s.config); len(d) > 0 || !s.c.Unsubscribed {
		t.Errorf("after a tap: deadlines %v, unsubscribed %v", d, s.c.Unsubscribed)
	}
	s.later(time.Minute)
	s.writes()
	s.deadline(conversation.AnswerIsLate)
}

func TestAutomatedMessagesAndSignalsStop(t *testing.T) {
	t.Parallel()
	s := surveyed(t)
	s.writes()
	s.does("Jo", conversation.Pick)
	s.consents(false)
	quiet := func(what string, ch conversation.Change) {
		t.Helper()
		if len(ch.Replies) > 0 {
			t.Errorf("%s: it sends %+v", what, ch.Replies)
		}
	}
	quiet("the customer taps", s.hears(s.inbound(channel.Choice)))
	quiet("an agent types", s.does("Jo", conversation.Type, conversation.Action{On: true}))
	quiet("an agent reads", s.does("Jo", conversation.MarkRead, conversation.Action{Of: "m1"}))
	quiet("it is transferred", s.does("Jo", conversation.Transfer, conversation.Action{Queue: "front"}))
	quiet("an agent joins", s.does("Jo", conversation.Pick))
	rated := s.c.Surveyed
	quiet("it ends", s.does("Jo", conversation.End))
	if !cmp.Equal(s.c.Surveyed, rated) {
		t.Errorf("it waits for the answer to a survey that was not sent: %+v", s.c.Surveyed)
	}
}

func TestTheOneAcknowledgement(t *testing.T) {
	t.Parallel()
	s := picked(t)
	told := func(what string, want int, ch conversation.Change) {
		t.Helper()
		if len(ch.Replies) != want {
			t.Fatalf("%s: sends %+v, want %d", what, ch.Replies, want)
		}
		if want > 0 {
			r := ch.Replies[0]
			if r.Purpose != channel.Acknowledgement || !r.Author.Bot || !strings.HasPrefix(r.ID, "consent-") {
				t.Errorf("%s: sends %+v", what, r)
			}
			if wrong := r.Objection(s.c, 0, s.now); wrong != nil {
				t.Errorf("%s: it is refused for %s", what, wrong)
			}
		}
	}
	keyword := s.inbound(channel.Consent)
	told("the keyword", 1, s.hears(keyword))
	told("the event beside it", 0, s.consents(false))
	s.later(time.Minute)
	told("again", 0, s.consents(false))
	s.later(time.Minute)
	told("lifted", 0, s.consents(true))
	s.later(time.Minute)
	told("unsubscribed once more", 1, s.consents(false))
	s.later(time.Minute)
	s.writes()
	for range 40 {
		s.later(time.Second)
		s.consents(true)
		s.later(time.Second)
		s.consents(false)
	}
	if s.c.Budget.Automated > 20 {
		t.Errorf("%d automated messages within an hour", s.c.Budget.Automated)
	}
}

func TestTheAcknowledgementIsInTheCustomersLanguage(t *testing.T) {
	t.Parallel()
	own := func(spec *configuration.Spec) {
		spec.AutomatedMessages["bye"] = configuration.AutomatedMessage{Texts: map[string]string{"en": "Bye {CustomerName}!", "fr": "Salut !"}}
		terms(func(w *configuration.Workstream) { w.Messages.Unsubscribed, w.Language = "bye", "en" })(spec)
	}
	for _, tt := range []struct {
		name, locale, want string
		edit               func(*configuration.Spec)
	}{
		{"by default", "", "You will get no more messages from us.", func(*configuration.Spec) {}},
		{"by default in French", "fr-CA", "C’est noté", func(*configuration.Spec) {}},
		{"in the workstream's words", "", "Bye Dana!", own},
		{"in the workstream's words in French", "fr-FR", "Salut !", own},
	} {
		s := open(t, tt.edit)
		in := s.inbound(channel.Consent)
		in.Context.Locale = tt.locale
		ch := s.hears(in)
		if len(ch.Replies) != 1 || !strings.HasPrefix(ch.Replies[0].Text, tt.want) {
			t.Errorf("%s: says %+v", tt.name, ch.Replies)
		}
		if len(ch.Events) > 0 || s.c.Session.Number > 0 {
			t.Errorf("%s: a session %d has %+v", tt.name, s.c.Session.Number, ch.Events)
		}
	}
}

// TestTheCustomersWordCountsWithoutAConfiguration even if the acknowledgement is in
// nobody's words then.
func TestTheCustomersWordCountsWithoutAConfiguration(t *testing.T) {
	t.Parallel()
	s := situation(t, conversation.Open)
	in := s.inbound(channel.Consent)
	if _, err := s.c.Receive(in, s.now, conversation.Routing{}); err == nil {
		t.Error("it does not ask for the configuration")
	}
	ch, err := s.c.Receive(in, s.now, conversation.Routing{ConfigErr: conversation.ErrOver})
	if err != nil || !ch.Conversation.Unsubscribed || ch.Conversation.State != conversation.Closed || len(ch.Replies) != 1 {
		t.Errorf("error %v, change %+v", err, ch)
	}
}

func TestWhatLiftsIt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		in     channel.Inbound
		after  time.Duration
		lifted bool
		opens  bool
	}{
		{"an event", channel.Inbound{Kind: channel.Consent, On: true}, time.Second, true, false},
		{"the keyword", channel.Inbound{Kind: channel.Consent, On: true, Text: "START"}, time.Minute, true, false},
		{"a text", channel.Inbound{Kind: channel.Text, Text: "But where is it?"}, time.Minute, true, true},
		{"a file", channel.Inbound{Kind: channel.File, URL: "https://files.example/1"}, time.Minute, true, true},
		{"a text that may be a keyword", channel.Inbound{Kind: channel.Text, Text: "PARE"}, time.Second, false, false},
		{"a text from before", channel.Inbound{Kind: channel.Text, Text: "Hello"}, -time.Minute, false, false},
		{"a file from before", channel.Inbound{Kind: channel.File, URL: "https://files.example/1"}, -time.Minute, false, false},
		{"a tap", channel.Inbound{Kind: channel.Choice, Text: "Yes"}, time.Minute, false, false},
		{"a wish for a person", channel.Inbound{Kind: channel.WantsPerson}, time.Minute, false, false},
		{"a place", channel.Inbound{Kind: channel.Location, Place: &channel.Place{}}, time.Second, true, true},
		{"typing", channel.Inbound{Kind: channel.Typing, On: true}, time.Second, false, false},
	} {
		s := open(t)
		s.consents(false)
		in := s.inbound(tt.in.Kind)
		in.On, in.Text, in.URL, in.Place = tt.in.On, tt.in.Text, tt.in.URL, tt.in.Place
		in.SentAt = s.now.Add(tt.after)
		if tt.after > 0 {
			s.later(tt.after)
		}
		in.ReceivedAt = s.now
		if got := s.c.Subscribed(in); in.Kind != channel.Consent && got != tt.lifted {
			t.Errorf("%s: routing is told that the customer subscribed: %v", tt.name, got)
		}
		s.hears(in)
		if s.c.Unsubscribed == tt.lifted || (s.c.Session.Number > 0) != tt.opens {
			t.Errorf("%s: unsubscribed %v, session %d", tt.name, s.c.Unsubscribed, s.c.Session.Number)
		}
	}
}

// TestAKeywordOfSomebodyWhoNeverEndedMessages: "start" may be the first that a customer
// writes.
func TestAKeywordOfSomebodyWhoNeverEndedMessages(t *testing.T) {
	t.Parallel()
	s := open(t)
	start := func() channel.Inbound {
		in := s.inbound(channel.Consent)
		in.On, in.Text = true, "Start"
		return in
	}
	ch := s.hears(start())
	if ch.Message.Kind != channel.Text || s.c.State != conversation.Open || !ch.Dispatch {
		t.Errorf("it is %s, the session is %s, followed up: %v", ch.Message.Kind, s.c.State, ch.Dispatch)
	}
	s.later(time.Minute)
	s.consents(false)
	s.later(time.Minute)
	s.consents(true) // the event comes before the keyword
	sessions := s.c.Session.Number
	if ch = s.hears(start()); ch.Message.Kind != channel.Consent || s.c.Session.Number != sessions {
		t.Errorf("it is %s, session %d", ch.Message.Kind, s.c.Session.Number)
	}
}

// TestConsentIsTheSameInAnyOrder of its events.
func TestConsentIsTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	events := []channel.Inbound{
		{ID: "a", On: false, SentAt: at(100)},
		{ID: "b", On: true, SentAt: at(200)},
		{ID: "c", On: false, SentAt: at(300)},
		{ID: "d", On: true, SentAt: at(300)},
	}
	permute(events, func(order []channel.Inbound) {
		c := begun(t)
		for _, in := range order {
			in.Kind, in.Peer, in.ReceivedAt = channel.Consent, dana(), at(400)
			ch, err := receive(c, in, at(400), toFront(shop(t)))
			if err != nil {
				t.Fatal(err)
			}
			c = ch.Conversation
		}
		if diff := cmp.Diff(true, c.Unsubscribed); diff != "" || !c.ConsentAt.Equal(at(300)) {
			t.Errorf("in the order %v: %s at %v", order, diff, c.ConsentAt)
		}
	})
}

// permute gives every order of some values to f.
func permute[T any](all []T, f func([]T)) {
	var next func(int)
	next = func(i int) {
		if i == len(all) {
			f(all)
			return
		}
		for j := i; j < len(all); j++ {
			all[i], all[j] = all[j], all[i]
			next(i + 1)
			all[i], all[j] = all[j], all[i]
		}
	}
	next(0)
}

// TestStopIsHeardOnAChannelThatKnowsNoSuchEvent: nothing is sent after the one answer, until
// the customer writes again.
func TestStopIsHeardOnAChannelThatKnowsNoSuchEvent(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	s.later(time.Minute)
	ch := s.says("Stop!")
	s.saidToCustomer("You will get no more messages from us. If you change your mind, just write to us.")
	if s.c.State != conversation.Closed || !s.c.Unsubscribed || ch.Message.Kind != channel.Consent || ch.Message.Text != "Stop!" {
		t.Errorf("%s, unsubscribed %v, kept %+v", s.c.State, s.c.Unsubscribed, ch.Message)
	}
	s.later(time.Minute)
	if again := s.says("stop"); len(again.Replies) > 0 || s.c.Session.Number != 1 {
		t.Errorf("told %v", s.told())
	}
	s.later(time.Minute)
	s.says("Where is my parcel?")
	s.is(conversation.Open, "front", "")
}

func TestStopIsHeardWithoutTheConfigurationWhereItTakesNone(t *testing.T) {
	t.Parallel()
	c := begun(t)
	in := said("m9", "stop", 500)
	if _, err := c.Receive(in, at(501), conversation.Routing{}); !errors.Is(err, conversation.ErrNeedsConfig) {
		t.Errorf("asked for %v", err)
	}
	if _, err := c.Receive(in, at(501), conversation.Routing{ConfigErr: errors.New("none")}); err != nil {
		t.Errorf("without a configuration: %v", err)
	}
}
