// Package terraform is where the infrastructure is described. Go has two things of
// it: the example of what an admin writes, and what clients may read and write.
package terraform

import (
	_ "embed" // embeds the files
	"strings"
)

//go:embed example.tfvars
var example string

//go:embed firestore.rules
var rules string

// Example is the text of example.tfvars.
func Example() []byte { return []byte(example) }

// Rules is the text of firestore.rules, for agents who sign in with Google.
func Rules() string { return rules }

// providers is what rules.tf replaces in the rules.
const providers = "['google.com'] /* sign_in.providers */"

// RulesWithPasswords is what rules.tf makes of the rules where agents may sign in with
// an address and a password, too.
func RulesWithPasswords() string {
	return strings.Replace(rules, providers, "['google.com', 'password'] /* sign_in.providers */", 1)
}
