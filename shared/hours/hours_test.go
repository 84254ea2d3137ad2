package hours_test

import (
	"math"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

func at(tb testing.TB, text string) time.Time {
	tb.Helper()
	instant, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		tb.Fatal(err)
	}
	return instant
}

const (
	lunch   = `{"week": {"monday": ["09:00-12:30", "14:00-18:00"]}}`
	nights  = `{"week": {"friday": ["18:00-02:00"], "saturday": ["18:00-02:00"]}}`
	holiday = `{"week": {"thursday": ["18:00-02:00"], "friday": ["00:30-04:00", "09:00-17:00"], "saturday": ["09:00-12:00"]},
		"exceptions": {"2026-12-25": [], "2026-12-26": ["10:00-11:00"]}}`
	office = `{"week": {"sunday": ["01:00-04:00"], "monday": ["09:00-17:00"]}}`
)

// never is an answer that there is none.
const never = ""

func TestSchedule(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, definition, at string
		open                 bool
		nextOpen, nextClose  string
	}{
		{
			"before the day begins", lunch,
			"2026-03-02T08:59:59.999999999+01:00", false, "2026-03-02T09:00:00+01:00", "2026-03-02T08:59:59.999999999+01:00",
		},
		{
			"opening belongs to the span", lunch,
			"2026-03-02T09:00:00+01:00", true, "2026-03-02T09:00:00+01:00", "2026-03-02T12:30:00+01:00",
		},
		{
			"open to the last nanosecond", lunch,
			"2026-03-02T12:29:59.999999999+01:00", true, "2026-03-02T12:29:59.999999999+01:00", "2026-03-02T12:30:00+01:00",
		},
		{
			"lunch", lunch,
			"2026-03-02T12:30:00+01:00", false, "2026-03-02T14:00:00+01:00", "2026-03-02T12:30:00+01:00",
		},
		{
			"until next week, across the change to summer time", lunch,
			"2026-03-23T18:00:00+01:00", false, "2026-03-30T09:00:00+02:00", "2026-03-23T18:00:00+01:00",
		},
		{
			"a night runs on", nights,
			"2026-03-07T01:00:00+01:00", true, "2026-03-07T01:00:00+01:00", "2026-03-07T02:00:00+01:00",
		},
		{
			"a night runs on past the end of the week", nights,
			"2026-03-08T01:59:00+01:00", true, "2026-03-08T01:59:00+01:00", "2026-03-08T02:00:00+01:00",
		},
		{
			"a night belongs to the evening", nights,
			"2026-03-06T01:00:00+01:00", false, "2026-03-06T18:00:00+01:00", "2026-03-06T01:00:00+01:00",
		},
		{
			"a holiday replaces the weekday, but not the night that began before", holiday,
			"2026-12-25T01:00:00+01:00", true, "2026-12-25T01:00:00+01:00", "2026-12-25T02:00:00+01:00",
		},
		{
			"the rest of a holiday", holiday,
			"2026-12-25T09:30:00+01:00", false, "2026-12-26T10:00:00+01:00", "2026-12-25T09:30:00+01:00",
		},
		{
			"one day's night and the next day's morning are one", holiday,
			"2026-12-17T20:00:00+01:00", true, "2026-12-17T20:00:00+01:00", "2026-12-18T04:00:00+01:00",
		},
		{
			"a holiday without the night of its weekday", `{"week": {"thursday": ["18:00-02:00"]}, "exceptions": {"2026-12-24": []}}`,
			"2026-12-24T17:00:00+01:00", false, "2026-12-31T18:00:00+01:00", "2026-12-24T17:00:00+01:00",
		},
		{
			"whole days run into each other", `{"week": {"monday": ["24h"], "tuesday": ["00:00-24:00"]}}`,
			"2026-03-02T00:00:00+01:00", true, "2026-03-02T00:00:00+01:00", "2026-03-04T00:00:00+01:00",
		},
		{
			"touching spans are one", `{"week": {"monday": ["09:00-12:00", "12:00-18:00"]}}`,
			"2026-03-02T09:00:00+01:00", true, "2026-03-02T09:00:00+01:00", "2026-03-02T18:00:00+01:00",
		},
		{
			"summer time takes an hour", office,
			"2026-03-29T01:30:00+01:00", true, "2026-03-29T01:30:00+01:00", "2026-03-29T04:00:00+02:00",
		},
		{
			"a span in the hour that is skipped", `{"week": {"sunday": ["02:15-02:45"]}}`,
			"2026-03-28T12:00:00+01:00", false, "2026-04-05T02:15:00+02:00", "2026-03-28T12:00:00+01:00",
		},
		{
			"opening in the hour that is skipped is when it is over", `{"week": {"sunday": ["02:15-05:00"]}}`,
			"2026-03-28T12:00:00+01:00", false, "2026-03-29T03:00:00+02:00", "2026-03-28T12:00:00+01:00",
		},
		{
			"a span in the hour that is repeated, the first time", `{"week": {"sunday": ["02:15-02:45"]}}`,
			"2026-10-25T01:00:00+02:00", false, "2026-10-25T02:15:00+02:00", "2026-10-25T01:00:00+02:00",
		},
		{
			"a span in the hour that is repeated, the second time", `{"week": {"sunday": ["02:15-02:45"]}}`,
			"2026-10-25T02:45:00+02:00", false, "2026-10-25T02:15:00+01:00", "2026-10-25T02:45:00+02:00",
		},
		{
			"closing in the hour that is repeated comes twice", `{"week": {"sunday": ["01:00-02:30"]}}`,
			"2026-10-25T02:30:00+02:00", false, "2026-10-25T02:00:00+01:00", "2026-10-25T02:30:00+02:00",
		},
		{
			"midnight does not exist in Havana", `{"time_zone": "America/Havana", "week": {"sunday": ["00:00-00:30", "08:00-09:00"]}}`,
			"2026-03-07T12:00:00-05:00", false, "2026-03-08T08:00:00-04:00", "2026-03-07T12:00:00-05:00",
		},
		{
			"the day that Samoa left out", `{"time_zone": "Pacific/Apia", "week": {"thursday": ["18:00-02:00"], "friday": ["18:00-02:00"]}}`,
			"2011-12-29T23:00:00-10:00", true, "2011-12-29T23:00:00-10:00", "2011-12-31T02:00:00+14:00",
		},
		{
			"always open", `{"week": {"monday": ["24h"], "tuesday": ["24h"], "wednesday": ["24h"], "thursday": ["24h"],
				"friday": ["24h"], "saturday": ["24h"], "sunday": ["12:00-24:00", "00:00-12:00"]}}`,
			"2026-03-02T00:00:00Z", true, "2026-03-02T00:00:00Z", never,
		},
		{
			"always open but for one far day", `{"week": {"monday": ["24h"], "tuesday": ["24h"], "wednesday": ["24h"], "thursday": ["24h"],
				"friday": ["24h"], "saturday": ["24h"], "sunday": ["24h"]}, "exceptions": {"2999-01-01": []}}`,
			"2026-03-02T00:00:00Z", true, "2026-03-02T00:00:00Z", "2999-01-01T00:00:00+01:00",
		},
		{
			"never open", `{}`,
			"2026-03-02T00:00:00Z", false, never, "2026-03-02T00:00:00Z",
		},
		{
			"open on one far night only", `{"exceptions": {"2026-01-01": ["24h"], "2999-12-31": ["18:00-02:00"]}}`,
			"2026-03-02T00:00:00Z", false, "2999-12-31T18:00:00+01:00", "2026-03-02T00:00:00Z",
		},
		{
			"the last exception runs on into the day after", `{"exceptions": {"2026-12-31": ["18:00-02:00"]}}`,
			"2027-01-01T01:00:00+01:00", true, "2027-01-01T01:00:00+01:00", "2027-01-01T02:00:00+01:00",
		},
		{
			"after the last exception", `{"exceptions": {"2026-12-31": ["18:00-02:00"]}}`,
			"2027-01-01T02:00:00+01:00", false, never, "2027-01-01T02:00:00+01:00",
		},
		{
			"the last exception comes again when the clock goes back across midnight",
			`{"time_zone": "America/Santiago", "exceptions": {"2026-04-04": ["23:00-24:00"]}}`,
			"2026-04-04T23:59:59-03:00", true, "2026-04-04T23:59:59-03:00", "2026-04-05T00:00:00-04:00",
		},
		{
			"the night after the last exception comes again when the clock goes back by a day",
			`{"time_zone": "America/Juneau", "exceptions": {"1867-10-17": ["18:00-16:00"]}}`,
			"1867-10-19T12:00:00+15:02", false, "1867-10-19T00:31:13Z", "1867-10-19T12:00:00+15:02",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, from := define(t, tt.definition), at(t, tt.at)
			if got := s.OpenAt(from); got != tt.open {
				t.Errorf("open: %t", got)
			}
			got, ok := s.NextOpen(from)
			want(t, "next open", tt.nextOpen, got, ok)
			got, ok = s.NextClose(from)
			want(t, "next close", tt.nextClose, got, ok)
		})
	}
}

