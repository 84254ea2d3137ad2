package access_test

import (
	"cmp"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/access"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

var host string // of the Firestore emulator

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

const (
	theirs  = "00000000000000000000000000000001" // Ana's conversation
	waiting = "00000000000000000000000000000002" // in the queue sales
	nowhere = "00000000000000000000000000000003"
)

// office is a database of its own with the product's rules, some people and two
// conversations.
func office(t *testing.T) (*access.Firestore, *firestore.Client) {
	t.Helper()
	return officeUnder(t, terraform.Rules())
}

// officeUnder is the same under other rules.
func officeUnder(t *testing.T, text string) (*access.Firestore, *firestore.Client) {
	t.Helper()
	project := official.Project("access")
	if err := rules.Load(t.Context(), host, project, text); err != nil {
		t.Fatal(err)
	}
	db, err := stack.Firestore(context.Background(), host, project)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	person := func(role string, queues ...string) map[string]any {
		return map[string]any{"role": role, "queues": queues}
	}
	session := func(state, owner string, guests map[string]any) map[string]any {
		return map[string]any{
			"session": map[string]any{
				"state": state, "owner": owner, "guests": guests, "queue": "sales", "number": 2, "history": "queues",
			},
			"customer": map[string]any{"lastOwner": ""},
		}
	}
	for path, doc := range map[string]map[string]any{
		"agents/ana@x.example": person("agent", "sales"), "agents/ben@x.example": person("agent", "support"),
		"agents/gil@x.example": person("agent", "support"), "agents/sue@x.example": person("supervisor"),
		"agents/old@x.example":                                {"queues": []string{"sales"}},
		"conversations/" + theirs:                             session("active", "ana@x.example", map[string]any{"gil@x.example": "Gil"}),
		"conversations/" + waiting:                            session("open", "", map[string]any{}),
		"conversations/" + theirs + "/messages/m0":            {"session": 1, "queue": "support"},
		"conversations/" + theirs + "/messages/m1":            {"session": 2, "queue": "sales"},
		"conversations/" + waiting + "/messages/m1":           {"session": 2, "queue": "sales"},
		"conversations/" + theirs + "/replies/r1":             {"status": "pending"},
		"conversations/" + theirs + "/readings/sue@x.example": {"at": time.Now()},
	} {
		if _, err := db.Doc(path).Set(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
	}
	return access.New(project, host), db
}

func bearer(email string) string { return "Bearer " + rules.Token(email, true) }

// allowed stands for the outcome that is no error.
const allowed = fault.Kind(-1)

func judge(t *testing.T, err error, want fault.Kind) {
	t.Helper()
	got := allowed
	if err != nil {
		got = fault.KindOf(err)
	}
	if got != want {
		t.Errorf("error = %v of kind %d, want kind %d", err, got, want)
	}
}

func TestTheRulesDecideWhoMayRead(t *testing.T) {
	t.Parallel()
	a, _ := office(t)
	for _, tt := range []struct {
		name, authorization, conversation string
		want                              fault.Kind
		message                           string // m1 if left out
	}{
		{"nobody", "", theirs, fault.Unauthorized, ""},
		{"a scheme and no token", "Bearer ", theirs, fault.Unauthorized, ""},
		{"another scheme", "Basic YW5hOnNlY3JldA==", theirs, fault.Unauthorized, ""},
		{"two tokens", bearer("ana@x.example") + " " + rules.Owner, theirs, fault.Unauthorized, ""},
		{"a header within the header", "Bearer a\r\nX-Admin: 1", theirs, fault.Unauthorized, ""},
		{"a token that is none", "Bearer abc", theirs, fault.Unauthorized, ""},
		{"somebody who is not on the roster", bearer("eve@x.example"), theirs, fault.Forbidden, ""},
		{"somebody whose address is not proven", "Bearer " + rules.Token("ana@x.example", false), theirs, fault.Forbidden, ""},
		{"somebody without a role", bearer("old@x.example"), waiting, fault.Forbidden, ""},
		{"an agent of another queue", bearer("ben@x.example"), theirs, fault.Forbidden, ""},
		{"an agent of another queue, while it waits", bearer("ben@x.example"), waiting, fault.Forbidden, ""},
		{"the owner", bearer("ana@x.example"), theirs, allowed, ""},
		{"the owner, by a scheme in lower case", strings.Replace(bearer("ana@x.example"), "B", "b", 1), theirs, allowed, ""},
		{"a guest", bearer("gil@x.example"), theirs, allowed, ""},
		{"an agent of the queue in which it waits", bearer("ana@x.example"), waiting, allowed, ""},
		{"a supervisor", bearer("sue@x.example"), theirs, allowed, ""},
		{"an agent who asks for what there is not", bearer("ana@x.example"), nowhere, fault.Forbidden, ""},
		{"a supervisor who asks for what there is not", bearer("sue@x.example"), nowhere, fault.Forbidden, ""},
		{"the owner, a message of an earlier session in another queue", bearer("ana@x.example"), theirs, fault.Forbidden, "m0"},
		{"a supervisor, that one", bearer("sue@x.example"), theirs, allowed, "m0"},
		{"a supervisor whose reading is not on record", bearer("sue@x.example"), waiting, fault.Forbidden, ""},
		{"the owner, a reply that is on its way", bearer("ana@x.example"), theirs, allowed, "r1"},
		{"an agent of another queue, that one", bearer("ben@x.example"), theirs, fault.Forbidden, "r1"},
		{"the owner, what there is not", bearer("ana@x.example"), theirs, fault.NotFound, "m2"},
		{"the owner, a hash", bearer("ana@x.example"), theirs, fault.NotFound, "h.0123456789abcdef"},
		{"the owner, a way up", bearer("ana@x.example"), theirs, fault.NotFound, ".."},
		{"the owner, a path", bearer("ana@x.example"), theirs, fault.NotFound, "m1/x/y"},
		{"no name", bearer("sue@x.example"), "", fault.NotFound, ""},
		{"a path", bearer("sue@x.example"), theirs + "/messages/m1", fault.NotFound, ""},
		{"a way up", bearer("sue@x.example"), "..", fault.NotFound, ""},
		{"a way up in disguise", bearer("sue@x.example"), "%2e%2e", fault.NotFound, ""},
		{"a query", bearer("sue@x.example"), theirs + "?mask.fieldPaths=owner", fault.NotFound, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			judge(t, a.MayRead(t.Context(), tt.authorization, tt.conversation, cmp.Or(tt.message, "m1")), tt.want)
		})
	}
}

// TestOnlyWhoTalksToTheCustomerMaySpeak: neither a guest nor who could only pick it.
func TestOnlyWhoTalksToTheCustomerMaySpeak(t *testing.T) {
	t.Parallel()
	a, _ := office(t)
	for _, tt := range []struct {
		name, authorization, conversation string
		want                              fault.Kind
	}{
		{"nobody", "", theirs, fault.Unauthorized},
		{"the owner", bearer("ana@x.example"), theirs, allowed},
		{"a supervisor", bearer("sue@x.example"), theirs, allowed},
		{"a supervisor, while it waits", bearer("sue@x.example"), waiting, allowed},
		{"a guest", bearer("gil@x.example"), theirs, fault.Forbidden},
		{"an agent of the queue in which it waits", bearer("ana@x.example"), waiting, fault.Forbidden},
		{"an agent of another queue", bearer("ben@x.example"), theirs, fault.Forbidden},
		{"somebody who is not on the roster", bearer("eve@x.example"), theirs, fault.Forbidden},
		{"a supervisor where there is nothing", bearer("sue@x.example"), nowhere, fault.Forbidden},
		{"a path", bearer("sue@x.example"), theirs + "/messages/m1", fault.NotFound},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			judge(t, a.MaySpeak(t.Context(), tt.authorization, tt.conversation), tt.want)
		})
	}
}

