package route

import (
	"fmt"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
)

// Finding is something in a configuration that is allowed and probably not
// meant.
type Finding struct {
	Path    string `json:"path"`
	Message string `json:"message"`
	// Note is true for what does no harm.
	Note bool `json:"note,omitempty"`
}

func (f Finding) String() string { return Problem{f.Path, f.Message}.String() }

// Findings looks for rules that can never match or hide others, queues that
// nobody serves, skills that nobody has, missing translations, and what nothing
// uses. Who serves what is looked at only where the configuration has agents.
func (c *Config) Findings() []Finding {
	a := &analysis{Config: c}
	each(c.flows, func(_ string, f *flow) { a.flow(f) })
	a.reachable()
	a.staff()
	a.translations()
	a.unused()
	slices.SortStableFunc(a.all, func(x, y Finding) int { return strings.Compare(x.Path, y.Path) })
	return a.all
}

type analysis struct {
	*Config
	all []Finding
}

func (a *analysis) add(path, format string, args ...any) {
	a.all = append(a.all, Finding{Path: path, Message: fmt.Sprintf(format, args...)})
}

func (a *analysis) note(path, format string, args ...any) {
	a.all = append(a.all, Finding{Path: path, Message: fmt.Sprintf(format, args...), Note: true})
}

func (a *analysis) flow(f *flow) {
	for _, rs := range f.rulesets {
		a.order(rs.rules, func(*rule) bool { return true })
	}
	a.order(f.routes, a.final)
}

// final reports whether no later route is looked at once this one matches: none
// of its queues can overflow.
func (a *analysis) final(r *rule) bool {
	return !slices.ContainsFunc(r.route.queues(), func(name string) bool {
		o := a.Queues[name].Overflow.PreQueue
		if r.route.Overflow != nil {
			o = o.or(*r.route.Overflow)
		}
		closes := o.Closed != nil && o.Closed.Action != QueueAnyway && a.Schedule(name) != nil
		return closes || o.Length != nil
	})
}

// order finds rules that are never reached: later ones are looked at only where
// no earlier one, which must be final, matched.
func (a *analysis) order(rules []rule, final func(*rule) bool) {
	var earlier []*rule
	var conditions []*condition.Condition
	for i := range rules {
		r := &rules[i]
		switch {
		case r.when != nil && a.language.Never(r.when):
			a.add(r.path, "%s can never match", r.name())
			continue
		case r.when != nil:
			if by, ok := a.language.Implies(r.when, conditions); ok {
				a.add(r.path, "%s is never reached: where it matches, %s matched before", r.name(), namesOf(earlier, by))
				continue
			}
		}
		if !final(r) {
			a.hidden(r, rules[i+1:])
			continue
		}
		if r.when == nil || a.language.Always(r.when) {
			if after := rules[i+1:]; len(after) > 0 {
				a.add(r.path, "%s always matches, so what comes after it is never reached: %s", r.name(), list(after))
			}
			return
		}
		earlier, conditions = append(earlier, r), append(conditions, r.when)
	}
}

// hidden tells of an overflow that is hardly ever used: the first matching route
// without overflow is taken, and there always is one.
func (a *analysis) hidden(r *rule, later []rule) {
	for i := range later {
		if (later[i].when == nil || a.language.Always(later[i].when)) && a.final(&later[i]) {
			a.note(r.path, "what overflows here is never told so: %s always matches, and its queue takes it", later[i].name())
			return
		}
	}
}

func (r *rule) name() string { return r.label[strings.LastIndexByte(r.label, ' ')+1:] }

func namesOf(rules []*rule, indices []int) string {
	names := make([]string, len(indices))
	for i, index := range indices {
		names[i] = rules[index].name()
	}
	return strings.Join(names, " or ")
}

func list(rules []rule) string {
	names := make([]string, len(rules))
	for i := range rules {
		names[i] = rules[i].name()
	}
	return strings.Join(names, ", ")
}

// reachable finds queues that nothing leads to.
func (a *analysis) reachable() {
	leads := map[string]bool{}
	remedies := func(o PreQueue) {
		if o.Closed != nil {
			leads[o.Closed.Queue] = true
		}
		if o.Length != nil {
			leads[o.Length.Queue] = true
		}
	}
	each(a.Workstreams, func(_ string, w Workstream) {
		leads[w.FallbackQueue] = true
		for _, r := range w.Routes {
			for _, queue := range r.queues() {
				leads[queue] = true
			}
			if r.Overflow != nil {
				remedies(*r.Overflow)
			}
		}
	})
	each(a.Queues, func(_ string, q Queue) {
		remedies(q.Overflow.PreQueue)
		if q.Overflow.Waiting != nil {
			leads[q.Overflow.Waiting.Queue] = true
		}
	})
	each(a.Queues, func(name string, _ Queue) {
		if !leads[name] {
			a.note(Under("queues", name), "no rule and no overflow leads here; only agents can transfer to it")
		}
	})
}

// translations finds texts that lack a language in which sessions can be.
func (a *analysis) translations() {
	spoken := map[string]bool{}
	each(a.Workstreams, func(_ string, w Workstream) {
		spoken[languageOf(w.Language)] = true
		for _, rs := range w.Classification {
			for _, r := range rs.Rules {
				if r.Set.Language != "" {
					spoken[languageOf(r.Set.Language)] = true
				}
			}
		}
	})
	look := func(path string, texts map[string]string) {
		has := map[string]bool{}
		each(texts, func(tag, _ string) { has[languageOf(tag)] = true })
		var missing []string
		each(spoken, func(language string, _ bool) {
			if !has[language] {
				missing = append(missing, language)
			}
		})
		if len(missing) > 0 {
			a.add(path+".texts", "there is no text in %s", strings.Join(missing, ", "))
		}
	}
	each(a.AutomatedMessages, func(name string, m AutomatedMessage) { look(Under("automated_messages", name), m.Texts) })
	each(a.QuickReplies, func(name string, q QuickReply) { look(Under("quick_replies", name), q.Texts) })
}

// unused finds messages and hours that nothing names.
func (a *analysis) unused() {
	named := map[string]bool{}
	remedy := func(o PreQueue) {
		if o.Closed != nil {
			named[o.Closed.Message] = true
		}
		if o.Length != nil {
			named[o.Length.Message] = true
		}
	}
	each(a.Workstreams, func(_ string, w Workstream) {
		for _, o := range w.Messages.all() {
			named[o.message] = true
		}
		for _, r := range w.Routes {
			if r.Overflow != nil {
				remedy(*r.Overflow)
			}
		}
	})
	kept := map[string]bool{}
	each(a.Queues, func(_ string, q Queue) {
		remedy(q.Overflow.PreQueue)
		if q.Overflow.Waiting != nil {
			named[q.Overflow.Waiting.Message] = true
		}
		kept[q.Hours] = true
	})
	each(a.Agents, func(_ string, agent Agent) { kept[agent.Hours] = true })
	each(a.AutomatedMessages, func(name string, _ AutomatedMessage) {
		if !named[name] {
			a.note(Under("automated_messages", name), "nothing sends it")
		}
	})
	for name := range a.Hours {
		if !kept[name] {
			a.note(Under("hours", name), "no queue and no agent keeps them")
		}
	}
}
