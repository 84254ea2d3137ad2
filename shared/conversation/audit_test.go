package conversation_test

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/properties/fold"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// ledger is what the store would hold besides the conversation, if every change were
// written: what agents have used, what waits in queues, closed sessions, figures, and
// which documents there are.
type ledger struct {
	used      map[string]int64
	items     map[string]conversation.Item
	closed    map[int64]conversation.Session
	past      map[int64]conversation.ClosedSession
	figures   fold.All
	documents map[string]bool
}

func newLedger() ledger {
	return ledger{
		used: map[string]int64{}, items: map[string]conversation.Item{}, closed: map[int64]conversation.Session{}, past: map[int64]conversation.ClosedSession{},
		figures: fold.All{}, documents: map[string]bool{},
	}
}

// audit books a change and returns everything that is wrong with it.
func (l *ledger) audit(before conversation.Conversation, ch conversation.Change, config *configuration.Config) []string {
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	l.walk(before, ch, say)
	l.owner(ch.Conversation, say)
	l.queues(ch, config, say)
	l.fresh(ch, say)
	l.sessions(ch, say)
	leftovers(ch.Conversation, say)
	consented(before, ch, say)
	reasons(ch, say)
	var due time.Time
	for _, d := range ch.Conversation.Deadlines(config) {
		if due.IsZero() || d.At.Before(due) {
			due = d.At
		}
	}
	if !due.Equal(ch.Conversation.DueAt) {
		say("it is due at %v and the earliest deadline is %v", ch.Conversation.DueAt, due)
	}
	return wrong
}

// reasons are of codes that are defined, with the arguments of those.
func reasons(ch conversation.Change, say func(string, ...any)) {
	var all []reason.Reason
	for _, e := range ch.Events {
		all = append(all, e.Trace...)
	}
	for _, l := range ch.Loads {
		if l.AwayBy != nil {
			all = append(all, *l.AwayBy)
		}
	}
	if m := ch.Message; m != nil && m.Media != nil && m.Media.Reason != nil {
		all = append(all, *m.Media.Reason)
	}
	defined := conversation.Codes()
	maps.Copy(defined, route.Codes())
	for _, r := range all {
		if err := defined.Check(r); err != nil {
			say("reason %s: %v", r, err)
		}
	}
}

// recorded are the causes that change no state.
func recorded(c conversation.Cause) bool {
	switch c {
	case conversation.AskedForPerson, conversation.PrioritySet, conversation.Tagged, conversation.Untagged, conversation.OutcomeSet, conversation.Consulted, conversation.GuestLeft, conversation.GuestDismissed,
		conversation.Alerted, conversation.Silenced, conversation.Subscribed, conversation.Unsubscribed,
		conversation.NoticeAccepted, conversation.NoticeRefused, conversation.NoticeUnanswered:
		return true
	default:
		return false
	}
}

// walk follows the events by the state table, and books what the table says of
// capacity against what the change says.
func (l *ledger) walk(before conversation.Conversation, ch conversation.Change, say func(string, ...any)) {
	after := ch.Conversation
	state, owner, cost, seq := before.State, before.Owner, before.Cost, before.Seq
	if before.ID == "" {
		state = conversation.Closed
	}
	want := map[string]int64{}
	take := func() {
		want[owner] -= cost
		owner, cost = "", 0
	}
	give := func() {
		owner, cost = after.Owner, after.Cost
		want[owner] += cost
	}
	for _, e := range ch.Events {
		seq++
		if e.Seq != seq || e.From != state || e.Session == 0 || e.At.IsZero() || e.Actor == "" {
			say("event %+v is not number %d from %q", e, seq, state)
		}
		row, there := steps()[step{e.From, e.Cause}]
		switch {
		case recorded(e.Cause) && e.From == e.To:
			continue
		case !there || row.to != e.To:
			say("%q by %q to %q is not in the state table", e.From, e.Cause, e.To)
			return
		}
		state = e.To
		switch row.hold {
		case "held":
			give()
		case "used":
			if owner == "" {
				give()
			}
		case "released":
			take()
		case "moved":
			if owner != after.Owner {
				take()
				give()
			}
		case "none", "wrap-up":
		}
	}
	if state != after.State || seq != after.Seq {
		say("the events lead to %q and %d, the conversation is %q and %d", state, seq, after.State, after.Seq)
	}
	got := map[string]int64{}
	for _, load := range ch.Loads {
		if _, twice := got[load.Agent]; twice || load.Agent == "" {
			say("two loads of one agent, or of nobody: %+v", ch.Loads)
		}
		got[load.Agent] += load.Cost
		l.used[load.Agent] += load.Cost
	}
	for _, agents := range []map[string]int64{want, got} {
		for email := range agents {
			if want[email] != got[email] {
				say("%s gets %d units, want %d by the state table", email, got[email], want[email])
			}
		}
	}
}

