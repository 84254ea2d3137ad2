package properties

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestEveryReplyEndsWithinItsBound (P9): the provider never takes some replies, runs
// die, agents discard some of what waits, and the customer goes on writing. Whatever
// comes, every reply ends, no later than its bound and two pauses of Eventarc's, with one
// more for each run that breaks off after the bound, and what the provider takes leaves in
// its order (P8).
func TestEveryReplyEndsWithinItsBound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w, err := newWorld(contact)
		if err != nil {
			rt.Fatal(err)
		}
		w.live = true
		s := &schedule{world: w, draw: func(n int, what string) int { return even(n).Draw(rt, what) }}
		s.hire(people())
		s.come("sup@x", agent.Available)
		s.write("walk", "k3", channel.Inbound{Kind: channel.Text, Text: "hi"})
		s.finish()
		id, salt := idOf("walk", "k3"), s.draw(4, "salt")
		w.down = func(reply string) bool { return int(reply[len(reply)-1])%4 == salt }
		var broken []time.Time
		const most = conversation.MaxReplyWait + 2*longestPause
		for end := w.now().Add(time.Hour); w.now().Before(end.Add(most)); {
			if w.now().Before(end) {
				s.answers(id)
			}
			broken = append(broken, s.round()...)
			s.pass(longestPause - time.Duration(s.draw(6, "minutes"))*time.Minute)
			s.endInTime(most, broken)
			s.mustHold(rt)
		}
		s.finish()
		if err := s.readAll(); err != nil {
			rt.Fatal(err)
		}
		s.checkEnds()
		s.mustHold(rt)
	})
}

// longestPause is how long Eventarc waits before it makes a delivery again, at most.
const longestPause = 10 * time.Minute

// answers has a supervisor write, discard something that may wait, or do nothing.
func (s *schedule) answers(id string) {
	switch s.draw(4, "answer") {
	case 0, 1:
		s.answer(id, "sup@x", "hello")
	case 2:
		s.write("walk", "k3", channel.Inbound{Kind: channel.Text, Text: "are you there?"})
	default:
		var all []string
		for key := range s.mirror.replies {
			if name, ok := strings.CutPrefix(key, id+"/"); ok {
				all = append(all, name)
			}
		}
		if slices.Sort(all); len(all) > 0 {
			s.ask(id, "sup@x", conversation.Action{Kind: conversation.Discard, Of: pick(s, all, "discarded")})
		}
	}
}

// round makes every delivery once, as Eventarc does within its longest pause. Some
// runs break off, and it returns when.
func (s *schedule) round() (broken []time.Time) {
	for _, d := range s.deliverable() {
		s.begin(s.take(d, false))
		for len(s.runs) > 0 {
			r := s.runs[0]
			v := s.verdict(r.next)
			if v == diesBefore || v == diesAfter || (v == fails && r.next == affects) {
				broken = append(broken, s.now())
			}
			s.resume(r, v)
		}
	}
	return broken
}

// endInTime: no reply waits for longer than it may.
func (s *schedule) endInTime(most time.Duration, broken []time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, r := range s.mirror.replies {
		bound := most
		for _, at := range broken {
			if at.Sub(r.CreatedAt) > conversation.MaxReplyWait {
				bound += longestPause
			}
		}
		if waited := s.clock.Sub(r.CreatedAt); r.Status.Outgoing() && waited > bound {
			s.errs("P9: reply %s is %s after %s, %d attempts: %s", key, r.Status, waited, r.Attempts, r.Reason)
		}
	}
}

// checkEnds: what the provider never takes has failed, or was discarded; the rest was
// sent, or was discarded, or its runs died too often, or its turn came when its time was
// almost over and the provider failed then; and in order.
func (s *schedule) checkEnds() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, r := range s.mirror.replies {
		_, name, _ := strings.Cut(key, "/")
		discarded := r.Reason != nil && (r.Reason.Code == conversation.WasDiscarded || r.Reason.Code == channel.Unreachable)
		late := r.Reason != nil && r.Reason.Code == reply.NeverTaken &&
			s.asked[key].Sub(r.CreatedAt) > conversation.MaxReplyWait-3*longestPause
		switch want := map[bool]channel.Status{true: channel.Failed, false: channel.Sent}[s.down(name)]; {
		case r.Status.Outgoing():
			s.errs("P9: reply %s is still %s: %s", key, r.Status, r.Reason)
		case r.Kind.Signal(), discarded, late, r.Status == channel.Unknown, r.Status == want:
		default:
			s.errs("P9: reply %s is %s for %s, want %s", key, r.Status, r.Reason, want)
		}
	}
	var last conversation.Reply
	for _, out := range s.sent {
		r := s.mirror.replies[string(out.conversation)+"/"+out.id]
		if r.CreatedAt.Before(last.CreatedAt) {
			s.errs("P8: %s of %s left after one of %s", out.id, r.CreatedAt, last.CreatedAt)
		}
		last = r
	}
}
