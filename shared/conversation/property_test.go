package conversation_test

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestMain keeps files of failures out of testdata: the seed is in the log.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		panic(err)
	}
	m.Run()
}

// shops are configurations that come and go while a conversation lasts.
func shops(t *testing.T) []*configuration.Config {
	t.Helper()
	skills := queue("front", func(q *configuration.Queue) {
		q.Assignment.Relax = []configuration.Relaxation{{After: configuration.Duration(time.Minute), Drop: []string{"french"}}}
	})
	all := []*configuration.Config{
		shop(t),
		shop(t, skills, overflowing(), impatient(configuration.Requeue), affinity(24*time.Hour, 90*time.Second)),
		shop(t, skills, impatient(configuration.Alert), wraps(configuration.BlocksNever, time.Minute),
			waits("front", 2*time.Minute, configuration.Remedy{Action: configuration.End, Message: "inactive"}),
			terms(func(w *configuration.Workstream) { w.Survey, *w.CapacityCost = true, 0 })),
		shop(t, wraps(configuration.BlocksAlways, time.Minute), overflowing(), terms(func(w *configuration.Workstream) {
			w.Offer.AutoAccept, w.Survey, *w.CapacityCost, w.WhenAnswered = true, true, 5, configuration.Keep
		})),
		shop(t, terms(func(w *configuration.Workstream) { w.Distribution.Mode = configuration.Pick })),
		moved(t),
	}
	for _, c := range all[1:] { // one has no tags
		c.Tags = map[string]configuration.Label{"vip": {Labels: map[string]string{"en": "VIP"}}}
	}
	return all
}

// TestNothingThatHappensBreaksTheBooks lets customers, agents, timers and admins do
// whatever they like in any order, and audits every step: there is one owner or
// none as the state says, agents have used what they hold, a session waits in its
// queue when it is open and at no other time, and events, replies and deadlines are
// in order.
func TestNothingThatHappensBreaksTheBooks(t *testing.T) {
	t.Parallel()
	configs := shops(t)
	rapid.Check(t, func(t *rapid.T) {
		w := &wild{T: t, scene: begin(t, configs[rapid.IntRange(0, len(configs)-1).Draw(t, "configuration")]), configs: configs}
		w.aim()
		t.Repeat(map[string]func(*rapid.T){
			"customer": w.customer, "agent": w.action, "note": w.note, "answer": func(*rapid.T) { w.answer() },
			"dispatcher": w.dispatch, "timer": w.timer, "gone": w.gone, "time": w.pass, "admin": w.admin, "sweep": w.sweep, "presence": w.presence,
		})
	})
}

// wild is a scene in which anything happens.
type wild struct {
	*rapid.T
	*scene

	configs []*configuration.Config
	// timers are those that were ever set.
	timers []conversation.Deadline
	// discarded counts the replies that somebody asked to discard.
	discarded int
	// notes are those that agents wrote, as they are now.
	notes []conversation.Message
	// lost is when each agent gave the session up since somebody worked on it.
	lost map[string]time.Time
}

func (w *wild) names() []string { return []string{"Jo", "Sam", "Fern", "Kim", "Max"} }

func (w *wild) name(t *rapid.T) string { return rapid.SampledFrom(w.names()).Draw(t, "who") }

func (w *wild) step(what string, ch conversation.Change, err error) {
	before := w.c
	w.scene.takes(what, ch, err)
	if m := w.last.Message; m != nil && m.Direction == conversation.Note {
		m.CommittedAt = w.now
		w.notes = append(w.notes, *m)
	}
	w.noteLoss(before)
	w.isOfferedAgain(what)
	for _, d := range w.c.Deadlines(w.config) {
		if !slices.Contains(w.timers, d) {
			w.timers = append(w.timers, d)
		}
	}
}

// noteLoss notes that an agent declined or missed the session, or passed it on. Who is
// gone did not.
func (w *wild) noteLoss(before conversation.Conversation) {
	gone := slices.ContainsFunc(w.last.Events, func(e conversation.Event) bool { return e.Cause == conversation.AgentGone })
	if w.lost == nil || w.c.State == conversation.Active || w.c.Session.Number != before.Session.Number {
		w.lost = map[string]time.Time{}
	}
	waits := w.c.State == conversation.Open || w.c.State == conversation.Offered
	if waits && w.c.Session.Number == before.Session.Number && before.Owner != "" && before.Owner != w.c.Owner && !gone {
		w.lost[before.Owner] = w.now
	}
}

// isOfferedAgain: a session that waits has a deadline when the pause of anybody ends.
func (w *wild) isOfferedAgain(what string) {
	if w.c.State != conversation.Open || !w.config.Pushes(w.c.Workstream, w.c.Queue) {
		return
	}
	for email, at := range w.lost {
		end := at.Add(pause)
		if end.After(w.now) && !slices.ContainsFunc(w.c.Deadlines(w.config), func(d conversation.Deadline) bool { return !d.At.After(end) }) {
			w.Errorf("%s: %s may be asked again at %v and nothing happens by then: %v", what, email, end, w.c.Deadlines(w.config))
		}
	}
}

