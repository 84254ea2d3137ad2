package configuration

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

// checker checks a configuration. It finds what does not require compiling;
// compile finds the rest.
type checker struct {
	*Spec
	problems

	channels channel.Profiles
}

func (c *checker) check() {
	if len(c.Accounts) == 0 {
		c.add("accounts", "there is none")
	}
	Each(c.Accounts, func(name string, a Account) { c.account(Under("accounts", name), name, a) })
	c.sameBrandAgents()
	Each(c.Hours, func(name string, _ hours.Definition) { c.name(Under("hours", name), name) })
	Each(c.Workstreams, func(name string, w Workstream) { c.workstream(Under("workstreams", name), name, w) })
	Each(c.Queues, func(name string, q Queue) { c.queue(Under("queues", name), name, q) })
	Each(c.AutomatedMessages, func(name string, m AutomatedMessage) {
		c.texts(Under("automated_messages", name), name, m.Texts, placeholders())
	})
	c.stopWords()
	Each(c.QuickReplies, func(name string, q QuickReply) { c.quickReply(Under("quick_replies", name), name, q) })
	c.most("macros", len(c.Macros), maxMacros)
	Each(c.Macros, func(name string, m Macro) { c.macro(Under("macros", name), name, m) })
	c.labels("tags", c.Tags)
	c.labels("outcomes", c.Outcomes)
	c.domains()
	Each(c.Agents, func(email string, a Agent) { c.agent(Under("agents", email), email, a) })
	c.circles()
	c.tests()
}

// Each visits a map in the order of its keys, so that problems are always
// reported in the same order.
func Each[V any](m map[string]V, do func(name string, v V)) {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		do(name, m[name])
	}
}

const (
	// NameForm is the format of the names of queues, skills and the like.
	NameForm = `[a-z][a-z0-9-]{0,38}`
	// TagForm is the format of language tags.
	TagForm = `[a-z]{2,3}(-[A-Za-z0-9]{2,8})*`
)

// nameForm is the format of names: they become parts of documents' names and of
// URLs.
var nameForm = regexp.MustCompile("^" + NameForm + "$")

func (c *checker) name(path, name string) {
	switch {
	case name == "":
		c.notBlank(path, name)
	case !nameForm.MatchString(name):
		c.add(path, "a name is at most 39 lower-case letters, digits and hyphens, and begins with a letter")
	}
}

// oneOf checks that a word is one of those allowed. Most words that were left out
// have their default by now.
func (c *checker) oneOf(path, word string, words ...string) {
	switch {
	case slices.Contains(words, word):
	case word == "":
		c.add(path, "it is missing, write one of %s", strings.Join(words, ", "))
	default:
		c.add(path, "%q is none of %s%s", word, strings.Join(words, ", "), spelling.Meant(word, words))
	}
}

func (c *checker) within(path string, n, least, most int64) {
	if n < least || n > most {
		c.add(path, "%d is not from %d to %d", n, least, most)
	}
}

func (c *checker) lasts(path string, d Duration, least, most time.Duration) {
	if time.Duration(d) < least || time.Duration(d) > most {
		c.add(path, "%s is not from %s to %s", d, Duration(least), Duration(most))
	}
}

// refer checks that a name is one of a map's.
func refer[V any](c *checker, path, kind, name string, in map[string]V) {
	switch _, ok := in[name]; {
	case ok:
	case name == "":
		c.add(path, "it is missing, name the %s", kind)
	case len(in) == 0:
		c.add(path, "there is no %s %q, there is none at all", kind, name)
	default:
		c.add(path, "there is no %s %q%s", kind, name, orAll(name, slices.Sorted(maps.Keys(in))))
	}
}

// orAll suggests the nearest name or, if none is near, lists all.
func orAll(name string, names []string) string {
	if best := spelling.Meant(name, names); best != "" {
		return best
	}
	const shown = 10
	if len(names) > shown {
		return ""
	}
	return ", there is " + strings.Join(names, ", ")
}

func (c *checker) agent(path, email string, a Agent) {
	switch {
	case !agent.IsAddress(email):
		c.add(path, "%q is no e-mail address in lower case, of plain letters, digits and .!#$&'*+=?^_{|}~-", email)
	case !isWithin(c.AgentDomains, email):
		c.add(path, "%q is not in a domain of agent_domains: %s", email, strings.Join(c.AgentDomains, ", "))
	}
	if spelling.IsShown(a.DisplayName) && spelling.HasHidden(a.DisplayName) {
		c.add(path+".display_name", "%q has characters in it that nobody sees", a.DisplayName)
	}
	if word := spelling.Mixed(a.DisplayName); word != "" {
		c.add(path+".display_name", "%q mixes letters of different scripts, which look alike", word)
	}
	if word := spelling.Disguised(a.DisplayName); word != "" && spelling.IsShown(a.DisplayName) {
		c.add(path+".display_name", "%q has a character that is drawn like another one", word)
	}
	c.oneOf(path+".role", a.Role, "agent", "supervisor", "admin")
	c.shown(path+".display_name", a.DisplayName)
	c.most(path+".queues", len(a.Queues), agent.MaxQueues)
	c.most(path+".skills", len(a.Skills), agent.MaxSkills)
	c.most(path+".languages", len(a.Languages), agent.MaxLanguages)
	for i, q := range a.Queues {
		refer(c, At(path+".queues", i), "queue", q, c.Queues)
	}
	c.twice(path+".queues", a.Queues)
	c.skills(path+".skills", a.Skills)
	c.within(path+".capacity", *a.Capacity, 0, agent.MaxCapacity)
	for i, tag := range a.Languages {
		c.tag(At(path+".languages", i), tag)
	}
	if a.Hours != "" {
		refer(c, path+".hours", "set of hours", a.Hours, c.Hours)
	}
}

var domainForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)

func (c *checker) domains() {
	for i, domain := range c.AgentDomains {
		if !domainForm.MatchString(domain) {
			c.add(At("agent_domains", i), "%q is no domain in lower case, such as acme.example", domain)
		}
	}
	c.twice("agent_domains", c.AgentDomains)
}

// most refuses what the desk could not change any more: the rules take no more.
func (c *checker) most(path string, n, most int) {
	if n > most {
		c.add(path, "there are %d, at most %d", n, most)
	}
}

func (c *checker) notBlank(path, text string) {
	if strings.TrimSpace(text) == "" {
		c.add(path, "it is missing")
	}
}

// shown checks a name that people see.
func (c *checker) shown(path, name string) {
	c.notBlank(path, name)
	if strings.TrimSpace(name) != "" && !spelling.IsShown(name) {
		c.add(path, "nobody can see %q, write a name on one line", name)
	}
}

func (c *checker) twice(path string, names []string) {
	seen := map[string]bool{}
	for i, name := range names {
		if seen[name] {
			c.add(At(path, i), "%q is there twice", name)
		}
		seen[name] = true
	}
}

func (c *checker) skills(path string, skills map[string]int64) {
	Each(skills, func(name string, level int64) {
		c.name(Under(path, name), name)
		c.within(Under(path, name), level, 1, agent.MaxLevel)
	})
}

var tagForm = regexp.MustCompile("^" + TagForm + "$")

func (c *checker) tag(path, tag string) {
	if !tagForm.MatchString(tag) {
		c.add(path, "%q is no language tag, such as fr or pt-BR", tag)
	}
}
