package rules_test

import (
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
)

// TestAccessEndsWithTheEntry: whoever is taken off the roster, or has no role any
// more, reads and writes nothing from that moment on, whatever is still valid of the
// token.
func TestAccessEndsWithTheEntry(t *testing.T) {
	t.Parallel()
	without := func(role any) attempt { return edits(person{token: rules.Owner}, ana.email, doc{"role": role}) }
	for name, end := range map[string]attempt{
		"the entry is deleted": {who: person{token: rules.Owner}, how: deletes, path: entry(ana.email)},
		"the role is none":     without("none"),
		"the role is emptied":  without(""),
		"the role is deleted":  without(firestore.Delete),
		"the role is a number": without(1),
		"the role is a list":   without([]string{"agent"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tries := func(reply string) []error {
				_, one := w.Doc(active).Get(ana.in(t.Context()))
				_, own := w.Doc(entry(ana.email)).Get(ana.in(t.Context()))
				_, list := conversationsOf(w).Where("session.owner", "==", ana.email).Documents(ana.in(t.Context())).GetAll()
				_, says := w.Doc(active+"/replies/"+reply).Create(ana.in(t.Context()), replyOf(ana))
				_, beat := w.Doc("leases/"+ana.email).Set(ana.in(t.Context()), doc{"until": firestore.ServerTimestamp})
				return []error{one, own, list, says, beat}
			}
			for _, err := range tries("before") {
				judge(t, err, true)
			}
			judge(t, end.run(t, w), true)
			for _, err := range tries("after") {
				judge(t, err, false)
			}
		})
	}
}

// TestAQueueIsLostAtOnce: what an agent may pick follows the roster.
func TestAQueueIsLostAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Doc(open).Get(ben.in(t.Context()))
	judge(t, err, true)
	w.change(t, "agents/"+ben.email, doc{"queues": []string{"support"}})
	_, err = w.Doc(open).Get(ben.in(t.Context()))
	judge(t, err, false)
	_, err = w.Doc(elsewhere).Get(ben.in(t.Context()))
	judge(t, err, true)
}
