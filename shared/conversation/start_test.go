package conversation_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

const mobile = "+33639980012"

// outbound lets the shop write first, by the brand agent "shop".
func outbound(s *configuration.Spec) {
	s.Accounts["acme"] = configuration.Account{
		Channel: rcs.Name, Workstream: "support", Outbound: true, OutboundPerHour: new(int64(5)), Country: "FR",
		BrandAgents: map[string]configuration.BrandAgent{"shop": {AgentID: "shop-agent"}},
	}
	w := s.Workstreams["support"]
	w.Language = "fr"
	s.Workstreams["support"] = w
}

func profile() channel.Profile { return channels.Profiles().Of(rcs.Name) }

// first is what Jo writes first.
func first(edits ...func(*conversation.Start)) conversation.Start {
	s := conversation.Start{
		ID: "s1", Author: jo(), Account: "acme", BrandAgent: "shop", Queue: "front", Number: "06 39 98 00 12",
		Text: "Your parcel is here.", Purpose: channel.Transaction, Status: conversation.StartPending, CreatedAt: noon,
	}
	for _, edit := range edits {
		edit(&s)
	}
	return s
}

func (s *scene) start(name string) conversation.StartInput {
	return conversation.StartInput{Config: s.config, By: s.person(address(name)), Now: s.now}
}

// starts begins the conversation.
func (s *scene) starts(name string, start conversation.Start) conversation.Change {
	s.Helper()
	start.CreatedAt = s.now
	ch, err := known(s.c).Begin(start, profile(), s.start(name))
	return s.takes(name+" writes first", ch, err)
}

// refusal is the reason of a refusal, or what else the error is.
func refusal(t *testing.T, err error) string {
	t.Helper()
	refused, no := errors.AsType[*conversation.RefusedError](err)
	if !no {
		if err == nil {
			return ""
		}
		return "error: " + err.Error()
	}
	if err := conversation.Codes().Check(refused.Reason); err != nil {
		t.Error(err)
	}
	return refused.String()
}

func TestAnAgentWritesFirst(t *testing.T) {
	t.Parallel()
	s := open(t, outbound)
	ch := s.starts("Jo", first())
	s.is(conversation.Active, "front", "Jo")
	want := channel.Peer{Channel: rcs.Name, Account: "acme", BrandAgent: "shop-agent", Key: mobile, Personal: true}
	if diff := cmp.Diff(want, s.c.Peer); diff != "" {
		t.Errorf("with whom (-want +got):\n%s", diff)
	}
	if len(ch.Replies) != 1 || ch.Replies[0].ID != "start-s1" || ch.Replies[0].Text != first().Text ||
		ch.Replies[0].Purpose != channel.Transaction || ch.Replies[0].Author != jo() || !ch.Replies[0].Answers() {
		t.Errorf("the outbox gets %+v, want Jo's text, and nothing that is said automatically", ch.Replies)
	}
	if got := s.used[address("Jo")]; got != 2 {
		t.Errorf("Jo has used %d units, want a session's 2", got)
	}
	if e := ch.Events; len(e) != 1 || e[0].Cause != conversation.StartedByAgent || e[0].Actor != address("Jo") ||
		cmp.Diff([]string{"session.aboutTransaction"}, spelled(e[0].Trace)) != "" {
		t.Errorf("history %+v", e)
	}
	if s.c.Workstream != "support" || s.c.Language != "fr" || s.c.Preview != first().Text || s.c.LastOwner != address("Jo") {
		t.Errorf("conversation %+v", s.c)
	}
	if !s.c.UnansweredSince.IsZero() || !s.c.OwedSince.IsZero() || !s.c.DueAt.IsZero() || !s.c.LateAt.IsZero() {
		t.Errorf("somebody waits for something: %+v", s.c.Session)
	}
}

// TestTheCustomersAnswerComesToTheAgent, who owes one in turn, and the session goes on
// like any other.
func TestTheCustomersAnswerComesToTheAgent(t *testing.T) {
	t.Parallel()
	s := open(t, outbound)
	s.starts("Jo", first())
	s.later(time.Hour)
	s.writes()
	s.is(conversation.Active, "front", "Jo")
	if !s.c.UnansweredSince.Equal(s.now) || !s.c.OwedSince.Equal(s.now) {
		t.Errorf("unanswered since %v, want now", s.c.UnansweredSince)
	}
	s.does("Jo", conversation.Park)
	s.later(time.Hour)
	s.writes()
	s.is(conversation.Open, "front", "")
}

