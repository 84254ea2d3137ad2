package locale

import (
	"strings"
	"testing"
	"time"
)

// july is a moment of July 2026 in Paris.
func july(day, hour, minute int) time.Time {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return time.Date(2026, 7, day, hour, minute, 0, 0, paris)
}

func TestAMomentIsInWordsOfTheLanguage(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string][2]string{
		"en":        {"17:05", "Monday, 6 July 2026, 09:05"},
		"en-US":     {"5:05 pm", "Monday, July 6, 2026, 9:05 am"},
		"en-GB":     {"17:05", "Monday, 6 July 2026, 09:05"},
		"fr":        {"17:05", "lundi 6 juillet 2026, 09:05"},
		"fr-CA":     {"17 h 05", "lundi 6 juillet 2026, 09 h 05"},
		"fr-LU":     {"17:05", "lundi 6 juillet 2026, 09:05"},
		"de":        {"17:05", "Montag, 6. Juli 2026, 09:05"},
		"ja":        {"17:05", "2026年7月6日月曜日 9:05"},
		"ar":        {"5:05 م", "الاثنين، 6 يوليو 2026، 9:05 ص"},
		"iw":        {"17:05", "יום שני, 6 ביולי 2026, 9:05"},
		"zh-CN":     {"下午5:05", "2026年7月6日星期一 上午9:05"},
		"zh-TW":     {"下午5:05", "2026年7月6日 星期一 上午9:05"},
		"pt-BR":     {"17:05", "segunda-feira, 6 de julho de 2026, 09:05"},
		"fi":        {"17.05", "6. heinäkuuta 2026, 9.05"},
		"tlh":       {"17:05", "Monday, 6 July 2026, 09:05"},
		"not a tag": {"17:05", "Monday, 6 July 2026, 09:05"},
		"":          {"17:05", "Monday, 6 July 2026, 09:05"},
	} {
		soon := Moment(july(3, 17, 5), july(3, 9, 0), tag)
		later := Moment(july(6, 9, 5), july(3, 9, 0), tag)
		if got := [2]string{soon, later}; got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

// TestEveryLanguageHasADayAndATime: the data are of many hands.
func TestEveryLanguageHasADayAndATime(t *testing.T) {
	t.Parallel()
	for tag := range formats() {
		for month := range 12 {
			at := july(28, 18, 37).AddDate(0, month, month)
			got := Moment(at, july(1, 0, 0), tag)
			switch {
			case strings.Contains(got, "cc"), strings.Contains(got, "LL"), strings.Contains(got, "  "),
				strings.Contains(got, "\x00"), strings.Contains(got, at.Format(time.DateOnly)):
				t.Errorf("%s: %q has a pattern in place of a word", tag, got)
			case !strings.Contains(got, "37") || !strings.Contains(got, "2026") && !strings.Contains(got, "2027"):
				t.Errorf("%s: %q lacks a part", tag, got)
			}
		}
	}
}

func TestAZoneIsADistanceFromUTC(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"UTC": "UTC", "Europe/Paris": "UTC+2", "America/New_York": "UTC-4", "Asia/Kolkata": "UTC+5:30",
		"America/St_Johns": "UTC-2:30", "Pacific/Kiritimati": "UTC+14",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := Zone(july(1, 12, 0).In(zone)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
