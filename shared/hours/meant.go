package hours

import (
	"fmt"
	"strings"
)

// didYouMean returns the question to add to a message, or "" without a guess.
func didYouMean(guess string) string {
	if guess == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", guess)
}

// nearest returns the name that a word abbreviates or misspells in at most two
// places, or "".
func nearest(word string, names []string) string {
	const slips = 2
	word = strings.ToLower(strings.TrimSpace(word))
	best, least := "", slips+1
	for _, name := range names {
		if len(word) > slips && strings.HasPrefix(name, word) {
			return name
		}
		if d := distance(word, name); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance is how many letters have to be added, dropped or changed to turn one
// word into the other (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			changed := diagonal
			if a[i] != b[j] {
				changed++
			}
			diagonal = row[j+1]
			row[j+1] = min(changed, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
