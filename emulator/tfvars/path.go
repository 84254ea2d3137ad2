package tfvars

import (
	"strconv"
	"strings"
)

// step takes the first step off a path of package route: the name of an entry, in quotes where the
// path has it in quotes, or the number of an item.
func step(path string) (key, rest string) {
	path = strings.TrimPrefix(path, ".")
	inside, indexed := strings.CutPrefix(path, "[")
	if !indexed {
		if end := strings.IndexAny(path, ".["); end >= 0 {
			return path[:end], path[end:]
		}
		return path, ""
	}
	if quoted, err := strconv.QuotedPrefix(inside); err == nil {
		return quoted, strings.TrimPrefix(inside[len(quoted):], "]")
	}
	key, rest, _ = strings.Cut(inside, "]")
	return key, rest
}
