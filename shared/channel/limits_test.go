package channel_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// TestWhatAChoiceLeadsToIsCheckedHere and not by the provider, in its own words.
func TestWhatAChoiceLeadsToIsCheckedHere(t *testing.T) {
	t.Parallel()
	const long = "https://shop.example/" // and more
	start := time.Date(2026, 12, 4, 14, 0, 0, 900_000_000, time.UTC)
	lasts := func(d time.Duration) channel.ChoiceItem {
		return channel.ChoiceItem{
			Kind: channel.CalendarChoice, Appointment: &channel.Appointment{Title: "Fitting", Start: start, End: start.Add(d)},
		}
	}
	link := func(address string) channel.ChoiceItem {
		return channel.ChoiceItem{Kind: channel.URLChoice, URL: address}
	}
	dial := func(number string) channel.ChoiceItem {
		return channel.ChoiceItem{Kind: channel.DialChoice, Phone: number}
	}
	view := func(v string) channel.ChoiceItem {
		return channel.ChoiceItem{Kind: channel.URLChoice, URL: "https://shop.example", View: v}
	}
	for name, tt := range map[string]struct {
		choice channel.ChoiceItem
		short  bool
		want   reason.Code
	}{
		"a page":                       {choice: link("https://shop.example/a?b=c")},
		"a page without TLS":           {choice: link("http://shop.example")},
		"a script":                     {choice: link("javascript:alert(1)"), want: channel.IsNoAddress},
		"no host":                      {choice: link("https:///a"), want: channel.IsNoAddress},
		"no address":                   {choice: link("shop.example"), want: channel.IsNoAddress},
		"a long one":                   {choice: link(long + strings.Repeat("a", 100-len(long)))},
		"one that is too long":         {choice: link(long + strings.Repeat("a", 101-len(long))), want: channel.IsTooLong},
		"a fall-back that is a script": {choice: channel.ChoiceItem{Kind: channel.DialChoice, Phone: "+33639980012", URL: "javascript:x"}, want: channel.IsNoAddress},
		"a number":                     {choice: dial("+33639980012")},
		"a number with separators":     {choice: dial("+1-201-555-0123")},
		"a number of a country":        {choice: dial("0639980012"), want: channel.IsNoNumber},
		"words":                        {choice: dial("call us"), want: channel.IsNoNumber},
		"a short number":               {choice: dial("*100#"), short: true},
		"words for a short number":     {choice: dial("call us"), short: true, want: channel.CannotDial},
		"separators for a dialler":     {choice: dial("+1-201-555-0123"), short: true, want: channel.CannotDial},
		"a view":                       {choice: view("tall")},
		"another view":                 {choice: view("sideways"), want: channel.HasNoSuchView},
		"a second":                     {choice: lasts(time.Second)},
		"less than a second":           {choice: lasts(50 * time.Millisecond), want: channel.EndsBeforeStart},
		"backwards":                    {choice: lasts(-time.Hour), want: channel.EndsBeforeStart},
	} {
		limits := channel.Limits{
			Kinds: []channel.Kind{channel.Text}, Text: 100, Label: 20, URL: 100, ShortNumbers: tt.short, Choices: 1,
			ChoiceKinds: []channel.ChoiceKind{channel.URLChoice, channel.DialChoice, channel.CalendarChoice},
			Views:       []string{"full", "tall"}, AppointmentTitle: 20,
		}
		tt.choice.Label = "Go"
		err := limits.Check(channel.Outbound{Text: "Here", Choices: []channel.ChoiceItem{tt.choice}})
		var got []reason.Code
		if all, ok := err.(interface{ Unwrap() []error }); ok {
			for _, one := range all.Unwrap() {
				broken, _ := errors.AsType[*channel.LimitError](one)
				got = append(got, broken.Reason.Code)
				if err := channel.Codes().Check(broken.Reason); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		var want []reason.Code
		if tt.want != "" {
			want = []reason.Code{tt.want}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestAFileIsAtAnAddress that a browser does not run.
func TestAFileIsAtAnAddress(t *testing.T) {
	t.Parallel()
	limits := channel.Limits{Kinds: []channel.Kind{channel.File}}
	if err := limits.Check(channel.Outbound{Kind: channel.File, Media: &channel.Attachment{URL: "javascript:alert(1)"}}); err == nil {
		t.Error("a script is taken for a file")
	}
}

// TestAnAppointmentsPageFitsIntoAnAddress even if every letter takes nine characters there.
func TestAnAppointmentsPageFitsIntoAnAddress(t *testing.T) {
	t.Parallel()
	a := &channel.Appointment{Title: strings.Repeat("é", 100), Body: strings.Repeat("語", 500), Start: time.Unix(0, 0), End: time.Unix(9000, 0)}
	limits := channel.Limits{ChoiceKinds: []channel.ChoiceKind{channel.URLChoice}}
	out := channel.Degrade(channel.Outbound{Choices: []channel.ChoiceItem{{Kind: channel.CalendarChoice, Label: "Friday", Appointment: a}}}, limits)
	if n := len(out.Choices[0].URL); n > 2048 {
		t.Errorf("the address has %d characters", n)
	}
	if want := a.Title + ": 1970-01-01 00:00 – 02:30 UTC"; out.Text != want {
		t.Errorf("the text says %q, want %q", out.Text, want)
	}
}
