// Package terraform is where the infrastructure is described. Go has only one
// thing of it: the example of what an admin writes.
package terraform

import _ "embed" // embeds the example

//go:embed example.tfvars
var example string

// Example is the text of example.tfvars.
func Example() []byte { return []byte(example) }
