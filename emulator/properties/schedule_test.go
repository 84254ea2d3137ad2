package properties

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// atOnce is how many runs there are at once, at most.
const atOnce = 3

// schedule decides what happens next, and everything follows from its draws.
type schedule struct {
	*world
	// draw returns 0 to n-1; 0 is the simplest.
	draw func(n int, what string) int
	runs []*run
	// unforced is whether no supervisor assigns anything.
	unforced bool
}

// begin starts a run and waits until it is about to do something.
func (s *schedule) begin(d *delivery) {
	ctx, cancel := context.WithCancel(context.Background())
	r := &run{world: s.world, delivery: d, cancel: cancel, gate: make(chan verdict)}
	s.say("begin %s", d)
	go func() {
		defer cancel()
		r.err = s.call(context.WithValue(ctx, runKey{}, r), d)
		r.finished = true
		s.signals <- r
	}()
	s.runs = append(s.runs, r)
	s.hear()
}

// hear waits for the one run that runs.
func (s *schedule) hear() {
	r := <-s.signals
	if !r.finished {
		return
	}
	s.runs = slices.DeleteFunc(s.runs, func(other *run) bool { return other == r })
	s.end(r)
}

// end takes a delivery back that did not succeed.
func (w *world) end(r *run) {
	w.mu.Lock()
	defer w.mu.Unlock()
	failed := r.err != nil || r.dead.Load()
	switch d := r.delivery; {
	case d.task != nil:
		d.task.running, d.task.done = false, d.task.done || !failed
	case failed && !d.isRound():
		w.pending = append(w.pending, d)
	}
	if failed {
		w.note("  failed: %s: died %v, %v", r.delivery, r.dead.Load(), r.err)
	}
}

func (w *world) note(format string, args ...any) {
	w.trace = append(w.trace, w.clock.Format("15:04:05.000000 ")+w.short(fmt.Sprintf(format, args...)))
}

// short calls conversations by their customers.
func (w *world) short(text string) string {
	for n, account := range accounts() {
		key := fmt.Sprintf("k%d", n)
		text = strings.ReplaceAll(text, idOf(account, key), key)
	}
	return strings.NewReplacer("conversations/", "", "00000000", "", "/google.firestore.v1.Firestore/", "").Replace(text)
}

func idOf(account, key string) string {
	return string(keyring.IDs().Of(channel.Peer{Channel: businessmessages.Name, Account: account, BrandAgent: "b", Key: key}))
}

func (w *world) say(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note(format, args...)
}

// resume lets a run do what it is about to do, or not.
func (s *schedule) resume(r *run, v verdict) {
	if v != goesOn {
		s.say("  %s: %s: verdict %d", r.delivery, r.what, v)
	} else if r.next == commits {
		s.say("  %s: %s", r.delivery, r.what)
	}
	r.gate <- v
	s.hear()
}

// deliverable are the deliveries that can be made now.
func (w *world) deliverable() []*delivery {
	w.mu.Lock()
	all := slices.Clone(w.pending)
	now := w.clock
	w.mu.Unlock()
	for _, t := range w.due(now) {
		all = append(all, &delivery{function: "timer", task: t})
	}
	if !now.Before(w.nextRound()) {
		all = append(all, round())
	}
	return all
}

// take begins a delivery; again leaves it there to be made once more.
func (w *world) take(d *delivery, again bool) *delivery {
	w.mu.Lock()
	defer w.mu.Unlock()
	if d.task != nil {
		d.task.running = true
		return d
	}
	if d.isRound() {
		w.lastRound = w.clock
		return d
	}
	if !again {
		w.pending = slices.DeleteFunc(w.pending, func(other *delivery) bool { return other == d })
		return d
	}
	copied := *d
	return &copied
}

// turn is one thing that happens.
func (s *schedule) turn() {
	todo := s.deliverable()
	kind := s.draw(16, "turn")
	switch {
	case len(s.runs) > 0 && kind < 9:
		s.advance(s.runs[s.draw(len(s.runs), "run")])
	case len(todo) > 0 && kind < 13 && len(s.runs) < atOnce:
		d := todo[s.draw(len(todo), "delivery")]
		again := d.task == nil && s.draw(10, "again") == 9
		s.begin(s.take(d, again))
		for whole := s.draw(3, "whole") > 0; whole && len(s.runs) > 0; {
			if r := s.runs[len(s.runs)-1]; r.delivery == d || r.delivery.id == d.id && d.task == nil {
				s.resume(r, s.verdict(r.next))
				continue
			}
			break
		}
	default:
		s.move()
	}
}

