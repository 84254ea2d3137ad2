package properties

import (
	"fmt"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

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
