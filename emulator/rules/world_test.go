// Package rules_test tries terraform/firestore.rules on Google's emulator: who may read and
// write what, as the clients do it, and as somebody hostile would.
//
// The emulator decides about a query as Firestore does, by its conditions and not
// by what it finds, and it keeps Firestore's limits of lookups and expressions.
package rules_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync"
	"testing"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

var (
	host string           // of the Firestore emulator: one a package
	conn *grpc.ClientConn // to it
)

func TestMain(m *testing.M) {
	os.Exit(official.WithBusyFirestore(func(of string) int {
		host = of
		var err error
		conn, err = grpc.NewClient(host, grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithUnaryInterceptor(rules.PastLapses))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}))
}

// doc is a document's fields.
type doc = map[string]any

// world is a database of its own with everybody and everything in it.
type world struct {
	*firestore.Client
	project string
}

// idle are the worlds that no test uses. The rules, which take the emulator half a
// second, stay in force when the documents change.
var idle = make(chan *world, 100)

func newWorld(t *testing.T) *world {
	t.Helper()
	var w *world
	select {
	case w = <-idle:
	default:
		w = openWorld(t, official.Project("rules"), terraform.Rules())
	}
	w.fill(t)
	t.Cleanup(func() { idle <- w })
	return w
}

// denying is the world of what is denied, which changes nothing.
var denying struct {
	sync.Mutex
	*world
}

// untouched is a world that nobody may change.
func untouched(t *testing.T) *world {
	t.Helper()
	denying.Lock()
	defer denying.Unlock()
	if denying.world == nil {
		w := openWorld(t, official.Project("rules"), terraform.Rules())
		w.fill(t)
		denying.world = w
	}
	return denying.world
}

// openWorld is an empty world with rules.
func openWorld(t *testing.T, project, text string) *world {
	t.Helper()
	if err := rules.Load(t.Context(), host, project, text); err != nil {
		t.Fatal(err)
	}
	db, err := firestore.NewClient(context.Background(), project, option.WithGRPCConn(conn))
	if err != nil {
		t.Fatal(err)
	}
	return &world{db, project}
}

// fill puts a world into the state in which it begins.
func (w *world) fill(t *testing.T) {
	t.Helper()
	// The emulator breaks off a clearing that another request comes in between.
	const tries = 10
	for n := 1; ; n++ {
		status, err := w.clear(t.Context())
		if err != nil || status != http.StatusOK && n == tries {
			t.Fatal("clear the emulator:", status, err)
		}
		if status == http.StatusOK {
			break
		}
	}
	batch := w.Batch() //nolint:staticcheck // one commit
	for path, value := range everything() {
		batch.Set(w.Doc(path), value)
	}
	if _, err := batch.Commit(rules.As(t.Context(), rules.Owner)); err != nil {
		t.Fatal(err)
	}
}

func (w *world) clear(ctx context.Context) (status int, err error) {
	url := "http://" + host + "/emulator/v1/projects/" + w.project + "/databases/(default)/documents"
	req, err := http.NewRequestWithContext(ctx, http.MethodDelete, url, nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, res.Body.Close()
}

// put writes a document in a function's name.
func (w *world) put(t *testing.T, path string, value any) {
	t.Helper()
	if _, err := w.Doc(path).Set(rules.As(t.Context(), rules.Owner), value); err != nil {
		t.Fatal(err)
	}
}

// remove deletes a document in a function's name.
func (w *world) remove(t *testing.T, path string) {
	t.Helper()
	if _, err := w.Doc(path).Delete(rules.As(t.Context(), rules.Owner)); err != nil {
		t.Fatal(err)
	}
}

// change changes a document in a function's name.
func (w *world) change(t *testing.T, path string, fields doc) {
	t.Helper()
	_, err := w.Doc(path).Set(rules.As(t.Context(), rules.Owner), fields, firestore.MergeAll)
	if err != nil {
		t.Fatal(err)
	}
}

// judge checks whether something was allowed, or denied by the rules and by
// nothing else.
func judge(t *testing.T, err error, allowed bool) {
	t.Helper()
	if v := verdict(err, allowed); v != "" {
		t.Error(v)
	}
}

// verdict is what judge finds wrong.
func verdict(err error, allowed bool) string {
	switch code := status.Code(err); {
	case code != codes.OK && code != codes.PermissionDenied:
		return fmt.Sprintf("neither allowed nor denied: %v", err)
	case allowed && code != codes.OK:
		return fmt.Sprintf("denied: %v", err)
	case !allowed && code == codes.OK:
		return "allowed"
	}
	return ""
}