// TestAPasswordWithoutItsSecondFactorOpensNoFile, nor sends one: whoever is asked for a
// person hands the person's token to Firestore, whose rules want it.
func TestAPasswordWithoutItsSecondFactorOpensNoFile(t *testing.T) {
	t.Parallel()
	a, _ := officeUnder(t, terraform.RulesWithPasswords(true))
	by := func(firebase map[string]any) string {
		return "Bearer " + rules.Unsigned(map[string]any{
			"sub": "id-of-ana@x.example", "email": "ana@x.example", "email_verified": true, "firebase": firebase,
		})
	}
	for _, tt := range []struct {
		token string
		want  fault.Kind
	}{
		{by(map[string]any{"sign_in_provider": "password"}), fault.Forbidden},
		{by(map[string]any{"sign_in_provider": "password", "sign_in_second_factor": "phone"}), fault.Forbidden},
		{by(map[string]any{"sign_in_provider": "password", "sign_in_second_factor": "totp"}), allowed},
		{by(map[string]any{"sign_in_provider": "google.com"}), allowed},
	} {
		judge(t, a.MayRead(t.Context(), tt.token, theirs, "m1"), tt.want)
		judge(t, a.MaySpeak(t.Context(), tt.token, theirs), tt.want)
		judge(t, a.CountUpload(t.Context(), tt.token, 1, time.Now()), tt.want)
	}
}