// owner looks whether the session has the owner that its state asks for, and whether
// that is the only one who pays for it.
func (l *ledger) owner(c conversation.Conversation, say func(string, ...any)) {
	free := c.State == conversation.Open || c.State == conversation.Parked || c.State == conversation.Closed
	if (c.Owner == "") != free || (c.OwnerName == "") != free || free && c.Cost != 0 || c.Cost < 0 {
		say("a session that is %q has the owner %q (%s) at %d units", c.State, c.Owner, c.OwnerName, c.Cost)
	}
	for email, used := range l.used {
		var holds int64
		if email == c.Owner {
			holds = c.Cost
		}
		if used != holds {
			say("%s has used %d units and holds %d", email, used, holds)
		}
	}
}

// queues books what enters and leaves queues. A session that is open, and no other,
// waits in its queue and nowhere else.
func (l *ledger) queues(ch conversation.Change, config *configuration.Config, say func(string, ...any)) {
	c := ch.Conversation
	if _, there := l.items[ch.Dequeue]; ch.Dequeue != "" && (!there || ch.Enqueue != nil && ch.Enqueue.Queue == ch.Dequeue) {
		say("it leaves the queue %q, in which it is not or is to be", ch.Dequeue)
	}
	delete(l.items, ch.Dequeue)
	if ch.Enqueue != nil {
		l.items[ch.Enqueue.Queue] = *ch.Enqueue
	}
	if ch.Enqueue != nil {
		reachable(c, *ch.Enqueue, config, say)
	}
	want := map[string]conversation.Item{}
	if c.State == conversation.Open {
		want[c.Queue] = waiting(c, l.items[c.Queue])
		if ch.Enqueue != nil {
			want[c.Queue] = priced(c, want[c.Queue], config)
		}
	}
	if diff := cmp.Diff(want, l.items); diff != "" {
		say("what waits in queues (-want +got):\n%s", diff)
	}
}

// reachable looks whether an agent who has the skills that are needed, and no more,
// finds what waits.
func reachable(c conversation.Conversation, item conversation.Item, config *configuration.Config, say func(string, ...any)) {
	able := agent.Agent{
		Email: "able@example.com", Role: agent.Plain, Presence: agent.Available, Queues: []string{c.Queue},
		Skills: c.Required(config, c.LookedAt),
	}
	if c.Reserved != "" {
		able.Email = c.Reserved
	}
	able, _ = able.Derive(true, []string{"available"})
	switch push := config.Pushes(c.Workstream, c.Queue); {
	case !push && len(item.Lanes) > 0:
		say("it is in lanes %q, and agents choose for themselves", item.Lanes)
	case push && !slices.Contains(able.Searches(), lane(&item)):
		say("it is in lanes %q, and %v looks for none of them", item.Lanes, able.Searches())
	}
}

// waiting is what must be in the queue of an open session. What the customer wrote
// last, and what the configuration said when it was put there, may differ.
func waiting(c conversation.Conversation, is conversation.Item) conversation.Item {
	return conversation.Item{
		Conversation: c.ID, Queue: c.Queue, Lanes: is.Lanes, Cost: is.Cost, Priority: is.Priority,
		Rank: c.WaitingSince.Add(-time.Duration(is.Priority) * time.Minute), Skills: c.Skills, Language: c.Language,
		Tags: c.Tags, Customer: c.Context.DisplayName, Channel: c.Channel, Preview: is.Preview, Kind: is.Kind, EnqueuedAt: c.EnqueuedAt,
		Attributes: c.Attributes, Session: c.Number, Account: c.Account, BrandAgent: c.BrandAgent, Handover: c.Handover,
		RemindedAt: c.RemindedAt, LateAt: is.LateAt, ConfigVersion: is.ConfigVersion,
	}
}

// priced is what must be put into the queue by a configuration.
func priced(c conversation.Conversation, want conversation.Item, config *configuration.Config) conversation.Item {
	want.Cost = config.Terms(c.Workstream).Cost()
	want.Priority = config.Queues[c.Queue].Priority + c.Priority
	want.Rank = c.WaitingSince.Add(-time.Duration(want.Priority) * time.Minute)
	promised := config.Promise(c.Queue)
	late, pausedUntil := config.LateAt(c.Queue, c.WaitingSince, promised), c.Pause.ResumedAt
	// TestAPromisePausesWhileASessionIsParked has how much later exactly.
	if want.LateAt.Before(late) || want.LateAt.After(late) && want.LateAt.After(config.LateAt(c.Queue, pausedUntil, promised)) {
		want.LateAt = late
	}
	want.Preview, want.Kind, want.ConfigVersion = c.Preview, c.PreviewKind, config.Version
	return want
}

