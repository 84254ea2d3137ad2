// Package check checks a configuration before it is applied: whether it loads,
// whether its tests pass, and what in it is probably not intended.
package check

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/lint"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Report is what was found in a file.
type Report struct {
	File string `json:"file"`
	// OK is whether there are no problems, no findings and no failed tests.
	OK      bool   `json:"ok"`
	Version string `json:"version,omitempty"`
	Counts  Counts `json:"counts"`
	// Problems prevent the configuration from being used.
	Problems []Line `json:"problems"`
	// Findings are allowed but probably not intended; Notes are harmless.
	Findings []Line `json:"findings"`
	Notes    []Line `json:"notes"`
	// Settings are what supervisors set over the file that is in force, and what becomes of
	// it with this file, if they were looked at.
	Settings []Setting `json:"settings,omitempty"`
	Tests    []Test    `json:"tests"`
}

// Counts are the sizes of a configuration.
type Counts struct {
	Workstreams int `json:"workstreams"`
	Queues      int `json:"queues"`
	Rules       int `json:"rules"`
	Agents      int `json:"agents"`
}

// Line is something that was found, and where.
type Line struct {
	// Line is the line in the file, from 1; 0 is unknown.
	Line    int    `json:"line,omitempty"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
}

// Setting is what a supervisor set.
type Setting struct {
	configuration.Applied

	// Applies is whether it lies over the file, and Why why not, if the file does not load
	// with it. The rest is about what the file does not know, or knows itself.
	Applies bool   `json:"applies"`
	Why     string `json:"why,omitempty"`
}

// Test is the result of a test.
type Test struct {
	Line        int      `json:"line,omitempty"`
	Name        string   `json:"name"`
	Passed      bool     `json:"passed"`
	Differences []string `json:"differences,omitempty"`
	Trace       []string `json:"trace"`
}

// File checks the text of a .tfvars file.
func File(name string, text []byte) *Report {
	r := &Report{File: name, Problems: []Line{}, Findings: []Line{}, Notes: []Line{}, Tests: []Test{}}
	file, err := tfvars.Read(name, text)
	if err != nil {
		for line := range strings.Lines(err.Error()) { // it contains the place
			r.Problems = append(r.Problems, Line{Message: strings.TrimSpace(line)})
		}
		return r
	}
	r.Version = file.Version()
	at := func(path, message string) Line {
		line, _ := file.Locate(path)
		return Line{line, path, message}
	}
	config, err := file.Config()
	if problems, ok := errors.AsType[*configuration.ProblemsError](err); ok {
		for _, p := range problems.Problems {
			r.Problems = append(r.Problems, at(p.Path, p.Message))
		}
		return r
	}
	if err != nil {
		r.Problems = append(r.Problems, Line{Message: err.Error()})
		return r
	}
	r.Counts = count(config)
	for _, f := range lint.Findings(config) {
		if f.Note {
			r.Notes = append(r.Notes, at(f.Path, f.Message))
			continue
		}
		r.Findings = append(r.Findings, at(f.Path, f.Message))
	}
	if len(config.Agents) == 0 {
		r.Notes = append(r.Notes, Line{Message: "there are no agents in the file, so who serves which queue was not looked at"})
	}
	passed := true
	for _, result := range RunTests(config) {
		line, _ := file.Locate(result.Path)
		ok := len(result.Differences) == 0
		r.Tests = append(r.Tests, Test{line, result.Name, ok, result.Differences, result.Trace})
		passed = passed && ok
	}
	r.OK = len(r.Findings) == 0 && passed
	return r
}

func count(config *configuration.Config) Counts {
	c := Counts{Workstreams: len(config.Workstreams), Queues: len(config.Queues), Agents: len(config.Agents)}
	for _, w := range config.Workstreams {
		c.Rules += len(w.Routes)
		for _, rs := range w.Classification {
			c.Rules += len(rs.Rules)
		}
	}
	return c
}

// Lay says what becomes of settings with the file, which has to be usable.
func (r *Report) Lay(file []byte, settings []configuration.Setting, now time.Time) error {
	routing, err := tfvars.Read(r.File, file)
	if err != nil {
		return err
	}
	config, _, refused, err := configuration.LoadWith(routing.Routing(), settings, now, channels.Profiles())
	if err != nil {
		return err
	}
	for _, s := range settings {
		at := slices.IndexFunc(config.Settings, func(a configuration.Applied) bool { return a.ID() == s.ID() })
		is := Setting{Applied: s.Applied(), Applies: at >= 0}
		if why := refused[s.ID()]; why != nil {
			is.Why, r.OK = why.Error(), false
			if problems, ok := errors.AsType[*configuration.ProblemsError](why); ok {
				is.Why = problems.Problems[0].String()
			}
		}
		r.Settings = append(r.Settings, is)
	}
	return nil
}

// String is a line for people.
func (s Setting) String() string {
	switch {
	case s.Applies:
		return s.Applied.String()
	case s.Why != "":
		return s.Applied.String() + "; the file does not load with it, so it is left out: " + s.Why
	case s.Kind == configuration.SetTag:
		return s.Applied.String() + "; the file has this tag, so it is left out"
	case s.Kind == configuration.SetHours:
		return s.Applied.String() + "; the file has no such queue, so it is left out"
	default:
		return s.Applied.String() + "; the file has no such workstream, so it is left out"
	}
}

// Write writes a report for people, one finding per line.
func (r *Report) Write(w io.Writer) error {
	var b strings.Builder
	for _, p := range r.Problems {
		b.WriteString(r.say("", p))
	}
	for _, f := range r.Findings {
		b.WriteString(r.say("", f))
	}
	for _, n := range r.Notes {
		b.WriteString(r.say("note: ", n))
	}
	for _, s := range r.Settings {
		b.WriteString(r.say("", Line{Message: "setting " + s.String()}))
	}
	failed := 0
	for _, t := range r.Tests {
		if t.Passed {
			continue
		}
		failed++
		b.WriteString(r.say("", Line{Line: t.Line, Message: fmt.Sprintf("test %q fails: %s", t.Name, strings.Join(t.Differences, "; "))}))
		for _, line := range t.Trace {
			b.WriteString("    " + line + "\n")
		}
	}
	b.WriteString(r.summary(failed))
	_, err := io.WriteString(w, b.String())
	return err
}

// say writes one line, with the place first, in the form that editors recognise.
func (r *Report) say(sort string, l Line) string {
	switch text := sort + l.Message; {
	case l.Path != "" && l.Line > 0:
		return fmt.Sprintf("%s:%d: %s%s: %s\n", r.File, l.Line, sort, l.Path, l.Message)
	case l.Line > 0:
		return fmt.Sprintf("%s:%d: %s\n", r.File, l.Line, text)
	case l.Path != "":
		return fmt.Sprintf("%s: %s%s: %s\n", r.File, sort, l.Path, l.Message)
	case strings.HasPrefix(l.Message, r.File+":"):
		return text + "\n"
	default:
		return fmt.Sprintf("%s: %s\n", r.File, text)
	}
}

func (r *Report) summary(failed int) string {
	if len(r.Problems) > 0 {
		return fmt.Sprintf("%s cannot be used: %s\n", r.File, console.Count(len(r.Problems), "problem"))
	}
	text := fmt.Sprintf("%s is version %s: %s, %s, %s, %s; %s", r.File, r.Version, console.Count(r.Counts.Workstreams, "workstream"),
		console.Count(r.Counts.Queues, "queue"), console.Count(r.Counts.Rules, "rule"), console.Count(r.Counts.Agents, "agent"),
		console.Count(len(r.Tests), "test"))
	if failed > 0 {
		text += fmt.Sprintf(", %d of which fail", failed)
	}
	if len(r.Findings) > 0 {
		text += ", " + console.Count(len(r.Findings), "thing") + " probably not meant"
	}
	if r.OK {
		text += ", all well"
	}
	return text + "\n"
}
