package rules_test

import (
	"context"
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
)

// TestARuleSeesItsOwnDatabaseOnly is why the roster is in the database that it opens: rules
// that look somebody up in another database find nobody. See docs/security.md.
func TestARuleSeesItsOwnDatabaseOnly(t *testing.T) {
	t.Parallel()
	project := official.Project("rules")
	const text = `rules_version = '2';
		service cloud.firestore {
			match /databases/{database}/documents {
				match /here/{id} {
					allow get: if exists(/databases/(default)/documents/agents/$(request.auth.token.email));
				}
				match /there/{id} {
					allow get: if exists(/databases/roster/documents/agents/$(request.auth.token.email));
				}
			}
		}`
	w := openWorld(t, project, text)
	roster, err := firestore.NewClientWithDatabase(context.Background(), project, "roster", option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	entry := "agents/" + ana.email
	for _, db := range []*firestore.Client{w.Client, roster} {
		if _, err := db.Doc(entry).Set(rules.As(t.Context(), rules.Owner), doc{"role": "agent"}); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]codes.Code{"here/1": codes.NotFound, "there/1": codes.PermissionDenied} {
		if _, err := w.Doc(path).Get(ana.in(t.Context())); status.Code(err) != want {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
}