// fresh looks whether the documents that a change creates are new and may be sent.
func (l *ledger) fresh(ch conversation.Change, say func(string, ...any)) {
	create := func(path string) {
		if l.documents[path] {
			say("%s is there already", path)
		}
		l.documents[path] = true
	}
	if ch.Message != nil {
		create("messages/" + ch.Message.ID)
	}
	if ch.BotAnswer != nil {
		create("messages/" + ch.BotAnswer.ID)
	}
	var before time.Time
	for _, r := range ch.Replies {
		create("replies/" + r.ID)
		if fault := r.Fault(); fault != nil {
			say("reply %s: %s", r.ID, fault)
		}
		if !r.CreatedAt.After(before) {
			say("reply %s may overtake the one before", r.ID)
		}
		before = r.CreatedAt
	}
}

// sessions books the sessions that are closed or rated: all that were ever closed are
// there once, and they and the open one are what the figures say.
func (l *ledger) sessions(ch conversation.Change, say func(string, ...any)) {
	c := ch.Conversation
	for _, s := range ch.Closed {
		if _, twice := l.closed[s.Number]; twice || s.ClosedAt.Before(s.OpenedAt) || s.Tally.Day == "" || s.Tally.CountedIn == "" {
			say("session %d was closed before, or is odd: %+v", s.Number, s)
		}
		l.closed[s.Number] = s
	}
	if r := ch.Rated; r != nil {
		s, there := l.closed[r.Session]
		if !there || s.Tally.Rating != 0 || r.Rating < 1 || r.Rating > 5 {
			say("session %d is rated %d, it is %+v", r.Session, r.Rating, s)
		}
		s.Tally.Rating = r.Rating
		l.closed[r.Session] = s
	}
	for _, past := range ch.Past {
		l.past[past.Session] = past
	}
	if r := ch.Retagged; r != nil {
		s, there := l.closed[r.Number]
		if !there || slices.Equal(s.Tags, r.Tags) {
			say("session %d has the tags %v now, it is %+v", r.Number, r.Tags, s)
		}
		s.Tags = r.Tags
		l.closed[r.Number] = s
	}
	want, done := fold.All{}, c.Session.Number
	if c.State != conversation.Closed {
		done--
	}
	for n := int64(1); n <= done; n++ {
		s, there := l.closed[n]
		if !there {
			say("session %d is closed and was not kept", n)
			continue
		}
		want.Session(c.Channel, s)
	}
	want.Open(c)
	for _, f := range ch.Counts {
		l.figures.Add(f)
	}
	if diff := cmp.Diff(want, l.figures); diff != "" {
		say("figures (-sessions +counted):\n%s", diff)
	}
}

// consented looks whether a customer who wants no messages gets none but for one, when
// they say so, and whether nobody owes them an answer.
func consented(before conversation.Conversation, ch conversation.Change, say func(string, ...any)) {
	c, most := ch.Conversation, 0
	if !c.Unsubscribed {
		return
	}
	if !before.Unsubscribed {
		most = 1
	}
	for _, r := range ch.Replies {
		if r.Status == channel.Pending && r.Kind != channel.Revoke {
			most--
			if r.Purpose != channel.Acknowledgement {
				say("a customer who unsubscribed is sent %+v", r)
			}
		}
	}
	if most < 0 {
		say("a customer who unsubscribed is told so again")
	}
	if !c.OwedSince.IsZero() || !c.UnansweredSince.IsZero() {
		say("a customer who unsubscribed is owed an answer since %v, %v", c.OwedSince, c.UnansweredSince)
	}
}

// leftovers looks for what belongs to another state.
func leftovers(c conversation.Conversation, say func(string, ...any)) {
	for name, l := range map[string]struct {
		there bool
		of    conversation.State
	}{
		"an offer's end":          {!c.OfferedUntil.IsZero(), conversation.Offered},
		"the time of parking":     {!c.ParkedAt.IsZero(), conversation.Parked},
		"a reservation":           {c.Reserved != "", conversation.Open},
		"a reservation's end":     {!c.ReservedUntil.IsZero(), conversation.Open},
		"a customer's impatience": {!c.OwedSince.IsZero(), conversation.Active},
		"somebody at work":        {!c.Tally.HandlingSince.IsZero(), conversation.Active},
	} {
		if l.there && c.State != l.of {
			say("a session that is %q has %s", c.State, name)
		}
	}
	over := c.State == conversation.WrapUp || c.State == conversation.Closed
	if over && (!c.UnansweredSince.IsZero() || !c.LateAt.IsZero()) {
		say("a session that is %q has a customer who waits since %v", c.State, c.UnansweredSince)
	}
	if c.State == conversation.Offered && c.OfferedUntil.IsZero() || c.State == conversation.Parked && c.ParkedAt.IsZero() {
		say("a session that is %q does not know since when", c.State)
	}
	if (c.State == conversation.Closed) == c.ClosedAt.IsZero() && c.Session.Number > 0 {
		say("a session that is %q was closed at %v", c.State, c.ClosedAt)
	}
}
