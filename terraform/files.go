// Package terraform is where the infrastructure is described. Go has two things of
// it: the example of what an admin writes, and what clients may read and write.
package terraform

import _ "embed" // embeds the files

//go:embed example.tfvars
var example string

//go:embed firestore.rules
var rules string

// Example is the text of example.tfvars.
func Example() []byte { return []byte(example) }

// Rules is the text of firestore.rules.
func Rules() string { return rules }
