package vocabulary

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/mask"
)

// masks is the file with what the client needs to mask as the functions do.
func masks() (string, error) {
	var table []string
	last := rune(0)
	for _, r := range mask.Ranges() {
		var numbers []string
		for _, n := range []rune{r.From - last, r.To - r.From, r.As, r.Of} {
			numbers = append(numbers, strconv.FormatInt(int64(n), 36))
		}
		table, last = append(table, strings.Join(numbers, " ")), r.To
	}
	var issuers [][]any
	for _, i := range mask.Issuers() {
		issuers = append(issuers, []any{i.From, i.To, i.Lengths})
	}
	text, err := json.Marshal(issuers)
	if err != nil {
		return "", fmt.Errorf("the issuers of cards: %w", err)
	}
	return generated + fmt.Sprintf(`// What package mask knows, see emulator/vocabulary.

/** mask.Ranges: the distance to the range before, the length less one, and As and Of, each with 36 digits. */
export const ranges =
  '%s';

/** mask.Issuers: from, to, lengths. */
export const issuers: [number, number, number[]][] = %s;

/** mask.IBANLengths */
export const ibanLengths =
  '%s';

/** mask.Replacement */
export const replacement = '%s';
`, strings.Join(table, ","), strings.NewReplacer(",[", ", [", ",", ", ", ", ", ", ").Replace(string(text)), mask.IBANLengths, mask.Replacement), nil
}
