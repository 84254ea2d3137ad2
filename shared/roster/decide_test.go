package roster_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
)

const (
	ada = "ada@acme.example" // admin
	sue = "sue@acme.example" // supervisor
	sam = "sam@acme.example" // supervisor
	ben = "ben@acme.example" // agent
	kim = "kim@acme.example" // suspended
	max = "max@acme.example" // suspended, and for an admin to let in again
	eve = "eve@acme.example" // not on the roster
)

func everybody() map[string]agent.Agent {
	of := func(email, name string, role agent.Role) agent.Agent {
		return agent.Agent{
			Email: email, DisplayName: name, Role: role, Queues: []string{"front", "gone"}, Skills: map[string]int64{"french": 5},
			Capacity: 3, Languages: []string{"fr"}, Presence: agent.Available, Used: 2,
		}
	}
	barred := of(max, "Max", agent.None)
	barred.AdminOnly = true
	return map[string]agent.Agent{
		max: barred,
		ada: of(ada, "Ada", agent.Admin), sue: of(sue, "Sue", agent.Supervisor), sam: of(sam, "Sam", agent.Supervisor),
		ben: of(ben, "Ben", agent.Plain), kim: of(kim, "Kim", agent.None), eve: {Email: eve, Used: 1},
	}
}

func load(t *testing.T, more string) *configuration.Config {
	t.Helper()
	config, err := configuration.Load([]byte(`{"accounts":{"acme":{"workstream":"support"}},`+more+`
		"workstreams":{"support":{"fallback_queue":"front"}},"queues":{"front":{"display_name":"Front"}}}`), channels.Profiles())
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// change is a change of an entry, by default that of an agent by an admin with a reason.
type change struct {
	by, of string
	kind   roster.Kind
	// to changes the entry as it is.
	to       func(*roster.Entry)
	why      string
	last     bool
	was      bool
	removed  bool
	first    bool
	operator string
}

func (c change) carryOut(t *testing.T, config *configuration.Config) (roster.Change, error) {
	t.Helper()
	asked := roster.Change{
		ID: "c1", Kind: c.kind, Agent: c.of, Why: c.why, First: c.first, Operator: c.operator,
		Author: conversation.Author{Email: c.by}, Status: conversation.ActionPending,
	}
	if c.kind == roster.Add || c.kind == roster.Edit {
		entry := roster.Entry{DisplayName: "Eve", Role: agent.Plain, Capacity: 3}
		if now := roster.EntryOf(everybody()[c.of]); now != nil {
			entry = *now
		}
		if c.to != nil {
			c.to(&entry)
		}
		asked.Entry = &entry
	}
	return asked.CarryOut(roster.Input{
		Config: config, By: everybody()[c.by], Of: everybody()[c.of], LastAdmin: c.last, WasThere: c.was, Removed: c.removed,
		Now: time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC),
	})
}

func role(r agent.Role) func(*roster.Entry) { return func(e *roster.Entry) { e.Role = r } }

func queues(all ...string) func(*roster.Entry) { return func(e *roster.Entry) { e.Queues = all } }

func capacity(n int64) func(*roster.Entry) { return func(e *roster.Entry) { e.Capacity = n } }

func named(name string) func(*roster.Entry) { return func(e *roster.Entry) { e.DisplayName = name } }

