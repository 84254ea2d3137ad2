package rules_test

import (
	"slices"
	"strings"
	"testing"
)

// TestWhoMayReadADocument tries everybody on every kind of document. Those who may
// are the proof that the others are denied for who they are.
func TestWhoMayReadADocument(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	readers := map[string][]person{
		open:      and(leads, ana, ben),
		elsewhere: and(leads, cy, gus, lou),
		offered:   and(leads, ana),
		active:    and(leads, ana, gus),
		wrapUp:    and(leads, ana),
		parked:    and(leads, lou),
		closed:    and(leads, ana, ben, gus), // its queue, and who worked on it
		masked:    and(leads, ana, gus),
	}
	var documents []struct {
		path string
		may  []person
	}
	document := func(path string, may ...person) {
		documents = append(documents, struct {
			path string
			may  []person
		}{path, may})
	}
	for path, may := range readers {
		document(path, may...)
		document(path+"/messages/m1", may...)
		if path == masked {
			document(path+"/private/peer", leads...)
		} else {
			document(path+"/private/peer", may...)
		}
		document(path + "/private/notes")
		document(path+"/events/000000000001", may...)
		// What was sent is for its author, who may still read the conversation.
		document(path+"/replies/r0", slices.DeleteFunc(slices.Clone(may), func(p person) bool {
			return p != ana && !slices.Contains(leads, p)
		})...)
		document(path+"/actions/a0", and(leads, ana)...) // who asked for it sees what became of it
		document(path+"/sessions/000000000001", may...)
	}
	document("queues/sales/items/open", and(leads, ana, ben)...)
	document("queues/support/items/elsewhere", and(leads, cy, gus, lou)...)
	document("agents/ana@x.example", workers...)
	document("agents/ada@x.example", workers...)
	document("leases/ana@x.example", workers...)
	document("quickReplies/ana@x.example", ana)
	document("quickReplies/shared", workers...)
	document("savedViews/sue@x.example", sue)
	document("quickPictures/ana@x.example", ana)
	document("quickPictures/shared", workers...)
	document("config/current", workers...)
	document("settings/tag_recall", workers...)
	document("configs/v1", leads...)
	document("figures/2024-03-05_sales_0", leads...)
	document("figureWeeks/agent_2024-03-04", leads...)
	document("figureWeeks/own_ana@x.example_2024-03-04", and(leads, ana)...)
	document("alerts/waiting_sales", leads...)
	document("customers/k1")
	document("config/draft")
	document("queues/sales")
	document("agents/ana@x.example/notes/n1")
	document("secrets/key")
	for _, d := range documents {
		for _, p := range people {
			t.Run(strings.ReplaceAll(d.path, "/", " ")+" by "+p.who, func(t *testing.T) {
				t.Parallel()
				_, err := w.Doc(d.path).Get(p.in(t.Context()))
				judge(t, err, slices.ContainsFunc(d.may, func(m person) bool { return m.token == p.token }))
			})
		}
	}
}