func want(t *testing.T, what, want string, got time.Time, ok bool) {
	t.Helper()
	if ok != (want != never) || ok && !got.Equal(at(t, want)) {
		t.Errorf("%s: %s (%t), want %q", what, got, ok, want)
	}
}

func TestAddWorking(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, definition, at string
		d                    time.Duration
		want                 string
	}{
		{"nothing, while closed", lunch, "2026-03-02T08:00:00+01:00", 0, "2026-03-02T08:00:00+01:00"},
		{"less than nothing", lunch, "2026-03-02T10:00:00+01:00", -time.Hour, "2026-03-02T10:00:00+01:00"},
		{"nothing, of what never opens", `{}`, "2026-03-02T10:00:00Z", 0, "2026-03-02T10:00:00Z"},
		{"within a span", lunch, "2026-03-02T10:00:00.5+01:00", time.Hour, "2026-03-02T11:00:00.5+01:00"},
		{"to the end of a span, not to the next", lunch, "2026-03-02T10:00:00+01:00", 150 * time.Minute, "2026-03-02T12:30:00+01:00"},
		{"across lunch", lunch, "2026-03-02T10:00:00+01:00", 150*time.Minute + 1, "2026-03-02T14:00:00.000000001+01:00"},
		{"from before opening", lunch, "2026-03-01T00:00:00+01:00", time.Hour, "2026-03-02T10:00:00+01:00"},
		{"ten weeks of Mondays", lunch, "2026-03-02T00:00:00+01:00", 75 * time.Hour, "2026-05-04T18:00:00+02:00"},
		{"ten years of Mondays", lunch, "2026-03-02T00:00:00+01:00", 3900 * time.Hour, "2036-02-11T18:00:00+01:00"},
		{"three hours of the clock are two in spring", office, "2026-03-29T01:00:00+01:00", 3 * time.Hour, "2026-03-30T10:00:00+02:00"},
		{"and four in autumn", office, "2026-10-25T01:00:00+02:00", 4 * time.Hour, "2026-10-25T04:00:00+01:00"},
		{"the last exception is long enough", `{"exceptions": {"2026-12-31": ["18:00-02:00"]}}`, "2026-03-02T00:00:00Z", 8 * time.Hour, "2027-01-01T02:00:00+01:00"},
		{"the last exception is too short", `{"exceptions": {"2026-12-31": ["18:00-02:00"]}}`, "2026-03-02T00:00:00Z", 8*time.Hour + 1, never},
		{"what never opens", `{}`, "2026-03-02T00:00:00Z", 1, never},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := define(t, tt.definition).AddWorking(at(t, tt.at), tt.d)
			want(t, "after so much opening time", tt.want, got, ok)
		})
	}
}

