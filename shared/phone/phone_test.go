package phone_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/frontdesk-gcp/frontdesk/shared/phone"
)

func TestNumbersAreGroupedAndMasked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ number, grouped, masked string }{
		{"+33612345612", "+33 6 12 34 56 12", "+33 6 •• •• •• 12"},
		{"+14155550123", "+1 415-555-0123", "+1 4••-•••-••23"},
		{"+442079460123", "+44 20 7946 0123", "+44 2• •••• ••23"},
		{"+3546111234", "+354 611 1234", "+354 6•• ••34"},
		{"+6834002", "+683 4002", "+683 ••••"},
		{"+15550100123", "+1 555-010-0123", "+1 5••-•••-••23"}, // nobody's
		{"not a number", "not a number", "••••"},
		{"+33 6 12 34 56 12", "+33 6 12 34 56 12", "••••"},
		{"dana@example.com", "dana@example.com", "••••"},
		{"", "", "••••"},
		{"+", "+", "••••"},
	} {
		if got := phone.Grouped(tt.number); got != tt.grouped {
			t.Errorf("Grouped(%q) = %q, want %q", tt.number, got, tt.grouped)
		}
		if got := phone.Masked(tt.number); got != tt.masked {
			t.Errorf("Masked(%q) = %q, want %q", tt.number, got, tt.masked)
		}
	}
}

func FuzzAMaskedNumberHidesFourDigits(f *testing.F) {
	for _, number := range []string{"+33612345612", "+3546111234", "+6834002", "12", "+1", "+٣٣٦١٢٣٤٥٦١٢"} {
		f.Add(number)
	}
	f.Fuzz(func(t *testing.T, number string) {
		masked := phone.Masked(number)
		if n := strings.Count(masked, "•"); n < 4 && n < digits(number) {
			t.Errorf("Masked(%q) = %q hides %d digits", number, masked, n)
		}
		if digits(number) > 0 && strings.Contains(masked, number) {
			t.Errorf("Masked(%q) = %q", number, masked)
		}
	})
}

func digits(text string) (n int) {
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
