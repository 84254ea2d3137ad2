package roster

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

var (
	nameForm = regexp.MustCompile("^" + configuration.NameForm + "$")
	tagForm  = regexp.MustCompile("^" + configuration.TagForm + "$")
)

// checkEntry checks what an entry is to be. What stays as it was is not checked again,
// so that an entry can be changed whose queue the configuration has dropped.
func (c Change) checkEntry(in Input) error {
	was := Entry{}
	if c.Before != nil {
		was = *c.Before
	}
	for _, check := range []func(Change, Entry, Input) error{
		Change.checkAddress, Change.checkName, Change.checkRole, Change.checkQueues, Change.checkSkills, Change.checkRest,
	} {
		if err := check(c, was, in); err != nil {
			return err
		}
	}
	return nil
}

func (c Change) checkAddress(_ Entry, in Input) error {
	if c.Kind != Add {
		return nil
	}
	if !agent.IsAddress(c.Agent) {
		return refuse(BadAddress, reason.Args{"agent": c.Agent})
	}
	// Terraform has checked the first roster, by a configuration that may not be here yet.
	if !c.First && !in.Config.MayBeAgent(c.Agent) {
		return refuse(OtherDomain, reason.Args{"domains": strings.Join(in.Config.AgentDomains, ", ")})
	}
	return nil
}

func (c Change) checkName(was Entry, _ Input) error {
	name := c.Entry.DisplayName
	switch {
	case name == was.DisplayName && name != "":
		return nil
	case strings.TrimSpace(name) != "" && spelling.HasHidden(name):
		return refuse(HiddenInName, nil)
	case !spelling.IsShown(name), len(name) > agent.MaxName:
		return refuse(BadName, reason.Args{"most": int64(agent.MaxName)})
	}
	if word := spelling.Mixed(name); word != "" {
		return refuse(MixedName, reason.Args{"word": word})
	}
	if word := spelling.Disguised(name); word != "" {
		return refuse(DisguisedName, reason.Args{"word": word})
	}
	return nil
}

// checkRole checks that the role is one that can be given: none is given by suspend, and
// stays while the entry is changed.
func (c Change) checkRole(was Entry, _ Input) error {
	if role := c.Entry.Role; !role.Works() && (role != agent.None || was.Role != agent.None) {
		return refuse(NoSuchRole, reason.Args{"role": string(role)})
	}
	return nil
}

func (c Change) checkQueues(was Entry, in Input) error {
	queues := c.Entry.Queues
	if !few(queues, agent.MaxQueues) {
		return refuse(TooMany, nil)
	}
	for _, queue := range queues {
		known := c.First || slices.Contains(was.Queues, queue)
		if !known && in.Config != nil {
			_, known = in.Config.Queues[queue]
		}
		if !known || !nameForm.MatchString(queue) {
			return refuse(NoSuchQueue, reason.Args{"queue": queue})
		}
	}
	return nil
}

func (c Change) checkSkills(Entry, Input) error {
	skills := slices.Sorted(maps.Keys(c.Entry.Skills))
	if !few(skills, agent.MaxSkills) {
		return refuse(TooMany, nil)
	}
	for _, skill := range skills {
		if level := c.Entry.Skills[skill]; !nameForm.MatchString(skill) || level < 1 || level > agent.MaxLevel {
			return refuse(BadSkill, reason.Args{"skill": skill, "most": int64(agent.MaxLevel)})
		}
	}
	return nil
}

func (c Change) checkRest(Entry, Input) error {
	if !few(c.Entry.Languages, agent.MaxLanguages) {
		return refuse(TooMany, nil)
	}
	for _, tag := range c.Entry.Languages {
		if !tagForm.MatchString(tag) {
			return refuse(BadLanguage, reason.Args{"language": tag})
		}
	}
	if c.Entry.Capacity < 0 || c.Entry.Capacity > agent.MaxCapacity {
		return refuse(BadCapacity, reason.Args{"most": int64(agent.MaxCapacity)})
	}
	return nil
}

// few reports whether a list is short enough, and has nothing in it twice.
func few(all []string, most int) bool {
	seen := map[string]bool{}
	for _, one := range all {
		seen[one] = true
	}
	return len(all) <= most && len(seen) == len(all) && len(strings.Join(all, ",")) <= agent.MaxWords
}
