package properties

import (
	"context"
	"fmt"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// starts is what was committed of agents who write first.
type starts struct {
	// checked are the starts for which the provider may be asked, by id, and counted is
	// how many an agent's budget has counted.
	checked map[string]string
	counted map[string]int64
}

func newStarts() starts { return starts{checked: map[string]string{}, counted: map[string]int64{}} }

// agentStarts: an agent writes first, to a customer of the account, to somebody who never
// wrote, or to no number at all.
func (s *schedule) agentStarts() {
	email := s.someAgent()
	number := pick(s, []string{"+33639980104", "+33639980105", "+33639980104", "+33639980105", "+33639980106", "12"}, "number")
	start := conversation.Start{
		Author: conversation.Author{Email: email, Name: email}, Account: texting, BrandAgent: "b", Number: number, Text: "first",
		Queue:   pick(s, []string{"front", "tech", "near"}, "queue"),
		Purpose: pick(s, []channel.Purpose{channel.Transaction, channel.Promotion}, "purpose"),
		Status:  conversation.StartPending, CreatedAt: s.now(),
	}
	name := s.mint("s")
	s.say("%s starts %s with %s in %s", email, name, number, start.Queue)
	s.outside(func(ctx context.Context) error {
		_, err := s.db.Doc("starts/"+name).Create(ctx, start)
		return err
	})
}

// followStart notes a start that goes on to the provider.
func (w *world) followStart(start conversation.Start, id string) {
	if start.Status == conversation.StartChecking {
		w.starts.checked[id] = start.Author.Email
	}
}

// followBudget: a budget counts one at a time, and no more than it has.
func (w *world) followBudget(email string, before conversation.Starts) {
	after := w.mirror.budgets[email]
	n, was := after.Counts[texting], before.Counts[texting]
	if !after.Since.Equal(before.Since) {
		was = 0
	}
	if most := *w.config.Accounts[texting].OutboundPerHour; n != was+1 || n > most {
		w.errs("start: the budget of %s goes from %d to %d of %d", email, was, n, most)
	}
	w.starts.counted[email]++
}

// checkStarts: every start has its outcome: one conversation of the agent's with one first
// message, or none, and why. Nothing is left of the number and the text, and none was
// looked up that no budget counts.
func (w *world) checkStarts(errs func(string, ...any)) {
	began := map[string]int{}
	for key := range w.mirror.replies {
		if _, id, ok := strings.Cut(key, "/start-"); ok {
			began[id]++
		}
	}
	for id, start := range w.mirror.starts {
		first := string(start.Conversation) + "/start-" + id
		_, wrote := w.mirror.replies[first]
		switch {
		case !start.Ended():
			errs("start: %s is still %s", id, start.Status)
		case start.Text != "" || strings.Contains(start.Number, "39980"):
			errs("start: %s still says %q, %q", id, start.Text, start.Number)
		case start.Status == conversation.StartRefused && (start.Reason == nil || began[id] > 0):
			errs("start: %s was refused for %v, and has %d messages", id, start.Reason, began[id])
		case start.Status == conversation.StartDone && (start.Reason != nil || !wrote || began[id] != 1):
			errs("start: %s is done, and has %d messages: %v, %v", id, began[id], wrote, start.Reason)
		}
	}
	w.checkBegun(errs)
	asked := map[string]int64{}
	for _, email := range w.starts.checked {
		asked[email]++
	}
	if got, want := fmt.Sprint(w.starts.counted), fmt.Sprint(asked); w.live && got != want {
		errs("start: budgets count %s, and there were %s", got, want)
	}
}

// checkBegun: of every start that is done, and of nothing else, there is an event.
func (w *world) checkBegun(errs func(string, ...any)) {
	done := map[string]int{}
	for _, start := range w.mirror.starts {
		if start.Status == conversation.StartDone {
			done[string(start.Conversation)]++
		}
	}
	for key, e := range w.mirror.events {
		if id, _, _ := strings.Cut(key, "/"); e.Cause == conversation.StartedByAgent {
			done[id]--
		}
	}
	for id, n := range done {
		if n != 0 {
			errs("start: %s has %d starts more than sessions that an agent began", id, n)
		}
	}
}
