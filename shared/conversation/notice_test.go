package conversation_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

const noticeText = "We keep what you write."

// noticed gives the shop a notice and what else its texts are.
func noticed(n configuration.Notice) func(*configuration.Spec) {
	return func(s *configuration.Spec) {
		n.Message = "notice"
		for name, text := range map[string]string{
			"notice": noticeText, "hello": "Hello!", "refused": "Then we cannot help you here.", "late": "You did not answer.",
		} {
			s.AutomatedMessages[name] = configuration.AutomatedMessage{Texts: map[string]string{"en": text, "fr": "fr: " + text}}
		}
		terms(func(w *configuration.Workstream) { w.Notice, w.Attachments = &n, true })(s)
	}
}

// asking is a notice that has to be answered.
func asking(edits ...func(*configuration.Notice)) func(*configuration.Spec) {
	n := configuration.Notice{Ask: true}
	for _, edit := range edits {
		edit(&n)
	}
	return noticed(n)
}

// ending ends it without consent.
func ending(n *configuration.Notice) {
	n.Refused = configuration.Outcome{Action: configuration.End, Message: "refused"}
	n.Unanswered = configuration.Outcome{Action: configuration.End, Message: "late"}
}

// choice is a choice of the notice that was sent last: 0 agrees, 1 refuses.
func (s *scene) choice(i int) channel.Inbound {
	s.Helper()
	q := s.question()
	if q == nil || len(q.Choices) != 2 {
		s.Fatalf("nobody is asked: %v", s.told())
	}
	in := s.inbound(channel.Choice)
	in.Text, in.Postback = q.Choices[i].Label, q.Choices[i].Postback
	return in
}

// endsNotice waits until it is too late to answer.
func (s *scene) endsNotice() conversation.Change {
	s.Helper()
	d := s.deadline(conversation.NoticeEnds)
	s.now = d.At
	p, _ := s.router.Place()
	ch, err := s.c.EndNotice(d, s.config, conversation.Routing{Placement: &p}, s.now)
	return s.takes("the notice ended", ch, err)
}

func (s *scene) says(text string) conversation.Change {
	s.Helper()
	in := s.inbound(channel.Text)
	in.Text = text
	return s.hears(in)
}

func (s *scene) saidToCustomer(want ...string) {
	s.Helper()
	if diff := cmp.Diff(want, s.told()); diff != "" {
		s.Errorf("the customer is told (-want +got):\n%s", diff)
	}
}

func TestAnInformativeNoticeComesFirstAndOnce(t *testing.T) {
	t.Parallel()
	s := open(t, noticed(configuration.Notice{}))
	s.router.placement.Message = "Hello!"
	s.writes()
	s.saidToCustomer(noticeText, "Hello!")
	s.is(conversation.Open, "front", "")
	if n := s.c.Notice; n.Version != s.config.NoticeVersion("support") || n.ConfigVersion != s.config.Version || !n.ToldAt.Equal(noon) {
		t.Errorf("kept %+v", n)
	}
	s.does("Max", conversation.Close)
	s.later(48 * time.Hour)
	s.writes()
	s.saidToCustomer("Hello!")
	s.does("Max", conversation.Close)
	s.adopt(shop(t, noticed(configuration.Notice{}), func(c *configuration.Spec) {
		c.AutomatedMessages["notice"] = configuration.AutomatedMessage{Texts: map[string]string{"en": "We keep it for ever."}}
	}))
	s.later(48 * time.Hour)
	s.writes()
	s.saidToCustomer("We keep it for ever.")
}

func TestMessagesWaitForTheAnswer(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.writes()
	s.saidToCustomer(noticeText)
	if s.c.State != conversation.Closed || s.c.Session.Number != 0 || s.last.Enqueue != nil || !s.last.Dispatch {
		t.Errorf("%s, session %d, queued %v, dispatched %v", s.c.State, s.c.Session.Number, s.last.Enqueue, s.last.Dispatch)
	}
	accept := s.choice(0)
	s.later(time.Minute)
	second := s.says("Is anybody there?")
	if len(second.Replies) > 0 || second.Message == nil || second.Message.Session != 1 || s.c.State != conversation.Closed {
		t.Errorf("the second message: told %v, session %d", s.told(), second.Message.Session)
	}
	s.later(time.Minute)
	accept.SentAt, accept.ReceivedAt = s.now, s.now
	ch := s.hears(accept)
	s.is(conversation.Open, "front", "")
	if ch.Enqueue == nil || ch.Enqueue.Preview != "Is anybody there?" || s.c.Unread != 2 || ch.Message.Session != 1 || !ch.Dispatch {
		t.Errorf("queued as %+v with %d unread, in session %d", ch.Enqueue, s.c.Unread, ch.Message.Session)
	}
	n := s.c.Notice
	if n.Answer != configuration.ConsentGiven || !n.AnsweredAt.Equal(s.now) || n.Opening != nil || !n.Until.IsZero() || s.c.Session.Consent != n.Answer {
		t.Errorf("kept %+v, the session's %q", n, s.c.Session.Consent)
	}
	if !slices.ContainsFunc(ch.Events, func(e conversation.Event) bool { return e.Cause == conversation.NoticeAccepted }) {
		t.Errorf("the history does not say so: %+v", ch.Events)
	}
	if !s.c.Attachments {
		t.Error("files are off for somebody who agreed")
	}
	accept.ID = "again"
	if again := s.hears(accept); len(again.Events) > 0 || s.c.State != conversation.Open {
		t.Errorf("a second tap did %+v", again.Events)
	}
}