func TestASessionThatAnAgentBeganIsNeitherOpenedNorAnsweredInTheFigures(t *testing.T) {
	t.Parallel()
	s := open(t, outbound)
	ch := s.starts("Jo", first())
	if f := ch.Counts; len(f) != 1 || f[0].Started != 1 || f[0].Opened != 0 || f[0].Answered != 0 || f[0].Within != 0 {
		t.Errorf("counted %+v", f)
	}
	s.later(time.Minute)
	s.does("Jo", conversation.End)
	ch = s.expires(conversation.WrapUpEnds)
	if f := ch.Counts; len(f) != 1 || f[0].Closed != 1 || f[0].Handled != 60 || f[0].Abandoned != 0 || f[0].Opened != 0 {
		t.Errorf("counted %+v", f)
	}
}

func TestWhoeverHasHadASessionGetsAnother(t *testing.T) {
	t.Parallel()
	s := open(t, outbound)
	s.starts("Jo", first())
	s.does("Jo", conversation.End)
	s.expires(conversation.WrapUpEnds)
	s.later(time.Hour)
	s.starts("Sam", first(func(s *conversation.Start) { s.ID, s.Author, s.Purpose = "s2", sam(), channel.Promotion }))
	s.is(conversation.Active, "front", "Sam")
	if s.c.Session.Number != 2 || s.last.Replies[0].ID != "start-s2" {
		t.Errorf("session %d, replies %+v", s.c.Session.Number, s.last.Replies)
	}
}

