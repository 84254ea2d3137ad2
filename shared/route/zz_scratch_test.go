package route_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
)

func TestScratch(t *testing.T) {
	l, _ := condition.New(condition.Variable{Name: "now", Kind: condition.Time}, condition.Variable{Name: "now.hour", Kind: condition.Int}, condition.Variable{Name: "x", Length: 10}, condition.Variable{Name: "attributes", Kind: condition.Strings, Length: 64})
	zone, _ := time.LoadLocation("Europe/Paris")
	var all []*condition.Condition
	for _, c := range []string{`now.getDayOfMonth() == 0`, `now.getDayOfMonth() == 1`, `(now + duration("0s")).getHours() == 1`, `(now + duration("0s")).getHours() == 23`, `[now].exists(n, n.getHours() == 1)`, `string(now) == "x"`, `now.getSeconds() == 0`, `now.getDayOfYear() == 0`} {
		cc, err := l.Compile(c)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, cc)
	}
	r := l.Run()
	r.Set("now", time.Date(2025, 12, 31, 23, 30, 0, 0, time.UTC).In(zone))
	for _, c := range all {
		got, err := r.Eval(c)
		fmt.Println(c, got, err)
	}
}
