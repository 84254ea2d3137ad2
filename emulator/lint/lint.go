// Package lint finds what is allowed in a routing configuration but probably not
// intended: rules that can never match, queues that nobody serves.
package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/locale"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// Finding is something that is allowed but probably not intended.
type Finding struct {
	Path    string `json:"path"`
	Message string `json:"message"`
	// Note is true if it is harmless.
	Note bool `json:"note,omitempty"`
}

// String returns the path and the message.
func (f Finding) String() string {
	return configuration.Problem{Path: f.Path, Message: f.Message}.String()
}

// Findings looks for rules that can never match or that hide others, queues that
// nobody serves, skills that nobody has, accounts that nobody can write with, missing
// translations, and unused entries. It checks who serves what only if the configuration has agents.
func Findings(c *configuration.Config) []Finding {
	a := &analysis{Config: c}
	configuration.Each(c.Workstreams, func(name string, _ configuration.Workstream) { a.flow(c.Flow(name)) })
	a.speakers()
	a.reachable()
	a.staff()
	a.translations()
	a.unused()
	slices.SortStableFunc(a.all, func(x, y Finding) int { return strings.Compare(x.Path, y.Path) })
	return a.all
}

type analysis struct {
	*configuration.Config
	all []Finding
}

func (a *analysis) add(path, format string, args ...any) {
	a.all = append(a.all, Finding{Path: path, Message: fmt.Sprintf(format, args...)})
}

func (a *analysis) note(path, format string, args ...any) {
	a.all = append(a.all, Finding{Path: path, Message: fmt.Sprintf(format, args...), Note: true})
}

func (a *analysis) flow(f *configuration.Flow) {
	for _, rs := range f.Rulesets {
		a.order(rs.Rules, func(*configuration.CompiledRule) bool { return true })
	}
	a.order(f.Rules, a.final)
	a.record(f)
}

// speakers looks for accounts with which agents may write first and have nobody to write
// as.
func (a *analysis) speakers() {
	configuration.Each(a.Accounts, func(name string, account configuration.Account) {
		if account.Outbound && len(account.BrandAgents) == 0 {
			a.add(configuration.Under("accounts", name)+".outbound", "there is nobody to write as: the account lists no brand_agents")
		}
	})
}

// record tells of so many or such long rules that the record of a decision may not have
// room for all of those that did not match.
func (a *analysis) record(f *configuration.Flow) {
	// A line has the rule's name, its comparisons, and the values that they had.
	const line, values = 200, 2
	size := 0
	for _, rs := range f.Classification {
		for _, r := range rs.Rules {
			size += line + values*len(r.When)
		}
	}
	for _, r := range f.Routes {
		size += line + values*len(r.When)
	}
	if near := route.MaxRecord - route.MaxFacts; size > near {
		a.note(configuration.Under("workstreams", f.Name),
			"the rules may take about %d KiB in the record of a decision, which has room for %d KiB of them: "+
				"rules that do not match are then counted, not listed", size>>10, near>>10)
	}
}

// final reports whether no later route is checked once this one matches: none of
// its queues can overflow.
func (a *analysis) final(r *configuration.CompiledRule) bool {
	return !slices.ContainsFunc(r.Route.Targets(), func(name string) bool {
		o := a.Queues[name].Overflow.With(r.Route.Overflow)
		closes := o.Closed != nil && o.Closed.Action != configuration.QueueAnyway && a.Schedule(name) != nil
		return closes || o.Length != nil
	})
}

// order finds rules that are never reached: a later rule is checked only if no
// earlier final one matched.
func (a *analysis) order(rules []configuration.CompiledRule, final func(*configuration.CompiledRule) bool) {
	var earlier []*configuration.CompiledRule
	var conditions []*condition.Condition
	for i := range rules {
		r := &rules[i]
		switch {
		case r.When != nil && a.Language().Never(r.When):
			a.add(r.Path, "%s can never match", nameOf(r))
			continue
		case r.When != nil:
			if by, ok := a.Language().Implies(r.When, conditions); ok {
				a.add(r.Path, "%s is never reached: where it matches, %s matched before", nameOf(r), namesOf(earlier, by))
				continue
			}
		}
		if !final(r) {
			a.hidden(r, rules[i+1:])
			continue
		}
		if r.When == nil || a.Language().Always(r.When) {
			if after := rules[i+1:]; len(after) > 0 {
				a.add(r.Path, "%s always matches, so what comes after it is never reached: %s", nameOf(r), list(after))
			}
			return
		}
		earlier, conditions = append(earlier, r), append(conditions, r.When)
	}
}

// hidden reports an overflow that is hardly ever used: the first matching route
// without overflow is taken, and there is always one.
func (a *analysis) hidden(r *configuration.CompiledRule, later []configuration.CompiledRule) {
	for i := range later {
		if (later[i].When == nil || a.Language().Always(later[i].When)) && a.final(&later[i]) {
			a.note(r.Path, "what overflows here is never told so: %s always matches, and its queue takes it", nameOf(&later[i]))
			return
		}
	}
}

