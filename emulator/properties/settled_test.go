package properties

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	shared "github.com/frontdesk-gcp/frontdesk/shared/task"
)

// checkSettled checks what must hold when everything has been delivered.
func (w *world) checkSettled(when string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	errs := func(format string, args ...any) { w.errs(when+": "+format, args...) }
	m := &w.mirror
	m.checkSums(errs)
	m.checkFigures(errs)
	for _, id := range slices.Sorted(maps.Keys(m.conversations)) {
		c := m.conversations[id]
		c.ID = conversation.ID(id)
		m.checkOne(c, id, errs)
		w.checkTimers(c, errs)
		if c.State == conversation.Open && w.config.Pushes(c.Workstream, c.Queue) {
			w.checkNobodyCould(c, errs)
		}
	}
	w.checkAgents(errs)
	w.checkMessages(errs)
	w.checkReplies(errs)
	w.checkConsents(errs)
	w.checkNotices(errs)
	w.checkPhones(errs)
	w.checkStarts(errs)
}

// checkTimers: a deadline that is over has had its effect, and one that is to come
// has its timer, or a round looks for it in time.
func (w *world) checkTimers(c conversation.Conversation, errs func(string, ...any)) {
	for _, d := range c.Deadlines(w.config) {
		t := shared.Timer{Conversation: string(c.ID), Cause: d.Cause, Number: d.Number, At: d.At}
		planned := w.planned(t)
		late := !w.clock.Before(d.At.Add(time.Second))
		switch {
		case planned == nil && !c.FollowAt.IsZero() && !c.FollowAt.After(d.At): // a round sets it, or does what it is for
		case planned == nil:
			errs("P7: nobody set the timer %q of %s, %s", d.Cause, c.ID, c.State)
		case late && d.Cause != conversation.MatchesAgain: // that one stays where it has had its effect
			errs("P7: the deadline %q of %s, %s, is over since %s", d.Cause, c.ID, c.State, w.clock.Sub(d.At))
		case !late && planned.done:
			errs("P7: the timer %q of %s fired early", d.Cause, c.ID)
		}
	}
}

// planned is a deadline's timer. An answer that crossed a message puts the deadline
// off, and the timer for the earlier time sets the one for the later when it fires.
func (w *world) planned(t shared.Timer) *task {
	if own := w.tasks[t.Name()]; own != nil || t.Cause != conversation.AnswerIsLate {
		return own
	}
	for _, other := range w.tasks {
		o := other.timer
		if !other.done && o.Conversation == t.Conversation && o.Cause == t.Cause && o.Number == t.Number && o.At.Before(t.At) {
			return other
		}
	}
	return nil
}

// checkNobodyCould: nobody who could have the session is there.
func (w *world) checkNobodyCould(c conversation.Conversation, errs func(string, ...any)) {
	for _, email := range slices.Sorted(maps.Keys(w.mirror.agents)) {
		a := w.mirror.agents[email]
		a.Email = email
		if w.could(a, c) {
			errs("P7: %s waits in %s and %s could have it: %s", c.ID, c.Queue, email, a)
		}
	}
}

// could says, from the words of the design and not from the code, whether an agent
// can be given a session: nobody waits while somebody who is there and has room
// serves the queue, but for the pause after that agent gave this session up.
func (w *world) could(a agent.Agent, c conversation.Conversation) bool {
	terms, queue := w.config.Terms(c.Workstream), w.config.Queues[c.Queue]
	if w.suspended(a.Email) {
		return false
	}
	pauses := w.clock.Before(w.lostAt(string(c.ID), a.Email).Add(time.Duration(*terms.Offer.Pause)))
	reservedForAnother := c.Reserved != "" && c.Reserved != a.Email && w.clock.Before(c.ReservedUntil) && w.comesSoon(c.Reserved, c)
	if !w.clock.Before(w.mirror.leases[a.Email].Until) || reservedForAnother ||
		!slices.Contains(terms.Distribution.Presences, string(a.Presence)) || !slices.Contains(a.Queues, c.Queue) ||
		pauses || a.Used+terms.Cost() > a.Capacity && terms.Cost() > 0 {
		return false
	}
	if queue.Assignment.Skills == configuration.Closest {
		return true
	}
	for skill, level := range c.Required(w.config, w.clock) {
		if a.Skills[skill] < level {
			return false
		}
	}
	return true
}

