package mask_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// The floor is to look at every letter once.
func BenchmarkText(b *testing.B) {
	texts := map[string]string{
		"short":     "Where is my parcel? I ordered it on 3 March, number 20240305.",
		"card":      "My card is 4111 1111 1111 1111, thanks.",
		"disguised": "My card is ٤١١١ ١١١١ ١١١١ ١١١١, thanks.",
		"long":      strings.Repeat("Où est mon colis ? ", 800),
		"digits":    strings.Repeat("4 1 2 ", 2600),
		"worst":     strings.Repeat("4111 ", 3200),
	}
	for rules, masks := range map[string]*mask.Set{"default": set(b, mask.Default()...), "many": wide(b)} {
		for name, text := range texts {
			name = fmt.Sprintf("%s/rules=%s", name, rules)
			b.Run(name+"/of=product", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					masks.Text(mask.In, text)
				}
			})
			b.Run(name+"/of=floor", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					strings.IndexFunc(text, func(r rune) bool { return unicode.IsDigit(r) && r < 0 })
				}
			})
		}
	}
}
