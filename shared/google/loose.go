package google

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Loose is a string that Google may send as another type: a number keeps its
// digits, anything else counts as missing.
type Loose string

// UnmarshalJSON takes whatever the value is; it does not fail.
func (l *Loose) UnmarshalJSON(b []byte) error {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(b, &s) == nil:
		*l = Loose(s)
	case json.Unmarshal(b, &n) == nil:
		*l = Loose(n)
	default:
		*l = ""
	}
	return nil
}

// earliest is before any of the channels existed; times before it are placeholders.
var earliest = time.Date(2016, 1, 1, 0, 0, 0, 0, time.UTC) //nolint:gochecknoglobals // a constant

// NotAfter is the RFC 3339 time in the text, in UTC, or the latest possible time if
// there is none, it cannot be right, or a clock was ahead: an event happened before it was
// sent, and it was sent before it was received.
func (l Loose) NotAfter(latest time.Time) time.Time {
	t, err := time.Parse(time.RFC3339Nano, string(l))
	if err != nil || t.Before(earliest) || t.After(latest) {
		return latest
	}
	return t.UTC()
}

// Number is the whole number in the text, or 0.
func (l Loose) Number() int64 {
	n, err := strconv.ParseInt(string(l), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// LastSegment is the id at the end of a resource's name.
func (l Loose) LastSegment() string {
	return string(l[strings.LastIndexByte(string(l), '/')+1:])
}

// Present reports whether a member was there and is not null.
func Present(raw json.RawMessage) bool { return len(raw) > 0 && string(raw) != "null" }
