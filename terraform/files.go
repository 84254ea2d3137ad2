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

// The lists that rules.tf replaces in the rules.
const (
	alone      = "['google.com'] /* sign_in.providers */"
	withFactor = "[] /* sign_in.with_second_factor */"
)

// RulesWithPasswords is what rules.tf makes of the rules where agents may sign in with an
// address and a password, too: together with a second factor, or with nothing else.
func RulesWithPasswords(secondFactor bool) string {
	if secondFactor {
		return strings.Replace(rules, withFactor, "['password'] /* sign_in.with_second_factor */", 1)
	}
	return strings.Replace(rules, alone, "['google.com', 'password'] /* sign_in.providers */", 1)
}
