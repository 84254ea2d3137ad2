package hours_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/hours"
)

// define reads a definition without problems. The zone is Europe/Paris unless
// the text has another.
func define(t *testing.T, text string) *hours.Schedule {
	t.Helper()
	s, problems := hours.New(decode(t, text))
	if len(problems) > 0 {
		t.Fatalf("problems with %s: %v", text, problems)
	}
	return s
}

func decode(t *testing.T, text string) hours.Definition {
	t.Helper()
	d := hours.Definition{TimeZone: "Europe/Paris"}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil {
		t.Fatal(err)
	}
	return d
}

const (
	allowedZone = `name one of the IANA database, for example "Europe/Paris"`
	allowedDay  = `only monday, tuesday, wednesday, thursday, friday, saturday, sunday`
	allowedSpan = `write times from 00:00 to 24:00 as "09:00-12:30", a night as "18:00-02:00" and the whole day as "24h"`
	allowedDate = `write one of the calendar as YYYY-MM-DD, for example 2026-12-25`
)

func TestNewSaysWhatIsWrongAndWhatIsAllowed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []hours.Problem
	}{
		{"no zone", `{"time_zone": ""}`, []hours.Problem{
			{"time_zone", `there is no time zone: ` + allowedZone},
		}},
		{"a misspelt zone", `{"time_zone": "Europe/Pariss"}`, []hours.Problem{
			{"time_zone", `there is no time zone "Europe/Pariss": ` + allowedZone},
		}},
		{"the machine's own zone", `{"time_zone": "Local"}`, []hours.Problem{
			{"time_zone", `there is no time zone "Local": ` + allowedZone},
		}},
		{"misspelt, short, shouted and foreign weekdays", `{"week": {"mondy": [], "wed": [], "FRIDAY": [], "lundi": []}}`, []hours.Problem{
			{"week.FRIDAY", `there is no weekday "FRIDAY" (did you mean "friday"?): ` + allowedDay},
			{"week.lundi", `there is no weekday "lundi": ` + allowedDay},
			{"week.mondy", `there is no weekday "mondy" (did you mean "monday"?): ` + allowedDay},
			{"week.wed", `there is no weekday "wed" (did you mean "wednesday"?): ` + allowedDay},
		}},
		{"two slips of the pen, a letter too many, and too few to guess from", `{"week": {"wendsday": [], "tuesdays": [], "t": [], "": []}}`, []hours.Problem{
			{"week.", `there is no weekday "": ` + allowedDay},
			{"week.t", `there is no weekday "t": ` + allowedDay},
			{"week.tuesdays", `there is no weekday "tuesdays" (did you mean "tuesday"?): ` + allowedDay},
			{"week.wendsday", `there is no weekday "wendsday" (did you mean "wednesday"?): ` + allowedDay},
		}},
		{"an hour of one digit", `{"week": {"monday": ["9:00-12:30"]}}`, []hours.Problem{
			{"week.monday[0]", `"9:00-12:30" is not a span (did you mean "09:00-12:30"?): ` + allowedSpan},
		}},
		{"a span that is written in another way", `{"week": {"monday": ["9 – 12.30", "24H"]}}`, []hours.Problem{
			{"week.monday[0]", `"9 – 12.30" is not a span (did you mean "09:00-12:30"?): ` + allowedSpan},
			{"week.monday[1]", `"24H" is not a span (did you mean "24h"?): ` + allowedSpan},
		}},
		{"times that do not exist", `{"week": {"monday": ["09:60-10:00", "20:00-25:00", "20:00-24:01"]}}`, []hours.Problem{
			{"week.monday[0]", `"09:60-10:00" is not a span: ` + allowedSpan},
			{"week.monday[1]", `"20:00-25:00" is not a span: ` + allowedSpan},
			{"week.monday[2]", `"20:00-24:01" is not a span: ` + allowedSpan},
		}},
		{"not a span at all", `{"week": {"monday": ["", "noon", "09:00", "09:00-10:00-11:00", "09:00:00-10:00:00", "9:00-9:00"]}}`, []hours.Problem{
			{"week.monday[0]", `"" is not a span: ` + allowedSpan},
			{"week.monday[1]", `"noon" is not a span: ` + allowedSpan},
			{"week.monday[2]", `"09:00" is not a span: ` + allowedSpan},
			{"week.monday[3]", `"09:00-10:00-11:00" is not a span: ` + allowedSpan},
			{"week.monday[4]", `"09:00:00-10:00:00" is not a span: ` + allowedSpan},
			{"week.monday[5]", `"9:00-9:00" is not a span: ` + allowedSpan},
		}},
		{"a span without length", `{"week": {"monday": ["09:00-09:00"]}}`, []hours.Problem{
			{"week.monday[0]", `"09:00-09:00" ends when it begins: write "24h" for the whole day`},
		}},
		{"24:00 as a beginning", `{"week": {"monday": ["24:00-02:00", "24:00-24:00"]}}`, []hours.Problem{
			{"week.monday[0]", `"24:00-02:00" begins at 24:00, which only ends a span: write 00:00 on the next day`},
			{"week.monday[1]", `"24:00-24:00" begins at 24:00, which only ends a span: write 00:00 on the next day`},
		}},
		{"spans of a day that overlap", `{"week": {"monday": ["09:00-12:30", "14:00-18:00", "12:00-14:00"]}}`, []hours.Problem{
			{"week.monday[2]", `"12:00-14:00" overlaps "09:00-12:30": let one end before the other begins`},
		}},
		{"a span that overlaps two", `{"week": {"monday": ["09:00-12:00", "13:00-18:00", "11:00-14:00"]}}`, []hours.Problem{
			{"week.monday[2]", `"11:00-14:00" overlaps "09:00-12:00": let one end before the other begins`},
		}},
		{"a span within the night of the same day", `{"week": {"monday": ["18:00-02:00", "20:00-21:00"]}}`, []hours.Problem{
			{"week.monday[1]", `"20:00-21:00" overlaps "18:00-02:00": let one end before the other begins`},
		}},
		{"more beside the whole day", `{"week": {"monday": ["09:00-10:00", "24h"]}}`, []hours.Problem{
			{"week.monday[1]", `"24h" overlaps "09:00-10:00": let one end before the other begins`},
		}},
		{"dates that do not exist", `{"exceptions": {"2026-13-01": [], "2026-02-29": [], "Christmas": []}}`, []hours.Problem{
			{"exceptions.2026-02-29", `there is no date "2026-02-29": ` + allowedDate},
			{"exceptions.2026-13-01", `there is no date "2026-13-01": ` + allowedDate},
			{"exceptions.Christmas", `there is no date "Christmas": ` + allowedDate},
		}},
		{"dates that are written in another way", `{"exceptions": {"2026-1-02": [], "25.12.2026": [], "02026-12-25": []}}`, []hours.Problem{
			{"exceptions.02026-12-25", `there is no date "02026-12-25": ` + allowedDate},
			{"exceptions.2026-1-02", `there is no date "2026-1-02" (did you mean "2026-01-02"?): ` + allowedDate},
			{"exceptions.25.12.2026", `there is no date "25.12.2026" (did you mean "2026-12-25"?): ` + allowedDate},
		}},
		{
			"all at once, in the order of the week and the calendar",
			`{"time_zone": "Mars", "week": {"tuesday": ["x"], "monday": ["y"], "sun": ["w"]}, "exceptions": {"2027-01-01": ["z"], "2026-1": ["v"]}}`,
			[]hours.Problem{
				{"time_zone", `there is no time zone "Mars": ` + allowedZone},
				{"week.monday[0]", `"y" is not a span: ` + allowedSpan},
				{"week.tuesday[0]", `"x" is not a span: ` + allowedSpan},
				{"week.sun", `there is no weekday "sun" (did you mean "sunday"?): ` + allowedDay},
				{"week.sun[0]", `"w" is not a span: ` + allowedSpan},
				{"exceptions.2026-1", `there is no date "2026-1": ` + allowedDate},
				{"exceptions.2026-1[0]", `"v" is not a span: ` + allowedSpan},
				{"exceptions.2027-01-01[0]", `"z" is not a span: ` + allowedSpan},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, got := hours.New(decode(t, tt.text))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if s != nil {
				t.Error("there is a schedule all the same")
			}
		})
	}
}

