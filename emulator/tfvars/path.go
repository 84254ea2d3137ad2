package tfvars

import (
	"regexp"
	"strconv"
	"strings"
)

var plainKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// under is the path of an object's entry, as package route writes it.
func under(path, key string) string {
	switch {
	case !plainKey.MatchString(key):
		return path + "[" + strconv.Quote(key) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// item is the path of a list's item.
func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// step takes the first step off a path: the name of an entry, in quotes where the
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
