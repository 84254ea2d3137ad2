package words

import (
	"testing"
	"unicode"
)

// TestNoScriptWithoutSpacesComesBeforeTheFirst, of which the others are told by one comparison.
func TestNoScriptWithoutSpacesComesBeforeTheFirst(t *testing.T) {
	t.Parallel()
	for r := range unicode.MaxRune {
		dense := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
			unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
		if isDense(r) != (dense || r == 'ー') {
			t.Errorf("%q", r)
		}
	}
}
