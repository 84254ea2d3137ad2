package properties

import (
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// texting is the account of a channel where customers have phone numbers.
const texting = "text"

// customer is one of an account.
type customer struct{ account, key string }

// customers are all of them. The last two are of the account texting.
func customers() []customer {
	return []customer{
		{"acme", "k0"}, {"acme", "k1"}, {"rush", "k2"}, {"walk", "k3"}, {texting, "+33639980104"}, {texting, "+33639980105"},
	}
}

func texts() []string {
	return []string{"hi", "tech", "french", "near", "french tech", "french near", "hi"}
}

func (s *schedule) customerMoves() {
	who := pick(s, customers(), "customer")
	account, key := who.account, who.key
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
		if account == texting { // which has no surveys: the customer taps a choice
			in = channel.Inbound{Kind: channel.Choice, Postback: s.choiceOf(idOf(account, key), asked.ID)}
		}
	}
	if choices := s.noticeChoices(idOf(account, key)); len(choices) > 0 && s.draw(2, "notice") == 1 {
		in = channel.Inbound{Kind: channel.Choice, Postback: pick(s, choices, "answer").Postback}
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

// choiceOf is the value behind a choice of a survey, or of nothing.
func (s *schedule) choiceOf(id, survey string) string {
	choices := s.mirror.replies[id+"/"+survey].Choices
	if len(choices) == 0 {
		return "none"
	}
	return pick(s, choices, "rating").Postback
}

func (s *schedule) burst() {
	for _, c := range customers() {
		s.write(c.account, c.key, channel.Inbound{Kind: channel.Text, Text: "hi"})
	}
	s.say("all customers write")
}

func (s *schedule) receiptComes() {
	s.mu.Lock()
	sent := slices.Clone(s.sent)
	s.mu.Unlock()
	if len(sent) == 0 {
		return
	}
	out := pick(s, sent, "sent")
	status := pick(s, []channel.Status{channel.Delivered, channel.Read}, "status")
	if !s.arrives(out) {
		return
	}
	s.say("receipt for %s", out.id)
	s.write(out.to.Account, out.to.Key, channel.Inbound{Kind: channel.Receipt, Of: out.id, Status: status, ID: s.mint("rc")})
}