// TestTheMessageThatWaitedIsRouted: the choice that was tapped says nothing about what the
// customer wants.
func TestTheMessageThatWaitedIsRouted(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.says("Where is my parcel?")
	in := s.choice(0)
	about, answer, opens := known(s.c).Opening(in, s.config, s.now)
	if !opens || about.Text != "Where is my parcel?" || about.Kind != channel.Text || answer != configuration.ConsentGiven {
		t.Errorf("opens %v about %+v, %q", opens, about, answer)
	}
	about, answer, opens = known(s.c).Opening(s.inbound(channel.Text), s.config, s.now)
	if opens || answer != configuration.NotAsked {
		t.Errorf("before the answer: opens %v about %+v, %q", opens, about, answer)
	}
}

func TestWordsAnswerToo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]configuration.Consent{
		"Yes": configuration.ConsentGiven, "oui !": configuration.ConsentGiven, " J’accepte.": configuration.ConsentGiven,
		"NO": configuration.ConsentRefused, "non merci": configuration.ConsentRefused,
		"no idea where it is": configuration.NotAsked, "yes but why": configuration.NotAsked, "?": configuration.NotAsked,
	} {
		s := open(t, asking())
		s.writes()
		s.later(time.Second)
		s.says(text)
		if s.c.Notice.Answer != want || (s.c.State == conversation.Open) != (want != configuration.NotAsked) {
			t.Errorf("%q is %q, and the session %s; want %q", text, s.c.Notice.Answer, s.c.State, want)
		}
	}
	s := open(t, asking())
	s.says("yes") // before anybody asked it is a message like any other
	s.saidToCustomer(noticeText)
}

func TestARefusalGoesOnWithoutFiles(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.writes()
	in := s.choice(1)
	s.later(time.Second)
	in.SentAt = s.now
	s.hears(in)
	s.is(conversation.Open, "front", "")
	if s.c.Attachments || s.c.Session.Consent != configuration.ConsentRefused {
		t.Errorf("files %v, consent %q", s.c.Attachments, s.c.Session.Consent)
	}
	file := s.inbound(channel.File)
	file.URL = "https://files.example/1"
	ch := s.hears(file)
	if m := ch.Message; m.URL != "" || m.Media.Status != conversation.MediaRefused || m.Media.Reason.Code != conversation.FileWithoutConsent {
		t.Errorf("the file is %+v at %q", m.Media, m.URL)
	}
	s.saidToCustomer("We do not keep files without your agreement. If you agree later, please send it again.")
	s.later(time.Minute)
	late, again := in, ch.Replies[0].Choices
	if len(again) != 1 || again[0].Label != "I agree" {
		t.Fatalf("the choices to agree later are %+v", again)
	}
	late.ID, late.SentAt, late.ReceivedAt, late.Postback = "late", s.now, s.now, again[0].Postback
	s.hears(late)
	if !s.c.Attachments || s.c.Session.Consent != configuration.ConsentGiven || s.c.State != conversation.Open {
		t.Errorf("after a late yes: files %v, consent %q, %s", s.c.Attachments, s.c.Session.Consent, s.c.State)
	}
	older := in
	older.ID, older.SentAt = "older", s.now.Add(-time.Second)
	if s.hears(older); s.c.Notice.Answer != configuration.ConsentGiven {
		t.Error("an older answer that came later replaced a newer one")
	}
}

func TestFilesThatComeBeforeTheAnswerAreNotKept(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	file := s.inbound(channel.File)
	file.URL = "https://files.example/1"
	ch := s.hears(file)
	if m := ch.Message; m.URL != "" || m.Media.Status != conversation.MediaRefused || s.c.KeepsFiles() {
		t.Errorf("the file is %+v at %q", m.Media, m.URL)
	}
	s.saidToCustomer(noticeText, "We do not keep files without your agreement. If you agree later, please send it again.")
	s.later(time.Second)
	file.ID = "second"
	s.hears(file)
	s.saidToCustomer()
}

func TestARefusalCanEndIt(t *testing.T) {
	t.Parallel()
	s := open(t, asking(ending))
	s.says("Where is my parcel?")
	accept, refuse := s.choice(0), s.choice(1)
	s.hears(refuse)
	s.saidToCustomer("Then we cannot help you here.")
	if s.c.State != conversation.Closed || s.c.Session.Number != 0 || !s.c.DueAt.IsZero() {
		t.Errorf("%s, session %d, due at %v", s.c.State, s.c.Session.Number, s.c.DueAt)
	}
	s.later(time.Minute)
	s.says("Why not?")
	s.saidToCustomer() // they have just been told
	s.later(2 * time.Hour)
	s.says("But it is urgent!")
	s.saidToCustomer("Then we cannot help you here.")
	s.later(time.Second)
	accept.SentAt = s.now
	s.hears(accept)
	s.is(conversation.Open, "front", "")
}

