package rcs

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// queueLife is how long a message waits for a device that is offline: 30 days by one of Google's pages, 31 by another.
const queueLife = 30 * 24 * time.Hour

// dotsLife is how long a phone shows that the business is typing: about twenty seconds, by the guide.
const dotsLife = 20 * time.Second

// line is the channel between one agent and one number. The phone's lock guards what changes: it is held in Carry, in
// Configured and in [phone.Phone.Update].
type line struct {
	service *Service
	agent   *agent
	phone   *phone.Phone
	number  string

	waiting   []*letter       // messages of the business, for a device that is offline
	delivered map[string]bool // ids of those that the device got
	held      []func()        // what the customer did on a device that is offline
	known     map[string]bool // ids of what the customer did
	sends     []time.Time     // when the business sent, within the last minute
	dotsEnd   time.Time       // when the dots go; zero if there are none
	parked    *parked         // an event that the next one is to overtake

	unsubscribed bool
	acknowledged bool // the one message was sent that an unsubscribed customer may get
}

// letter is a message on its way to a device.
type letter struct {
	id      string
	entry   phone.Entry
	at      time.Time
	expires time.Time // zero if never
	late    bool      // it has expired, and the device cannot revoke it
}

// receive takes a message of the business.
func (l *line) receive(id string, m *agentMessage, expires time.Time) error {
	file := l.service.fileOf(l.agent)
	return l.phone.Update(func(t *phone.Transcript, set phone.Settings) error {
		if !reachable(set) {
			return unreachable("the device has no RCS")
		}
		if err := l.checkConsent(m.MessageTrafficType); err != nil {
			return err
		}
		if err := m.ContentMessage.fits(features(set), file); err != nil {
			return lackError{err}
		}
		if err := l.countSend(); err != nil {
			return err
		}
		m.classify(set.Fields[Carrier], file)
		l.acknowledged = l.acknowledged || l.unsubscribed && m.MessageTrafficType == acknowledgement
		now := l.service.Now()
		one := &letter{id: id, entry: m.entry(id, features(set), file), at: now, expires: expires}
		if offline(set) {
			l.waiting = append(l.waiting, one)
			l.lapseIn(now, one)
			return nil
		}
		l.show(t, one)
		return nil
	})
}

// checkConsent refuses what an unsubscribed customer must not get. Google documents that it is not allowed and not what
// happens, so the stand-in takes the stricter reading: all but authentication, transactions and one acknowledgement.
func (l *line) checkConsent(kind trafficType) error {
	switch {
	case !l.unsubscribed || kind == authentication || kind == transaction:
		return nil
	case kind == acknowledgement && !l.acknowledged:
		return nil
	}
	return google.Denied("the customer has unsubscribed")
}

// countSend allows as many messages in any minute as the switch says.
func (l *line) countSend() error {
	now := l.service.Now()
	for len(l.sends) > 0 && now.Sub(l.sends[0]) >= time.Minute {
		l.sends = l.sends[1:]
	}
	if most := l.service.switched().PerMinute; most > 0 && len(l.sends) >= most {
		return google.Exhausted("Quota exceeded.", "too many messages to one number in a minute")
	}
	l.sends = append(l.sends, now)
	return nil
}

// show puts a message onto the phone, which then sends its receipts.
func (l *line) show(t *phone.Transcript, one *letter) {
	l.delivered[one.id] = true
	l.hideDots(t)
	t.Show(one.entry)
	l.emit(google.PhoneMessage, one.id, one.entry.Text)
}

// receiveEvent takes an event of the business. Dots do not wait for a device that is offline.
func (l *line) receiveEvent(id string, ev agentEvent) error {
	return l.phone.Update(func(t *phone.Transcript, set phone.Settings) error {
		switch {
		case !reachable(set):
			return unreachable("the device has no RCS")
		case ev.EventType == read:
			if !t.ReadByBusiness(ev.MessageID) && !l.known[ev.MessageID] {
				return google.NotFound("Requested entity was not found.", "the customer sent no such message")
			}
			l.emit(google.PhoneReceipt, ev.MessageID, "")
		case !offline(set):
			l.dotsEnd = l.service.Now().Add(dotsLife)
			t.Typing(&phone.Speaker{Name: l.agent.Brand})
			l.emit(google.PhoneTyping, id, "started")
			l.service.After(dotsLife, l.lapse)
		}
		return nil
	})
}

func (l *line) hideDots(t *phone.Transcript) {
	if !l.dotsEnd.IsZero() {
		l.dotsEnd = time.Time{}
		t.Typing(nil)
		l.emit(google.PhoneTyping, "", "stopped")
	}
}

// revoke takes a message back that waits. A device that cannot revoke may still show it.
func (l *line) revoke(id string) error {
	return l.phone.Update(func(_ *phone.Transcript, set phone.Settings) error {
		i := slices.IndexFunc(l.waiting, func(one *letter) bool { return one.id == id })
		switch {
		case i < 0 && l.delivered[id]:
			return google.NotFound("Requested entity was not found.", "the message was delivered")
		case i < 0:
			return google.NotFound("Requested entity was not found.", "there is no such message")
		case slices.Contains(features(set), revocation):
			l.waiting = slices.Delete(l.waiting, i, i+1)
			l.emit(google.PhoneLapsed, id, "revoked")
		}
		return nil
	})
}

// Configured delivers what waits once the device is online again, in both directions.
func (l *line) Configured(t *phone.Transcript, set phone.Settings) {
	if offline(set) || !reachable(set) {
		return
	}
	l.lapseWaiting(set)
	for _, one := range l.waiting {
		l.show(t, one)
	}
	l.waiting = nil
	for _, do := range l.held {
		do()
	}
	l.held = nil
}

// lapseIn makes sure that somebody looks when a waiting message ends.
func (l *line) lapseIn(now time.Time, one *letter) {
	if !one.expires.IsZero() {
		l.service.After(one.expires.Sub(now), l.lapse)
	}
	l.service.After(queueLife, l.lapse)
}

// lapse ends what has ended by the clock.
func (l *line) lapse() {
	_ = l.phone.Update(func(t *phone.Transcript, set phone.Settings) error {
		if !l.dotsEnd.IsZero() && !l.service.Now().Before(l.dotsEnd) {
			l.hideDots(t)
		}
		l.lapseWaiting(set)
		return nil
	})
}

// lapseWaiting drops messages that have expired, which Google tells, or have waited for too long, which it does not. A
// message that the device cannot revoke stays, and may be delivered yet.
func (l *line) lapseWaiting(set phone.Settings) {
	now := l.service.Now()
	l.waiting = slices.DeleteFunc(l.waiting, func(one *letter) bool {
		switch {
		case now.Sub(one.at) >= queueLife:
			l.emit(google.PhoneLapsed, one.id, "waited for too long")
			return true
		case one.late || one.expires.IsZero() || now.Before(one.expires):
			return false
		case !slices.Contains(features(set), revocation):
			one.late = true
			l.post(l.serverEvent("TTL_EXPIRATION_REVOKE_FAILED", one.id), func(phone.State) {})
			return false
		}
		l.post(l.serverEvent("TTL_EXPIRATION_REVOKED", one.id), func(phone.State) {})
		l.emit(google.PhoneLapsed, one.id, "expired")
		return true
	})
}

// emit tells the watchers what the phone shows.
func (l *line) emit(kind google.Kind, id, detail string) {
	l.service.Emit(google.Event{Kind: kind, Conversation: l.phone.Conversation(), ID: id, Detail: detail})
}
