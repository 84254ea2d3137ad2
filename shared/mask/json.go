package mask

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// JSON masks every text in a payload, and its numbers: what a payload says may be escaped
// in it. One that is not JSON is masked as a text.
func (s *Set) JSON(d Direction, payload []byte) (masked []byte, by []string) {
	if s == nil || len(payload) == 0 {
		return payload, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(payload))
	decoder.UseNumber()
	var tree any
	if decoder.Decode(&tree) != nil || decoder.More() {
		text, by := s.Text(d, string(payload))
		return []byte(text), by
	}
	tree = s.tree(d, tree, &by)
	if by == nil {
		return payload, nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(tree) != nil { // nothing of what was decoded can fail
		return nil, by
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), by
}

func (s *Set) tree(d Direction, node any, by *[]string) any {
	switch node := node.(type) {
	case string:
		return s.add(d, node, by)
	case json.Number:
		if text := s.add(d, node.String(), by); text != node.String() {
			return text
		}
	case []any:
		for i, item := range node {
			node[i] = s.tree(d, item, by)
		}
	case map[string]any:
		plain := make(map[string]any, len(node))
		for _, key := range slices.Sorted(maps.Keys(node)) {
			plain[s.add(d, key, by)] = s.tree(d, node[key], by)
		}
		return plain
	}
	return node
}

// add masks a text and adds the names of the rules to those of other texts.
func (s *Set) add(d Direction, text string, by *[]string) string {
	text, names := s.Text(d, text)
	*by = Join(*by, names)
	return text
}

// Texts masks several texts in place, and returns the names of the rules that found
// something.
func (s *Set) Texts(d Direction, texts ...*string) (by []string) {
	if s == nil {
		return nil
	}
	for _, text := range texts {
		*text = s.add(d, *text, &by)
	}
	return by
}

// Join joins names of rules, each once.
func Join(names, more []string) []string {
	for _, name := range more {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
