package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"
)

//go:embed report.html.tmpl
var page string

// HTML writes the report as one page that needs nothing else. Each chart has its table below.
func (r Report) HTML(w io.Writer) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"number": number, "overTime": overTime, "latencies": latencies, "processors": processors, "ratios": ratios,
		"bound": Ratio.bound, "word": Ratio.word,
		"took":   func(s float64) string { return time.Duration(s * float64(time.Second)).Round(time.Second).String() },
		"date":   func(t time.Time) string { return t.Format(time.DateTime) },
		"tries":  tries,
		"signed": func(x float64) string { return fmt.Sprintf("%+.1f", x) },
	}).Parse(page)
	if err != nil {
		return fmt.Errorf("the report's page: %w", err)
	}
	if err := t.Execute(w, r); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// latencies draws a phase's steps, each with three percentiles.
func latencies(p Phase) chart {
	var all []value
	for _, s := range p.Steps {
		all = append(all, value{s.Name + ", p50", s.P50, "s0"}, value{"p90", s.P90, "s1"}, value{"p99", s.P99, "s2"})
	}
	return bars("Latency by step", "ms", all, 0)
}

// processors draws what a message takes of each process.
func processors(p Phase) chart {
	var all []value
	for _, one := range p.Processes {
		if one.PerMessage >= 0.01 {
			all = append(all, value{one.Name, one.PerMessage, "s0"})
		}
	}
	return bars("Processor time a message, by process", "ms", all, 0)
}

// ratios draws how often the floor is in the product.
func ratios(all []Ratio) chart {
	var some []value
	for _, r := range all {
		class := "s0"
		if !r.Holds() {
			class = "bad"
		}
		some = append(some, value{r.Name, r.Ratio, class})
	}
	return bars("The product beside its floor, which is 1", "times the floor", some, 1)
}

func tries(s Sustained) string {
	var all []string
	for _, a := range s.Tries {
		all = append(all, fmt.Sprintf("%s/s: p99 %.0f ms", number(a.Rate), a.P99))
	}
	return strings.Join(all, ", ")
}
