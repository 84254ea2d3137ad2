package rules_test

import (
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

// TestFilesAreCountedUp, each by whoever sends it, and never down.
func TestFilesAreCountedUp(t *testing.T) {
	t.Parallel()
	day, path := agent.Day(time.Now()), "uploads/"+ana.email
	counts := func(p person, files, bytes any) attempt {
		return attempt{who: p, how: sets, path: "uploads/" + p.email, doc: doc{"day": day, "files": files, "bytes": bytes}}
	}
	first := counts(ana, 1, 7)
	later := func(files, bytes any) attempt {
		return counts(ana, files, bytes).after(path, doc{"day": day, "files": 3, "bytes": 300})
	}
	tomorrow := first.after(path, doc{"day": day - 1, "files": 499, "bytes": agent.MaxUploadBytes})
	try(t, variants{
		"the first file":            first,
		"a supervisor's":            counts(sue, 1, 7),
		"the fourth file":           later(4, 301),
		"the first of the next day": tomorrow,
		"the last file":             counts(ana, agent.MaxUploads, 302).after(path, doc{"day": day, "files": agent.MaxUploads - 1, "bytes": 301}),
	}, variants{
		"a file of somebody who is not signed in": anonymous(first, nobody),
		"a file of unproven address":              anonymous(first, unverified),
		"a stranger's file":                       counts(stranger, 1, 7),
		"a former colleague's file":               counts(former, 1, 7),
		"a colleague's file":                      first.at("uploads/" + ben.email),
		"a colleague's file by a supervisor":      attempt{who: sue, how: sets, path: path, doc: first.doc},
		"two at once":                             counts(ana, 2, 7),
		"none":                                    counts(ana, 0, 0),
		"an empty one":                            counts(ana, 1, 0),
		"one of yesterday":                        first.with(doc{"day": day - 1}),
		"one of tomorrow":                         first.with(doc{"day": day + 1}),
		"half a file":                             counts(ana, 1.0, 7),
		"one of a text":                           counts(ana, 1, "7"),
		"one of no day":                           first.without("day"),
		"one with a field more":                   first.with(doc{"note": "x"}),
		"a count that stays":                      later(3, 301),
		"a count that goes down":                  later(1, 7),
		"two more":                                later(5, 301),
		"fewer bytes":                             later(4, 299),
		"a file too many":                         counts(ana, agent.MaxUploads+1, 302).after(path, doc{"day": day, "files": agent.MaxUploads, "bytes": 301}),
		"bytes too many":                          counts(ana, 1, agent.MaxUploadBytes+1),
		"a count that is deleted":                 attempt{who: ana, how: deletes, path: path}.after(path, doc{"day": day, "files": 3, "bytes": 300}),
	})
}
