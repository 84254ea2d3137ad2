// Package vocabulary carries what Go says once, states, kinds, bounds, forms and
// defaults, to where it is needed in another language: the agents' client,
// the database's rules and Terraform. It is no part of what deploys.
//
// The words are read from the source: every constant of a type belongs to it, so a new
// one cannot be forgotten. Bounds, forms and defaults are the rows of [numbers] and
// [forms].
package vocabulary

import (
	"fmt"
	"os"
	"path/filepath"
)

// Files are the files that follow from the vocabulary, by their paths below root, the
// folder of the project. A file that is partly written by hand keeps that part as it is
// there.
func Files(root string) (map[string]string, error) {
	v, err := read(root)
	if err != nil {
		return nil, err
	}
	rules, err := os.ReadFile(filepath.Join(root, Rules))
	if err != nil {
		return nil, fmt.Errorf("the rules: %w", err)
	}
	filled, err := v.fill(string(rules))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Rules, err)
	}
	reference, err := v.reference(root, filled)
	if err != nil {
		return nil, err
	}
	interfaces, err := v.interfaces(root)
	if err != nil {
		return nil, err
	}
	known, err := masks()
	if err != nil {
		return nil, err
	}
	return map[string]string{Client: v.client(), Masks: known, Fields: interfaces, Rules: filled, Reference: reference, Channels: listed()}, nil
}

// Where the files are, below the project's root.
const (
	Client = "functions/desk/web/src/data/words.gen.ts"
	Fields = "functions/desk/web/src/data/fields.gen.ts"
	Masks  = "functions/desk/web/src/data/mask.gen.ts"
	Rules  = "terraform/firestore.rules"
	// Reference is the reference of the database.
	Reference = "docs/firestore.md"
	// Channels is the list of channels as Terraform reads it.
	Channels = "terraform/channels.json"
)
