package properties

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// consents is what was committed of who wants messages.
type consents struct {
	// since is the commit with which a customer unsubscribed who still is, and times how
	// often a customer did.
	since, times map[string]int
}

func newConsents() consents { return consents{since: map[string]int{}, times: map[string]int{}} }

// follow notes what a commit says of consent and of starts. The caller holds the lock.
func (w *world) follow(path string, before conversation.Starts) {
	part := strings.Split(path, "/")
	switch {
	case len(part) == 2 && part[0] == "conversations":
		id := part[1]
		_, known := w.consents.since[id]
		switch out := w.mirror.conversations[id].Unsubscribed; {
		case out && !known:
			w.consents.since[id] = w.commits
			w.consents.times[id]++
		case !out:
			delete(w.consents.since, id)
		}
	case part[0] == "startBudgets":
		w.followBudget(part[1], before)
	case part[0] == "starts":
		w.followStart(w.mirror.starts[part[1]], part[1])
	}
}

// checkWanted: nobody who has unsubscribed is written to. What is on its way when they do
// is on its way; what a run looks for after that is not.
func (w *world) checkWanted(r *run, s sending, o channel.Outbound) {
	since, out := w.consents.since[string(s.conversation)]
	if out && since <= r.searched && o.Purpose != channel.Acknowledgement && o.Kind != channel.Revoke {
		w.errs("consent: %s %s was sent to %s, who had unsubscribed", o.Kind, s.id, s.conversation)
	}
}

// keywords are what customers write who want no messages any more, or want them again.
func keywords(on bool) string {
	if on {
		return "START"
	}
	return "STOP"
}

// consentChanges: a customer unsubscribes or subscribes, with a keyword, by an event, or
// so that the provider tells of both.
func (s *schedule) consentChanges() {
	who := customers()[len(customers())-1-s.draw(2, "customer")]
	on := s.draw(3, "on") == 2
	event, keyword := channel.Inbound{Kind: channel.Consent, On: on}, channel.Inbound{Kind: channel.Consent, On: on, Text: keywords(on)}
	s.say("customer %s subscribes: %v", who.key, on)
	switch s.draw(4, "how") {
	case 0:
		s.write(who.account, who.key, event)
	case 1:
		s.write(who.account, who.key, keyword)
	case 2:
		s.write(who.account, who.key, event)
		s.write(who.account, who.key, keyword)
	default:
		s.write(who.account, who.key, keyword)
		s.write(who.account, who.key, event)
	}
}

// checkConsents: whoever unsubscribed and has said nothing since counts as that, and got
// one acknowledgement at most.
func (w *world) checkConsents(errs func(string, ...any)) {
	left, said := map[string]time.Time{}, map[string]time.Time{}
	for _, s := range w.said {
		switch off := s.kind == channel.Consent && !s.on; {
		case off && s.at.After(left[s.conversation]):
			left[s.conversation] = s.at
		case !off && s.at.After(said[s.conversation]) && s.kept:
			said[s.conversation] = s.at
		}
	}
	for id, at := range left {
		if said[id].Before(at) && !w.mirror.conversations[id].Unsubscribed {
			errs("consent: %s unsubscribed at %s and counts as subscribed", id, at.Format(time.TimeOnly))
		}
	}
	w.checkAcknowledgements(errs)
}

func (w *world) checkAcknowledgements(errs func(string, ...any)) {
	got := map[string]int{}
	for key := range w.phones {
		if id, _, _ := strings.Cut(key, "/"); w.mirror.replies[key].Purpose == channel.Acknowledgement {
			got[id]++
		}
	}
	for _, id := range slices.Sorted(maps.Keys(got)) {
		if w.live && got[id] > w.consents.times[id] {
			errs("consent: %s got %d acknowledgements, and unsubscribed %d times", id, got[id], w.consents.times[id])
		}
	}
}

// agentTakesBack: an agent takes a message back, which is there, or on its way, or was
// taken back already.
func (s *schedule) agentTakesBack() {
	var all []string
	for key, r := range s.mirror.replies {
		id, _, _ := strings.Cut(key, "/")
		if s.mirror.conversations[id].Account == texting && !r.Kind.Signal() {
			all = append(all, key)
		}
	}
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, func(a, b string) int { // the newest first
		return s.mirror.replies[b].CreatedAt.Compare(s.mirror.replies[a].CreatedAt)
	})
	id, name, _ := strings.Cut(all[s.draw(min(3, len(all)), "message")], "/")
	by := s.mirror.conversations[id].Owner
	if by == "" {
		by = "sup@x"
	}
	s.say("%s takes %s of %s back", by, name, id)
	s.ask(id, by, conversation.Action{Kind: conversation.Revoke, Of: name})
}