// TestWhoMayChangeWhom is the table of rights: supervisors keep the agents, admins
// everybody, and nobody their own rights.
func TestWhoMayChangeWhom(t *testing.T) {
	t.Parallel()
	config := load(t, "")
	for name, tt := range map[string]struct {
		change
		want reason.Code
	}{
		"a supervisor adds an agent":                        {change{by: sue, of: eve, kind: roster.Add}, ""},
		"a supervisor adds a supervisor":                    {change{by: sue, of: eve, kind: roster.Add, to: role(agent.Supervisor)}, roster.OnlyAdminsGive},
		"a supervisor adds an admin":                        {change{by: sue, of: eve, kind: roster.Add, to: role(agent.Admin)}, roster.OnlyAdminsGive},
		"an admin adds an admin":                            {change{by: ada, of: eve, kind: roster.Add, to: role(agent.Admin)}, ""},
		"an agent adds somebody":                            {change{by: ben, of: eve, kind: roster.Add}, roster.NotSupervisor},
		"somebody suspended adds somebody":                  {change{by: kim, of: eve, kind: roster.Add}, roster.NotSupervisor},
		"a stranger adds oneself":                           {change{by: eve, of: eve, kind: roster.Add}, roster.NotSupervisor},
		"nobody adds somebody":                              {change{by: "", of: eve, kind: roster.Add}, roster.NotSupervisor},
		"somebody suspended is added":                       {change{by: ada, of: kim, kind: roster.Add}, roster.Known},
		"a supervisor changes an agent's queues":            {change{by: sue, of: ben, kind: roster.Edit, to: queues("front")}, ""},
		"a supervisor changes an agent's capacity":          {change{by: sue, of: ben, kind: roster.Edit, to: capacity(9)}, ""},
		"a supervisor changes another supervisor's":         {change{by: sue, of: sam, kind: roster.Edit, to: queues("front")}, roster.OnlyAdminsChange},
		"a supervisor changes an admin's capacity":          {change{by: sue, of: ada, kind: roster.Edit, to: capacity(9)}, roster.OnlyAdminsChange},
		"a supervisor changes the own queues":               {change{by: sue, of: sue, kind: roster.Edit, to: queues("front")}, ""},
		"a supervisor changes the own capacity":             {change{by: sue, of: sue, kind: roster.Edit, to: capacity(9)}, roster.OwnEntry},
		"a supervisor changes the own name":                 {change{by: sue, of: sue, kind: roster.Edit, to: named("Ada")}, roster.OwnEntry},
		"an admin changes the own capacity":                 {change{by: ada, of: ada, kind: roster.Edit, to: capacity(9)}, ""},
		"an admin gives up the own role":                    {change{by: ada, of: ada, kind: roster.Edit, to: role(agent.Plain)}, roster.OwnRole},
		"a supervisor makes oneself an admin":               {change{by: sue, of: sue, kind: roster.Edit, to: role(agent.Admin)}, roster.OwnRole},
		"a supervisor makes a supervisor":                   {change{by: sue, of: ben, kind: roster.Edit, to: role(agent.Supervisor)}, roster.OnlyAdminsGive},
		"a supervisor unmakes a supervisor":                 {change{by: sue, of: sam, kind: roster.Edit, to: role(agent.Plain)}, roster.OnlyAdminsChange},
		"an admin makes a supervisor":                       {change{by: ada, of: ben, kind: roster.Edit, to: role(agent.Supervisor)}, ""},
		"an admin unmakes a supervisor":                     {change{by: ada, of: sam, kind: roster.Edit, to: role(agent.Plain)}, ""},
		"somebody who is not there is changed":              {change{by: ada, of: eve, kind: roster.Edit}, roster.NoEntry},
		"a supervisor suspends an agent":                    {change{by: sue, of: ben, kind: roster.Suspend}, ""},
		"a supervisor suspends a supervisor":                {change{by: sue, of: sam, kind: roster.Suspend}, ""},
		"a supervisor suspends an admin":                    {change{by: sue, of: ada, kind: roster.Suspend}, roster.OnlyAdminsChange},
		"a supervisor suspends oneself":                     {change{by: sue, of: sue, kind: roster.Suspend}, roster.OwnRole},
		"an agent suspends a colleague":                     {change{by: ben, of: kim, kind: roster.Suspend}, roster.NotSupervisor},
		"somebody is suspended twice":                       {change{by: sue, of: kim, kind: roster.Suspend}, roster.IsSuspended},
		"an admin suspends whom a supervisor suspended":     {change{by: ada, of: kim, kind: roster.Suspend}, ""},
		"an admin suspends somebody twice":                  {change{by: ada, of: max, kind: roster.Suspend}, roster.IsSuspended},
		"a supervisor adds whom an admin removed":           {change{by: sue, of: eve, kind: roster.Add, removed: true}, roster.OnlyAdminsReturn},
		"an admin adds whom an admin removed":               {change{by: ada, of: eve, kind: roster.Add, removed: true}, ""},
		"the command adds whom an admin removed":            {change{operator: "ops", of: eve, kind: roster.Add, removed: true}, ""},
		"a supervisor ends a suspension":                    {change{by: sue, of: kim, kind: roster.Edit, to: role(agent.Plain)}, ""},
		"a supervisor makes a supervisor of who was one":    {change{by: sue, of: kim, kind: roster.Edit, to: role(agent.Supervisor)}, roster.OnlyAdminsGive},
		"a supervisor changes a suspended entry":            {change{by: sue, of: kim, kind: roster.Edit, to: queues("front")}, ""},
		"a supervisor ends an admin's suspension":           {change{by: sue, of: max, kind: roster.Edit, to: role(agent.Plain)}, roster.OnlyAdminsChange},
		"a supervisor changes who an admin suspended":       {change{by: sue, of: max, kind: roster.Edit, to: queues("front")}, roster.OnlyAdminsChange},
		"an admin ends an admin's suspension":               {change{by: ada, of: max, kind: roster.Edit, to: role(agent.Plain)}, ""},
		"none is given by a change":                         {change{by: ada, of: ben, kind: roster.Edit, to: role(agent.None)}, roster.NoSuchRole},
		"a supervisor removes an agent":                     {change{by: sue, of: ben, kind: roster.Remove}, roster.OnlyAdminsRemove},
		"an admin removes an agent":                         {change{by: ada, of: ben, kind: roster.Remove}, ""},
		"an admin removes who is suspended":                 {change{by: ada, of: kim, kind: roster.Remove}, ""},
		"an admin removes oneself":                          {change{by: ada, of: ada, kind: roster.Remove}, roster.OwnRole},
		"somebody who is not there is removed":              {change{by: ada, of: eve, kind: roster.Remove}, roster.NoEntry},
		"the command adds an admin":                         {change{operator: "ops", of: eve, kind: roster.Add, to: role(agent.Admin)}, ""},
		"the command removes an admin":                      {change{operator: "ops", of: ada, kind: roster.Remove}, ""},
		"the command removes the last admin":                {change{operator: "ops", of: ada, kind: roster.Remove, last: true}, roster.LastAdmin},
		"the command suspends the last admin":               {change{operator: "ops", of: ada, kind: roster.Suspend, last: true}, roster.LastAdmin},
		"the command demotes the last admin":                {change{operator: "ops", of: ada, kind: roster.Edit, to: role(agent.Plain), last: true}, roster.LastAdmin},
		"the command changes the last admin's queues":       {change{operator: "ops", of: ada, kind: roster.Edit, to: queues("front"), last: true}, ""},
		"the first roster adds who never was there":         {change{operator: "terraform", of: eve, kind: roster.Add, first: true}, ""},
		"the first roster adds who was removed":             {change{operator: "terraform", of: eve, kind: roster.Add, first: true, was: true}, roster.WasThere},
		"a first roster is no change that can be asked for": {change{by: ada, of: eve, kind: roster.Seed}, roster.Malformed},
		"a kind that does not exist":                        {change{by: ada, of: ben, kind: "promote"}, roster.Malformed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.why = "Because."
			check(t, tt.change, config, tt.want)
		})
	}
}