// comesSoon says whether a session may be kept for an agent: one who is on the roster,
// serves the queue and is there, or was until a moment ago.
func (w *world) comesSoon(email string, c conversation.Conversation) bool {
	a := w.mirror.agents[email]
	gone := !a.Role.Works() || a.Presence != agent.Available && a.Presence != agent.Busy
	return !gone && slices.Contains(a.Queues, c.Queue) && w.clock.Before(w.mirror.leases[email].Until.Add(agent.Grace))
}

// checkAgents: what follows from an agent's document is in it, and somebody looks
// whether who holds a session is still there.
func (w *world) checkAgents(errs func(string, ...any)) {
	for _, email := range slices.Sorted(maps.Keys(w.mirror.agents)) {
		a, lease := w.mirror.agents[email], w.mirror.leases[email]
		// Nobody looks for who is suspended; what is free is derived when they are back.
		if a.Free != a.Capacity-a.Used && !w.suspended(email) {
			errs("P5: %s has %d free, with %d of %d used", email, a.Free, a.Used, a.Capacity)
		}
		holds, visits := false, false
		for _, c := range w.mirror.conversations {
			holds = holds || c.Owner == email
			visits = visits || c.Guests[email] != ""
		}
		if w.suspended(email) && (holds || visits || len(a.Lanes) > 0) {
			errs("P6: %s is suspended, and has a session (%v), is a guest (%v) or is looked for in %v", email, holds, visits, a.Lanes)
		}
		if !holds && len(a.Lanes) == 0 {
			continue
		}
		watched := false
		for _, t := range w.tasks {
			watched = watched || t.timer.Agent == email && !t.done
		}
		if !watched {
			errs("P6: nobody looks whether %s is there (holds something: %v, lease until %s)", email, holds, lease.Until.Format(time.TimeOnly))
		}
	}
}

// checkMessages: what the webhook took in is there.
func (w *world) checkMessages(errs func(string, ...any)) {
	for _, s := range w.said {
		if _, ok := w.mirror.messages[s.conversation+"/"+s.id]; !ok && s.kept {
			errs("P2: message %s of %s was lost", s.id, s.conversation)
		}
	}
}

// checkReplies: replies left in their order, and none waits.
func (w *world) checkReplies(errs func(string, ...any)) {
	first := map[string]int{}
	for i, s := range w.sent {
		key := string(s.conversation) + "/" + s.id
		if _, again := first[key]; !again {
			first[key] = i
		}
	}
	greetings := map[string]int64{}
	replies := slices.Sorted(maps.Keys(w.mirror.replies))
	for _, key := range replies {
		r := w.mirror.replies[key]
		id, name, _ := strings.Cut(key, "/")
		if strings.HasPrefix(name, "opened-") {
			greetings[id]++
		}
		if r.Status.Outgoing() {
			errs("P8: reply %s is still %s: %s", key, r.Status, r.Reason)
		}
		if _, sent := first[key]; !sent && r.Kind != channel.Typing && r.Status != channel.Failed {
			errs("P8: reply %s is %s and was not sent", key, r.Status)
		}
		for _, other := range replies {
			o := w.mirror.replies[other]
			one, sent := first[key]
			two, too := first[other]
			if sent && too && strings.HasPrefix(other, id+"/") && r.CreatedAt.Before(o.CreatedAt) &&
				w.mirror.order[key] < w.mirror.order[other] && one > two {
				errs("P8: %s left after %s", key, other)
			}
		}
	}
	for id, c := range w.mirror.conversations {
		// The same text is not sent again within a short while, and none is to whoever wants
		// none, or hears from an agent first.
		n, least := greetings[id], int64(1)
		if c.Account == texting {
			least = 0
		}
		if c.Workstream == "support" && (n < least || n > c.Session.Number) {
			errs("P1: %s was greeted %d times in %d sessions", id, greetings[id], c.Session.Number)
		}
	}
}

// checkSweep: the sweep finds nothing.
func (w *world) checkSweep() {
	w.mu.Lock()
	w.log.Reset()
	w.mu.Unlock()
	err := w.sweep(context.Background())
	w.mu.Lock()
	defer w.mu.Unlock()
	if found := w.log.String(); found != "" || err != nil {
		w.errs("the sweep found something: %v\n%s", err, found)
	}
}
