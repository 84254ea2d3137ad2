package condition

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"cel.dev/cel-go/cel"
)

// problem turns CEL's report, which marks places with carets, into one line.
func (l *Language) problem(issues *cel.Issues) error {
	var all []string
	for _, e := range issues.Errors() {
		place := fmt.Sprintf("column %d", e.Location.Column()+1)
		if e.Location.Line() > 1 {
			place = fmt.Sprintf("line %d, %s", e.Location.Line(), place)
		}
		all = append(all, place+": "+plain(e.Message))
		if strings.HasPrefix(e.Message, "Syntax error") {
			break // later errors are consequences
		}
	}
	return errors.New(strings.Join(all, "; "))
}

// hints are advice for slips that CEL's messages do not explain.
func hints() []struct{ in, hint string } {
	return []struct{ in, hint string }{
		{"undeclared reference to 'has'", `there is no has(): everything has a value, write attributes.x != ""`},
		{"recognition error at: '= ", "there is no =, write == to compare"},
		{"recognition error at: '=\"", "there is no =, write == to compare"},
		{"input 'and'", "there is no and, write &&"},
		{"input 'or'", "there is no or, write ||"},
		{"recognition error at: '\"", "a text does not end"},
		{"recognition error at: ''", "a text does not end"},
		{"input '<EOF>'", "it ends too early"},
		{"at '<EOF>'", "it ends too early"},
	}
}

var (
	noOverload = regexp.MustCompile(`^found no matching overload for '(?:_(.+)_|@(in))' applied to '\((.+), (.+)\)'$`)
	// expected matches CEL's list of all tokens.
	expected = regexp.MustCompile(` expecting \{.*\}$`)
)

// plain rewords a CEL message in plainer terms.
func plain(message string) string {
	for _, h := range hints() {
		if strings.Contains(message, h.in) {
			return h.hint
		}
	}
	message = strings.Replace(message, " (in container '')", "", 1)
	message = noOverload.ReplaceAllString(message, "there is no $1$2 between $3 and $4")
	return expected.ReplaceAllString(message, "")
}
