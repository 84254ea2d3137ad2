package businessmessages

import (
	"cmp"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// Limits of a conversation.
const (
	window       = 30 * 24 * time.Hour // after the customer's last message
	perMinute    = 60                  // messages of the business
	surveyPeriod = 24 * time.Hour      // one survey in it
)

// conversation is the channel as one phone has it, and what the API remembers of the conversation. The phone's lock
// guards what changes: it is held in Carry and in [phone.Phone.Update].
type conversation struct {
	service *Service
	agent   *Agent
	phone   *phone.Phone

	seen     map[string]bool // event and survey ids the API was given, as the ends of their names
	tapped   map[string]bool // messages of the business whose suggestions were tapped
	started  bool            // the customer has done something
	said     time.Time       // when the customer last said something; zero if never
	surveyed time.Time       // when the last survey came; zero if never
	sends    []time.Time     // when the business sent, within the last minute
}

// name returns the full name of something in the conversation; kind is "messages", "events" or "surveys".
func (c *conversation) name(kind, id string) string {
	return "conversations/" + c.phone.Conversation() + "/" + kind + "/" + id
}

// checkOpen refuses what the business sends into a conversation that is not open. What Google answers after the 30 days is
// documented nowhere; the stand-in treats it like a conversation the agent has no right in. A customer who has only been
// typing has not said anything yet.
func (c *conversation) checkOpen() error {
	switch {
	case !c.started:
		return google.Denied("no such conversation")
	case c.said.IsZero():
		return google.Denied("the customer has not sent a message yet")
	case c.service.Now().Sub(c.said) > window:
		return google.Denied("more than 30 days since the customer's last message")
	}
	return nil
}

// showMessage takes a message of the business. forced: the sender asked for the fallback. The id comes
// before the rate, so that the retry of a message that was taken always gets ALREADY_EXISTS; a refused message leaves
// its id free.
func (c *conversation) showMessage(m *message, forced bool) error {
	return c.phone.Update(func(t *phone.Transcript, set phone.Settings) error {
		if err := c.checkOpen(); err != nil {
			return err
		}
		if t.Has(phone.Business, m.MessageID) {
			// The text of 2022 promises this error; that of 2024 only says that delivery may suffer.
			return google.AlreadyExists("message id was used before in this conversation")
		}
		fallback := forced || set.Old && !m.plain()
		if fallback && m.Fallback == "" {
			return google.FailedPrecondition("the device cannot show the message and there is no fallback")
		}
		if err := c.countSend(); err != nil {
			return err
		}
		t.Typing(nil)
		t.Show(m.entry(fallback))
		c.emit(google.PhoneMessage, m.MessageID, m.Text)
		return nil
	})
}

// countSend allows 60 messages in any minute.
func (c *conversation) countSend() error {
	now := c.service.Now()
	for len(c.sends) > 0 && now.Sub(c.sends[0]) >= time.Minute {
		c.sends = c.sends[1:]
	}
	if len(c.sends) >= perMinute {
		return google.Exhausted("Quota exceeded.", "more than 60 messages a minute in one conversation")
	}
	c.sends = append(c.sends, now)
	return nil
}

// useID refuses an id that was used before in the conversation; kind is "events" or "surveys".
func (c *conversation) useID(kind, id string) error {
	key := kind + "/" + id
	if c.seen[key] {
		return google.AlreadyExists(key + " was used before in this conversation")
	}
	c.seen[key] = true
	return nil
}

// showEvent takes an event of the business.
func (c *conversation) showEvent(id string, ev *event) error {
	return c.phone.Update(func(t *phone.Transcript, _ phone.Settings) error {
		if err := c.checkOpen(); err != nil {
			return err
		}
		if err := c.useID("events", id); err != nil {
			return err
		}
		who := ev.Representative.speaker()
		switch ev.EventType {
		case typingStarted:
			t.Typing(who)
			c.emit(google.PhoneTyping, id, "started")
		case typingStopped:
			t.Typing(nil)
			c.emit(google.PhoneTyping, id, "stopped")
		case representativeJoined:
			t.Show(phone.Entry{ID: id, From: phone.Business, Kind: phone.EntryJoined, Speaker: who})
			c.emit(google.PhoneJoined, id, who.Name)
		case representativeLeft:
			t.Typing(nil)
			t.Show(phone.Entry{ID: id, From: phone.Business, Kind: phone.EntryLeft, Speaker: who})
			c.emit(google.PhoneLeft, id, who.Name)
		}
		return nil
	})
}

// showSurvey shows a survey, at most one a day.
func (c *conversation) showSurvey(id string) error {
	return c.phone.Update(func(t *phone.Transcript, set phone.Settings) error {
		if err := c.checkOpen(); err != nil {
			return err
		}
		if set.Old {
			return google.FailedPrecondition("the device cannot show surveys")
		}
		now := c.service.Now()
		if ago := now.Sub(c.surveyed); !c.seen["surveys/"+id] && !c.surveyed.IsZero() && ago < surveyPeriod {
			return google.Exhausted("Resource has been exhausted.", fmt.Sprintf("last survey was %v ago", ago))
		}
		if err := c.useID("surveys", id); err != nil {
			return err
		}
		c.surveyed = now
		survey := newSurvey(id, set.Locale)
		survey.Until = now.Add(surveyLife)
		t.Show(phone.Entry{ID: id, From: phone.Business, Kind: phone.EntrySurvey, Survey: survey})
		c.emit(google.PhoneSurvey, id, "")
		return nil
	})
}

// readByBusiness shows that the business has read a message. Google documents no error for a message it does not know;
// as an unknown conversation is PERMISSION_DENIED, so is this. The message of the business whose suggestion was tapped
// is let through: Google's own sample acknowledges taps with the id it finds in them.
func (c *conversation) readByBusiness(id string) error {
	return c.phone.Update(func(t *phone.Transcript, _ phone.Settings) error {
		if !c.tapped[id] && !t.ReadByBusiness(id) {
			return google.Denied("the customer sent no such message")
		}
		c.emit(google.PhoneReceipt, id, "")
		return nil
	})
}

// emit tells the watchers what the phone shows.
func (c *conversation) emit(kind google.Kind, id, detail string) {
	c.service.Emit(google.Event{Kind: kind, Conversation: c.phone.Conversation(), ID: id, Detail: detail})
}

// context is what Google tells about the customer.
func (c *conversation) context(set phone.Settings) *conversationContext {
	return &conversationContext{
		EntryPoint: set.Fields[EntryPoint], PlaceID: set.Fields[PlaceID], CustomContext: set.Fields[Custom],
		ResolvedLocale: cmp.Or(set.Fields[Resolved], language(set.Locale)),
		UserInfo:       userInfo{DisplayName: set.DisplayName, UserDeviceLocale: set.Locale},
	}
}
