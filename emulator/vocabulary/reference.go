package vocabulary

import (
	_ "embed" // the text by hand
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/template"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

//go:embed firestore.md.tmpl
var referenceText string

// reference is docs/firestore.md: the documents, for whoever writes another client.
func (v vocabulary) reference(root, rules string) (string, error) {
	r := referring{source: newSource(root), rules: rules}
	var parts []string
	for _, d := range documents() {
		part, err := r.document(d)
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	types, err := r.types()
	if err != nil {
		return "", err
	}
	if err := r.complete(); err != nil {
		return "", err
	}
	var examples []string
	for _, e := range Examples() {
		examples = append(examples, e.javaScript())
	}
	t, err := template.New("").Parse(referenceText)
	if err != nil {
		return "", fmt.Errorf("the reference: %w", err)
	}
	var b strings.Builder
	err = t.Execute(&b, map[string]any{
		"Tree": tree(), "Parts": strings.Join(parts, "\n"), "Types": types, "Words": v.wordTable(),
		"Bounds": boundTable(), "Examples": examples, "Bound": bound,
		"Heartbeat": int(agent.Heartbeat.Seconds()), "Lease": int(agent.LeaseLength.Seconds()),
	})
	if err != nil {
		return "", fmt.Errorf("the reference: %w", err)
	}
	return b.String(), nil
}

// complete reports fields without a meaning, and meanings without a field.
func (r *referring) complete() error {
	var problems []error
	for _, name := range r.silent {
		problems = append(problems, fmt.Errorf("%s has no comment", name))
	}
	for name := range common() {
		if !slices.Contains(r.used, name) {
			problems = append(problems, fmt.Errorf("%s is explained and every such field has a comment", name))
		}
	}
	for name := range units() {
		if !slices.Contains(r.measured, name) {
			problems = append(problems, fmt.Errorf("there is no field %s to have a unit", name))
		}
	}
	return errors.Join(problems...)
}

// bound is the bound of a name.
func bound(name string) (int64, error) {
	for _, n := range numbers() {
		if n.name == name {
			return n.value, nil
		}
	}
	return 0, fmt.Errorf("there is no bound %s", name)
}

// tree is the paths of all documents.
func tree() string {
	var b strings.Builder
	for _, d := range documents() {
		fmt.Fprintf(&b, "- `%s`\n", d.path)
	}
	return b.String()
}

func boundTable() string {
	var b strings.Builder
	b.WriteString("| bound | at most | of |\n|---|---|---|\n")
	for _, n := range numbers() {
		fmt.Fprintf(&b, "| `%s` | %d | %s |\n", n.name, n.value, n.means)
	}
	return b.String()
}

// wordTable is every set that has a type, with its words.
func (v vocabulary) wordTable() string {
	var b strings.Builder
	b.WriteString("| type | words |\n|---|---|\n")
	for _, s := range sets() {
		if s.single != "" {
			fmt.Fprintf(&b, "| %s | `%s` |\n", s.single, strings.Join(v.words[s.name], "`, `"))
		}
	}
	return b.String()
}
