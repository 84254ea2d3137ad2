package rules_test

import (
	"maps"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
)

// way is how a document is written.
type way string

const (
	creates way = "creates"     // if it is not there
	sets    way = "sets"        // all of it, there or not
	merges  way = "merges into" // only these fields
	deletes way = "deletes"
)

// in is a time so long after the attempt is made, which may be a while after it was
// described: the tests wait for each other.
type in time.Duration

// attempt is a write that the rules decide about.
type attempt struct {
	who  person
	how  way
	path string
	doc  doc
	// before is what a function changed first, by path.
	before map[string]doc
	// gone is a document that is not there.
	gone string
}

// with is the attempt with some fields.
func (a attempt) with(fields doc) attempt {
	a.doc = maps.Clone(a.doc)
	maps.Copy(a.doc, fields)
	return a
}

// without is the attempt without a field.
func (a attempt) without(field string) attempt {
	a.doc = maps.Clone(a.doc)
	delete(a.doc, field)
	return a
}

// at is the attempt at another document.
func (a attempt) at(path string) attempt {
	a.path = path
	return a
}

// after is the attempt after a function changed a document.
func (a attempt) after(path string, fields doc) attempt {
	a.before = map[string]doc{path: fields}
	return a
}

// age is how old a document is when it is tried: tests wait for each other, for minutes
// on a slow machine.
type age time.Duration

// aged has the times of ages.
func aged(fields doc) doc {
	fields = maps.Clone(fields)
	for name, value := range fields {
		if old, ok := value.(age); ok {
			fields[name] = ago(time.Duration(old))
		}
	}
	return fields
}

func (a attempt) run(t *testing.T, w *world) error {
	t.Helper()
	for path, fields := range a.before {
		w.change(t, path, aged(fields))
	}
	if a.gone != "" {
		w.remove(t, a.gone)
	}
	fields := maps.Clone(a.doc)
	for name, value := range fields {
		if d, relative := value.(in); relative {
			fields[name] = time.Now().Add(time.Duration(d))
		}
	}
	ref, ctx := w.Doc(a.path), a.who.in(t.Context())
	if ref == nil {
		t.Fatalf("%s is no document", a.path)
	}
	var err error
	switch a.how {
	case creates:
		_, err = ref.Create(ctx, fields)
	case sets:
		_, err = ref.Set(ctx, fields)
	case merges:
		_, err = ref.Set(ctx, fields, firestore.MergeAll)
	case deletes:
		_, err = ref.Delete(ctx)
	}
	return err
}

// variants are attempts by what each says, a sentence.
type variants map[string]attempt

// try tries what is allowed and what is denied. Each of the denied differs from
// one of the allowed in one thing, and that is the proof of the reason.
func try(t *testing.T, allowed, denied variants) {
	t.Helper()
	for verdict, all := range map[string]variants{"allowed": allowed, "denied": denied} {
		for name, a := range all {
			t.Run(name+" is "+verdict, func(t *testing.T) {
				t.Parallel()
				w := untouched(t)
				if verdict == "allowed" || a.before != nil || a.gone != "" {
					w = newWorld(t)
				}
				judge(t, a.run(t, w), verdict == "allowed")
			})
		}
	}
}

// long is a text of so many bytes.
func long(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'x'
	}
	return string(b)
}

func ago(d time.Duration) time.Time { return time.Now().Add(-d) }
