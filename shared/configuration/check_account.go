package configuration

import (
	"regexp"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/phone"
)

func (c *checker) account(path, name string, a Account) {
	if a.DisplayName != "" {
		c.shown(path+".display_name", a.DisplayName)
	}
	c.name(path, name)
	c.oneOf(path+".channel", a.Channel, c.channels.Names()...)
	refer(c, path+".workstream", "workstream", a.Workstream, c.Workstreams)
	if a.Closing != "" {
		refer(c, path+".closing", "automated message", a.Closing, c.AutomatedMessages)
		if a.Outbound {
			c.add(path+".outbound", "no conversation begins with an account that is closing: leave it out")
		}
	}
	profile := c.channels.Of(a.Channel)
	if profile.Channel != "" {
		c.settings(path, a, profile)
	}
	Each(a.BrandAgents, func(agent string, b BrandAgent) {
		path := Under(path+".brand_agents", agent)
		c.name(path, agent)
		c.providerID(path+".brand_id", b.BrandID, profile.BrandAgents.Brand)
		c.providerID(path+".agent_id", b.AgentID, profile.BrandAgents.Agent)
		if b.Workstream != "" {
			refer(c, path+".workstream", "workstream", b.Workstream, c.Workstreams)
		}
	})
}

// LeastToLive is an account's shortest [Account.TimeToLive]: Google's advice, because a phone
// takes some seconds to say that it has a message.
const LeastToLive = 10 * time.Second

// settings checks those that only some channels have.
func (c *checker) settings(path string, a Account, profile channel.Profile) {
	has := profile.Settings
	regions := func(p channel.Profile) bool { return len(p.Settings.Regions) > 0 }
	if c.exists(path+".region", a.Channel, a.Region != "", regions) {
		c.oneOf(path+".region", a.Region, has.Regions...)
	}
	traffic := func(p channel.Profile) bool { return len(p.Settings.TrafficTypes) > 0 }
	if c.exists(path+".traffic_type", a.Channel, a.TrafficType != "", traffic) {
		c.oneOf(path+".traffic_type", string(a.TrafficType), words(has.TrafficTypes)...)
	}
	if c.exists(path+".time_to_live", a.Channel, a.TimeToLive != 0, func(p channel.Profile) bool { return p.Lifetime > 0 }) {
		c.lasts(path+".time_to_live", a.TimeToLive, LeastToLive, profile.Lifetime)
	}
	c.exists(path+".outbound", a.Channel, a.Outbound, func(p channel.Profile) bool { return p.Settings.Outbound })
	switch {
	case a.OutboundPerHour == nil:
	case !a.Outbound:
		c.add(path+".outbound_per_hour", "it has no effect without outbound = true")
	default:
		c.within(path+".outbound_per_hour", *a.OutboundPerHour, 1, MaxOutboundPerHour)
	}
	switch {
	case a.Country == "":
	case !a.Outbound:
		c.add(path+".country", "it has no effect without outbound = true")
	case !phone.IsCountry(a.Country):
		c.add(path+".country", "%q is no country's code of two capital letters, such as FR", a.Country)
	}
}

// exists refuses a setting that the account's channel lacks, and says which channels have
// it. It reports whether there is a value to check.
func (c *checker) exists(path, name string, written bool, has func(channel.Profile) bool) bool {
	if !written || has(c.channels.Of(name)) {
		return written
	}
	var with []string
	for _, other := range c.channels.Names() {
		if has(c.channels.Of(other)) {
			with = append(with, other)
		}
	}
	unless := ""
	if name == c.channels.Default() {
		unless = ", which an account has that names none,"
	}
	c.add(path, "the channel %s%s has no such setting; there is one with channel = %q", name, unless, strings.Join(with, ", "))
	return false
}

func words[T ~string](all []T) []string {
	texts := make([]string, len(all))
	for i, word := range all {
		texts[i] = string(word)
	}
	return texts
}

// noID is the form of ids that a channel does not have.
const noID = "^$"

// providerID checks an id of the provider's by the channel's form of it; no form is
// of a channel that does not exist, which is a problem already.
func (c *checker) providerID(path, id, form string) {
	switch {
	case hasForm(id, form):
	case form == noID:
		c.add(path, "the channel has no brands, leave it out")
	case id == "":
		c.notBlank(path, id)
	default:
		c.add(path, "%q is no id as the channel shows it: letters, digits, hyphens and underscores, without brands/ or agents/ before it or @ behind it", id)
	}
}

func hasForm(id, form string) bool {
	matches, err := regexp.MatchString(form, id)
	return form == "" || err == nil && matches
}

// sameBrandAgents finds a brand agent that is listed under two names: its events
// could not be told apart. It has one webhook, so it is of one account.
func (c *checker) sameBrandAgents() {
	seen := map[string]string{}
	Each(c.Accounts, func(account string, a Account) {
		Each(a.BrandAgents, func(name string, b BrandAgent) {
			path := Under(Under("accounts", account)+".brand_agents", name)
			grammar := c.channels.Of(a.Channel).BrandAgents
			if grammar.Format == "" || !hasForm(b.BrandID, grammar.Brand) || !hasForm(b.AgentID, grammar.Agent) {
				return // that is a problem already
			}
			key := a.Channel + "/" + grammar.Name(b.BrandID, b.AgentID)
			if first, ok := seen[key]; ok {
				c.add(path, "it is the same brand's same agent as %s", first)
				return
			}
			seen[key] = path
		})
	})
}