// check carries a change out, and checks why it is refused.
func check(t *testing.T, c change, config *configuration.Config, want reason.Code) roster.Change {
	t.Helper()
	after, err := c.carryOut(t, config)
	refused, _ := errors.AsType[*conversation.RefusedError](err)
	switch {
	case refused == nil && want != "":
		t.Errorf("it is done, want %s", want)
	case refused != nil && refused.Code != want:
		t.Errorf("it is refused: %s, want %q", refused, want)
	}
	if refused != nil {
		if err := roster.Codes().Check(refused.Reason); err != nil {
			t.Error(err)
		}
	}
	return after
}

// TestOnlyAnAdminLetsInAgain whom an admin suspended, or who supervised. The client cannot
// say otherwise.
func TestOnlyAnAdminLetsInAgain(t *testing.T) {
	t.Parallel()
	config := load(t, "")
	for name, tt := range map[string]struct {
		change
		want bool
	}{
		"an agent, suspended by a supervisor":                   {change{by: sue, of: ben, kind: roster.Suspend}, false},
		"an agent, suspended by an admin":                       {change{by: ada, of: ben, kind: roster.Suspend}, true},
		"an agent, suspended by a supervisor, then by an admin": {change{by: ada, of: kim, kind: roster.Suspend}, true},
		"an agent, suspended by the command":                    {change{operator: "ops", of: ben, kind: roster.Suspend}, true},
		"a supervisor, suspended by another":                    {change{by: sue, of: sam, kind: roster.Suspend}, true},
		"somebody who stays suspended":                          {change{by: ada, of: max, kind: roster.Edit, to: queues("front")}, true},
		"somebody who comes back":                               {change{by: ada, of: max, kind: roster.Edit, to: role(agent.Plain)}, false},
		"somebody who is not, whatever was asked":               {change{by: ada, of: ben, kind: roster.Edit, to: func(e *roster.Entry) { e.AdminOnly = true }}, false},
		"somebody suspended, whatever was asked":                {change{by: sue, of: kim, kind: roster.Edit, to: func(e *roster.Entry) { e.AdminOnly = true }}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.why = "Because."
			if after := check(t, tt.change, config, ""); after.After == nil || after.After.AdminOnly != tt.want {
				t.Errorf("only for an admin: %+v, want %v", after.After, tt.want)
			}
		})
	}
}

