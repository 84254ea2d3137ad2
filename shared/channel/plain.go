package channel

import "regexp"

var (
	labelled = regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]*)\)`)
	emphasis = regexp.MustCompile(`\*\*([^*]+)\*\*|\*([^*]+)\*`)
	escaped  = regexp.MustCompile(`\\([*\[\]()\\])`)
)

// Plain returns a text without its markup: **bold**, *italic*, [label](URL) and
// backslashes before markup characters.
func Plain(text string) string {
	text = labelled.ReplaceAllString(text, "$1 $2")
	text = emphasis.ReplaceAllString(text, "$1$2")
	return escaped.ReplaceAllString(text, "$1")
}
