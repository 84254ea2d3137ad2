package locale_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/locale"
)

func TestTagsAreSpelledTheUsualWay(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string][2]string{
		"fr": {"fr", "fr"}, "FR_ca": {"fr-CA", "fr"}, "zh-TW": {"zh-TW", "zh"}, "zh_hant_hk": {"zh-Hant-HK", "zh"},
		"iw-IL": {"he-IL", "he"}, "in": {"id", "id"}, "ji": {"yi", "yi"}, "no-NO": {"nb-NO", "nb"}, "no": {"nb", "nb"},
		"nb": {"nb", "nb"}, "es-419": {"es-419", "es"}, "cmn-CN": {"zh-CN", "zh"}, "sh": {"sr-Latn", "sr"},
		"fr-CA-u-ca-buddhist": {"fr-CA", "fr"}, "de-x-twain": {"de", "de"},
		"": {}, "und": {}, "not a tag": {}, "xx": {}, "日本語": {}, "-": {},
	} {
		if got := [2]string{locale.Canonical(tag), locale.Base(tag)}; got != want {
			t.Errorf("%q = %q, want %q", tag, got, want)
		}
	}
}

func TestALanguageIsRefinedByALocaleOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, tt := range [][3]string{
		{"fr", "fr-CA", "fr-CA"},
		{"zh", "zh_TW", "zh-TW"},
		{"iw", "he-IL", "he-IL"},
		{"he", "iw-IL", "he-IL"},
		{"fr-BE", "fr-CA", "fr-BE"},
		{"en", "fr-CA", "en"},
		{"fr", "", "fr"},
		{"", "fr-CA", ""},
		{"?", "", "?"},
	} {
		if got := locale.Refined(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%q by %q = %q, want %q", tt[0], tt[1], got, tt[2])
		}
	}
}

func FuzzNearest(f *testing.F) {
	f.Add("zh-TW", "zh-CN", "zh-Hant")
	f.Add("no", "", "iw_IL")
	f.Fuzz(func(t *testing.T, wanted, one, other string) {
		got := locale.Nearest([]string{one, other}, wanted)
		if got != one && got != other {
			t.Errorf("of %q and %q it is %q", one, other, got)
		}
		if again := locale.Nearest([]string{other, one}, wanted); again != got {
			t.Errorf("in another order it is %q instead of %q", again, got)
		}
		if c := locale.Canonical(wanted); locale.Canonical(c) != c {
			t.Errorf("%q becomes %q and then %q", wanted, c, locale.Canonical(c))
		}
	})
}