func TestWhatAnEntryMayBe(t *testing.T) {
	t.Parallel()
	domains := load(t, `"agent_domains":["acme.example","acme.test"],`)
	many := func(n int) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = "gone"
		}
		return all
	}
	languages := func(all ...string) func(*roster.Entry) { return func(e *roster.Entry) { e.Languages = all } }
	skill := func(name string, level int64) func(*roster.Entry) {
		return func(e *roster.Entry) { e.Skills = map[string]int64{name: level} }
	}
	for name, tt := range map[string]struct {
		of   string
		to   func(*roster.Entry)
		want reason.Code
	}{
		"an address of another domain":         {"eve@evil.example", nil, roster.OtherDomain},
		"an address below a domain":            {"eve@mail.acme.example", nil, roster.OtherDomain},
		"an address of the second domain":      {"eve@acme.test", nil, ""},
		"an address with marks":                {"eve+desk&co#1@acme.test", nil, ""},
		"an address with a per cent sign":      {"a%20b@acme.test", nil, roster.BadAddress},
		"an address in capitals":               {"Eve@acme.test", nil, roster.BadAddress},
		"an address with a letter like e":      {"\u0435ve@acme.test", nil, roster.BadAddress},
		"an address that is a path":            {"a/b@acme.test", nil, roster.BadAddress},
		"an address that is long":              {strings.Repeat("e", 250) + "@acme.test", nil, roster.BadAddress},
		"a name of another script":             {eve, named("Жанна"), ""},
		"a name with a joiner":                 {eve, named("علی\u200cرضا"), ""},
		"a name with a letter like A":          {eve, named("\u0410nna"), roster.MixedName},
		"a name that turns the direction":      {eve, named("Eve\u202e"), roster.HiddenInName},
		"a name with no width in it":           {eve, named("E\u200bve"), roster.HiddenInName},
		"a name of two lines":                  {eve, named("Eve\nBoss"), roster.HiddenInName},
		"a name with a space at its end":       {eve, named("Eve\u00a0"), roster.HiddenInName},
		"a name in letters of mathematics":     {eve, named("𝐄ve"), roster.DisguisedName},
		"a name of blanks":                     {eve, named("  "), roster.BadName},
		"no name":                              {eve, named(""), roster.BadName},
		"a long name":                          {eve, named(strings.Repeat("e", 201)), roster.BadName},
		"a queue that there is":                {eve, queues("front"), ""},
		"a queue that there is not":            {eve, queues("front", "back"), roster.NoSuchQueue},
		"a queue that is two":                  {eve, queues("front,back"), roster.NoSuchQueue},
		"a queue that is there twice":          {eve, queues("front", "front"), roster.TooMany},
		"too many queues":                      {eve, queues(many(51)...), roster.TooMany},
		"a queue that the agent had":           {ben, queues("gone"), ""},
		"a skill":                              {eve, skill("french", 10), ""},
		"a skill of 11":                        {eve, skill("french", 11), roster.BadSkill},
		"a skill of 0":                         {eve, skill("french", 0), roster.BadSkill},
		"a skill that is no word":              {eve, skill("French!", 1), roster.BadSkill},
		"a language":                           {eve, languages("pt-BR"), ""},
		"a language that is none":              {eve, languages("portuguese"), roster.BadLanguage},
		"a capacity of 1,000":                  {eve, capacity(1000), ""},
		"a capacity of 1,001":                  {eve, capacity(1001), roster.BadCapacity},
		"a capacity below zero":                {eve, capacity(-1), roster.BadCapacity},
		"a role that does not exist":           {eve, role("owner"), roster.NoSuchRole},
		"somebody new who is suspended":        {eve, role(agent.None), roster.NoSuchRole},
		"a change of who is in another domain": {ben, capacity(4), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := change{by: ada, of: tt.of, kind: roster.Add, to: tt.to, why: "Because."}
			if tt.of == ben {
				c.kind = roster.Edit
			}
			check(t, c, domains, tt.want)
		})
	}
}

