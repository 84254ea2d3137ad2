package report

import (
	"fmt"
	"math"
	"strings"
)

// The drawing's size and margins, in its own units.
const (
	width, height            = 640.0, 240.0
	left, right, top, bottom = 56.0, 12.0, 12.0, 40.0
)

// tick is a mark of an axis, where it is and what it says.
type tick struct{ At, Label string }

// line is a line of a chart: its points, as the attribute of a polyline has them.
type line struct{ Name, Class, Points string }

// bar is a bar of a chart, from left to right, with its label before it.
type bar struct{ Y, Height, Width, Text, Label, Value, After, Class string }

// chart is a drawing with its axes.
type chart struct {
	Title string
	X, Y  string // what the axes are
	XAxis []tick
	YAxis []tick
	Lines []line
	Bars  []bar
	Mark  string // where a line across the bars is; empty for none

	start, high float64 // where the horizontal axis begins, and how high the drawing is
}

// Left, Right, Top and Bottom are the ends of the axes.
func (c chart) Left() string   { return at(c.start) }
func (chart) Right() string    { return at(width - right) }
func (chart) Top() string      { return at(top) }
func (c chart) Bottom() string { return at(c.high - bottom) }

// Height is the drawing's. Labels is where those of the horizontal axis stand, Middle and XTitle
// where its title does, and Side where that of the vertical axis does, turned.
func (c chart) Height() string { return at(c.high) }
func (c chart) Labels() string { return at(c.high - bottom + 14) }
func (c chart) Middle() string { return at((c.start + width - right) / 2) }
func (c chart) XTitle() string { return at(c.high - 6) }
func (c chart) Side() string   { return at(-(top + c.high - bottom) / 2) }

// scale puts values from 0 to most onto a stretch.
func scale(x, most, from, to float64) float64 {
	if most <= 0 {
		return from
	}
	return from + x/most*(to-from)
}

// marks are about five round numbers from 0 to most, and the last of them, which the axis ends with.
func marks(most float64) (all []float64, end float64) {
	if most <= 0 {
		return []float64{0, 1}, 1
	}
	step := math.Pow(10, math.Floor(math.Log10(most)))
	for _, finer := range []float64{0.5, 0.4, 0.5} { // 5, 2 and 1 of what a power of ten is
		if most/step >= 4 {
			break
		}
		step *= finer
	}
	for n := 0; ; n++ {
		end = float64(n) * step
		all = append(all, end)
		if end >= most-step/1e6 {
			return all, end
		}
	}
}

func vertical(most float64) (axis []tick, end float64) {
	all, end := marks(most)
	for _, x := range all {
		axis = append(axis, tick{at(scale(x, end, height-bottom, top)), label(x)})
	}
	return axis, end
}

// label is a number without needless zeros.
func label(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", x), "0"), ".")
}

// overTime draws what happened second by second.
func overTime(title string, seconds []Second) chart {
	series := []struct {
		name  string
		value func(Second) int
	}{
		{"sent", func(s Second) int { return s.Sent }},
		{"stored", func(s Second) int { return s.Stored }},
		{"replies at the phone", func(s Second) int { return s.Shown }},
	}
	most := 0
	for _, s := range seconds {
		most = max(most, s.Sent, s.Stored, s.Shown)
	}
	c := chart{Title: title, X: "seconds from the start", Y: "messages a second", start: left, high: height}
	var end float64
	c.YAxis, end = vertical(float64(most))
	last := float64(max(len(seconds)-1, 1))
	all, xEnd := marks(last)
	for _, x := range all {
		c.XAxis = append(c.XAxis, tick{at(scale(x, xEnd, left, width-right)), label(x)})
	}
	for i, one := range series {
		var points []string
		total := 0
		for second, s := range seconds {
			n := one.value(s)
			total += n
			points = append(points, at(scale(float64(second), xEnd, left, width-right))+","+at(scale(float64(n), end, height-bottom, top)))
		}
		if total > 0 {
			c.Lines = append(c.Lines, line{one.name, fmt.Sprintf("s%d", i), strings.Join(points, " ")})
		}
	}
	return c
}

// value is a bar's.
type value struct {
	label string
	value float64
	class string
}

// bars draws values below each other. A mark is a line across them at a value.
func bars(title, unit string, values []value, mark float64) chart {
	const names, slot, thick = 250.0, 22.0, 14.0
	most := mark
	for _, v := range values {
		most = max(most, v.value)
	}
	c := chart{Title: title, X: unit, start: names, high: top + slot*float64(len(values)) + bottom}
	all, end := marks(most)
	reach := width - right - 40 // leaves room for the value behind the bar
	for _, x := range all {
		c.XAxis = append(c.XAxis, tick{at(scale(x, end, names, reach)), label(x)})
	}
	for i, v := range values {
		y, x := top+slot*float64(i)+(slot-thick)/2, scale(v.value, end, names, reach)
		c.Bars = append(c.Bars, bar{
			Y: at(y), Height: at(thick), Width: at(x - names), Text: at(y + thick - 3), After: at(x + 4),
			Label: v.label, Value: number(v.value), Class: v.class,
		})
	}
	if mark > 0 {
		c.Mark = at(scale(mark, end, names, reach))
	}
	return c
}

// at is a place in the drawing.
func at(x float64) string { return fmt.Sprintf("%.1f", x) }