// TestWhatIsUnderWayIsNotBegunAgain, and of others' sessions an agent learns that there
// is one, and nothing else.
func TestWhatIsUnderWayIsNotBegunAgain(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		before func(*scene)
		want   string
	}{
		"it waits":                 {func(s *scene) { s.writes() }, "start.inProgress"},
		"it is offered to another": {func(s *scene) { s.writes(); s.gives("Sam") }, "start.inProgress"},
		"another has it":           {func(s *scene) { s.writes(); s.does("Sam", conversation.Pick) }, "start.inProgress"},
		"another parked it": {func(s *scene) {
			s.writes()
			s.does("Sam", conversation.Pick)
			s.answer()
			s.does("Sam", conversation.Park)
		}, "start.inProgress"},
		"another wraps it up":        {func(s *scene) { s.writes(); s.does("Sam", conversation.Pick); s.does("Sam", conversation.End) }, "start.inProgress"},
		"it is offered to the agent": {func(s *scene) { s.writes(); s.gives("Jo") }, "start.yours"},
		"the agent has it":           {func(s *scene) { s.writes(); s.does("Jo", conversation.Pick) }, "start.yours"},
		"the agent parked it": {func(s *scene) {
			s.writes()
			s.does("Jo", conversation.Pick)
			s.answer()
			s.does("Jo", conversation.Park)
		}, "start.yours"},
		"the agent wraps it up":          {func(s *scene) { s.writes(); s.does("Jo", conversation.Pick); s.does("Jo", conversation.End) }, "start.yours"},
		"the customer wants no messages": {func(s *scene) { s.hears(s.inbound(channel.Consent)) }, "reply.unsubscribed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, outbound)
			tt.before(s)
			_, err := s.c.Begin(first(), profile(), s.start("Jo"))
			if got := refusal(t, err); got != tt.want {
				t.Errorf("Begin = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAStartIsRefusedWithAReason(t *testing.T) {
	t.Parallel()
	edit := func(f func(*conversation.Start)) func(*scene, *conversation.Start) {
		return func(_ *scene, s *conversation.Start) { f(s) }
	}
	for name, tt := range map[string]struct {
		change func(*scene, *conversation.Start)
		want   string
	}{
		"no such account":           {edit(func(s *conversation.Start) { s.Account = "other" }), "start.notAllowed account=other"},
		"no such brand agent":       {edit(func(s *conversation.Start) { s.BrandAgent = "other" }), "start.noBrandAgent agent=other"},
		"no such queue":             {edit(func(s *conversation.Start) { s.Queue = "other" }), "action.noQueue queue=other"},
		"a queue of others":         {edit(func(s *conversation.Start) { s.Queue = "back" }), `action.notServing queue="Back office"`},
		"no number":                 {edit(func(s *conversation.Start) { s.Number = "Dana" }), "start.notANumber"},
		"a number that is too long": {edit(func(s *conversation.Start) { s.Number = "+336399800123456" }), "start.notANumber"},
		"no text":                   {edit(func(s *conversation.Start) { s.Text = " \n" }), "reply.empty"},
		"a long text":               {edit(func(s *conversation.Start) { s.Text = strings.Repeat("x", conversation.MaxReply+1) }), "reply.long most=20000"},
		"no purpose":                {edit(func(s *conversation.Start) { s.Purpose = "" }), "start.noPurpose"},
		"an answer":                 {edit(func(s *conversation.Start) { s.Purpose = channel.Service }), "start.noPurpose"},
		"it is late": {
			edit(func(s *conversation.Start) { s.CreatedAt = noon.Add(-conversation.MaxStartWait - time.Second) }),
			"start.tooLate within=180",
		},
		"the account may not": {func(sc *scene, _ *conversation.Start) {
			sc.adopt(shop(t, outbound, func(s *configuration.Spec) {
				a := s.Accounts["acme"]
				a.Outbound, a.OutboundPerHour, a.Country = false, nil, ""
				s.Accounts["acme"] = a
			}))
		}, "start.notAllowed account=acme"},
		"the agent has no room": {
			func(sc *scene, _ *conversation.Start) { sc.used[address("Jo")] = 5 }, "action.noRoom agent=Jo capacity=6 cost=2 used=5",
		},
		"the agent is gone":       {func(sc *scene, _ *conversation.Start) { sc.vanishes("Jo") }, "action.notConnected agent=Jo"},
		"the agent was taken off": {func(sc *scene, _ *conversation.Start) { delete(sc.people, address("Jo")) }, "action.notOnRoster agent=jo@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, start := open(t, outbound), first()
			tt.change(s, &start)
			_, budget, err := start.Admit(conversation.Starts{}, s.start("Jo"))
			if got := refusal(t, err); got != tt.want || len(budget.Counts) != 0 {
				t.Errorf("Admit = %q and counts %v, want %q and nothing", got, budget.Counts, tt.want)
			}
			if _, err = known(s.c).Begin(start, profile(), s.start("Jo")); refusal(t, err) != tt.want {
				t.Errorf("Begin = %v, want the same", err)
			}
		})
	}
}

func TestAnAgentsBudgetIsByTheHour(t *testing.T) {
	t.Parallel()
	s, budget := open(t, outbound), conversation.Starts{}
	admit := func() (conversation.Start, string) {
		start, after, err := first(func(f *conversation.Start) { f.CreatedAt = s.now }).Admit(budget, s.start("Jo"))
		budget = after
		return start, refusal(t, err)
	}
	for range 5 {
		start, why := admit()
		if why != "" || start.Status != conversation.StartChecking {
			t.Fatalf("refused: %s", why)
		}
		// The run dies, and the next one does not count it again.
		if again, after, err := start.Admit(budget, s.start("Jo")); err != nil || !cmp.Equal(after, budget) || !cmp.Equal(again, start) || start.Number != mobile {
			t.Fatalf("the second run: %+v, %v", again, err)
		}
		s.later(time.Minute)
	}
	if _, why := admit(); why != "start.tooMany again=3300 most=5" {
		t.Errorf("one too many: %q", why)
	}
	s.later(55 * time.Minute)
	if _, why := admit(); why != "" || budget.Counts["acme"] != 1 {
		t.Errorf("after an hour: %q, %v counted", why, budget.Counts)
	}
}

func TestWhatTheProviderSaysOfTheCustomer(t *testing.T) {
	t.Parallel()
	broken := errors.New("no answer")
	for name, tt := range map[string]struct {
		said  error
		after time.Duration
		want  string
	}{
		"they can be reached":          {nil, time.Second, ""},
		"they can be reached, late":    {nil, time.Hour, ""},
		"they cannot":                  {&channel.RefusedError{Reason: *reason.New(channel.Unreachable, nil)}, 0, "start.unreachable"},
		"it is asked again":            {broken, conversation.MaxStartWait, "error: no answer"},
		"it was asked for long enough": {broken, conversation.MaxStartWait + 1, "start.tooLate within=180"},
	} {
		if got := refusal(t, first().Reached(tt.said, noon.Add(tt.after))); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestTheOutcomeHasNothingOfTheCustomer(t *testing.T) {
	t.Parallel()
	yours := &conversation.RefusedError{Reason: *reason.New(conversation.StartIsYours, nil)}
	theirs := &conversation.RefusedError{Reason: *reason.New(conversation.StartInProgress, nil)}
	for _, tt := range []struct {
		refused *conversation.RefusedError
		status  conversation.StartStatus
		in      conversation.ID
	}{
		{nil, conversation.StartDone, "c1"}, {yours, conversation.StartRefused, "c1"}, {theirs, conversation.StartRefused, ""},
	} {
		s := first().Outcome(tt.refused, "c1", noon)
		if s.Status != tt.status || s.Conversation != tt.in || !s.Ended() || strings.Contains(s.Number, "998") || s.Text != "" || !s.ExpireAt.After(noon) {
			t.Errorf("outcome %+v", s)
		}
	}
}
