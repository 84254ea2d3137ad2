package vocabulary

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// referring makes the tables and remembers which types they name.
type referring struct {
	*source
	rules string
	named []string
	// used are the names that [common] explains, and silent the fields that nothing does.
	used, silent []string
	// measured are the fields that have a unit.
	measured []string
}

func (r *referring) document(d document) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "### `%s`\n\n", d.path)
	fields := d.fields
	if d.of != "" {
		in, _, err := r.find(d.of)
		if err != nil {
			return "", err
		}
		if fields, err = r.fields(d.of); err != nil {
			return "", err
		}
		_, name := split(d.of)
		fmt.Fprintf(&b, "%s\n\n", in.means(in.docs[name], fields))
	}
	fmt.Fprintf(&b, "Written by: %s. Read by: %s.\n\n", d.writes, d.reads)
	writers, err := r.writers(d)
	if err != nil {
		return "", err
	}
	r.table(&b, d.of, fields, writers)
	return b.String(), nil
}

// writers are, by field, the clients who write it, as the rules have it.
func (r *referring) writers(d document) (map[string]string, error) {
	if len(d.clients) == 0 {
		return nil, nil //nolint:nilnil // no client writes into it
	}
	all := map[string]string{}
	for _, c := range d.clients {
		_, after, ok := strings.Cut(r.rules, c.list)
		found := fieldList.FindStringSubmatch(after)
		if !ok || found == nil {
			return nil, fmt.Errorf("the rules have no list of fields after %q", c.list)
		}
		for name := range strings.SplitSeq(found[1], ",") {
			all[strings.Trim(strings.TrimSpace(name), "'")] = c.who
		}
	}
	return all, nil
}

var fieldList = regexp.MustCompile(`(?s)(?:return |hasOnly\()\[('[^\]]*')\]`)

// types are the tables of all types that others name, each with those that it names.
func (r *referring) types() (string, error) {
	var b strings.Builder
	for i := 0; i < len(r.named); i++ {
		of := r.named[i]
		in, _, err := r.find(of)
		if err != nil {
			return "", err
		}
		fields, err := r.fields(of)
		if err != nil {
			return "", err
		}
		_, name := split(of)
		if i := slices.IndexFunc(documents(), func(d document) bool { return d.of == of }); i >= 0 {
			fmt.Fprintf(&b, "### %s\n\nThe same as `%s`.\n\n", name, documents()[i].path)
			continue
		}
		fmt.Fprintf(&b, "### %s\n\n%s\n\n", name, in.means(in.docs[name], fields))
		r.table(&b, of, fields, nil)
		b.WriteString("\n")
	}
	return b.String(), nil
}

func (r *referring) table(b *strings.Builder, of string, fields []field, writers map[string]string) {
	by, all := len(writers) > 0, fields
	b.WriteString("| field | type |")
	if by {
		b.WriteString(" written by |")
	}
	b.WriteString(" meaning |\n|---|---|---|" + strings.Repeat("---|", btoi(by)) + "\n")
	for len(fields) > 0 {
		n := slices.IndexFunc(fields, func(f field) bool { return f.group != fields[0].group })
		if n < 0 {
			n = len(fields)
		}
		var names, types, who []string
		for _, f := range fields[:n] {
			names = append(names, "`"+f.name+"`")
			types = append(types, r.typeOf(of, f))
			who = append(who, writer(writers, f.name))
		}
		fmt.Fprintf(b, "| %s | %s |", strings.Join(names, "<br>"), lines(types))
		if by {
			fmt.Fprintf(b, " %s |", lines(who))
		}
		fmt.Fprintf(b, " %s |\n", r.meaning(of, fields[0], all))
		fields = fields[n:]
	}
}

// meaning is what a field means: its comment or, where there is none, what the name
// means everywhere.
func (r *referring) meaning(of string, f field, all []field) string {
	if f.doc == "" {
		if _, err := r.fields(f.of); err == nil { // what it is follows from its type
			in, _, _ := r.find(f.of)
			_, name := split(f.of)
			return in.means(in.docs[name], nil)
		}
		r.used = append(r.used, f.name)
		if text, ok := common()[f.name]; ok {
			return text
		}
		r.silent = append(r.silent, of+"."+f.name)
		return ""
	}
	return cmp.Or(f.in, &declared{}).means(f.doc, all)
}

// lines are values below each other, or one that all have.
func lines(values []string) string {
	if all := slices.Compact(slices.Clone(values)); len(all) == 1 {
		return all[0]
	}
	return strings.Join(values, "<br>")
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// writer is who writes a field. Functions, too, write what is shared.
func writer(writers map[string]string, name string) string {
	switch who := writers[name]; {
	case who == "":
		return "functions"
	case slices.Contains([]string{"status", "reason", "presence", "presenceAt", "awayBy"}, name):
		return who + ", functions"
	default:
		return who
	}
}

// typeOf is a field's type in words, and remembers it if it is a type of its own.
func (r *referring) typeOf(of string, f field) string {
	name := map[string]string{
		"string": "text", "bool": "boolean", "int64": "integer", "float64": "number", "time.Time": "timestamp",
		"shared/reason.Args": "map",
	}[f.of]
	if name == "" {
		name = r.ownType(f.of)
	}
	if unit := units()[of+"."+f.name]; unit != "" {
		r.measured = append(r.measured, of+"."+f.name)
		name += ", " + unit
	}
	switch {
	case f.list:
		name = "list of " + name
	case f.byKey:
		name = "map of " + name
	}
	if f.optional {
		name += ", optional"
	}
	return name
}

func (r *referring) ownType(of string) string {
	_, name := split(of)
	for _, s := range sets() {
		if s.from == of {
			return "[" + s.single + "](#words)"
		}
	}
	if _, err := r.fields(of); err != nil {
		return "text" // a type for texts of one kind
	}
	if !slices.Contains(r.named, of) {
		r.named = append(r.named, of)
	}
	return "[" + name + "](#" + strings.ToLower(name) + ")"
}
