// Package spelling finds the name that somebody probably meant, and what can be seen
// of a name.
package spelling

import "strings"

// Nearest returns the name that was probably meant, ignoring case: the one with
// the fewest changed letters. At most a third of the letters may differ, rounded
// up, but not all of them. It returns "" when no name is that near.
func Nearest(name string, among []string) string {
	best, least := "", 0
	for _, candidate := range among {
		a, b := []rune(strings.ToLower(name)), []rune(strings.ToLower(candidate))
		letters, changed := max(len(a), len(b)), distance(a, b)
		if 3*changed < letters+3 && changed < letters && (best == "" || changed < least) {
			best, least = candidate, changed
		}
	}
	return best
}

// Meant returns the end of a message about an unknown name: ", did you mean …?",
// or "" when no name is near.
func Meant(name string, among []string) string {
	if best := Nearest(name, among); best != "" {
		return ", did you mean " + best + "?"
	}
	return ""
}

// distance counts the letters to insert, remove, change or swap with the next
// one (optimal string alignment).
func distance(a, b []rune) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
