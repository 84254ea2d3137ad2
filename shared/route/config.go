// Package route decides where a new session goes and why. A decision is a pure
// function of the routing configuration and of what is known of the session, so
// the same code serves the functions, the check of a configuration, and a replay
// of what was decided.
//
// The order is that of Dynamics 365's unified routing: workstream,
// classification, route-to-queue rules with the overflow of their queues,
// fallback queue.
package route

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

// Config is a routing configuration, checked and ready to decide with. It is
// safe for concurrent use.
type Config struct {
	Spec
	// Version is the hash of the JSON text.
	Version string

	language  *condition.Language
	schedules map[string]*hours.Schedule
	flows     map[string]*flow
}

// flow is a workstream, compiled.
type flow struct {
	Workstream
	name     string
	zone     *time.Location
	rulesets []ruleset
	routes   []rule
}

type ruleset struct {
	label string
	rules []rule
}

// rule is a rule of either sort. Its label is what traces call it.
type rule struct {
	label string
	path  string
	when  *condition.Condition // nil is true
	set   Outputs
	route Route
}

// Load reads, checks and compiles a configuration. The error is a
// [*ProblemsError] with everything that is wrong.
func Load(text []byte) (*Config, error) {
	c := &Config{Version: Version(text), schedules: map[string]*hours.Schedule{}, flows: map[string]*flow{}}
	check := checker{Spec: &c.Spec}
	tree, ok := check.parse(text)
	if ok {
		check.fill("", tree, reflect.ValueOf(&c.Spec).Elem())
		c.fillIn()
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
	each(c.Hours, func(name string, d hours.Definition) {
		schedule, wrong := hours.New(d)
		c.schedules[name] = schedule
		for _, w := range wrong {
			p.add(Under("hours", name)+"."+w.Path, "%s", w.Message)
		}
	})
	var err error
	if c.language, err = condition.New(variables()...); err != nil {
		p.add("", "%v", err)
		return
	}
	each(c.Workstreams, func(name string, w Workstream) {
		zone, err := time.LoadLocation(w.TimeZone)
		if err != nil {
			zone = time.UTC // it is a problem already
		}
		f := &flow{Workstream: w, name: name, zone: zone}
		f.compile(Under("workstreams", name), c.language, p)
		c.flows[name] = f
	})
}

func (f *flow) compile(path string, l *condition.Language, p *problems) {
	for i, rs := range f.Classification {
		path := At(path+".classification", i)
		compiled := ruleset{label: "classification " + rs.Name}
		for j, r := range rs.Rules {
			path := At(path+".rules", j)
			compiled.rules = append(compiled.rules, rule{
				label: compiled.label + ", rule " + r.Name, path: path,
				when: compileWhen(path, r.When, l, p), set: r.Set,
			})
		}
		f.rulesets = append(f.rulesets, compiled)
	}
	for i, r := range f.Routes {
		path := At(path+".routes", i)
		f.routes = append(f.routes, rule{
			label: "route " + r.Name, path: path, when: compileWhen(path, r.When, l, p), route: r,
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

// ProviderName is what the channel calls the brand agent.
func (b BrandAgent) ProviderName() string { return "brands/" + b.BrandID + "/agents/" + b.AgentID }

// brandAgent finds a brand agent by the channel's name for it.
func (a Account) brandAgent(provider string) (name string, agent BrandAgent, ok bool) {
	for name, agent := range a.BrandAgents {
		if agent.ProviderName() == provider {
			return name, agent, true
		}
	}
	return "", BrandAgent{}, false
}

// Schedule is a queue's opening hours; nil is always open.
func (c *Config) Schedule(queue string) *hours.Schedule { return c.schedules[c.Queues[queue].Hours] }
