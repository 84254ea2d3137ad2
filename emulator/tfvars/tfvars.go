// Package tfvars reads the .tfvars file that an admin writes for Terraform, and
// renders the same routing configuration as Terraform, to the byte. So a configuration
// can be tried and checked before it is applied, and errors are reported with their
// lines in the file.
//
// It is stricter than Terraform, which drops unknown entries and uses the last of two
// entries with the same name: both are errors here.
package tfvars

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// File is a .tfvars file without errors.
type File struct {
	name           string
	root           *value
	routing, whole []byte
}

// Read reads the text of a file: HCL, or JSON if the name ends with .json. The
// error lists everything that is wrong, one per line, as NAME:LINE:COLUMN: what.
func Read(name string, text []byte) (*File, error) {
	r := reader{name: name, text: text}
	f := &File{name: name, root: r.file()}
	if err := r.err(); err != nil {
		return nil, err
	}
	f.routing, f.whole = f.root.render(routing()), f.root.render(append(routing(), checked()...))
	return f, nil
}

// Name is the name of the file.
func (f *File) Name() string { return f.name }

// Routing is the routing configuration as Terraform renders it, the text in the
// document config/current.
func (f *File) Routing() []byte { return slices.Clone(f.routing) }

// Version is the version of [File.Routing].
func (f *File) Version() string { return configuration.Version(f.routing) }

// Whole is the routing configuration together with the agents and the tests, which no
// function reads.
func (f *File) Whole() []byte { return slices.Clone(f.whole) }

// Config loads [File.Whole], under the version of [File.Routing]. The error is a
// [*configuration.ProblemsError] whose text has the line of each problem.
func (f *File) Config() (*configuration.Config, error) {
	config, err := configuration.Load(f.whole, channels.Profiles())
	if problems, ok := errors.AsType[*configuration.ProblemsError](err); ok {
		return nil, &problemsError{problems, f}
	}
	if err != nil {
		return nil, err
	}
	config.Version = f.Version()
	return config, nil
}

// problemsError adds the lines to problems.
type problemsError struct {
	*configuration.ProblemsError
	file *File
}

func (e *problemsError) Unwrap() error { return e.ProblemsError }

// Error lists the problems, one per line, in the order of the file.
func (e *problemsError) Error() string {
	all := slices.Clone(e.Problems)
	line := func(p configuration.Problem) int {
		n, _ := e.file.Locate(p.Path)
		return n
	}
	slices.SortStableFunc(all, func(a, b configuration.Problem) int { return line(a) - line(b) })
	lines := make([]string, len(all))
	for i, p := range all {
		lines[i] = e.file.name + ": " + p.String()
		if n := line(p); n > 0 {
			lines[i] = fmt.Sprintf("%s:%d: %s", e.file.name, n, p)
		}
	}
	return strings.Join(lines, "\n")
}

// Locate finds the line of a path such as workstreams.support.routes[0].queue, or of
// the nearest enclosing entry that is in the file.
func (f *File) Locate(path string) (line int, ok bool) {
	v := f.root
	for key, rest := step(path); key != ""; key, rest = step(rest) {
		next, there := v.at(key)
		if !there {
			break
		}
		v = next
	}
	return v.line, v.line > 0
}