// advance lets a run do a few things.
func (s *schedule) advance(r *run) {
	for range 1 + s.draw(4, "things") {
		if r.finished {
			return
		}
		s.resume(r, s.verdict(r.next))
	}
}

// verdict is mostly to go on.
func (s *schedule) verdict(next step) verdict {
	v := s.draw(40, "verdict")
	switch {
	case v == 39:
		return diesBefore
	case v == 38 && next != reads:
		return diesAfter
	case v == 37 && next == commits:
		return loses
	case v == 37 && next == affects:
		return fails
	}
	return goesOn
}

// finish lets all runs end and makes all deliveries, until there is nothing left to
// do without time. What fails is tried again a while later.
func (s *schedule) finish() {
	const most = 3000
	for range most {
		if len(s.runs) > 0 {
			s.resume(s.runs[0], goesOn)
			continue
		}
		todo := s.deliverable()
		if len(todo) == 0 {
			return
		}
		d := s.take(todo[0], false)
		before := len(s.trace)
		s.begin(d)
		for len(s.runs) > 0 {
			s.resume(s.runs[0], goesOn)
		}
		if failed := strings.Contains(strings.Join(s.trace[before:], "\n"), "failed:"); failed {
			s.pass(5 * time.Second)
		}
	}
	s.errs("it does not come to rest: %v", s.deliverable())
}

// settle brings everything to rest, twice: within the two rounds that make up for what
// failed, and after all that time does within a while. Then nothing may be wrong.
func (s *schedule) settle() error {
	s.finish()
	for range 2 {
		s.pass(time.Minute)
		s.finish()
	}
	s.wholeSecond()
	s.finish()
	if err := s.readAll(); err != nil {
		return err
	}
	s.checkSettled("at once")
	s.say("time passes")
	for until := s.clock.Add(25 * time.Minute); s.clock.Before(until); {
		next := s.nextRound()
		if due := s.due(next); len(due) > 0 {
			next = due[0].at
		}
		s.pass(max(0, next.Sub(s.clock)))
		s.finish()
	}
	s.wholeSecond()
	s.finish()
	if err := s.readAll(); err != nil {
		return err
	}
	s.checkSettled("later")
	s.checkSweep()
	return nil
}

// wholeSecond: timers are called at whole seconds.
func (w *world) wholeSecond() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Truncate(time.Second).Add(time.Second)
}

func (s *schedule) move() {
	moves := []struct {
		weight int
		do     func()
	}{
		{10, s.customerMoves},
		{16, s.agentActs},
		{3, s.agentChooses},
		{3, s.agentAnswers},
		{3, s.timePasses},
		{2, s.rosterChanges},
		{1, s.receiptComes},
		{1, s.burst},
	}
	total := 0
	for _, m := range moves {
		total += m.weight
	}
	n := s.draw(total, "move")
	for _, m := range moves {
		if n -= m.weight; n < 0 {
			m.do()
			return
		}
	}
}

func pick[T any](s *schedule, all []T, what string) T { return all[s.draw(len(all), what)] }

func accounts() []string { return []string{"acme", "acme", "rush", "walk"} }

func texts() []string {
	return []string{"hi", "tech", "french", "near", "french tech", "french near", "hi"}
}

func (s *schedule) customerMoves() {
	n := s.draw(len(accounts()), "customer")
	account, key := accounts()[n], fmt.Sprintf("k%d", n)
	in := channel.Inbound{Kind: channel.Text, Text: pick(s, texts(), "text")}
	asked := s.mirror.conversations[idOf(account, key)].Surveyed
	kind := s.draw(12, "kind")
	if asked.ID != "" && s.draw(3, "survey") == 2 { // they are rare
		kind = 12
	}
	switch kind {
	case 9:
		in = channel.Inbound{Kind: channel.Typing, On: true, ID: s.mint("t")}
	case 10:
		in = channel.Inbound{Kind: channel.WantsPerson}
	case 11: // the channel sends a message twice, as two requests
		if old := s.saidBy(account, key); len(old) > 0 {
			in.ID = pick(s, old, "again")
		}
	case 12:
		in = channel.Inbound{Kind: channel.Survey, Answer: &channel.Answer{
			Survey: asked.ID, Rating: int64(1 + s.draw(5, "rating")),
		}}
	}
	s.say("customer %s writes %q %s", key, in.Text, in.Kind)
	s.write(account, key, in)
}

