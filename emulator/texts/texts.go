// Package texts puts reasons into words. en.json and fr.json have a text for each code
// of package reason: the agents' client has them built in, and commands say the English
// ones with this package.
//
// A text is a clause without a full stop. In it {agent} stands for an argument, {at:time}
// for one that is shown as its kind asks for, {units|unit|units} for the singular or the
// plural by a number, and […] for what is left out where its argument is empty.
package texts

import (
	_ "embed" // for the texts
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/functions/media"
	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/shared/assign"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/route"
)

//go:embed en.json
var english []byte

// Definitions are the codes of the whole product.
func Definitions() reason.Definitions {
	all := reason.Definitions{}
	for _, some := range []reason.Definitions{
		route.Codes(), conversation.Codes(), assign.Codes(), roster.Codes(), request.Codes(), dispatch.Codes(), channel.Codes(), reply.Codes(), media.Codes(),
	} {
		maps.Copy(all, some)
	}
	return all
}

// Table is the texts of one language by code. Two are no codes: "unknown" stands for
// every code without a text, and "separator" between the reasons of a list.
type Table map[string]string

// Read reads a table.
func Read(file []byte) (Table, error) {
	var t Table
	if err := json.Unmarshal(file, &t); err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	return t, nil
}

// English is the table of the commands.
func English() Table {
	t, err := Read(english)
	if err != nil {
		panic(err) // a test reads it
	}
	return t
}

// Lines are reasons in words, one each.
func (t Table) Lines(reasons []reason.Reason) []string {
	lines := make([]string, len(reasons))
	for i, r := range reasons {
		lines[i] = t.Say(r)
	}
	return lines
}

// Say is a reason in words, with times in UTC.
func (t Table) Say(r reason.Reason) string {
	text, ok := t[string(r.Code)]
	if !ok {
		return t.fill(t["unknown"], reason.Args{"code": string(r.Code)})
	}
	return t.fill(text, r.Args)
}

var (
	optional    = regexp.MustCompile(`\[([^\]]*)\]`)
	placeholder = regexp.MustCompile(`\{(\w+)(?::(\w+)|\|([^|}]*)\|([^}]*))?\}`)
)

// fill puts arguments into a text, first of all into what may be left out.
func (t Table) fill(text string, args reason.Args) string {
	text = optional.ReplaceAllStringFunc(text, func(part string) string {
		for _, m := range placeholder.FindAllStringSubmatch(part, -1) {
			if t.show(args[m[1]], "") == "" {
				return ""
			}
		}
		return part[1 : len(part)-1]
	})
	return placeholder.ReplaceAllStringFunc(text, func(part string) string {
		m := placeholder.FindStringSubmatch(part)
		value := args[m[1]]
		if strings.Contains(part, "|") {
			if value == int64(1) {
				return m[3]
			}
			return m[4]
		}
		return t.show(value, reason.Kind(m[2]))
	})
}

func (t Table) show(value any, kind reason.Kind) string {
	switch v := value.(type) {
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil && kind == reason.Time {
			return at.UTC().Format("2006-01-02 15:04:05Z")
		}
		return v
	case int64:
		if kind == reason.Duration {
			return span(v)
		}
		if kind == reason.Bytes {
			return size(v)
		}
		return strconv.FormatInt(v, 10)
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = t.show(v[i], kind)
		}
		return strings.Join(parts, t["separator"])
	}
	nested, _ := reason.Nested(value)
	if nested.Code == "" {
		return ""
	}
	return t.Say(nested)
}

// span is a length of time in its largest two units.
func span(seconds int64) string {
	units := []struct {
		size int64
		name string
	}{{86_400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}}
	for i, u := range units {
		if seconds < u.size {
			continue
		}
		text := fmt.Sprintf("%d %s", seconds/u.size, u.name)
		if i+1 < len(units) {
			if rest := seconds % u.size / units[i+1].size; rest > 0 {
				text += fmt.Sprintf(" %d %s", rest, units[i+1].name)
			}
		}
		return text
	}
	return "0 s"
}

// size is a number of bytes in kilobytes or megabytes.
func size(bytes int64) string {
	const kilo, mega = 1000, 1_000_000
	if bytes < mega {
		return fmt.Sprintf("%d kB", max(1, bytes/kilo))
	}
	return strconv.FormatFloat(float64(bytes/(mega/10))/10, 'f', -1, 64) + " MB" //nolint:mnd // a digit after the point
}
