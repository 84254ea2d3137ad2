package conversation

import (
	"slices"
	"testing"
	"testing/quick"
)

func TestNumbersInRunsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	property := func(few []uint8) bool {
		var all []int64
		for _, n := range few {
			all = append(all, slices.Repeat([]int64{int64(n / 16)}, int(n%8))...)
		}
		all = all[:min(len(all), MaxWords)]
		return slices.Equal(all, numbers(runs(all)))
	}
	if err := quick.Check(property, nil); err != nil {
		t.Error(err)
	}
	if got := runs([]int64{0, 1, 1, 1, 4}); got != "0*1 1*3 4*1" {
		t.Errorf("runs are %q", got)
	}
}

func TestNumbersAreReadUpToWhatIsNone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]int64{
		"": nil, "1*2 x": {1, 1}, "1": nil, "1*0 2*1": nil, "1*-1": nil, "1*2 3*1000000000": {1, 1}, "7*1  8*2": {7, 8, 8},
	} {
		if got := numbers(text); !slices.Equal(got, want) {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}
