package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// addFigures increments figures in the database: it reads nothing, and does not
// wait for others who count in the same ones. The commit, which is conditional on
// the conversation, makes sure that it happens once. It is one write, unless a session has
// so much to count that the database does not take it in one.
func (s *Store) addFigures(st *step, f conversation.Figures) {
	for _, part := range f.Parts() {
		var updates []firestore.Update
		for _, u := range fields(part) {
			if value := increments(reflect.ValueOf(u.Value)); value != nil {
				updates = append(updates, firestore.Update{Path: u.Path, Value: value})
			}
		}
		st.merge(s.figures(part), updates)
	}
}

// increments is what adds a value to the one in the database: numbers are added, also those
// within maps and structs, and whatever is not a number is set. It is nil where there is
// nothing to add.
func increments(v reflect.Value) any {
	all := map[string]any{}
	put := func(key string, value any) {
		if value != nil {
			all[key] = value
		}
	}
	switch {
	case v.Kind() == reflect.Int64 && v.Int() == 0:
		return nil
	case v.Kind() == reflect.Int64:
		return firestore.Increment(v.Int())
	case v.Kind() == reflect.Map:
		for key, value := range v.Seq2() {
			put(key.String(), increments(value))
		}
	case v.Type() == reflect.TypeFor[conversation.Measures]():
		for _, u := range fields(v.Interface()) {
			put(u.Path, increments(reflect.ValueOf(u.Value)))
		}
	default:
		return v.Interface()
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// week is a week's document.
func (s *Store) week(w conversation.Week) *firestore.DocumentRef {
	return s.db.Collection(weeksPlace).Doc(w.Name())
}

const weeksPlace = "figureWeeks"

// RollUp brings the weeks up to date that have days whose figures have changed. A run that
// dies leaves the rest to the next one, and one that has nothing to do writes nothing. It
// returns the days.
//
// It reads 1 document for each that has changed and, for each of those days, 1 for each
// part of its figures, for each dimension and for each agent, and at least 1; it writes as
// many.
func (s *Store) RollUp(ctx context.Context) (days []string, err error) {
	changed := map[string]bool{}
	q := s.db.Collection("figures").Where("rolled", "==", false).Select("date")
	err = EachDocument(q.Documents(ctx), "look for figures that have changed", func(doc *firestore.DocumentSnapshot) error {
		if day, ok := doc.Data()["date"].(string); ok {
			changed[day] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var failed []error
	for _, day := range slices.Sorted(maps.Keys(changed)) {
		if err := s.rollUp(ctx, day); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", day, err)) // which does not hold up the others
			continue
		}
		days = append(days, day)
	}
	return days, errors.Join(failed...)
}

// rollUp writes a day into its week. If anything is counted meanwhile, it begins anew.
func (s *Store) rollUp(ctx context.Context, day string) error {
	return s.commit(ctx, "roll figures up", func(st *step) error {
		docs, err := s.db.Collection("figures").Where("date", "==", day).Documents(ctx).GetAll()
		if err != nil {
			return failure("read figures", err)
		}
		var parts []conversation.Figures
		for _, doc := range docs {
			var f conversation.Figures
			if err := load(doc, &f); err != nil {
				return err
			}
			st.guard(doc)
			parts = append(parts, f)
			if !f.Rolled {
				st.update(doc.Ref, []firestore.Update{{Path: "rolled", Value: true}})
			}
		}
		weeks, err := conversation.RollUp(day, parts)
		if err != nil {
			return err
		}
		refs := make([]*firestore.DocumentRef, len(weeks))
		for i, w := range weeks {
			refs[i] = s.week(w)
		}
		was, err := st.get(refs...)
		if err != nil {
			return err
		}
		for i, w := range weeks {
			if err := st.rollInto(was[i], w, day); err != nil {
				return err
			}
		}
		return nil
	})
}

// rollInto writes a day into a week's document, which keeps its other days.
func (st *step) rollInto(was *firestore.DocumentSnapshot, w conversation.Week, day string) error {
	if !was.Exists() {
		st.put(was.Ref, w)
		return nil
	}
	var before conversation.Week
	if err := load(was, &before); err != nil {
		return err
	}
	updates := []firestore.Update{{FieldPath: firestore.FieldPath{"days", day}, Value: w.Days[day]}}
	if w.ExpireAt.After(before.ExpireAt) {
		updates = append(updates, firestore.Update{Path: "expireAt", Value: w.ExpireAt})
	}
	st.update(was.Ref, updates)
	return nil
}