func (s *schedule) saidBy(account, key string) []string {
	id := idOf(account, key)
	var all []string
	for _, old := range s.said {
		if old.conversation == id && old.kept {
			all = append(all, old.id)
		}
	}
	return all
}

func (s *schedule) burst() {
	for n := range accounts() {
		s.write(accounts()[n], fmt.Sprintf("k%d", n), channel.Inbound{Kind: channel.Text, Text: "hi"})
	}
	s.say("all customers write")
}

func (s *schedule) someAgent() string { return pick(s, people(), "agent").Email }

// someConversation is the id of a conversation that there is, or "".
func (s *schedule) someConversation() string {
	all := slices.Sorted(maps.Keys(s.mirror.conversations))
	if len(all) == 0 {
		return ""
	}
	return pick(s, all, "conversation")
}

func (s *schedule) agentActs() {
	id := s.someConversation()
	if id == "" {
		s.customerMoves()
		return
	}
	c := s.mirror.conversations[id]
	by, a := s.sensible(c)
	if s.draw(6, "sense") == 5 {
		by, a.Kind = s.someAgent(), pick(s, kinds(), "kind")
	}
	if s.unforced && a.Kind == conversation.Assign {
		a.Kind = conversation.Transfer
	}
	if a.Kind == conversation.Transfer && a.Agent == "" || a.Kind == conversation.Assign || a.Kind == conversation.Consult {
		a.Agent = s.someAgent()
		if a.Kind == conversation.Transfer && s.draw(2, "to") == 0 {
			a.Agent, a.Queue = "", pick(s, []string{"front", "tech", "near"}, "queue")
		}
	}
	if a.Kind == conversation.Prefer {
		a.Agents = []string{s.someAgent()}
	}
	a.Priority = int64(s.draw(3, "priority"))
	s.say("%s asks for %s of %s %s%s", by, a.Kind, id, a.Agent, a.Queue)
	s.ask(id, by, a)
}

func kinds() []conversation.ActionKind {
	return []conversation.ActionKind{
		conversation.Accept, conversation.Decline, conversation.Pick, conversation.Park, conversation.Revive,
		conversation.Transfer, conversation.Release, conversation.Consult, conversation.Leave, conversation.End,
		conversation.Close, conversation.Assign, conversation.WriteNote, conversation.SetPriority, conversation.Prefer,
		conversation.MarkRead, conversation.Type,
	}
}

// sensible is what somebody might do with a conversation as it is.
func (s *schedule) sensible(c conversation.Conversation) (by string, a conversation.Action) {
	by = c.Owner
	if s.draw(10, "supervisor") == 9 {
		return "sup@x", conversation.Action{Kind: pick(s, []conversation.ActionKind{
			conversation.Assign, conversation.Transfer, conversation.Close, conversation.Release, conversation.Park,
		}, "supervises")}
	}
	switch c.State {
	case conversation.Offered:
		a.Kind = pick(s, []conversation.ActionKind{conversation.Accept, conversation.Accept, conversation.Decline}, "answers")
	case conversation.Active:
		a.Kind = pick(s, []conversation.ActionKind{
			conversation.End, conversation.Park, conversation.Transfer, conversation.Release, conversation.Prefer,
		}, "does")
	case conversation.Parked:
		by, a.Kind = c.LastOwner, conversation.Revive
	case conversation.WrapUp:
		a.Kind = conversation.Close
	default:
		by, a.Kind = s.someAgent(), conversation.Pick
	}
	return by, a
}

func (s *schedule) agentChooses() {
	email := s.someAgent()
	c := s.clients[email]
	switch n := s.draw(8, "chooses"); {
	case n < 2 || !c.awake:
		s.say("%s comes", email)
		s.come(email, pick(s, []agent.Presence{agent.Available, agent.Available, agent.Busy}, "presence"))
	case n < 4:
		s.say("the client of %s is cut off", email)
		c.awake = false
	case n < 5:
		s.say("%s leaves", email)
		s.leave(email)
	default:
		p := pick(s, []agent.Presence{agent.Available, agent.Busy, agent.Away, agent.Offline}, "presence")
		s.say("%s chooses %s", email, p)
		s.choose(email, p)
	}
}