// mustBeAsked: whoever is there, serves the queue and has room is among the best,
// whatever they declined, unless that was within the pause.
func (w *wild) mustBeAsked(best []agent.Agent) {
	terms := w.config.Terms(w.c.Workstream)
	for _, name := range w.names() {
		p := w.person(address(name))
		pauses := w.now.Before(w.lost[p.Email].Add(pause))
		could := p.Present(w.now) && slices.Contains(p.Queues, w.c.Queue) && p.Used+terms.Cost() <= p.Capacity &&
			slices.Contains(terms.Distribution.Presences, string(p.Presence)) && !pauses
		if could && !slices.ContainsFunc(best, func(a agent.Agent) bool { return a.Email == p.Email }) {
			w.Errorf("%s could have the session and is not asked", name)
		}
	}
}

// aim lets the router place sessions where the configuration has something.
func (w *wild) aim() {
	d := &w.router.placement.Decision
	if _, there := w.config.Workstreams["help"]; there {
		d.Workstream, d.Queue = "help", "new"
	}
	d.Skills = map[string]int64{"french": 3}
}

func (w *wild) customer(t *rapid.T) {
	in := w.inbound(rapid.SampledFrom([]channel.Kind{
		channel.Text, channel.Text, channel.File, channel.WantsPerson, channel.Survey, channel.Typing, channel.Consent,
	}).Draw(t, "kind"))
	if in.Kind == channel.Survey {
		in.Answer = &channel.Answer{
			Survey: rapid.SampledFrom([]string{"", w.c.Surveyed.ID, "survey-0"}).Draw(t, "survey"),
			Rating: rapid.Int64Range(0, 6).Draw(t, "rating"),
		}
	}
	if in.Kind == channel.Text && rapid.IntRange(0, 3).Draw(t, "answered") == 0 {
		in.Answered = &channel.BotAnswer{Text: "Nine to five.", HandsOver: rapid.Bool().Draw(t, "hands over")}
	}
	in.On = rapid.Bool().Draw(t, "on")
	in.SentAt = in.SentAt.Add(-time.Duration(rapid.IntRange(0, 100).Draw(t, "late")) * time.Second)
	w.router.placement.Decision.Action = rapid.SampledFrom([]string{
		configuration.QueueAnyway, configuration.QueueAnyway, configuration.QueueAnyway, configuration.End,
	}).Draw(t, "decision")
	w.router.placement.Message = rapid.SampledFrom([]string{"", "Hello!"}).Draw(t, "greeting")
	ch, err := receive(known(w.c), in, w.now, w.router)
	if errors.Is(err, conversation.ErrStale) {
		return
	}
	w.step("the customer's "+string(in.Kind), ch, err)
}

func (w *wild) action(t *rapid.T) {
	a := rapid.SampledFrom(asked()).Draw(t, "action")
	if a.Agent != "" {
		a.Agent = address(w.name(t))
	}
	if a.Queue != "" {
		a.Queue = rapid.SampledFrom([]string{"front", "back", "night", "self-service", "relaxed", "new"}).Draw(t, "queue")
	}
	if a.Reply != nil {
		w.discarded++
		r := *a.Reply
		r.ID = fmt.Sprintf("r%d", w.discarded)
		a.Reply, a.Of, a.ID = &r, r.ID, "discard-"+r.ID
	}
	if a.Kind == conversation.WriteNote {
		a.Text = fmt.Sprintf("likes blue%d", len(w.notes))
		a.Agents = []string{address(w.name(t)), address(w.name(t))}
	}
	if d := rapid.SampledFrom([]time.Duration{0, time.Second, 20 * time.Minute, conversation.MaxPark}).Draw(t, "set aside for"); a.Kind == conversation.Park && d > 0 {
		a.Until = w.now.Add(d)
	}
	a.On = a.On || a.Kind == conversation.SetTag && rapid.Bool().Draw(t, "tagged")
	name := w.name(t)
	w.carries(name, a)
}

// carries carries an action out, and says whether it was done and not refused.
func (w *wild) carries(name string, a conversation.Action) bool {
	if w.c.ID == "" {
		return false
	}
	ch, err := w.carry(name, a)
	if _, refused := errors.AsType[*conversation.RefusedError](err); refused {
		return false
	}
	w.step(fmt.Sprintf("%s by %s", a.Kind, name), ch, err)
	return true
}

