package main

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

// defaultUnits is the capacity of somebody new.
const defaultUnits = configuration.DefaultCapacity

// staff is what the command roster is told.
type staff struct {
	reason, as string
	// changes are the flags that were given, by their names: what they do to an entry.
	changes map[string]func(*roster.Entry)
}

// rosterWords are what the command can do, and whether it is about one address.
func rosterWords() map[string]bool {
	return map[string]bool{"list": false, "add": true, "change": true, "suspend": true, "remove": true, "history": true}
}

func rosterFlags(f *flag.FlagSet, o *options) {
	s := &o.staff
	s.changes = map[string]func(*roster.Entry){}
	field := func(name, usage string, read func(value string) (func(*roster.Entry), error)) {
		f.Func(name, usage, func(value string) error {
			change, err := read(value)
			s.changes[name] = change
			return err
		})
	}
	field("name", "what customers and colleagues see", func(v string) (func(*roster.Entry), error) {
		return func(e *roster.Entry) { e.DisplayName = v }, nil
	})
	field("role", "agent, supervisor or admin; agent for somebody new", func(v string) (func(*roster.Entry), error) {
		return func(e *roster.Entry) { e.Role = agent.Role(v) }, nil
	})
	field("queues", "the `queues` that the agent serves, with commas between them", func(v string) (func(*roster.Entry), error) {
		return func(e *roster.Entry) { e.Queues = words(v) }, nil
	})
	field("skills", "`skills` with levels: french=5,german=2", func(v string) (func(*roster.Entry), error) {
		skills, err := readLevels(v)
		return func(e *roster.Entry) { e.Skills = skills }, err
	})
	field("capacity", "how many `units` of work the agent can have; 3 for somebody new", func(v string) (func(*roster.Entry), error) {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return nil, errors.New("it is a whole number")
		}
		return func(e *roster.Entry) { e.Capacity = n }, nil
	})
	field("languages", "language `tags`, with commas between them: en,fr-CA", func(v string) (func(*roster.Entry), error) {
		return func(e *roster.Entry) { e.Languages = words(v) }, nil
	})
	f.StringVar(&s.reason, "reason", "", "why; needed to suspend, to remove, and where a role is given or taken")
	f.StringVar(&s.as, "as", "", "who asks, for the history; without it, the `name` that you are logged in by")
	f.StringVar(&o.project, "project", "", "the Google Cloud project's `id`, with your application default credentials; without it, the emulator that runs here")
	port(f, o)
}

// check says what is wrong with the arguments of the command.
func (s staff) check(args []string) error {
	about, known := rosterWords()[args[0]]
	all := slices.Sorted(maps.Keys(rosterWords()))
	switch n := len(args); {
	case !known:
		return fmt.Errorf("roster cannot %q%s; it can %s", args[0], spelling.Meant(args[0], all), strings.Join(all, ", "))
	case about && n < 2:
		return fmt.Errorf("roster %s needs an address", args[0])
	case !about && n > 1:
		return fmt.Errorf("roster %s does not know what to do with %q", args[0], args[1])
	case about && !agent.IsAddress(args[1]):
		return fmt.Errorf("%q cannot be an agent's address: it is in lower case, with plain letters, digits and .!#$&'*+=?^_{|}~- before the @", args[1])
	case len(s.changes) > 0 && args[0] != "add" && args[0] != "change":
		return fmt.Errorf("roster %s changes nothing but the access: --%s is for add and change", args[0], slices.Sorted(maps.Keys(s.changes))[0])
	case len(s.changes) == 0 && args[0] == "change":
		return errors.New("roster change needs a flag that says what to change: --help lists them")
	}
	return nil
}

// applied is an entry with what the flags change.
func (s staff) applied(e roster.Entry) *roster.Entry {
	for _, change := range s.changes {
		change(&e)
	}
	return e.Whole()
}

// words are the parts of a text between commas; none of an empty one.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

func readLevels(text string) (map[string]int64, error) {
	skills := map[string]int64{}
	for _, word := range words(text) {
		skill, level, ok := strings.Cut(word, "=")
		n, err := strconv.ParseInt(level, 10, 64)
		if !ok || err != nil {
			return nil, fmt.Errorf("%q is no skill with its level, such as french=5", word)
		}
		skills[skill] = n
	}
	return skills, nil
}

// levels are skills as [readLevels] reads them.
func levels(skills map[string]int64) string {
	var all []string
	for _, skill := range slices.Sorted(maps.Keys(skills)) {
		all = append(all, skill+"="+strconv.FormatInt(skills[skill], 10))
	}
	return strings.Join(all, ",")
}
