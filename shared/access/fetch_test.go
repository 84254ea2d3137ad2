package access_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// TestOnlyTheAdminWhoAskedFetchesAnExport: the rules say who may read the request, and the
// request says whose it is.
func TestOnlyTheAdminWhoAskedFetchesAnExport(t *testing.T) {
	t.Parallel()
	a, db := office(t)
	const ada, bob, former = "ada@x.example", "bob@x.example", "sue@x.example"
	asked := func(by, kind, status string) map[string]any {
		return map[string]any{
			"author": map[string]any{"email": by, "name": "x", "bot": false}, "kind": kind, "status": status, "conversation": theirs,
		}
	}
	for path, doc := range map[string]map[string]any{
		"agents/" + ada: {"role": "admin"}, "agents/" + bob: {"role": "admin"},
		"dataRequests/done":    asked(ada, "export", "done"),
		"dataRequests/pending": asked(ada, "export", "pending"),
		"dataRequests/refused": asked(ada, "export", "refused"),
		"dataRequests/erase":   asked(ada, "erase", "done"),
		"dataRequests/former":  asked(former, "export", "done"),
	} {
		if _, err := db.Doc(path).Set(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name, authorization, request string
		want                         fault.Kind
	}{
		{"whoever asked", bearer(ada), "done", allowed},
		{"another admin", bearer(bob), "done", fault.Forbidden},
		{"who is an admin no more", bearer(former), "former", fault.Forbidden},
		{"an agent", bearer("ana@x.example"), "done", fault.Forbidden},
		{"nobody", "", "done", fault.Unauthorized},
		{"an owner's token", "Bearer " + rules.Owner, "done", fault.Unauthorized},
		{"before it is there", bearer(ada), "pending", fault.NotFound},
		{"what was refused", bearer(ada), "refused", fault.NotFound},
		{"an erasure", bearer(ada), "erase", fault.NotFound},
		{"what was never asked for", bearer(ada), "nothing", fault.NotFound},
		{"a path", bearer(ada), "done/x", fault.NotFound},
		{"a query", bearer(ada), "done?x", fault.NotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			of, err := a.MayFetch(t.Context(), tt.authorization, tt.request)
			judge(t, err, tt.want)
			if (of == theirs) != (tt.want == allowed) {
				t.Errorf("the conversation is %q", of)
			}
		})
	}
}
