package hours

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the image that a function runs in need not have a zone database
)

// Definition is a schedule as an administrator writes it.
//
// A span is "09:00-12:30", or "18:00-02:00" when it ends on the next day, or
// "24h" for the whole day. A span that crosses midnight belongs to the day on
// which it begins: an exception replaces the spans that begin on its date, and no
// others.
type Definition struct {
	// TimeZone is the IANA name of the time zone of the spans, for example
	// "Europe/Paris".
	TimeZone string `json:"time_zone"`
	// Week has the spans of the days "monday" to "sunday". A day without spans is
	// closed.
	Week map[string][]string `json:"week"`
	// Exceptions have the spans of single dates, for example "2026-12-25", which
	// replace those of the weekday. A date without spans is closed.
	Exceptions map[string][]string `json:"exceptions,omitempty"`
}

// Problem is one thing that is wrong with a definition.
type Problem struct {
	// Path leads to it from the definition, for example "week.monday[1]".
	Path string
	// Message says what is wrong and what is allowed.
	Message string
}

// New makes a schedule from a definition, or reports everything that is wrong
// with it: first the zone, then the week from Monday on, then the exceptions by
// date. It returns either a schedule or problems.
func New(d Definition) (*Schedule, []Problem) {
	var c checker
	s := &Schedule{location: c.zone(d.TimeZone), exceptions: map[int64][]span{}}
	c.week(s, d.Week)
	s.varied = s.vary()
	c.exceptions(s, d.Exceptions)
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	return s, nil
}

// checker reads a definition. It continues after a problem, so that all of them
// are reported.
type checker struct{ problems []Problem }

func (c *checker) report(path, format string, args ...any) {
	c.problems = append(c.problems, Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) zone(name string) *time.Location {
	const allowed = `name one of the IANA database, for example "Europe/Paris"`
	if name == "" {
		c.report("time_zone", "there is no time zone: %s", allowed)
		return nil
	}
	location, err := load(name)
	if err != nil {
		c.report("time_zone", "there is no time zone %q: %s", name, allowed)
	}
	return location
}

// load rejects what a machine's zone database holds apart from zones: its own
// zone as "Local" or "localtime", "right/", which counts leap seconds, and other
// files. All but the first begin with a lower-case letter.
func load(name string) (*time.Location, error) {
	if name == "Local" || name[0] < 'A' || name[0] > 'Z' {
		return nil, fmt.Errorf("%q depends on the machine", name)
	}
	return time.LoadLocation(name) //nolint:wrapcheck // only whether it fails counts
}

func (c *checker) week(s *Schedule, week map[string][]string) {
	for i, name := range Weekdays() {
		s.week[(i+1)%7] = c.day("week."+name, week[name])
	}
	for _, name := range slices.Sorted(maps.Keys(week)) {
		if slices.Contains(Weekdays(), name) {
			continue
		}
		c.report("week."+name, "there is no weekday %q%s: only %s",
			name, didYouMean(nearest(name, Weekdays())), strings.Join(Weekdays(), ", "))
		c.day("week."+name, week[name])
	}
}

// Weekdays begin with Monday, as people write a week.
func Weekdays() []string {
	return []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
}

func (c *checker) exceptions(s *Schedule, exceptions map[string][]string) {
	for _, name := range slices.Sorted(maps.Keys(exceptions)) {
		path := "exceptions." + name
		date, err := time.Parse(time.DateOnly, name)
		if err != nil {
			c.report(path, "there is no date %q%s: write one of the calendar as YYYY-MM-DD, for example 2026-12-25",
				name, didYouMean(anyDate(name)))
		}
		spans := c.day(path, exceptions[name])
		s.exceptions[dayOf(date.Unix())] = spans
		s.dates = append(s.dates, dayOf(date.Unix()))
	}
}

// day reads the spans that begin on one day.
func (c *checker) day(path string, texts []string) []span {
	spans := make([]span, len(texts)) // one that cannot be read is empty and overlaps nothing
	for i, text := range texts {
		at := fmt.Sprintf("%s[%d]", path, i)
		sp, err := parse(text)
		if err != nil {
			c.report(at, "%s", err)
			continue
		}
		for j, other := range spans[:i] {
			if sp.from < other.until && other.from < sp.until {
				c.report(at, "%q overlaps %q: let one end before the other begins", text, texts[j])
				break
			}
		}
		spans[i] = sp
	}
	return spans
}