// note lets an agent change a note, or try to: only its author does, for a while, and the
// session is found by what it says now.
func (w *wild) note(t *rapid.T) {
	n := rapid.IntRange(-1, len(w.notes)-1).Draw(t, "note")
	if n < 0 {
		w.carries(w.name(t), conversation.Action{Kind: conversation.WriteNote, Text: fmt.Sprintf("likes blue%d", len(w.notes))})
		return
	}
	note := w.notes[n]
	a := conversation.Action{Kind: conversation.DeleteNote, Of: note.ID, Note: &note}
	if rapid.Bool().Draw(t, "edited") {
		a.Kind, a.Text = conversation.EditNote, "likes red"
	}
	name := rapid.SampledFrom([]string{note.Author.Name, w.name(t)}).Draw(t, "by")
	mine := note.Author.Email == address(name) && note.DeletedAt.IsZero() && w.now.Sub(note.CommittedAt) < conversation.NoteEditable
	if !w.carries(name, a) {
		return
	}
	if !mine {
		t.Errorf("%s changes the note %+v", name, note)
	}
	w.notes[n] = *w.last.Rewritten
	if slices.Contains(w.c.Index.Words, fmt.Sprintf("blue%d", n)) {
		t.Errorf("the session is found by what the note %d said: %q", n, w.c.Index.Words)
	}
}

// dispatch gives the session to somebody, as the dispatcher does: one who can have
// it, with a preference for the customer's agents.
func (w *wild) dispatch(t *rapid.T) {
	if w.c.State != conversation.Open {
		return
	}
	terms := w.config.Terms(w.c.Workstream)
	s := assign.Session{
		Queue: w.c.Queue, Cost: terms.Cost(), Presences: terms.Distribution.Presences,
		Declined: map[string]assign.Declined{}, Now: w.now,
	}
	for _, d := range w.c.Declined {
		s.Declined[d.Agent] = assign.Declined{Times: d.Times, PausesUntil: w.c.PausesUntil(d, w.config)}
	}
	var all []agent.Agent
	for _, name := range w.names() {
		if p := w.person(address(name)); p.Present(w.now) {
			all = append(all, p.Agent)
		}
	}
	best, _ := assign.Best(s, all)
	w.mustBeAsked(best)
	if len(best) == 0 {
		return
	}
	to := best[0]
	for _, a := range best {
		if slices.Contains(w.favourites(), a.Email) && rapid.Bool().Draw(t, "favourite") {
			to = a
		}
	}
	ch, err := w.c.OfferTo(to, w.config, nil, w.now)
	w.step("given to "+to.Name(), ch, err)
	if w.used[to.Email] > to.Capacity {
		t.Errorf("%s has used %d of %d", to.Name(), w.used[to.Email], to.Capacity)
	}
}

// timer lets one fire that was ever set, at its time or later. It does its work
// once.
func (w *wild) timer(t *rapid.T) {
	if len(w.timers) == 0 {
		return
	}
	d := rapid.SampledFrom(w.timers).Draw(t, "deadline")
	w.now = maxTime(w.now, d.At)
	ch, err := w.c.Expire(d, w.person(w.c.Owner).Agent, w.config, w.now)
	if errors.Is(err, conversation.ErrOver) {
		return
	}
	w.step(d.Cause, ch, err)
	if slices.Contains(w.c.Deadlines(w.config), d) {
		t.Errorf("%+v fired and is there again", d)
	}
}

func (w *wild) gone(t *rapid.T) {
	name := w.name(t)
	ch, err := w.c.Reclaim(address(name), w.config, w.now)
	if errors.Is(err, conversation.ErrOver) {
		return
	}
	w.step(name+" is gone", ch, err)
}

func (w *wild) pass(t *rapid.T) {
	w.later(rapid.SampledFrom([]time.Duration{
		time.Second, 30 * time.Second, 2 * time.Minute, time.Hour, 7*24*time.Hour + time.Second,
	}).Draw(t, "for"))
}

// admin puts another configuration in force. What waits, and what is due, is as it
// was until the next step.
func (w *wild) admin(t *rapid.T) {
	w.adopt(w.configs[rapid.IntRange(0, len(w.configs)-1).Draw(t, "configuration")])
	w.aim()
	w.c.DueAt = w.c.Due(w.config)
}

// sweep puts what waits where the configuration has it: nothing is then by another.
func (w *wild) sweep(t *rapid.T) {
	ch, err := w.c.Adopt(w.config, w.now)
	if errors.Is(err, conversation.ErrOver) {
		return
	}
	w.step("the sweep", ch, err)
	if item := w.items[w.c.Queue]; len(w.items) != 1 || item.ConfigVersion != w.config.Version || w.config.Queues[w.c.Queue].DisplayName == "" {
		t.Errorf("what waits is %+v", w.items)
	}
}

func (w *wild) presence(t *rapid.T) {
	name := w.name(t)
	w.chooses(name, rapid.SampledFrom([]agent.Presence{agent.Available, agent.Busy, agent.Away, agent.Offline}).Draw(t, "presence"))
	p := w.people[address(name)]
	p.Missed = rapid.Int64Range(0, 3).Draw(t, "missed")
	p.Lease.Until = w.now.Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, "lease")) * 400 * 24 * time.Hour)
	w.people[address(name)] = p
}
