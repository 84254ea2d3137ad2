package vocabulary

import (
	"fmt"
	"slices"
	"strings"
)

// interfaces is the file with the documents' fields for the agents' client: their names
// and what the client makes of them. The client's decoders are checked against it when
// it is compiled.
func (v vocabulary) interfaces(root string) (string, error) {
	s := newSource(root)
	var all []string // structs, those that others name after them
	for _, d := range documents() {
		if d.of != "" {
			all = append(all, d.of)
		}
	}
	var b strings.Builder
	var words []string
	for i := 0; i < len(all); i++ {
		fields, err := s.fields(all[i])
		if err != nil {
			return "", err
		}
		_, name := split(all[i])
		fmt.Fprintf(&b, "\n/** %s */\nexport interface %s {\n", all[i], name)
		for _, f := range fields {
			if _, err := s.fields(f.of); err == nil && !slices.Contains(all, f.of) {
				all = append(all, f.of)
			}
			text, word := s.scriptType(f)
			fmt.Fprintf(&b, "  %s: %s;\n", f.name, text)
			if word != "" && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
		b.WriteString("}\n")
	}
	slices.Sort(words)
	return generated + "// The fields of the documents, see docs/firestore.md. What is missing is empty, and a time is\n" +
		"// in milliseconds.\n\nimport type { " + strings.Join(words, ", ") + " } from './words.gen.js';\n" + b.String(), nil
}

// scriptType is a field's type in TypeScript, and the client's type of its words if it
// has one. What a map or a list of maps holds is for the decoder of that.
func (s *source) scriptType(f field) (text, word string) {
	text = map[string]string{
		"string": "string", "bool": "boolean", "int64": "number", "float64": "number", "time.Time": "number",
		"shared/reason.Args": "object",
	}[f.of]
	if text == "" {
		text = "string" // a type for texts of one kind
		if _, err := s.fields(f.of); err == nil {
			text = "object"
			if !f.list && !f.byKey {
				text = "object | undefined"
			}
		}
		for _, set := range sets() {
			if set.from == f.of && set.single != "" {
				word = set.single
				text = "'' | " + word
			}
		}
	}
	switch {
	case f.list:
		text += "[]"
	case f.byKey:
		text = "Record<string, " + text + ">"
	}
	return text, word
}