func nameOf(r *configuration.CompiledRule) string {
	return r.Name
}

func namesOf(rules []*configuration.CompiledRule, indices []int) string {
	names := make([]string, len(indices))
	for i, index := range indices {
		names[i] = nameOf(rules[index])
	}
	return strings.Join(names, " or ")
}

func list(rules []configuration.CompiledRule) string {
	names := make([]string, len(rules))
	for i := range rules {
		names[i] = nameOf(&rules[i])
	}
	return strings.Join(names, ", ")
}

// reachable finds queues that nothing leads to.
func (a *analysis) reachable() {
	leads := map[string]bool{}
	remedies := func(o configuration.PreQueue) {
		if o.Closed != nil {
			leads[o.Closed.Queue] = true
		}
		if o.Length != nil {
			leads[o.Length.Queue] = true
		}
	}
	configuration.Each(a.Workstreams, func(_ string, w configuration.Workstream) {
		leads[w.FallbackQueue] = true
		for _, r := range w.Routes {
			for _, queue := range r.Targets() {
				leads[queue] = true
			}
			if r.Overflow != nil {
				remedies(*r.Overflow)
			}
		}
	})
	configuration.Each(a.Queues, func(_ string, q configuration.Queue) {
		remedies(q.Overflow.PreQueue)
		if q.Overflow.Waiting != nil {
			leads[q.Overflow.Waiting.Queue] = true
		}
	})
	configuration.Each(a.Queues, func(name string, _ configuration.Queue) {
		if !leads[name] {
			a.note(configuration.Under("queues", name), "no rule and no overflow leads here; only agents can transfer to it")
		}
	})
}

// translations finds texts that lack a language in which sessions can be.
func (a *analysis) translations() {
	spoken := map[string]bool{}
	configuration.Each(a.Workstreams, func(_ string, w configuration.Workstream) {
		spoken[locale.Base(w.Language)] = true
		for _, rs := range w.Classification {
			for _, r := range rs.Rules {
				if r.Set.Language != "" {
					spoken[locale.Base(r.Set.Language)] = true
				}
			}
		}
	})
	look := func(path string, texts map[string]string) { // path is of the texts
		has := map[string]bool{}
		configuration.Each(texts, func(tag, _ string) { has[locale.Base(tag)] = true })
		var missing []string
		configuration.Each(spoken, func(language string, _ bool) {
			if !has[language] {
				missing = append(missing, language)
			}
		})
		if len(missing) > 0 {
			a.add(path, "there is no text in %s", strings.Join(missing, ", "))
		}
	}
	configuration.Each(a.AutomatedMessages, func(name string, m configuration.AutomatedMessage) {
		look(configuration.Under("automated_messages", name)+".texts", m.Texts)
	})
	configuration.Each(a.QuickReplies, func(name string, q configuration.QuickReply) {
		look(configuration.Under("quick_replies", name)+".texts", q.Texts)
	})
	configuration.Each(a.Macros, func(name string, m configuration.Macro) {
		if len(m.Texts) > 0 {
			look(configuration.Under("macros", name)+".texts", m.Texts)
		}
	})
}

// unused finds messages and hours that nothing refers to.
func (a *analysis) unused() {
	named := map[string]bool{}
	remedy := func(o configuration.PreQueue) {
		if o.Closed != nil {
			named[o.Closed.Message] = true
		}
		if o.Length != nil {
			named[o.Length.Message] = true
		}
	}
	configuration.Each(a.Accounts, func(_ string, account configuration.Account) { named[account.Closing] = true })
	configuration.Each(a.Workstreams, func(_ string, w configuration.Workstream) {
		for _, o := range w.Messages.All() {
			named[o.Message] = true
		}
		if n := w.Notice; n != nil {
			for _, message := range []string{n.Message, n.Accept, n.Refuse, n.Refused.Message, n.Unanswered.Message} {
				named[message] = true
			}
		}
		for _, r := range w.Routes {
			if r.Overflow != nil {
				remedy(*r.Overflow)
			}
		}
	})
	kept := map[string]bool{}
	configuration.Each(a.Queues, func(_ string, q configuration.Queue) {
		remedy(q.Overflow.PreQueue)
		if q.Overflow.Waiting != nil {
			named[q.Overflow.Waiting.Message] = true
		}
		kept[q.Hours] = true
	})
	configuration.Each(a.Agents, func(_ string, agent configuration.Agent) { kept[agent.Hours] = true })
	configuration.Each(a.AutomatedMessages, func(name string, _ configuration.AutomatedMessage) {
		if !named[name] {
			a.note(configuration.Under("automated_messages", name), "nothing sends it")
		}
	})
	for name := range a.Hours {
		if !kept[name] {
			a.note(configuration.Under("hours", name), "no queue and no agent keeps them")
		}
	}
}