func TestTheZeroValueIsNeverOpen(t *testing.T) {
	t.Parallel()
	var s hours.Schedule
	now := at(t, "2026-03-02T10:00:00Z")
	if s.OpenAt(now) || !s.Never() || s.Location() != time.UTC {
		t.Errorf("open %t, never %t, location %s", s.OpenAt(now), s.Never(), s.Location())
	}
	if got, ok := s.NextOpen(now); ok {
		t.Errorf("opens at %s", got)
	}
	got, ok := s.NextClose(now)
	want(t, "next close", "2026-03-02T10:00:00Z", got, ok)
	if got, ok := s.AddWorking(now, time.Hour); ok {
		t.Errorf("has been open for an hour at %s", got)
	}
}

func TestNeverIsAboutTheWeek(t *testing.T) {
	t.Parallel()
	for text, never := range map[string]bool{
		`{"week": {"monday": []}}`:                true,
		`{"exceptions": {"2026-12-25": ["24h"]}}`: true,
		lunch:                                      false,
		`{"week": {"sunday": ["02:00-03:00"]}}`:    false,
		`{"time_zone": "UTC", "week": {}}`:         true,
		`{"week": {"saturday": ["23:59-00:00"]}}`:  false,
		`{"week": {"monday": null, "friday": []}}`: true,
	} {
		if got := define(t, text).Never(); got != never {
			t.Errorf("%s: %t", text, got)
		}
	}
}

func TestAnswersAreInTheZoneOfTheQuestion(t *testing.T) {
	t.Parallel()
	s, tokyo := define(t, lunch), location(t, "Asia/Tokyo")
	now := at(t, "2026-03-02T00:00:00Z").In(tokyo)
	opens, _ := s.NextOpen(now)
	closes, _ := s.NextClose(opens)
	later, _ := s.AddWorking(now, 4*time.Hour)
	for _, got := range []time.Time{opens, closes, later} {
		if got.Location() != tokyo || !got.After(now) {
			t.Errorf("%s, want a later time in Tokyo", got)
		}
	}
}

// TestTheEndsOfTimeAreReached: where 64 bits end any answer will do, if there is
// one.
func TestTheEndsOfTimeAreReached(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{}`, lunch, nights, holiday, `{"exceptions": {"9999-12-31": ["18:00-02:00"], "0000-01-01": []}}`} {
		s := define(t, text)
		for _, now := range []time.Time{
			{},
			time.Unix(math.MinInt64, 0), time.Unix(math.MaxInt64, 999_999_999), time.Unix(math.MaxInt64-100_000, 0),
			time.Date(300_000, 12, 31, 12, 0, 0, 0, time.UTC), time.Date(-300_000, 1, 1, 0, 0, 0, 0, time.UTC),
		} {
			s.OpenAt(now)
			s.NextOpen(now)
			s.NextClose(now)
			s.AddWorking(now, 100*time.Hour)
		}
	}
}
