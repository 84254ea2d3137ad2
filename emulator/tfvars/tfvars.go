// Package tfvars reads the file that an admin writes for Terraform, a .tfvars
// file, and makes of it the routing configuration that Terraform makes of it, to
// the byte. So a configuration can be tried and checked before it is applied, and
// what is wrong is told with the file's line.
//
// It is stricter than Terraform, which drops what it does not know and takes the
// last of two entries of a name: both are errors here.
package tfvars

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

// File is a .tfvars file that could be read.
type File struct {
	name           string
	root           *value
	routing, whole []byte
}

// Read reads the text of a file: HCL, or JSON if the name ends with .json. The
// error tells everything that is wrong, a line each, as NAME:LINE:COLUMN: what.
func Read(name string, text []byte) (*File, error) {
	r := reader{name: name, text: text}
	f := &File{name: name, root: r.file()}
	if err := r.err(); err != nil {
		return nil, err
	}
	f.routing, f.whole = f.root.render(routing()), f.root.render(append(routing(), checked()...))
	return f, nil
}

// Name is what the file is called.
func (f *File) Name() string { return f.name }

// Routing is the routing configuration as Terraform renders it, the text in the
// document config/current.
func (f *File) Routing() []byte { return slices.Clone(f.routing) }

// Version is the version of [File.Routing].
func (f *File) Version() string { return route.Version(f.routing) }

// Whole is the routing configuration with what no function reads, the agents and
// the tests.
func (f *File) Whole() []byte { return slices.Clone(f.whole) }

// Config loads [File.Whole], under the version of [File.Routing]. The error is a
// [*route.ProblemsError] whose text tells each problem's line.
func (f *File) Config() (*route.Config, error) {
	config, err := route.Load(f.whole)
	if problems, ok := errors.AsType[*route.ProblemsError](err); ok {
		return nil, &problemsError{problems, f}
	}
	if err != nil {
		return nil, err
	}
	config.Version = f.Version()
	return config, nil
}

// problemsError tells the lines of problems.
type problemsError struct {
	*route.ProblemsError
	file *File
}

func (e *problemsError) Unwrap() error { return e.ProblemsError }

// Error tells one problem a line, in the order of the file.
func (e *problemsError) Error() string {
	all := slices.Clone(e.Problems)
	line := func(p route.Problem) int {
		n, _ := e.file.Locate(p.Path)
		return n
	}
	slices.SortStableFunc(all, func(a, b route.Problem) int { return line(a) - line(b) })
	lines := make([]string, len(all))
	for i, p := range all {
		lines[i] = e.file.name + ": " + p.String()
		if n := line(p); n > 0 {
			lines[i] = fmt.Sprintf("%s:%d: %s", e.file.name, n, p)
		}
	}
	return strings.Join(lines, "\n")
}

// Locate finds the line of what a path of package route names, such as
// workstreams.support.routes[0].queue, or of the nearest thing around it that is
// in the file.
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
