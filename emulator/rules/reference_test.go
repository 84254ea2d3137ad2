package rules_test

import (
	"strings"
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/vocabulary"
)

// TestTheReferencesExamplesAreAllowed: what docs/firestore.md shows is what a client may
// write.
func TestTheReferencesExamplesAreAllowed(t *testing.T) {
	t.Parallel()
	allowed := variants{}
	for _, e := range vocabulary.Examples() {
		path := strings.NewReplacer("conversations/{conversation}", active, "{id}", "4f9c2d1e", "{email}", ana.email).Replace(e.Path)
		by := ana
		switch {
		case strings.HasPrefix(path, "rosterChanges/"):
			by = sue
		case strings.HasPrefix(path, "dataRequests/"):
			by = ada
		}
		a := attempt{who: by, how: sets, path: path, doc: doc{}}
		if e.Update {
			a.how = merges
		}
		for _, v := range e.Fields {
			a.doc[v.Name] = stored(by, v.Value)
		}
		allowed[e.Title] = a
	}
	try(t, allowed, variants{})
}

// stored is a value as Firestore takes it.
func stored(by person, value any) any {
	switch v := value.(type) {
	case vocabulary.Now:
		return firestore.ServerTimestamp
	case vocabulary.Soon:
		return in(v)
	case vocabulary.Me:
		return by.author()
	}
	return value
}