func TestNewTakesNoZoneThatOnlySomeMachinesHave(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"localtime", "posixrules", "posix/Europe/Paris", "right/Europe/Paris", "zone.tab", "europe/paris",
		"../Europe/Paris", "/usr/share/zoneinfo/UTC", "Europe", "Europe/", " Europe/Paris", "+01:00", "CEST",
	} {
		if s, problems := hours.New(hours.Definition{TimeZone: name}); s != nil || len(problems) != 1 {
			t.Errorf("%q: problems %v, want one", name, problems)
		}
	}
}

func TestNewTakesWhatLooksLikeAProblemAndIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{}`,
		`{"week": {"monday": null, "tuesday": []}}`,
		`{"week": {"monday": ["14:00-18:00", "09:00-12:30"]}}`,              // in any order
		`{"week": {"monday": ["09:00-12:00", "12:00-18:00"]}}`,              // touching
		`{"week": {"monday": ["18:00-02:00", "01:00-03:00"]}}`,              // the night is Tuesday's morning
		`{"week": {"monday": ["18:00-02:00"], "tuesday": ["01:00-03:00"]}}`, // one day's night, the next day's morning
		`{"week": {"monday": ["18:00-00:00"], "tuesday": ["18:00-24:00"]}}`, // midnight in both ways
		`{"exceptions": {"2028-02-29": ["24h"], "0001-01-01": [], "9999-12-31": ["18:00-02:00"]}}`,
	} {
		define(t, text)
	}
}

func TestEveryZoneOfTheDatabaseLoads(t *testing.T) {
	t.Parallel()
	for _, name := range zoneNames(t) {
		s, problems := hours.New(hours.Definition{TimeZone: name})
		if len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		} else if got := s.Location().String(); got != name {
			t.Errorf("location %s, want %s", got, name)
		}
	}
}