// TestAccessEndsAtOnce: nothing is remembered from one request to the next.
func TestAccessEndsAtOnce(t *testing.T) {
	t.Parallel()
	a, db := office(t)
	judge(t, a.MayRead(t.Context(), bearer("ana@x.example"), theirs, "m1"), allowed)
	if _, err := db.Doc("agents/ana@x.example").Delete(t.Context()); err != nil {
		t.Fatal(err)
	}
	judge(t, a.MayRead(t.Context(), bearer("ana@x.example"), theirs, "m1"), fault.Forbidden)
}

func TestWhatFirestoreAnswersHasAMeaning(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]fault.Kind{
		http.StatusOK: allowed, http.StatusUnauthorized: fault.Unauthorized, http.StatusForbidden: fault.Forbidden,
		http.StatusNotFound: fault.NotFound, http.StatusTooManyRequests: fault.Unavailable,
		http.StatusInternalServerError: fault.Unavailable, http.StatusServiceUnavailable: fault.Unavailable,
		http.StatusBadRequest: fault.Unauthorized, http.StatusNotImplemented: fault.Unavailable, http.StatusTeapot: fault.Internal,
	} {
		asked := make(chan *http.Request, 2) // a reply, too, where there is no message
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked <- r
			w.WriteHeader(status)
		}))
		a := access.New("p", strings.TrimPrefix(server.URL, "http://"))
		judge(t, a.MayRead(t.Context(), bearer("ana@x.example"), theirs, "m1"), want)
		r := <-asked
		want := "/v1/projects/p/databases/(default)/documents/conversations/" + theirs + "/messages/m1?mask.fieldPaths=state"
		if got := r.URL.String(); got != want || r.Header.Get("Authorization") != bearer("ana@x.example") {
			t.Errorf("asked for %s as %q, want %s as the caller", got, r.Header.Get("Authorization"), want)
		}
		server.Close()
		judge(t, a.MayRead(t.Context(), bearer("ana@x.example"), theirs, "m1"), fault.Unavailable)
	}
}

// TestNothingOfATokenIsInAnError: errors are logged.
func TestNothingOfATokenIsInAnError(t *testing.T) {
	t.Parallel()
	a, _ := office(t)
	unreachable := access.New("p", "127.0.0.1:1")
	for _, err := range []error{
		unreachable.MayRead(t.Context(), bearer("ana@x.example"), theirs, "m1"),
		a.MayRead(t.Context(), bearer("eve@x.example"), theirs, "m1"),
		a.MayRead(t.Context(), bearer("eve@x.example")+"?", theirs, "m1"),
	} {
		if err == nil || strings.Contains(err.Error(), "eyJ") {
			t.Errorf("error = %v, want one without the token", err)
		}
	}
}
