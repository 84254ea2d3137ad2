package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/identity"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/process"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

// strictProject has the same accounts, and rules that want a second factor of passwords.
const strictProject = project + "-strict"

// strict is a third desk, of another database, in which there is a configuration and whoever
// a test puts there.
type strict struct {
	url string
	db  *firestore.Client
}

var strictDesk = sync.OnceValues(func() (*strict, error) {
	s, err := product()
	if err != nil {
		return nil, err
	}
	g, err := accounts()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := rules.Load(ctx, s.FirestoreHost, strictProject, terraform.RulesWithPasswords(true)); err != nil {
		return nil, err
	}
	db, err := stack.Firestore(context.Background(), s.FirestoreHost, strictProject)
	if err != nil {
		return nil, err
	}
	started(func() { _ = db.Close() })
	config, err := s.Firestore.Doc("config/current").Get(ctx)
	if err == nil {
		_, err = db.Doc("config/current").Set(ctx, config.Data())
	}
	if err != nil {
		return nil, err
	}
	port, err := official.FreePort()
	if err != nil {
		return nil, err
	}
	group, err := process.NewGroup()
	if err != nil {
		return nil, err
	}
	started(group.Stop)
	binary, err := os.Executable()
	if err != nil {
		return nil, err
	}
	desk, err := group.Start(process.Command{Name: "the desk with a second factor", Path: binary, Output: shared.log, Env: []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "FUNCTION_TARGET=desk", fmt.Sprintf("PORT=%d", port),
		"GOOGLE_CLOUD_PROJECT=" + strictProject, "FIRESTORE_EMULATOR_HOST=" + s.FirestoreHost,
		"FIREBASE_AUTH_EMULATOR_HOST=" + g.Host, "STORAGE_EMULATOR_HOST=" + s.BucketHost(), "MEDIA_BUCKET=" + stack.MediaBucket,
		"SIGN_IN_WITH_PASSWORD=true",
	}})
	if err != nil {
		return nil, err
	}
	d := &strict{fmt.Sprintf("http://127.0.0.1:%d", port), db}
	return d, desk.Await(ctx, func(context.Context) bool {
		res, err := http.Get(d.url + "/settings.json")
		return err == nil && res.Body.Close() == nil
	})
})

// TestAPasswordNeedsASecondFactor: an agent adds an app, signs out, and signs in with a
// code of it. Who has the password alone reads nothing, whatever page they come by.
func TestAPasswordNeedsASecondFactor(t *testing.T) {
	t.Parallel()
	o := newSignInOffice(newOffice(t, "keys"))
	s, err := strictDesk()
	o.must(err)
	ana := o.hires("Ines")
	entry, err := o.Firestore.Doc("agents/" + ana.email).Get(o.context())
	o.must(err)
	_, err = s.db.Doc("agents/"+ana.email).Set(o.context(), entry.Data())
	o.must(err)
	o.must(o.Enter(o.context(), ana.email, password, true))
	alone, err := o.WithPassword(o.context(), ana.email, password)
	o.must(err)

	page := o.opens(s.url, "/", wide)
	page.who = ana
	page.tolerate(`identitytoolkit.*|400`)
	page.sees("heading", "Sign in")
	page.enters(ana.email, password)
	page.sees("heading", "Add a second factor")
	page.presses("button", "Show the key")
	page.await(`document.querySelector('.key') !== null`)
	page.accessible("a key for an authenticator app")
	secret := value[string](page, `document.querySelector('.key').textContent`)
	if want := "otpauth://totp/Frontdesk:"; !strings.HasPrefix(value[string](page, `document.querySelector('a[href^="otpauth:"]').href`), want) {
		t.Errorf("an app is not opened with %s…", want)
	}
	app := &authenticator{office: o.office, secret: secret, next: -1}
	page.gives(app.wrong(), "Confirm")
	page.in("alert", "").reads("The code is wrong")
	first := app.code()
	page.gives(first, "Confirm")
	page.sees("combobox", "/^Presence/")
	page.sees("heading", "/^Keys/")

	s.isClosedTo(o, alone)
	page.presses("disclosure", "/^Settings/")
	page.presses("button", "Sign out")
	page.sees("heading", "Sign in")
	page.enters(ana.email, password)
	page.sees("heading", "Enter the code")
	page.accessible("the question for a code")
	for _, wrong := range []string{first, app.wrong()} {
		page.gives(wrong, "Sign in")
		page.in("alert", "").reads("The code is wrong")
		page.misses("combobox", "/^Presence/")
	}
	page.gives(app.code(), "Sign in")
	page.sees("combobox", "/^Presence/")
	page.sees("heading", "/^Keys/")
	if token, err := o.WithPassword(o.context(), ana.email, password); token != "" || err != nil {
		t.Errorf("a password alone gets a token: %q, %v", token, err)
	}
}

// gives fills in a code and sends it.
func (s *seat) gives(code, button string) {
	s.Helper()
	s.await(s.find("button", button) + `.every((b) => !b.disabled)`)
	s.writes("Code of six digits", code)
	s.presses("button", button)
}

// isClosedTo wants nothing of the database and no file to be given for a token.
func (s *strict) isClosedTo(o signInOffice, token string) {
	o.Helper()
	documents := "http://" + o.FirestoreHost + "/v1/projects/" + strictProject + "/databases/(default)/documents/"
	for _, address := range []string{
		documents + "config/current", documents + "agents?pageSize=1", documents + "queues/keys/items?pageSize=1",
		documents + "conversations?pageSize=1", s.url + "/files/inbound/0123456789abcdef0123456789abcdef/m1",
	} {
		if got := o.get(address, token); got != http.StatusForbidden {
			o.Errorf("%s gives %d to whoever has no second factor", address, got)
		}
	}
}

// authenticator is an agent's app, whose codes are each good once.
type authenticator struct {
	*office
	secret string
	// next is the period of the next code, as seen from the present one.
	next time.Duration
}

// code is a code that was not used yet: a period early, then of now, then a period late.
func (a *authenticator) code() string {
	a.Helper()
	code, err := identity.Code(a.secret, time.Now().Add(a.next*30*time.Second))
	a.must(err)
	a.next++
	return code
}

// wrong is a code of long ago.
func (a *authenticator) wrong() string {
	a.Helper()
	code, err := identity.Code(a.secret, time.Now().Add(-time.Hour))
	a.must(err)
	return code
}
