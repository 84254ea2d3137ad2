package conversation

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Week is the document figureWeeks/{dimension}_{week}, and figureWeeks/own_{email}_{week} of
// one agent, so that the weeks of a span are found by their names: the figures of the days of a week in one document, so that a quarter is read
// in a few. It is made from the days' [Figures] again whenever those have changed.
type Week struct {
	// Week is the Monday of the week.
	Week string `firestore:"week"`
	// Dimension is what the figures are told apart by, and Agent whose they are, of an agent's
	// own, or empty.
	Dimension Dimension `firestore:"dimension"`
	Agent     string    `firestore:"agent"`
	// Days has, for each day that has figures, the [Measures] of each value of the dimension
	// as JSON text: {"front": [[the numbers], [first waits], [first responses], [next
	// responses], [handles]]}. The numbers are in the order of Measures' counts and then
	// totals, the zeros at the end left out; the others are pairs of a bucket and a count.
	// What has no room is added up under "".
	Days map[string]string `firestore:"days"`

	// ExpireAt is when Firestore deletes it: with the figures of its last day.
	ExpireAt time.Time `firestore:"expireAt"`
}

// Dimension is what figures are told apart by.
type Dimension string

// The dimensions. ByOwn is of one agent's own figures.
const (
	ByQueue      Dimension = "queue"
	ByAgent      Dimension = "agent"
	ByChannel    Dimension = "channel"
	ByWorkstream Dimension = "workstream"
	ByTag        Dimension = "tag"
	ByHour       Dimension = "hour"
	ByOwn        Dimension = "own"
)

// Dimensions are those that every day has.
func Dimensions() []Dimension {
	return []Dimension{ByQueue, ByAgent, ByChannel, ByWorkstream, ByTag, ByHour}
}

// Name names the document.
func (w Week) Name() string {
	if w.Agent != "" {
		return string(w.Dimension) + "_" + w.Agent + "_" + w.Week
	}
	return string(w.Dimension) + "_" + w.Week
}

// WeekOf is the Monday of a day's week.
func WeekOf(day string) (string, error) {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", fmt.Errorf("day: %w", err)
	}
	return d.AddDate(0, 0, -(int(d.Weekday())+6)%7).Format(time.DateOnly), nil
}

// RollUp adds the parts of a day up. It returns what the weeks' documents have of that day:
// one for each dimension, and one for each agent.
func RollUp(day string, parts []Figures) ([]Week, error) {
	monday, err := WeekOf(day)
	if err != nil {
		return nil, err
	}
	by := map[Dimension]map[string]Measures{}
	var end time.Time
	for _, f := range parts {
		for d, values := range f.dimensions() {
			sum := by[d]
			for value, m := range values {
				add(&sum, value, m)
			}
			by[d] = sum
		}
		if f.ExpireAt.After(end) {
			end = f.ExpireAt
		}
	}
	var weeks []Week
	week := func(d Dimension, agent string, values map[string]Measures) {
		weeks = append(weeks, Week{
			Week: monday, Dimension: d, Agent: agent, Days: map[string]string{day: encodeDay(values)}, ExpireAt: end,
		})
	}
	for _, d := range Dimensions() {
		week(d, "", by[d])
	}
	for _, email := range slices.Sorted(maps.Keys(by[ByAgent])) {
		week(ByOwn, email, map[string]Measures{email: by[ByAgent][email]})
	}
	return weeks, nil
}

// dimensions are the figures by each dimension.
func (f *Figures) dimensions() map[Dimension]map[string]Measures {
	return map[Dimension]map[string]Measures{
		ByQueue: {f.Queue: f.Measures}, ByAgent: f.ByAgent, ByChannel: f.ByChannel, ByWorkstream: f.ByWorkstream,
		ByTag: f.ByTag, ByHour: f.ByHour,
	}
}

// maxDay is how long a day of a week may be, in bytes: seven of them, and the rest of the
// document, are less than the 1 MiB that it may be. It is enough for 500 agents or so.
const maxDay = 140_000

// encodeDay writes the measures of a day. When there are too many values for a document,
// those with the fewest sessions are added up under "".
func encodeDay(values map[string]Measures) string {
	busiest := slices.SortedFunc(maps.Keys(values), func(a, b string) int {
		return cmp.Or(cmp.Compare(values[b].sessions(), values[a].sessions()), cmp.Compare(a, b))
	})
	all := map[string]json.RawMessage{}
	size, others := 0, Measures{}
	for _, value := range busiest {
		text := values[value].encode()
		if size += len(text) + 2*len(value) + len(`"":,`); size > maxDay {
			others.gather(values[value])
			continue
		}
		all[value] = text
	}
	if !others.isZero() {
		all[""] = others.encode()
	}
	text, err := json.Marshal(all)
	if err != nil {
		return "{}" // cannot be: it was encoded already
	}
	return string(text)
}

// sessions is how many sessions the measures are of, to compare by.
func (m Measures) sessions() int64 { return m.Opened + m.Answered + m.Closed }

// encode writes the measures as a [Week] has them.
func (m Measures) encode() []byte {
	var numbers []int64
	for _, n := range m.numbers() {
		numbers = append(numbers, *n)
	}
	for len(numbers) > 0 && numbers[len(numbers)-1] == 0 {
		numbers = numbers[:len(numbers)-1]
	}
	all := [][]int64{numbers}
	for _, counts := range m.lengths() {
		pairs := []int64{}
		for _, key := range slices.Sorted(maps.Keys(*counts)) {
			if bucket, err := strconv.ParseInt(key, 10, 64); err == nil {
				pairs = append(pairs, bucket, (*counts)[key])
			}
		}
		all = append(all, pairs)
	}
	text, err := json.Marshal(all)
	if err != nil {
		return []byte("[]") // cannot be: they are numbers
	}
	return bytes.ReplaceAll(text, []byte("null"), []byte("[]"))
}

// errBadDay says that a day of a week is not as it is written.
var errBadDay = errors.New("these are no measures")

// Measures reads the measures of a day, by the values of the dimension.
func (w Week) Measures(day string) (map[string]Measures, error) {
	text, there := w.Days[day]
	if !there {
		return nil, nil //nolint:nilnil // nothing happened
	}
	var raw map[string][][]int64
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return nil, fmt.Errorf("%w: %w", errBadDay, err)
	}
	all := map[string]Measures{}
	for value, parts := range raw {
		var m Measures
		numbers, lengths := m.numbers(), m.lengths()
		if len(parts) != 1+len(lengths) || len(parts[0]) > len(numbers) {
			return nil, errBadDay
		}
		for i, n := range parts[0] {
			*numbers[i] = n
		}
		for i, pairs := range parts[1:] {
			if len(pairs)%2 != 0 {
				return nil, errBadDay
			}
			for pair := range slices.Chunk(pairs, 2) {
				if *lengths[i] == nil {
					*lengths[i] = map[string]int64{}
				}
				(*lengths[i])[strconv.FormatInt(pair[0], 10)] += pair[1]
			}
		}
		all[value] = m
	}
	return all, nil
}

// maxIncrements is how many measures one write adds to at most. The database allows 500.
const maxIncrements = 450

// Parts are the figures in as many documents as it takes to add them: a session with many
// tags and agents, each with answers of many lengths, adds to more measures than the
// database can add to in one. The shards are alike, so the further parts go into the next.
func (f Figures) Parts() []Figures {
	whole := f.bare(0)
	whole.Measures = f.Measures
	parts, size := []Figures{whole}, f.size()
	for _, d := range Dimensions()[1:] {
		values := f.dimensions()[d]
		for _, value := range slices.Sorted(maps.Keys(values)) {
			m := values[value]
			if size+m.size() > maxIncrements {
				parts, size = append(parts, f.bare(len(parts))), 0
			}
			size += m.size()
			add(parts[len(parts)-1].of(d), value, m)
		}
	}
	return parts
}

// bare is the n-th part without anything in it.
func (f *Figures) bare(n int) Figures {
	shard, _ := strconv.Atoi(f.Shard)
	return Figures{Date: f.Date, Queue: f.Queue, Shard: strconv.Itoa((shard + n) % FigureShards), ExpireAt: f.ExpireAt}
}

// of is where the figures by a dimension are.
func (f *Figures) of(d Dimension) *map[string]Measures {
	switch d {
	case ByAgent:
		return &f.ByAgent
	case ByChannel:
		return &f.ByChannel
	case ByWorkstream:
		return &f.ByWorkstream
	case ByTag:
		return &f.ByTag
	default:
		return &f.ByHour
	}
}
