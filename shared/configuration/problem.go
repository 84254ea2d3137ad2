package configuration

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one thing that is wrong in a configuration.
type Problem struct {
	// Path is where, for example workstreams.support.routes[0].queue.
	Path string `json:"path"`
	// Message is what is wrong and what to do.
	Message string `json:"message"`
}

func (p Problem) String() string {
	if p.Path == "" {
		return p.Message
	}
	return p.Path + ": " + p.Message
}

// ProblemsError is everything that is wrong in a configuration.
type ProblemsError struct {
	Version  string
	Problems []Problem
}

func (e *ProblemsError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return fmt.Sprintf("routing configuration %s: %s", e.Version, strings.Join(lines, "\n"))
}

// problems collects what is wrong.
type problems struct {
	all []Problem
	// misfits are the paths of what could not be read.
	misfits map[string]bool
}

func (p *problems) add(path, format string, args ...any) {
	if !p.unread(path) {
		p.all = append(p.all, Problem{path, fmt.Sprintf(format, args...)})
	}
}

// misfit reports a value that could not be read. A value that is then missing in
// its place is not a separate problem.
func (p *problems) misfit(path, format string, args ...any) {
	p.add(path, format, args...)
	if p.misfits == nil {
		p.misfits = map[string]bool{}
	}
	p.misfits[path] = true
}

// unread reports whether something, or what it is a part of, could not be read.
func (p *problems) unread(path string) bool {
	if p.misfits[""] || p.misfits[path] {
		return true
	}
	for i, char := range path {
		if (char == '.' || char == '[') && p.misfits[path[:i]] {
			return true
		}
	}
	return false
}

// sorted returns the problems by their paths.
func (p *problems) sorted() []Problem {
	slices.SortStableFunc(p.all, func(a, b Problem) int { return comparePaths(a.Path, b.Path) })
	return slices.Compact(p.all)
}

// comparePaths puts rules[2] before rules[10].
func comparePaths(a, b string) int {
	for a != "" && b != "" {
		x, y := numberOrByte(a), numberOrByte(b)
		order := strings.Compare(x, y)
		if isDigit(x[0]) && isDigit(y[0]) {
			order = cmp.Or(cmp.Compare(len(x), len(y)), order)
		}
		if order != 0 {
			return order
		}
		a, b = a[len(x):], b[len(y):]
	}
	return cmp.Compare(len(a), len(b))
}

func numberOrByte(path string) string {
	i := 0
	for i < len(path) && isDigit(path[i]) {
		i++
	}
	return path[:max(1, i)]
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

var plainKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// Under is the path of a field or of a map's entry.
func Under(path, key string) string {
	switch {
	case !plainKey.MatchString(key):
		return path + "[" + strconv.Quote(key) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// At is the path of a list's item.
func At(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
