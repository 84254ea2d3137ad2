package condition_test

import (
	"fmt"
	"testing"

	"cel.dev/cel-go/cel"

	"github.com/frontdesk-gcp/frontdesk/shared/condition"
)

// BenchmarkEval compares 200 conditions that all have to be looked at with a bare
// loop over the same conditions compiled by CEL alone.
func BenchmarkEval(b *testing.B) {
	texts := map[string][]string{}
	for i := range 200 {
		texts["distinct"] = append(texts["distinct"], fmt.Sprintf(
			`locale.startsWith("x%d") && customer.returning || entryPoint == "P%d"`, i, i))
		texts["shared"] = append(texts["shared"], fmt.Sprintf(
			`entryPoint == "P%d" && locale.startsWith("x%d")`, i/20, i%20))
	}
	for name, all := range texts {
		l := language(b)
		var conditions []*condition.Condition
		for _, text := range all {
			conditions = append(conditions, compile(b, l, text))
		}
		b.Run(name+"/of=product", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := l.Run()
				customer(r)
				for _, c := range conditions {
					if got, err := r.Eval(c); got || err != nil {
						b.Fatal(c, got, err)
					}
				}
			}
		})
		env, _ := cel.NewEnv(cel.Variable("locale", cel.StringType), cel.Variable("entryPoint", cel.StringType),
			cel.Variable("customer.returning", cel.BoolType))
		var programs []cel.Program
		for _, text := range all {
			checked, _ := env.Compile(text)
			program, err := env.Program(checked, cel.EvalOptions(cel.OptOptimize))
			if err != nil {
				b.Fatal(err)
			}
			programs = append(programs, program)
		}
		b.Run(name+"/of=floor", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				activation, _ := cel.NewActivation(map[string]any{
					"locale": "fr-FR", "entryPoint": "", "customer.returning": true,
				})
				for _, p := range programs {
					if _, _, err := p.Eval(activation); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
