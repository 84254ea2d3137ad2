package traces

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Tree draws spans as text: one trace after another, each part below its parent,
// with its duration.
func Tree(spans []Span) string {
	spans = slices.Clone(spans)
	slices.SortStableFunc(spans, func(a, b Span) int { return a.Start.Compare(b.Start) })
	known := map[string]bool{}
	below := map[string][]Span{}
	for _, s := range spans {
		known[s.Trace+s.ID] = true
	}
	for _, s := range spans {
		at := s.Trace // a root, or a span whose parent was not received
		if known[s.Trace+s.Parent] {
			at += s.Parent
		}
		below[at] = append(below[at], s)
	}
	var b strings.Builder
	drawn := map[string]bool{}
	for _, s := range spans {
		if !drawn[s.Trace] {
			drawn[s.Trace] = true
			fmt.Fprintf(&b, "%s  %s\n", s.Start.Format("15:04:05.000"), s.Trace)
			draw(&b, below, s.Trace, 1)
		}
	}
	return b.String()
}

func draw(b *strings.Builder, below map[string][]Span, at string, depth int) {
	for _, s := range below[at] {
		fmt.Fprintf(b, "%s%s  %s", strings.Repeat("  ", depth), s.Name, s.End.Sub(s.Start).Round(100*time.Microsecond))
		for _, key := range slices.Sorted(maps.Keys(s.Attributes)) {
			fmt.Fprintf(b, "  %s=%s", key, s.Attributes[key])
		}
		for _, l := range s.Links {
			fmt.Fprintf(b, "  → %s", l.Trace)
		}
		if s.Failed {
			b.WriteString("  failed")
		}
		b.WriteString("\n")
		draw(b, below, s.Trace+s.ID, depth+1)
	}
}

// Page shows the traces, newest first.
func (c *Collector) Page() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		spans := c.Spans()
		began := map[string]time.Time{}
		for _, s := range spans {
			if at, ok := began[s.Trace]; !ok || s.Start.Before(at) {
				began[s.Trace] = s.Start
			}
		}
		newest := slices.SortedFunc(maps.Keys(began), func(a, b string) int {
			return cmp.Or(began[b].Compare(began[a]), cmp.Compare(a, b))
		})
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		for _, trace := range newest {
			_, _ = io.WriteString(w, Tree(slices.DeleteFunc(slices.Clone(spans), func(s Span) bool { return s.Trace != trace }))+"\n")
		}
	})
}
