package rules_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

// TestQuickRepliesAreOnesOwn, and those of everybody are the supervisors'.
func TestQuickRepliesAreOnesOwn(t *testing.T) {
	t.Parallel()
	keeps := func(p person, owner string, replies any) attempt {
		return attempt{who: p, how: sets, path: "quickReplies/" + owner, doc: doc{"replies": replies}}
	}
	one := doc{"hello": "Good morning!"}
	own := keeps(ana, ana.email, one)
	many := func(n, name, text int) doc {
		all := doc{}
		for i := range n {
			all[fmt.Sprintf("%0*d", name, i)] = strings.Repeat("x", text)
		}
		return all
	}
	path := "quickReplies/" + ana.email
	try(t, variants{
		"an agent's own":                own,
		"a supervisor's own":            keeps(sue, sue.email, one),
		"everybody's, by a supervisor":  keeps(sue, agent.SharedQuickReplies, one),
		"everybody's, by an admin":      keeps(ada, agent.SharedQuickReplies, one),
		"other ones than before":        own.after(path, doc{"replies": doc{"bye": "Bye!"}}),
		"none any more":                 keeps(ana, ana.email, doc{}).after(path, doc{"replies": one}),
		"some with a picture":           own.with(doc{"pictures": doc{"hello": "A sunrise"}}),
		"as many and as long as may be": keeps(ana, ana.email, many(agent.MaxQuickReplies, agent.MaxQuickReplyName, agent.MaxQuickReplyBytes/agent.MaxQuickReplies)),
	}, variants{
		"those of somebody who is not signed in": anonymous(own, nobody),
		"those of unproven address":              anonymous(own, unverified),
		"a stranger's":                           keeps(stranger, stranger.email, one),
		"a former colleague's":                   keeps(former, former.email, one),
		"a colleague's":                          keeps(ana, ben.email, one),
		"an agent's, by a supervisor":            keeps(sue, ana.email, one),
		"everybody's, by an agent":               keeps(ana, agent.SharedQuickReplies, one),
		"one too many":                           keeps(ana, ana.email, many(agent.MaxQuickReplies+1, 3, 3)),
		"names too long":                         keeps(ana, ana.email, many(agent.MaxQuickReplies, agent.MaxQuickReplyName+1, 3)),
		"texts too long":                         keeps(ana, ana.email, doc{"a": strings.Repeat("x", agent.MaxQuickReplyBytes), "b": "x"}),
		"one that is a map":                      keeps(ana, ana.email, doc{"a": doc{"b": "c"}}),
		"too many with a picture":                own.with(doc{"pictures": many(agent.MaxQuickPictures+1, 3, 3)}),
		"one with much to say of its picture":    own.with(doc{"pictures": doc{"hello": strings.Repeat("x", agent.MaxQuickReplyNames+1)}}),
		"pictures that are no map":               own.with(doc{"pictures": "hello"}),
		"no map":                                 keeps(ana, ana.email, "hello"),
		"a field more":                           own.with(doc{"note": "x"}),
		"ones that are deleted":                  attempt{who: ana, how: deletes, path: path}.after(path, doc{"replies": one}),
	})
}

// TestViewsAreASupervisorsOwn, and nobody else's.
func TestViewsAreASupervisorsOwn(t *testing.T) {
	t.Parallel()
	keeps := func(p person, owner string, views any) attempt {
		return attempt{who: p, how: sets, path: "savedViews/" + owner, doc: doc{"views": views}}
	}
	one := doc{"late": "state=open&queue=sales"}
	own, path := keeps(sue, sue.email, one), "savedViews/"+sue.email
	many := func(n, name, filters int) doc {
		all := doc{}
		for i := range n {
			all[fmt.Sprintf("%0*d", name, i)] = strings.Repeat("x", filters)
		}
		return all
	}
	const most = agent.MaxViewBytes / agent.MaxViews
	try(t, variants{
		"a supervisor's own":     own,
		"an admin's own":         keeps(ada, ada.email, one),
		"other ones than before": own.after(path, doc{"views": doc{"all": ""}}),
		"none any more":          keeps(sue, sue.email, doc{}),
		"as long as may be":      keeps(sue, sue.email, many(agent.MaxViews, agent.MaxViewName, most)),
	}, variants{
		"an agent's own":          keeps(ana, ana.email, one),
		"somebody suspended's":    keeps(suspended, suspended.email, one),
		"a stranger's":            keeps(stranger, stranger.email, one),
		"another supervisor's":    keeps(ada, sue.email, one),
		"of unproven address":     anonymous(own, unverified),
		"one too many":            keeps(sue, sue.email, many(agent.MaxViews+1, 3, 3)),
		"names that are too long": keeps(sue, sue.email, many(agent.MaxViews, agent.MaxViewName+1, 3)),
		"filters too long":        keeps(sue, sue.email, doc{"a": strings.Repeat("x", agent.MaxViewBytes+1)}),
		"one that is a map":       keeps(sue, sue.email, doc{"a": doc{"b": "c"}}),
		"no map":                  keeps(sue, sue.email, "late"),
		"a field more":            own.with(doc{"note": "x"}),
		"ones that are deleted":   attempt{who: sue, how: deletes, path: path}.after(path, doc{"views": one}),
	})
}

// TestPicturesOfQuickRepliesAreTheirOwners, as the quick replies are.
func TestPicturesOfQuickRepliesAreTheirOwners(t *testing.T) {
	t.Parallel()
	keeps := func(p person, owner string, pictures any) attempt {
		return attempt{who: p, how: sets, path: "quickPictures/" + owner, doc: doc{"pictures": pictures}}
	}
	pictures := func(n, size int) doc {
		all := doc{}
		for i := range n {
			all[fmt.Sprint(i)] = strings.Repeat("A", size)
		}
		return all
	}
	one := pictures(1, 100)
	own := keeps(ana, ana.email, one)
	path := "quickPictures/" + ana.email
	try(t, variants{
		"an agent's own":                 own,
		"everybody's, by a supervisor":   keeps(sue, agent.SharedQuickReplies, one),
		"other ones than before":         own.after(path, doc{"pictures": pictures(2, 3)}),
		"none any more":                  keeps(ana, ana.email, doc{}).after(path, doc{"pictures": one}),
		"as many and as large as may be": keeps(ana, ana.email, pictures(agent.MaxQuickPictures, agent.MaxQuickPicture)),
	}, variants{
		"those of somebody who is not signed in": anonymous(own, nobody),
		"a stranger's":                           keeps(stranger, stranger.email, one),
		"a former colleague's":                   keeps(former, former.email, one),
		"a colleague's":                          keeps(ana, ben.email, one),
		"an agent's, by a supervisor":            keeps(sue, ana.email, one),
		"everybody's, by an agent":               keeps(ana, agent.SharedQuickReplies, one),
		"one too many":                           keeps(ana, ana.email, pictures(agent.MaxQuickPictures+1, 3)),
		"no map":                                 keeps(ana, ana.email, "hello"),
		"a field more":                           own.with(doc{"note": "x"}),
		"ones that are deleted":                  attempt{who: ana, how: deletes, path: path}.after(path, doc{"pictures": one}),
	})
}