func (s *schedule) agentAnswers() {
	id := s.someConversation()
	if id == "" {
		return
	}
	email := s.mirror.conversations[id].Owner
	if email == "" {
		email = "sup@x"
	}
	s.say("%s writes into %s", email, id)
	s.answer(id, email, "hello")
}

func (s *schedule) receiptComes() {
	s.mu.Lock()
	sent := slices.Clone(s.sent)
	s.mu.Unlock()
	if len(sent) == 0 {
		return
	}
	out := pick(s, sent, "sent")
	peer := s.mirror.conversations[string(out.conversation)].Peer
	status := pick(s, []channel.Status{channel.Delivered, channel.Read}, "status")
	s.say("receipt for %s", out.id)
	s.write(peer.Account, peer.Key, channel.Inbound{Kind: channel.Receipt, Of: out.id, Status: status, ID: s.mint("rc")})
}

func (s *schedule) timePasses() {
	d := pick(s, []time.Duration{
		time.Second, time.Second, 5 * time.Second, 15 * time.Second, 31 * time.Second, 45 * time.Second, 61 * time.Second,
		155 * time.Second, 290 * time.Second, 11 * time.Minute, time.Hour,
	}, "time")
	s.say("%s passes", d)
	s.pass(d)
}

func (s *schedule) rosterChanges() {
	email := s.someAgent()
	switch s.draw(3, "roster") {
	case 0:
		n := int64(s.draw(4, "capacity"))
		s.say("%s has capacity %d", email, n)
		s.set("agents/"+email, map[string]any{"capacity": n})
	case 1:
		queues := pick(s, [][]string{{"front", "tech", "near"}, {"front"}, {"tech"}}, "queues")
		s.say("%s serves %v", email, queues)
		s.set("agents/"+email, map[string]any{"queues": queues})
	default:
		skills := pick(s, []map[string]int64{{"french": 5, "tech": 5}, {"french": 2}, {}, many(12), many(40)}, "skills")
		s.say("%s can %v", email, skills)
		s.outside(func(ctx context.Context) error {
			_, err := s.db.Doc("agents/"+email).Update(ctx, skillsOnly(skills))
			return err
		})
	}
}

// many is so many skills that an agent looks for sessions by coarser lanes.
func many(n int) map[string]int64 {
	skills := map[string]int64{"tech": 4}
	for i := range n {
		skills[fmt.Sprintf("skill%d", i)] = 5
	}
	return skills
}

// even draws 0 to n-1, each as often: rapid's own ranges are mostly small.
func even(n int) *rapid.Generator[int] {
	return rapid.Custom(func(t *rapid.T) int {
		v := 0
		for most := n * 8; most > 0; most /= 2 {
			v *= 2
			if rapid.Bool().Draw(t, "bit") {
				v++
			}
		}
		return v % n
	})
}

// TestScheduleKeepsEveryProperty: whatever comes, in whatever order, and whoever
// dies meanwhile.
func TestScheduleKeepsEveryProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(contact)
		if err != nil {
			rt.Fatal(err)
		}
		w.live = true
		s := &schedule{world: w, draw: func(n int, what string) int { return even(n).Draw(rt, what) }}
		s.hire(people())
		for _, a := range people() {
			if s.draw(3, "there") < 2 {
				s.come(a.Email, agent.Available)
			}
		}
		for range 50 + s.draw(300, "turns") {
			s.turn()
			s.mustHold(rt)
		}
		if err := s.settle(); err != nil {
			rt.Fatal(err)
		}
		s.mustHold(rt)
	})
}

// mustHold fails with the schedule where something is wrong.
func (s *schedule) mustHold(rt *rapid.T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.wrong) == 0 {
		return
	}
	for len(s.runs) > 0 { // nobody waits for them
		r := s.runs[0]
		s.mu.Unlock()
		s.resume(r, diesBefore)
		s.mu.Lock()
	}
	rt.Fatalf("%s\n\nthe schedule:\n%s", s.short(strings.Join(s.wrong, "\n")), strings.Join(s.trace, "\n"))
}
