package mask_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// The floor is one pass of a regular expression that finds long numbers.
func BenchmarkText(b *testing.B) {
	texts := map[string]string{
		"short":     "Where is my parcel? I ordered it on 3 March, number 20240305.",
		"card":      "My card is 4111 1111 1111 1111, thanks.",
		"disguised": "My card is ٤١١١ ١١١١ ١١١١ ١١١١, thanks.",
		"long":      strings.Repeat("Où est mon colis ? ", 800),
		"digits":    strings.Repeat("4 1 2 ", 2600),
		"worst":     strings.Repeat("4111 ", 3200),
	}
	floor := regexp.MustCompile(`(?:\d[ -]?){14,19}`)
	one, all := set(b, mask.Default()...), wide(b)
	for name, text := range texts {
		b.Run(name+"/floor", func(b *testing.B) {
			for b.Loop() {
				floor.FindAllStringIndex(text, -1)
			}
		})
		b.Run(name+"/card", func(b *testing.B) {
			for b.Loop() {
				one.Text(mask.In, text)
			}
		})
		b.Run(name+"/all", func(b *testing.B) {
			for b.Loop() {
				all.Text(mask.In, text)
			}
		})
	}
}