func TestAReasonIsNeededWhereRightsChange(t *testing.T) {
	t.Parallel()
	config := load(t, "")
	for name, tt := range map[string]struct {
		change
		want reason.Code
	}{
		"to change queues":        {change{of: ben, kind: roster.Edit, to: queues("front")}, ""},
		"to add an agent":         {change{of: eve, kind: roster.Add}, ""},
		"to add a supervisor":     {change{of: eve, kind: roster.Add, to: role(agent.Supervisor)}, roster.NeedsWhy},
		"to give a role":          {change{of: ben, kind: roster.Edit, to: role(agent.Supervisor)}, roster.NeedsWhy},
		"to end a suspension":     {change{of: kim, kind: roster.Edit, to: role(agent.Plain)}, roster.NeedsWhy},
		"to suspend somebody":     {change{of: ben, kind: roster.Suspend}, roster.NeedsWhy},
		"to remove somebody":      {change{of: ben, kind: roster.Remove}, roster.NeedsWhy},
		"for the first roster":    {change{of: eve, kind: roster.Add, to: role(agent.Admin), first: true, operator: "terraform"}, ""},
		"blanks are none":         {change{of: ben, kind: roster.Suspend, why: " \n "}, roster.NeedsWhy},
		"a story is too long":     {change{of: ben, kind: roster.Suspend, why: strings.Repeat("x", 501)}, roster.LongWhy},
		"one that fits is enough": {change{of: ben, kind: roster.Suspend, why: strings.Repeat("x", 500)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if tt.operator == "" {
				tt.by = ada
			}
			check(t, tt.change, config, tt.want)
		})
	}
}

