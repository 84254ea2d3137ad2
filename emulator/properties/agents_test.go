package properties

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

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
		conversation.Transfer, conversation.Release, conversation.Consult, conversation.Leave, conversation.Dismiss, conversation.End,
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
		a.Kind = pick(s, []conversation.ActionKind{conversation.Close, conversation.Close, conversation.Revive}, "finishes")
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
	if email == "" || s.suspended(email) { // the rules let nobody write who is suspended
		email = "sup@x"
	}
	s.say("%s writes into %s", email, id)
	s.answer(id, email, "hello")
}

func (s *schedule) rosterChanges() {
	email := s.someAgent()
	switch s.draw(5, "roster") {
	case 0:
		n := int64(s.draw(4, "capacity"))
		s.say("%s has capacity %d", email, n)
		s.set("agents/"+email, map[string]any{"capacity": n})
	case 1:
		queues := pick(s, [][]string{{"front", "tech", "near"}, {"front"}, {"tech"}}, "queues")
		s.say("%s serves %v", email, queues)
		s.set("agents/"+email, map[string]any{"queues": queues})
	case 2, 3:
		s.suspends(email)
	default:
		skills := pick(s, []map[string]int64{{"french": 5, "tech": 5}, {"french": 2}, {}, many(12), many(40)}, "skills")
		s.say("%s can %v", email, skills)
		s.outside(func(ctx context.Context) error {
			_, err := s.db.Doc("agents/"+email).Update(ctx, skillsOnly(skills))
			return err
		})
	}
}

// suspended reports whether an agent may not come in now.
func (w *world) suspended(email string) bool { return w.mirror.agents[email].Role == agent.None }

// suspends suspends an agent, as the function roster does, or ends that. Supervisors stay:
// they see to what else happens.
func (s *schedule) suspends(email string) {
	switch {
	case email == "sup@x":
	case s.suspended(email):
		s.say("%s comes back to the roster", email)
		s.set("agents/"+email, map[string]any{"role": agent.Plain})
	default:
		s.say("%s is suspended", email)
		s.set("agents/"+email, map[string]any{"role": agent.None, "lanes": []string{}})
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
