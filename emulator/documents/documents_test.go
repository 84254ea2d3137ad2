package documents_test

import (
	"os"
	"slices"
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/frontdesk-gcp/frontdesk/emulator/documents"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
)

var host string // of the Firestore emulator

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

func TestEveryDocumentIsFoundWhereverItIs(t *testing.T) {
	t.Parallel()
	conn, err := grpc.NewClient(host, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	db, err := firestore.NewClient(t.Context(), official.Project("documents"), option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	ctx := rules.As(t.Context(), rules.Owner)
	want := []string{"a/1", "a/1/b/2", "c/none/d/3", "e/é ü"}
	for _, path := range want {
		if _, err := db.Doc(path).Set(ctx, map[string]string{"path": path}); err != nil {
			t.Fatal(err)
		}
	}
	all, err := documents.All(ctx, host, db)
	if err != nil {
		t.Fatal(err)
	}
	same(t, all, want)
	below, err := documents.Below(ctx, host, db, "a/1")
	if err != nil {
		t.Fatal(err)
	}
	same(t, below, []string{"a/1/b/2"})
}

func same(t *testing.T, docs []*firestore.DocumentSnapshot, want []string) {
	t.Helper()
	var found []string
	for _, doc := range docs {
		found = append(found, documents.Path(doc))
		if doc.Data()["path"] != documents.Path(doc) {
			t.Errorf("%s is %v", documents.Path(doc), doc.Data())
		}
	}
	if !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}