// TestAChangeSaysWhatItChanged: the entry before and after is the history.
func TestAChangeSaysWhatItChanged(t *testing.T) {
	t.Parallel()
	config := load(t, "")
	suspended := check(t, change{by: ada, of: ben, kind: roster.Suspend, why: "x"}, nil, "")
	if diff := cmp.Diff([]string{"role"}, roster.Differs(suspended.Before, suspended.After)); diff != "" || suspended.After.Role != agent.None {
		t.Errorf("a suspension changes (-want +got):\n%s", diff)
	}
	removed := check(t, change{by: ada, of: ben, kind: roster.Remove, why: "x"}, nil, "")
	if removed.After != nil || removed.Before.DisplayName != "Ben" {
		t.Errorf("a removal leaves %+v of %+v", removed.After, removed.Before)
	}
	edited := check(t, change{by: ada, of: ben, kind: roster.Edit, to: func(e *roster.Entry) {
		e.DisplayName, e.Skills, e.Languages = "Benno", nil, nil
	}}, config, "")
	if diff := cmp.Diff([]string{"displayName", "skills", "languages"}, roster.Differs(edited.Before, edited.After)); diff != "" {
		t.Errorf("the change changes (-want +got):\n%s", diff)
	}
	added := check(t, change{by: ada, of: eve, kind: roster.Add}, config, "")
	if added.Before != nil || len(roster.Differs(added.Before, added.After)) != 6 {
		t.Errorf("an addition was %+v before", added.Before)
	}
}

func TestWhatGivesSupervision(t *testing.T) {
	t.Parallel()
	of := func(r agent.Role) *roster.Entry { return &roster.Entry{Role: r} }
	for name, tt := range map[string]struct {
		before, after *roster.Entry
		want          bool
	}{
		"a new agent":                {nil, of(agent.Plain), false},
		"a new supervisor":           {nil, of(agent.Supervisor), true},
		"a new admin":                {nil, of(agent.Admin), true},
		"an agent becomes one":       {of(agent.Plain), of(agent.Supervisor), true},
		"somebody suspended does":    {of(agent.None), of(agent.Supervisor), true},
		"a supervisor becomes admin": {of(agent.Supervisor), of(agent.Admin), true},
		"an admin becomes one":       {of(agent.Admin), of(agent.Supervisor), false},
		"a supervisor stays one":     {of(agent.Supervisor), of(agent.Supervisor), false},
		"a supervisor is suspended":  {of(agent.Supervisor), of(agent.None), false},
		"a supervisor is removed":    {of(agent.Supervisor), nil, false},
	} {
		c := roster.Change{Before: tt.before, After: tt.after, Status: conversation.ActionDone}
		if got := c.GivesSupervision(); got != tt.want {
			t.Errorf("%s gives supervision: %v, want %v", name, got, tt.want)
		}
		c.Status = conversation.ActionRefused
		if c.GivesSupervision() {
			t.Errorf("%s gives supervision although it was refused", name)
		}
	}
}

func TestAFirstRosterIsOneAdditionForEachAddress(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	seed := roster.Change{Operator: "terraform", Roster: `{"ben@acme.example":{"display_name":"Ben","hours":"shop"},
		"ada@acme.example":{"display_name":"Ada","role":"admin","queues":["front"],"skills":{"french":2},"capacity":0,"languages":["fr"]}}`}
	got, err := seed.Additions(now)
	if err != nil {
		t.Fatal(err)
	}
	of := func(email string, e roster.Entry) roster.Change {
		return roster.Change{
			ID: roster.FirstID(email), Kind: roster.Add, Agent: email, Operator: "terraform", Entry: &e, First: true,
			Status: conversation.ActionPending, CreatedAt: now,
		}
	}
	want := []roster.Change{
		of(ada, roster.Entry{
			DisplayName: "Ada", Role: agent.Admin, Queues: []string{"front"}, Skills: map[string]int64{"french": 2}, Languages: []string{"fr"},
		}),
		of(ben, roster.Entry{
			DisplayName: "Ben", Role: agent.Plain, Queues: []string{}, Skills: map[string]int64{}, Capacity: 3, Languages: []string{},
		}),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := (roster.Change{Roster: "["}).Additions(now); err == nil {
		t.Error("a roster that is no JSON is read")
	}
}
