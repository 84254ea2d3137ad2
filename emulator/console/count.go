package console

import "fmt"

// Count returns a number with its noun: "1 rule", "2 rules".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
