package main

import (
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// The texts of testdata/journey.tfvars.
const (
	noticeText     = "We keep what you write."
	refusedText    = "Then we cannot help you here."
	unansweredText = "You did not answer."
	farewellText   = "You will get no more messages from us. If you change your mind, just write to us."
	noFileText     = "We do not keep files without your agreement. If you agree later, please send it again."
)

// The places of the two choices of a notice.
const (
	agree = iota
	refuse
)

// customerOf is somebody who writes to the brand agent of a workstream.
func (o *office) customerOf(workstream string) *client {
	o.Helper()
	brand := configuration.BrandAgent{BrandID: "acme", AgentID: workstream}
	if o.on.Channel != businessmessages.Name {
		brand = configuration.BrandAgent{AgentID: "acme-" + workstream}
	}
	on := *o.on
	on.BrandAgent = channels.Profiles().Of(on.Channel).BrandAgents.Name(brand.BrandID, brand.AgentID)
	other := *o
	other.on = &on
	return other.customer()
}

// shows waits until the business has sent these messages to the phone, and no other.
func (c *client) shows(want ...string) []phone.Entry {
	c.Helper()
	var shown []string
	var entries []phone.Entry
	_, err := c.phone.Await(c.context(), func(all []phone.Entry) bool {
		shown, entries = nil, nil
		for _, e := range all {
			if e.From == phone.Business && e.Kind == phone.EntryMessage {
				shown, entries = append(shown, e.Text), append(entries, e)
			}
		}
		return len(shown) >= len(want)
	})
	if diff := cmp.Diff(want, shown); diff != "" || err != nil {
		is := c.sees("anything", func(desk.View) bool { return true })
		c.Fatalf("the phone shows (-want +got):\n%s%v\nthe conversation: %+v\nits events: %+v", diff, err, is.Conversation, is.Events)
	}
	return entries
}

// notice waits until the conversation is as done wants it.
func (c *client) notice(what string, done func(conversation.Conversation) bool) conversation.Conversation {
	c.Helper()
	return c.sees(what, func(v desk.View) bool { return done(v.Conversation) }).Conversation
}

// answered waits for an answer to the notice.
func (c *client) answered(want configuration.Consent) conversation.Conversation {
	c.Helper()
	return c.notice("the answer "+want.Shown(), func(is conversation.Conversation) bool { return is.Notice.Answer == want })
}

// taps answers the last message of the business that can be answered so, by a choice.
func (c *client) taps(choice int) {
	c.Helper()
	all := c.phone.Messages()
	slices.Reverse(all)
	i := slices.IndexFunc(all, func(e phone.Entry) bool { return e.From == phone.Business && len(e.Chips) > 0 })
	if i < 0 {
		c.Fatalf("nothing can be tapped: %+v", all)
	}
	c.must(c.phone.Tap(c.context(), all[i].ID, choice))
}

// attaches sends a picture, and returns what became of it.
func (c *client) attaches() conversation.Message {
	c.Helper()
	id, err := c.phone.Attach(c.context(), "image/jpeg", photo(c.T))
	c.must(err)
	var found conversation.Message
	c.sees("what becomes of the picture", func(v desk.View) bool {
		i := slices.IndexFunc(v.Messages, func(m conversation.Message) bool { return m.ID == conversation.ReceivedID(id) })
		if i < 0 || v.Messages[i].Media == nil || v.Messages[i].Media.Status == conversation.MediaCopying {
			return false
		}
		found = v.Messages[i]
		return true
	})
	return found
}

// asked is a customer who has written and is asked, while an agent is there who gets
// nothing of it.
func (o *office) asked(workstream string) *client {
	o.Helper()
	c := o.customerOf(workstream)
	o.comes("ana")
	c.writes("Where is my lamp?")
	chips := c.shows(noticeText)[0].Chips
	if len(chips) != 2 || chips[agree].Text != "I agree" || chips[refuse].Text != "I do not agree" {
		o.Fatalf("the choices are %+v", chips)
	}
	is := c.notice("nothing but the question", func(is conversation.Conversation) bool { return !is.Notice.Until.IsZero() })
	if is.State != conversation.Closed || is.Session.Number != 0 || o.used("ana") != 0 {
		o.Errorf("%s, session %d, ana has %d units, want that it waits", is.State, is.Session.Number, o.used("ana"))
	}
	return c
}

// aNoticeComesFirst: before the greeting, in the customer's language as far as the channel
// tells it, and not again.
func aNoticeComesFirst(o *office) {
	c := o.customerOf("tells")
	c.phone.Configure(func(s *phone.Settings) { s.Locale = "fr-CH" })
	notice, greeting := noticeText, "Hello!"
	if o.on.Channel == businessmessages.Name {
		notice, greeting = "Nous conservons ce que vous écrivez.", "Bonjour !"
	}
	c.begins("ana")
	c.shows(notice, greeting)
	is := c.is(conversation.Active, "ana")
	if n := is.Notice; n.Version == "" || n.ToldAt.IsZero() || n.Answer != configuration.NotAsked || is.Session.Consent != n.Answer {
		o.Errorf("kept %+v and %q", n, is.Session.Consent)
	}
	c.over("ana")
	o.later(25 * time.Hour)
	c.writes("Hello again")
	c.shows(notice, greeting, greeting)
	c.does("eve", conversation.Close)
}

// aNoticeIsAccepted by a choice: what waited is offered then, and files are kept.
func aNoticeIsAccepted(o *office) {
	c := o.asked("goes-on")
	c.taps(agree)
	is := c.is(conversation.Offered, "ana")
	if n := is.Notice; n.Answer != configuration.ConsentGiven || is.Session.Consent != n.Answer || n.AnsweredAt.IsZero() ||
		is.Preview != "Where is my lamp?" || is.Session.Number != 1 {
		o.Errorf("kept %+v; session %d with %q shows %q", n, is.Session.Number, is.Session.Consent, is.Preview)
	}
	c.does("ana", conversation.Accept)
	if m := c.attaches(); m.Media.Status != conversation.MediaStored {
		o.Errorf("the picture of somebody who agreed is %+v", m.Media)
	}
	c.shows(noticeText)
	c.over("ana")
	o.later(25 * time.Hour)
	c.writes("Hello again")
	c.is(conversation.Offered, "ana")
	c.shows(noticeText)
	c.does("eve", conversation.Close)
}

// aNoticeIsAnsweredInWords, in any language.
func aNoticeIsAnsweredInWords(o *office) {
	for text, want := range map[string]configuration.Consent{
		"D’accord !": configuration.ConsentGiven, "No, thanks.": configuration.ConsentRefused,
	} {
		c := o.asked("goes-on")
		c.writes("no idea where it is") // which is no answer
		c.writes(text)
		is := c.is(conversation.Offered, "ana")
		if is.Notice.Answer != want || is.Session.Consent != want {
			o.Errorf("%q means %q, and %q to the session, want %q", text, is.Notice.Answer, is.Session.Consent, want)
		}
		c.does("eve", conversation.Close)
		o.leaves("ana")
	}
}

// aRefusalGoesOnWithoutFiles until the customer agrees after all.
func aRefusalGoesOnWithoutFiles(o *office) {
	c := o.asked("goes-on")
	c.taps(refuse)
	if is := c.is(conversation.Offered, "ana"); is.Session.Consent != configuration.ConsentRefused || is.Attachments {
		o.Errorf("the session has %q, files %v", is.Session.Consent, is.Attachments)
	}
	c.does("ana", conversation.Accept)
	m := c.attaches()
	if m.Media.Status != conversation.MediaRefused || m.Media.Reason.Code != conversation.FileWithoutConsent || m.URL != "" {
		o.Errorf("the picture is %+v at %q", m.Media, m.URL)
	}
	c.shows(noticeText, noFileText)
	o.later(time.Second)
	c.taps(agree) // the choice comes again with the message: phones show it until the next one
	c.answered(configuration.ConsentGiven)
	if m := c.attaches(); m.Media.Status != conversation.MediaStored {
		o.Errorf("the picture of somebody who agreed later is %+v", m.Media)
	}
	c.over("ana")
}

// aRefusalEndsIt with a message, and an agreement begins it after all.
func aRefusalEndsIt(o *office) {
	c := o.asked("ends")
	c.taps(refuse)
	c.shows(noticeText, refusedText)
	if is := c.answered(configuration.ConsentRefused); is.State != conversation.Closed || is.Session.Number != 0 {
		o.Errorf("%s, session %d, want none", is.State, is.Session.Number)
	}
	o.later(time.Minute)
	c.writes("But it is urgent")
	o.later(time.Second)
	c.writes("I agree")
	is := c.is(conversation.Offered, "ana")
	if is.Session.Consent != configuration.ConsentGiven || is.Session.Number != 1 {
		o.Errorf("session %d with %q", is.Session.Number, is.Session.Consent)
	}
	c.shows(noticeText, refusedText)
	c.does("eve", conversation.Close)
}

// aRefusalGoesToAQueue whatever the routes say, which see an agreement.
func aRefusalGoesToAQueue(o *office) {
	c := o.asked("hands-over")
	c.taps(refuse)
	if is := c.is(conversation.Open, ""); is.Queue != "back" || is.Session.Consent != configuration.ConsentRefused {
		o.Errorf("it is in %s with %q", is.Queue, is.Session.Consent)
	}
	c.does("eve", conversation.Close)
	c = o.asked("hands-over")
	c.taps(agree)
	if is := c.is(conversation.Offered, "ana"); is.Queue != "front" {
		o.Errorf("whoever agreed is in %s", is.Queue)
	}
	c.does("eve", conversation.Close)
}

// aNoticeIsNotAnswered: the wait has an end, of which each workstream makes its own.
func aNoticeIsNotAnswered(o *office) {
	c := o.asked("ends")
	o.later(4 * time.Minute)
	c.writes("Hello?")
	c.shows(noticeText)
	o.later(time.Minute + time.Second)
	c.shows(noticeText, unansweredText)
	c.answered(configuration.ConsentUnanswered)
	o.later(2 * time.Hour)
	c.writes("Here I am again")
	c.shows(noticeText, unansweredText, noticeText)
	c.taps(agree)
	if is := c.is(conversation.Offered, "ana"); is.Session.Number != 1 {
		o.Errorf("session %d, want the first", is.Session.Number)
	}
	c.does("eve", conversation.Close)

	c = o.asked("goes-on")
	o.later(10*time.Minute + time.Second)
	if is := c.is(conversation.Offered, "ana"); is.Session.Consent != configuration.ConsentUnanswered || is.Attachments {
		o.Errorf("the session has %q, files %v", is.Session.Consent, is.Attachments)
	}
	c.does("eve", conversation.Close)

	c = o.asked("hands-over")
	o.later(10*time.Minute + time.Second)
	if is := c.is(conversation.Open, ""); is.Queue != "back" {
		o.Errorf("it is in %s", is.Queue)
	}
	c.shows(noticeText, unansweredText)
	c.does("eve", conversation.Close)
}

// aNoticeChanges: customers are asked again about another text, and about nothing else.
func aNoticeChanges(o *office) {
	defer o.configures()
	c := o.asked("goes-on")
	c.taps(agree)
	c.is(conversation.Offered, "ana")
	c.does("eve", conversation.Close)

	o.configures(`"Hello!"`, `"Good day!"`)
	c.writes("One more thing")
	c.is(conversation.Offered, "ana")
	c.shows(noticeText)
	c.does("eve", conversation.Close)

	const other = "We keep it for a year."
	o.configures(`"`+noticeText+`"`, `"`+other+`"`)
	c.writes("And another one")
	c.shows(noticeText, other)
	is := c.notice("the question", func(is conversation.Conversation) bool { return !is.Notice.Until.IsZero() })
	if is.State != conversation.Closed || is.Notice.Answer != configuration.NotAsked {
		o.Errorf("%s with the answer %q to the text before", is.State, is.Notice.Answer)
	}
	c.taps(agree)
	if is = c.is(conversation.Offered, "ana"); is.Session.Consent != configuration.ConsentGiven {
		o.Errorf("the session has %q", is.Session.Consent)
	}
	c.does("eve", conversation.Close)
}

// configures puts the configuration of the journeys in force, with texts replaced.
func (o *office) configures(oldNew ...string) {
	o.Helper()
	const name = "testdata/journey.tfvars"
	text, err := os.ReadFile(name)
	o.must(err)
	file, err := tfvars.Read(name, []byte(strings.NewReplacer(oldNew...).Replace(string(text))))
	o.must(err)
	_, err = o.Configure(o.context(), file)
	o.must(err)
	for _, name := range []string{"routing", "timer"} {
		o.Functions[name].Kill() // it reads the configuration when it starts, and not for seconds after that
	}
}