func TestNoAnswerHasAnEnd(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.writes()
	s.later(2 * time.Minute)
	s.says("Hello?")
	s.endsNotice()
	if waited := s.now.Sub(noon); waited != 10*time.Minute {
		t.Errorf("it took %s", waited)
	}
	s.is(conversation.Open, "front", "")
	if s.c.Session.Consent != configuration.ConsentUnanswered || s.c.Attachments {
		t.Errorf("consent %q, files %v", s.c.Session.Consent, s.c.Attachments)
	}
	s.does("Max", conversation.Close)
	s.later(48 * time.Hour)
	s.writes()
	s.saidToCustomer() // the text is the same
	s.is(conversation.Open, "front", "")
}

func TestNoAnswerCanEndItAndTheNextMessageAsksAgain(t *testing.T) {
	t.Parallel()
	s := open(t, asking(ending))
	s.writes()
	s.endsNotice()
	s.saidToCustomer("You did not answer.")
	if s.c.State != conversation.Closed || !s.c.DueAt.IsZero() || s.c.Notice.Opening != nil {
		t.Errorf("%s, due at %v, %+v", s.c.State, s.c.DueAt, s.c.Notice)
	}
	s.later(time.Hour)
	s.writes()
	s.saidToCustomer(noticeText)
	s.hears(s.choice(0))
	s.is(conversation.Open, "front", "")
}

// TestALostTimerDoesNotHoldMessagesUp: the next message finds that the time is over.
func TestALostTimerDoesNotHoldMessagesUp(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.writes()
	d := s.deadline(conversation.NoticeEnds)
	s.later(11 * time.Minute)
	s.writes()
	s.is(conversation.Open, "front", "")
	if _, err := s.c.EndNotice(d, s.config, conversation.Routing{}, s.now); !errors.Is(err, conversation.ErrOver) {
		t.Errorf("the late timer: %v", err)
	}
}

func TestAnotherTextIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.writes()
	old := s.choice(0)
	s.hears(old)
	s.does("Max", conversation.Close)
	s.adopt(shop(t, asking(func(n *configuration.Notice) { n.Version = "2" })))
	s.later(time.Hour)
	s.writes()
	s.saidToCustomer(noticeText)
	if s.c.Notice.Answer != configuration.NotAsked || s.c.Notice.Version != "2" || s.c.State != conversation.Closed {
		t.Errorf("kept %+v, %s", s.c.Notice, s.c.State)
	}
	old.ID, old.SentAt = "old", s.now
	if ch := s.hears(old); s.c.Notice.Answer != configuration.NotAsked || ch.Message == nil || s.c.State != conversation.Closed {
		t.Errorf("an answer to the text before counts: %+v", s.c.Notice)
	}
}

func TestWhoWantsNoMessagesIsAskedNothing(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.writes()
	stop := s.inbound(channel.Consent)
	s.hears(stop)
	if !s.c.DueAt.IsZero() || s.c.Notice.Opening != nil {
		t.Errorf("still due at %v, %+v", s.c.DueAt, s.c.Notice)
	}
	s.later(time.Hour)
	s.writes()
	s.saidToCustomer(noticeText)
}

func TestTheNoticeIsInTheCustomersLanguage(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	in := s.inbound(channel.Text)
	in.Context.Locale = "fr-CA"
	s.hears(in)
	s.saidToCustomer("fr: " + noticeText)
	if q := s.question(); q.Choices[0].Label != "J’accepte" || q.Choices[1].Label != "Je refuse" {
		t.Errorf("the choices are %+v", q.Choices)
	}
}

func TestTheWrapUpEndsWhenTheCustomerIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.writes()
	s.hears(s.choice(0))
	s.does("Jo", conversation.Pick)
	s.does("Jo", conversation.End)
	s.adopt(shop(t, asking(func(n *configuration.Notice) { n.Version = "2" })))
	s.later(time.Second)
	ch := s.writes()
	if s.c.State != conversation.Closed || len(ch.Closed) != 1 || ch.Message.Session != 2 {
		t.Errorf("%s, closed %d, in session %d", s.c.State, len(ch.Closed), ch.Message.Session)
	}
	s.endsNotice()
	s.is(conversation.Open, "front", "")
}

func TestNobodyElseMaySendTheChoices(t *testing.T) {
	t.Parallel()
	s := open(t, asking())
	s.writes()
	out := *s.question()
	wrong := conversation.Reply{Outbound: out, Author: jo()}.Fault()
	if wrong == nil || wrong.Code != conversation.ReplyPosesAsSurvey {
		t.Errorf("refused because of %v", wrong)
	}
}
