package route

import (
	"fmt"
	"regexp"
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
type problems struct{ all []Problem }

func (p *problems) add(path, format string, args ...any) {
	p.all = append(p.all, Problem{path, fmt.Sprintf(format, args...)})
}

var plainKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// under is the path of a field or of a map's entry.
func under(path, key string) string {
	switch {
	case !plainKey.MatchString(key):
		return path + "[" + strconv.Quote(key) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// at is the path of a list's item.
func at(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }
