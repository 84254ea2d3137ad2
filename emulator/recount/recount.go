// Package recount makes figures again from the sessions that are stored, and says where
// those that were counted differ.
package recount

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/properties/fold"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// Difference is a number that is not what the sessions say.
type Difference struct {
	Day, Queue string
	// By is the dimension and Value its value; both are empty for the queue as a whole.
	By, Value, What string
	Counted, Summed int64
}

// String is a line for people.
func (d Difference) String() string {
	of := d.Queue
	if d.By != "" {
		of += ", " + d.By + " " + d.Value
	}
	return fmt.Sprintf("%s  %s: %s is %d, the sessions make %d", d.Day, of, d.What, d.Counted, d.Summed)
}

// Report is what was found.
type Report struct {
	Days, Sessions int
	Differences    []Difference
	// Stale are the weeks' documents that are not what the days make.
	Stale []string
}

// Compare does so for the days from one to another. What was erased or has expired is
// counted and in no session any more, so older days may well have more than their sessions.
//
// It reads the figures and their weeks, each session of those days with its conversation,
// and each conversation that has an open one.
func Compare(ctx context.Context, db *firestore.Client, from, to string) (Report, error) {
	counted, parts, err := figures(ctx, db, from, to)
	if err != nil {
		return Report{}, err
	}
	summed, n, err := sessions(ctx, db, from, to)
	if err != nil {
		return Report{}, err
	}
	r := Report{Days: len(parts), Sessions: n, Differences: differences(counted, summed)}
	r.Stale, err = stale(ctx, db, parts)
	return r, err
}

// figures are those that were counted, without agents' presence, which no session tells.
func figures(ctx context.Context, db *firestore.Client, from, to string) (fold.All, map[string][]conversation.Figures, error) {
	all, parts := fold.All{}, map[string][]conversation.Figures{}
	q := db.Collection("figures").Where("date", ">=", from).Where("date", "<=", to)
	err := store.EachDocument(q.Documents(ctx), "read", func(doc *firestore.DocumentSnapshot) error {
		var f conversation.Figures
		if err := doc.DataTo(&f); err != nil {
			return fmt.Errorf("%s: %w", doc.Ref.ID, err)
		}
		parts[f.Date] = append(parts[f.Date], f)
		if f.Queue != "" {
			all.Add(f)
		}
		return nil
	})
	return all, parts, err
}

// sessions sums the closed sessions up, and the open ones that somebody has taken.
func sessions(ctx context.Context, db *firestore.Client, from, to string) (fold.All, int, error) {
	all, n := fold.All{}, 0
	channels := map[string]string{}
	closed := db.CollectionGroup("sessions").Where("tally.day", ">=", from).Where("tally.day", "<=", to)
	err := store.EachDocument(closed.Documents(ctx), "read", func(doc *firestore.DocumentSnapshot) error {
		var s conversation.Session
		if err := doc.DataTo(&s); err != nil {
			return fmt.Errorf("%s: %w", doc.Ref.Path, err)
		}
		of := doc.Ref.Parent.Parent
		if _, known := channels[of.ID]; !known {
			c, err := of.Get(ctx)
			if err != nil {
				return fmt.Errorf("%s: %w", of.ID, err)
			}
			channel, _ := c.DataAt("customer.channel")
			channels[of.ID], _ = channel.(string)
		}
		all.Session(channels[of.ID], s)
		n++
		return nil
	})
	if err != nil {
		return nil, 0, err
	}
	open := db.Collection("conversations").Where("session.state", "in", []conversation.State{
		conversation.Open, conversation.Offered, conversation.Active, conversation.Parked, conversation.WrapUp,
	})
	err = store.EachDocument(open.Documents(ctx), "read", func(doc *firestore.DocumentSnapshot) error {
		var c conversation.Conversation
		if err := doc.DataTo(&c); err != nil {
			return fmt.Errorf("%s: %w", doc.Ref.Path, err)
		}
		if day := c.Tally.Day; from <= day && day <= to {
			all.Open(c)
			n++
		}
		return nil
	})
	return all, n, err
}

// differences compares number by number.
func differences(counted, summed fold.All) []Difference {
	var all []Difference
	names := map[string]bool{}
	for name := range counted {
		names[name] = true
	}
	for name := range summed {
		names[name] = true
	}
	for name := range names {
		day, queue, _ := strings.Cut(name, "_")
		was, is := numbers(counted[name]), numbers(summed[name])
		for what := range was {
			if _, both := is[what]; !both {
				is[what] = 0
			}
		}
		for what, n := range is {
			if was[what] != n {
				all = append(all, Difference{Day: day, Queue: queue, By: what[0], Value: what[1], What: what[2], Counted: was[what], Summed: n})
			}
		}
	}
	slices.SortFunc(all, func(a, b Difference) int { return cmp.Compare(a.String(), b.String()) })
	return all
}

// numbers are all of figures, by dimension, value and name.
func numbers(f conversation.Figures) map[[3]string]int64 {
	all := map[[3]string]int64{}
	put := func(by, value string, m conversation.Measures) {
		for field, v := range reflect.ValueOf(m).Fields() {
			name := field.Tag.Get("firestore")
			if v.Kind() != reflect.Map {
				all[[3]string{by, value, name}] = v.Int()
				continue
			}
			for bucket, n := range v.Seq2() {
				all[[3]string{by, value, name + " " + bucket.String()}] = n.Int()
			}
		}
	}
	put("", "", f.Measures)
	for by, values := range map[string]map[string]conversation.Measures{
		"hour": f.ByHour, "channel": f.ByChannel, "workstream": f.ByWorkstream, "tag": f.ByTag, "agent": f.ByAgent,
	} {
		for value, m := range values {
			put(by, value, m)
		}
	}
	return all
}

// stale are the weeks that are not what their days make.
func stale(ctx context.Context, db *firestore.Client, parts map[string][]conversation.Figures) ([]string, error) {
	var all []string
	for day, of := range parts {
		weeks, err := conversation.RollUp(day, of)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", day, err)
		}
		for _, w := range weeks {
			doc, err := db.Collection("figureWeeks").Doc(w.Name()).Get(ctx)
			if err != nil && !doc.Exists() {
				all = append(all, day+" of "+w.Name())
				continue
			}
			var is conversation.Week
			if err := doc.DataTo(&is); err != nil {
				return nil, fmt.Errorf("%s: %w", w.Name(), err)
			}
			if is.Days[day] != w.Days[day] {
				all = append(all, day+" of "+w.Name())
			}
		}
	}
	slices.Sort(all)
	return all, nil
}
