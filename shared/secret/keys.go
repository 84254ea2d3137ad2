package secret

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// minKey is the length of the shortest key, in bytes: that of Google's client
// tokens. A shorter one could be found by trying.
const minKey = 16

// Keys returns the keys in the named secrets: all valid keys of an account, old and
// new, one a line. Blank lines and comments, which begin with #, are skipped, and so
// is a line that is no key: the other keys of a secret in use stay valid.
// [Reader.CheckKeys] refuses such a line before a function serves.
func (r *Reader) Keys(ctx context.Context, names []string, fresh bool) ([]string, error) {
	var keys []string
	for _, name := range names {
		data, err := r.Read(ctx, name, fresh)
		if err != nil {
			return nil, err
		}
		found, _ := parseKeys(data)
		keys = append(keys, found...)
	}
	return keys, nil
}

// CheckKeys says what is wrong with the keys in the named secrets: a line that is no
// key, or a secret without one. It never repeats a line, which may be a key with a
// slip. A secret that cannot be read is not its concern: the error is about what
// nobody but an admin can set right.
func (r *Reader) CheckKeys(ctx context.Context, names []string) error {
	var problems []error
	for _, name := range names {
		data, err := r.Read(ctx, name, false)
		if err != nil {
			continue
		}
		if _, err := parseKeys(data); err != nil {
			problems = append(problems, fmt.Errorf("secret %s: %w", name, err))
		}
	}
	return errors.Join(problems...)
}

// parseKeys returns the keys in a secret, and what is wrong with its other lines.
func parseKeys(data []byte) (keys []string, err error) {
	var problems []error
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		key := strings.TrimSpace(line)
		if key == "" || key[0] == '#' {
			continue
		}
		if problem := noKey(key); problem != "" {
			problems = append(problems, fmt.Errorf("line %d %s", number, problem))
			continue
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 && len(problems) == 0 {
		problems = append(problems, errors.New("it holds no key: add the client token"))
	}
	return keys, errors.Join(problems...)
}

// noKey says why a line is no key, or nothing.
func noKey(line string) string {
	switch {
	case strings.ContainsFunc(line, func(c rune) bool { return !unicode.IsGraphic(c) || unicode.IsSpace(c) }):
		return "is no key: there is a blank or a control character in it; a comment begins with #"
	case len(line) < minKey:
		return fmt.Sprintf("is no key: it has %d characters, and a key has %d at least", len(line), minKey)
	}
	return ""
}
