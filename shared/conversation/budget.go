package conversation

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// What one conversation may make of an hour by itself. A machine that answers every
// message is the reason: nobody who writes by hand comes near these.
const (
	// budgetSpan is the hour that is counted.
	budgetSpan = time.Hour
	// maxSessions is how many sessions may open. One more waits for an agent, and
	// overflow does not end it.
	maxSessions = 6
	// maxEvents is how many events there may be before those that change no state are
	// left out.
	maxEvents = 100
	// maxAutomated is how many automated messages may be sent.
	maxAutomated = 20
	// maxInARow is how many automated messages may follow each other without an agent
	// taking the session. Two machines would go on for ever.
	maxInARow = 5
	// maxSaid is how many texts are remembered that were said.
	maxSaid = 8
)

// Budget counts what the conversation does by itself.
type Budget struct {
	// Since is when the hour began in which Sessions were opened, Events recorded and
	// Automated messages sent. Silenced is whether an event says already that something
	// was held back in it.
	Since     time.Time `firestore:"since"`
	Sessions  int64     `firestore:"sessions,omitempty"`
	Events    int64     `firestore:"events,omitempty"`
	Automated int64     `firestore:"automated,omitempty"`
	Silenced  bool      `firestore:"silenced,omitempty"`
	// InARow counts the automated messages since an agent last took a session, or since
	// there had been none to send for an hour. TriedAt is when there last was one.
	InARow  int64     `firestore:"inARow,omitempty"`
	TriedAt time.Time `firestore:"triedAt,omitempty"`
	// Said is when the customer was told the newest automated texts, by short hashes,
	// since an agent last took a session.
	Said map[string]time.Time `firestore:"said,omitempty"`
}

// renew begins another hour when the last one is over.
func (b *Budget) renew(now time.Time) {
	if now.Sub(b.Since) >= budgetSpan {
		b.Since, b.Sessions, b.Events, b.Automated, b.Silenced = now, 0, 0, 0, false
	}
}

// attend records that an agent took the session: whatever is said from now on, a
// person is there.
func (b *Budget) attend() { b.InARow, b.Said = 0, nil }

// told is how long ago the customer was told a text, or negative if never.
func (b *Budget) told(text string, now time.Time) time.Duration {
	if at, ok := b.Said[shortHash(text)]; ok {
		return max(0, now.Sub(at))
	}
	return -1
}

// remember records that the customer is told a text.
func (b *Budget) remember(text string, now time.Time) {
	b.Said = maps.Clone(b.Said)
	if b.Said == nil {
		b.Said = map[string]time.Time{}
	}
	b.Said[shortHash(text)] = now
	for len(b.Said) > maxSaid {
		oldest := shortHash(text)
		for hash, at := range b.Said {
			if at.Before(b.Said[oldest]) || at.Equal(b.Said[oldest]) && hash < oldest {
				oldest = hash
			}
		}
		delete(b.Said, oldest)
	}
}

// shortHash names a text without keeping it.
func shortHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// maySay reports whether the customer may be told a text by nobody in person, and
// counts it. What is held back is recorded, once an hour.
func (ch *Change) maySay(text string, now time.Time) bool {
	b := &ch.Conversation.Budget
	b.renew(now)
	if now.Sub(b.TriedAt) >= budgetSpan {
		b.InARow = 0
	}
	b.TriedAt = now
	switch ago := b.told(text, now); {
	case ago >= 0 && ago < ch.Conversation.repeatAfter():
		return false
	case b.InARow >= maxInARow:
		ch.silence(NobodyInPerson, reason.Args{"most": maxInARow}, now)
		return false
	case b.Automated >= maxAutomated:
		ch.silence(TooManyAutomated, reason.Args{"most": maxAutomated}, now)
		return false
	}
	b.Automated++
	b.InARow++
	b.remember(text, now)
	return true
}

// repeatAfter is how long the customer is not told the same text again.
func (s Session) repeatAfter() time.Duration { return time.Duration(s.RepeatAfter) * time.Second }

// silence records that the conversation does less by itself than the configuration
// says, and why.
func (ch *Change) silence(code reason.Code, args reason.Args, now time.Time) {
	b := &ch.Conversation.Budget
	b.renew(now)
	if b.Silenced {
		return
	}
	b.Silenced = true
	ch.record(Silenced, routingActor, now)
	ch.because(code, args)
}

// Silences are the reasons why the change holds something back, for the log.
func (ch Change) Silences() []reason.Reason {
	var all []reason.Reason
	for _, e := range ch.Events {
		if e.Cause == Silenced {
			all = append(all, e.Trace...)
		}
	}
	return all
}

// joinEnded keeps a message in the session that overflow ended, instead of opening
// another one that would end as well, and reports whether it does. The customer has
// been told why a moment ago, and is in the figures already.
func (ch *Change) joinEnded(p Placement, now time.Time) bool {
	c := &ch.Conversation
	c.Budget.renew(now)
	if p.Decision.Action != configuration.End || c.Session.Number == 0 {
		return false
	}
	repeat := time.Duration(*p.Config.Terms(p.Decision.Workstream).RepeatAfter)
	switch ago := now.Sub(c.ClosedAt); {
	case c.ClosedBy == OverflowedToClose && ago < repeat:
		ch.silence(WroteAgain, reason.Args{"ago": max(0, ago)}, now)
	case c.Budget.Sessions >= maxSessions:
		ch.silence(TooManySessions, reason.Args{"most": maxSessions}, now)
	default:
		return false
	}
	ch.completeStep(p.Config)
	return true
}

// countSession counts a session that opens. One too many waits for an agent.
func (ch *Change) countSession(now time.Time) {
	c := &ch.Conversation
	c.Budget.renew(now)
	c.Budget.Sessions++
	c.KeepsWaiting = c.Budget.Sessions > maxSessions
}

// overspent reports whether there are so many events that one more that changes
// nothing is left out.
func (c *Conversation) overspent(now time.Time) bool {
	c.Budget.renew(now)
	return c.Budget.Events >= maxEvents
}
