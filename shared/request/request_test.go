package request_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
)

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func TestWhoMayAskForWhat(t *testing.T) {
	t.Parallel()
	admin, supervisor := agent.Agent{Role: agent.Admin}, agent.Agent{Role: agent.Supervisor}
	for name, tt := range map[string]struct {
		r    request.Request
		by   agent.Agent
		want reason.Code
	}{
		"an admin counts without a reason":   {request.Request{Kind: request.Count, Customer: "x"}, admin, ""},
		"an admin erases with a reason":      {request.Request{Kind: request.Erase, Conversation: "c", Why: "x"}, admin, ""},
		"a supervisor does not":              {request.Request{Kind: request.Erase, Conversation: "c", Why: "x"}, supervisor, request.NotAdmin},
		"whoever has rights in the project":  {request.Request{Kind: request.Erase, Account: "a", Why: "x", Operator: "jo"}, agent.Agent{}, ""},
		"an erasure needs a reason":          {request.Request{Kind: request.Erase, Conversation: "c"}, admin, request.NeedsWhy},
		"so does a hold":                     {request.Request{Kind: request.Hold, Conversation: "c"}, admin, request.NeedsWhy},
		"and its end":                        {request.Request{Kind: request.Release, Conversation: "c"}, admin, request.NeedsWhy},
		"and an export":                      {request.Request{Kind: request.Export, Conversation: "c"}, admin, request.NeedsWhy},
		"a reason has an end":                {request.Request{Kind: request.Hold, Conversation: "c", Why: strings.Repeat("x", 501)}, admin, request.LongWhy},
		"somebody is meant":                  {request.Request{Kind: request.Count}, admin, request.Malformed},
		"and nobody besides":                 {request.Request{Kind: request.Count, Account: "a", Customer: "x"}, admin, request.Malformed},
		"a customer's key has an end":        {request.Request{Kind: request.Count, Customer: strings.Repeat("x", 1001)}, admin, request.Malformed},
		"no admin asks for a day's run":      {request.Request{Kind: request.Retain, Author: conversation.Author{Email: "a@x"}}, admin, request.Malformed},
		"no admin says when an erasure was":  {request.Request{Kind: request.Erase, Conversation: "c", Why: "x", ErasedAt: noon}, admin, request.Malformed},
		"whoever replays the ledger does so": {request.Request{Kind: request.Erase, Conversation: "c", Why: "x", ErasedAt: noon, Operator: "jo"}, agent.Agent{}, ""},
		"the day's run is in order":          {request.Daily(noon), agent.Agent{}, ""},
	} {
		var got reason.Code
		if refused, no := errors.AsType[*conversation.RefusedError](tt.r.Check(tt.by)); no {
			got = refused.Code
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestAnOutcomeHasNothingOfTheCustomer(t *testing.T) {
	t.Parallel()
	r := request.Request{ID: "r", Kind: request.Erase, Customer: "+33639981234", Why: "x", Operator: "jo"}
	for _, refused := range []*conversation.RefusedError{nil, request.Refuse(request.Nobody, nil)} {
		ended := r.Outcome(refused, noon)
		if ended.Customer != "" || !ended.Ended() || !ended.ExpireAt.Equal(noon.Add(request.Life)) {
			t.Errorf("ended as %+v", ended)
		}
	}
	if day := request.Daily(noon).Outcome(nil, noon); !day.ExpireAt.Equal(noon.Add(request.DayLife)) {
		t.Errorf("a day's run is kept until %s", day.ExpireAt)
	}
	part := r.Part("c1", noon)
	if part.ID != "r-c1" || part.Parent != "r" || part.Customer != "" || part.Conversation != "c1" || part.Why != "x" || part.Operator != "jo" {
		t.Errorf("a part is %+v", part)
	}
}

func TestAnEntryOfTheLedger(t *testing.T) {
	t.Parallel()
	r := request.Request{
		ID: "r", Conversation: "c1", Author: conversation.Author{Email: "ada@acme.example", Name: "Ada"}, Why: "Jane Doe asked",
		ErasedAt: noon, EndedAt: noon.Add(time.Second), GoneAt: noon.AddDate(0, 0, 30), Counts: map[string]int64{"messages": 3}, Again: 1,
	}
	text, err := json.Marshal(r.Entry())
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"conversation":"c1","erased_at":"2026-03-05T12:00:00Z","ended_at":"2026-03-05T12:00:01Z","request":"r",` +
		`"by":"ada@acme.example","counts":{"messages":3},"found_again":1,"gone_at":"2026-04-04T12:00:00Z"}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
