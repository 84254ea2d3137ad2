package identity

import (
	"testing"
	"time"
)

// TestCodesAreThoseOfTheRFC: RFC 6238, appendix B, for SHA-1, the last six digits of eight.
func TestCodesAreThoseOfTheRFC(t *testing.T) {
	t.Parallel()
	const secret = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ" // 12345678901234567890
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got, err := Code(secret, time.Unix(at, 0)); got != want || err != nil {
			t.Errorf("the code at %d is %s, %v, want %s", at, got, err, want)
		}
	}
	if _, err := Code("not base32!", time.Unix(0, 0)); err == nil {
		t.Error("a secret that is none has a code")
	}
}

// TestACodeIsTakenOnceAndInItsTime: one period early or late, and no older one after it.
func TestACodeIsTakenOnceAndInItsTime(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000_010, 0)
	a := newApp()
	code := func(periods int64) string { return codeOf(a.key, counter(now)+periods) }
	for _, try := range []struct {
		periods int64
		want    bool
	}{{-2, false}, {2, false}, {-1, true}, {-1, false}, {0, true}, {-1, false}, {1, true}, {0, false}, {1, false}} {
		if got := a.takes(code(try.periods), now); got != try.want {
			t.Errorf("the code of %d periods from now is taken: %t, want %t", try.periods, got, try.want)
		}
	}
	for _, wrong := range []string{"", "1", code(1)[1:], code(1) + "0", " " + code(1)} {
		if newApp().takes(wrong, now) {
			t.Errorf("%q is taken", wrong)
		}
	}
}
