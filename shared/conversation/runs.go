package conversation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// runs writes numbers, of which the same ones follow one another.
func runs(all []int64) string {
	var b strings.Builder
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to] == all[from] {
			to++
		}
		if from > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d*%d", all[from], to-from)
		from = to
	}
	return b.String()
}

// numbers reads what runs wrote, up to what it did not.
func numbers(runs string) []int64 {
	var all []int64
	for run := range strings.FieldsSeq(runs) {
		number, times, _ := strings.Cut(run, "*")
		n, err := strconv.ParseInt(number, 10, 64)
		count, wrong := strconv.Atoi(times)
		if err != nil || wrong != nil || count < 1 || len(all)+count > MaxWords {
			break
		}
		all = append(all, slices.Repeat([]int64{n}, count)...)
	}
	return all
}
