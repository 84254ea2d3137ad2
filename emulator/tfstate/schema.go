package main

import (
	"regexp"
	"slices"
)

type schemas struct {
	Providers map[string]struct {
		Resources map[string]struct {
			Block block `json:"block"`
		} `json:"resource_schemas"`
	} `json:"provider_schemas"`
}

type block struct {
	Attributes map[string]attribute `json:"attributes"`
	Blocks     map[string]struct {
		Block block `json:"block"`
	} `json:"block_types"`
}

type attribute struct {
	Type      any  `json:"type"`
	Computed  bool `json:"computed"`
	Sensitive bool `json:"sensitive"`
}

var (
	// secret is how attributes are named that a provider should have marked as sensitive.
	secret = regexp.MustCompile(`(^|_)(key|secret|password|token|credentials?)$`)
	// harmless are attributes of such a name that are a name, a number or a hash themselves.
	harmless = regexp.MustCompile(`^(default_)?kms_key_|_sha256$`)
)

// secrets are the attributes of the given types, as TYPE.PATH, that the provider fills in
// and that are secrets, by their mark or by their name. What the configuration writes
// itself is looked for by its value, in terraform/plans.sh.
func (s schemas) secrets(types []string) []string {
	var found []string
	for _, provider := range s.Providers {
		for name, resource := range provider.Resources {
			if slices.Contains(types, name) {
				found = append(found, resource.Block.secrets(name)...)
			}
		}
	}
	slices.Sort(found)
	return found
}

func (b block) secrets(path string) []string {
	var found []string
	for name, a := range b.Attributes {
		if a.Computed && !harmless.MatchString(name) {
			found = append(found, named(path+"."+name, name, a.Sensitive, a.Type)...)
		}
	}
	for name, nested := range b.Blocks {
		found = append(found, nested.Block.secrets(path+"."+name)...)
	}
	return found
}

// named looks into a type: a word, or ["list", ["object", {"field": "string"}]].
func named(path, name string, sensitive bool, kind any) []string {
	list, composed := kind.([]any)
	if !composed || len(list) != 2 {
		if sensitive || kind == "string" && secret.MatchString(name) {
			return []string{path}
		}
		return nil
	}
	fields, object := list[1].(map[string]any)
	if !object {
		return named(path, name, sensitive, list[1])
	}
	var found []string
	for field, inner := range fields {
		found = append(found, named(path+"."+field, field, sensitive, inner)...)
	}
	return found
}
