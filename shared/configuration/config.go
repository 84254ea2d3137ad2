// Package configuration is what an admin writes about routing: accounts, queues,
// opening hours, workstreams and their rules, messages. It reads a configuration,
// fills in the defaults, reports everything that is wrong, and compiles the
// rules. Package route decides about sessions by them.
package configuration

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/condition"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// Config is a routing configuration, checked and ready to decide with. It is
// safe for concurrent use.
type Config struct {
	Spec
	// Version is the hash of the JSON text.
	Version string
	// Settings are those that it was loaded with, see [LoadWith], the oldest first.
	Settings []Applied

	channels  channel.Profiles
	language  *condition.Language
	schedules map[string]*hours.Schedule
	flows     map[string]*Flow
	mask      *mask.Set
	stops     map[string]bool
}

// Flow is a workstream with its rules compiled.
type Flow struct {
	Workstream
	// Name is the workstream's.
	Name string
	// Zone is the workstream's time zone.
	Zone *time.Location
	// Rulesets are its classification, Rules its route-to-queue rules.
	Rulesets []CompiledRuleset
	Rules    []CompiledRule
}

// CompiledRuleset is a [Ruleset] with its conditions compiled.
type CompiledRuleset struct {
	Name  string
	Rules []CompiledRule
}

// CompiledRule is a [Rule] or a [Route] with its condition compiled.
type CompiledRule struct {
	// Ruleset is the one that a classification rule is in, and Path where the rule is in
	// the configuration.
	Ruleset, Name, Path string
	// When is its condition; nil is true.
	When *condition.Condition
	// Set is what a classification rule sets, Route what a route-to-queue rule does.
	Set   Outputs
	Route Route
}

// Load reads, checks and compiles a configuration for the given channels. The error
// is a [*ProblemsError] with everything that is wrong.
func Load(text []byte, channels channel.Profiles) (*Config, error) {
	c := &Config{
		Version: Version(text), channels: channels, schedules: map[string]*hours.Schedule{}, flows: map[string]*Flow{},
	}
	check := checker{Spec: &c.Spec, channels: channels}
	tree, ok := check.parse(text)
	if ok {
		c.Settings = check.applied(&tree, text)
		check.fill("", tree, reflect.ValueOf(&c.Spec).Elem())
		c.fillIn(channels)
		check.check()
		c.compile(&check.problems)
	}
	if len(check.all) > 0 {
		return nil, &ProblemsError{Version: c.Version, Problems: check.sorted()}
	}
	return c, nil
}

// Version names a configuration by its text: 16 hexadecimal digits.
func Version(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func (c *Config) compile(p *problems) {
	c.compileStops()
	Each(c.Hours, func(name string, d hours.Definition) {
		schedule, wrong := hours.New(d)
		c.schedules[name] = schedule
		for _, w := range wrong {
			p.add(Under("hours", name)+"."+w.Path, "%s", w.Message)
		}
	})
	c.compileMasking(p)
	var err error
	if c.language, err = condition.New(variables()...); err != nil {
		p.add("", "%v", err)
		return
	}
	Each(c.Workstreams, func(name string, w Workstream) {
		zone, err := time.LoadLocation(w.TimeZone)
		if err != nil {
			zone = time.UTC // it is a problem already
		}
		f := &Flow{Workstream: w, Name: name, Zone: zone}
		f.compile(Under("workstreams", name), c.language, p)
		c.flows[name] = f
	})
}

func (c *Config) compileMasking(p *problems) {
	set, wrong := mask.New(c.Masking)
	c.mask = set
	for _, w := range wrong {
		path := At("masking", w.Rule)
		if w.Field != "" {
			path += "." + w.Field
		}
		p.add(path, "%s", w.Message)
	}
}

// Mask is what is replaced in texts before they are stored.
func (c *Config) Mask() *mask.Set { return c.mask }

func (f *Flow) compile(path string, l *condition.Language, p *problems) {
	for i, rs := range f.Classification {
		path := At(path+".classification", i)
		compiled := CompiledRuleset{Name: rs.Name}
		for j, r := range rs.Rules {
			path := At(path+".rules", j)
			compiled.Rules = append(compiled.Rules, CompiledRule{
				Ruleset: rs.Name, Name: r.Name, Path: path,
				When: compileWhen(path, r.When, l, p), Set: r.Set,
			})
		}
		f.Rulesets = append(f.Rulesets, compiled)
	}
	for i, r := range f.Routes {
		path := At(path+".routes", i)
		f.Rules = append(f.Rules, CompiledRule{
			Name: r.Name, Path: path, When: compileWhen(path, r.When, l, p), Route: r,
		})
	}
}

func compileWhen(path, when string, l *condition.Language, p *problems) *condition.Condition {
	if when == "" {
		return nil
	}
	compiled, err := l.Compile(when)
	if err != nil {
		p.add(path+".when", "%v", err)
	}
	return compiled
}

// ProviderName is what the channel of an account calls one of the account's brand
// agents, by the name that rules use.
func (c *Config) ProviderName(account, brandAgent string) string {
	a := c.Accounts[account]
	b := a.BrandAgents[brandAgent]
	return c.channels.Of(a.Channel).BrandAgents.Name(b.BrandID, b.AgentID)
}

// Serves reports whether an account takes sessions of a brand agent, by the channel's name
// for it.
func (c *Config) Serves(account, provider string) bool {
	a := c.Accounts[account]
	if len(a.BrandAgents) == 0 || !c.channels.Of(a.Channel).BrandAgents.Listed {
		return true
	}
	for name := range a.BrandAgents {
		if c.ProviderName(account, name) == provider {
			return true
		}
	}
	return false
}

// Closes reports whether an account is closing or was removed: no session opens, and those
// that are open end.
func (c *Config) Closes(account string) bool {
	a, there := c.Accounts[account]
	return !there || a.Closing != ""
}

// Channel is the profile of a channel, by its name.
func (c *Config) Channel(name string) channel.Profile { return c.channels.Of(name) }

// MayBeAgent reports whether an address is in a domain that agents' addresses may be in.
func (c *Config) MayBeAgent(email string) bool { return isWithin(c.AgentDomains, email) }

// isWithin reports whether an address is in one of some domains, not below them. None
// means any.
func isWithin(domains []string, email string) bool {
	_, domain, _ := strings.Cut(email, "@")
	return len(domains) == 0 || slices.Contains(domains, domain)
}

// WorkstreamOf is the workstream of a brand agent, by the channel's name for it,
// and what rules call the brand agent. It is the brand agent's own one or else the
// account's.
func (c *Config) WorkstreamOf(account, provider string) (workstream, brandAgent string, own bool) {
	a := c.Accounts[account]
	for name, b := range a.BrandAgents {
		if c.ProviderName(account, name) != provider {
			continue
		}
		if b.Workstream == "" {
			return a.Workstream, name, false
		}
		return b.Workstream, name, true
	}
	return a.Workstream, provider, false
}

// Flow returns a workstream with its rules, or nil if there is none of that name.
func (c *Config) Flow(workstream string) *Flow { return c.flows[workstream] }

// Language is the language of the conditions.
func (c *Config) Language() *condition.Language { return c.language }

// Schedule returns a queue's opening hours; nil means always open.
func (c *Config) Schedule(queue string) *hours.Schedule { return c.schedules[c.Queues[queue].Hours] }
