package vocabulary

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/spelling"
)

// marked is a value in the rules that is not written by hand, with its name behind it:
// 20000 /* bounds.note */. Rules have no constants, and a function for each value would
// cost some of the 1,000 expressions that a request may have.
var marked = regexp.MustCompile(`(-?\d+|'[^']*'|\[[^\]]*\]) /\* (words|bounds|forms)\.(\w+) \*/`)

// fill is the rules with every marked value as the vocabulary has it.
func (v vocabulary) fill(rules string) (string, error) {
	values := v.values()
	var problems []error
	filled := marked.ReplaceAllStringFunc(rules, func(found string) string {
		part := marked.FindStringSubmatch(found)
		name := part[2] + "." + part[3]
		value, ok := values[name]
		if !ok {
			problems = append(problems, fmt.Errorf("there is no %s", name))
			return found
		}
		if strings.HasPrefix(part[1], "-") {
			value = "-" + value
		}
		return value + " /* " + name + " */"
	})
	return filled, errors.Join(problems...)
}

// values are what the rules can name, as it is written there.
func (v vocabulary) values() map[string]string {
	all := map[string]string{}
	for name, words := range v.words {
		all["words."+name] = wrapped(words)
	}
	all["words.levels"] = levels()
	for _, n := range numbers() {
		all["bounds."+n.name] = strconv.FormatInt(n.value, 10)
	}
	for name, form := range v.forms() {
		all["forms."+name] = quoted(form)
	}
	return all
}

// forms are regular expressions of the rules.
func (v vocabulary) forms() map[string]string {
	// An agent's client may itself say that a message was read.
	begins := slices.DeleteFunc(slices.Clone(v.minted), func(w string) bool { return w == "read" })
	return map[string]string{
		"minted": "(" + strings.Join(begins, "|") + ")-.*",
		"id":     "[A-Za-z0-9_-]{1," + strconv.Itoa(conversation.MaxID) + "}",
		"names":  joined(configuration.NameForm), "tags": joined(configuration.TagForm),
		"name": configuration.NameForm, "tag": configuration.TagForm, "address": agent.AddressForm,
		"shown": spelling.ShownForm, "seeds": roster.SeedForm,
		"requests": request.MintedForm,
	}
}

// joined is the form of a list with commas between its elements, or of none.
func joined(form string) string { return "(" + form + "(," + form + ")*)?" }

// quoted is a form as a text in the rules and in JavaScript.
func quoted(form string) string { return "'" + strings.ReplaceAll(form, `\`, `\\`) + "'" }

// levels are the levels of a skill.
func levels() string {
	var all []string
	for level := range agent.MaxLevel {
		all = append(all, strconv.Itoa(level+1))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// wrapped is words as a list, on several lines if one would be too long.
func wrapped(words []string) string {
	const (
		long   = 90
		indent = "\n              "
	)
	var text strings.Builder
	line := 0
	for i, word := range words {
		piece := "'" + word + "'"
		if i > 0 {
			text.WriteString(",")
			if line += len(piece) + 2; line > long {
				text.WriteString(indent)
				line = 0
			} else {
				text.WriteString(" ")
			}
		}
		text.WriteString(piece)
	}
	return "[" + text.String() + "]"
}
