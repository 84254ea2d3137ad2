package e2e

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/identity"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/process"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// guarded is a second desk of the product, at which agents sign in.
type guarded struct {
	*identity.Emulator
	url string
}

// accounts starts the emulator of Firebase Authentication and the desk that asks it.
var accounts = sync.OnceValues(func() (*guarded, error) {
	s, err := product()
	if err != nil {
		return nil, err
	}
	e, err := identity.Start(context.Background(), project, io.Discard)
	if err != nil {
		return nil, err
	}
	started(e.Stop)
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
	desk, err := group.Start(process.Command{Name: "the desk with sign-in", Path: binary, Output: shared.log, Env: []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "FUNCTION_TARGET=desk", fmt.Sprintf("PORT=%d", port),
		"GOOGLE_CLOUD_PROJECT=" + project, "FIRESTORE_EMULATOR_HOST=" + s.FirestoreHost,
		"FIREBASE_AUTH_EMULATOR_HOST=" + e.Host, "STORAGE_EMULATOR_HOST=" + s.BucketHost(), "MEDIA_BUCKET=" + stack.MediaBucket,
		"SIGN_IN_WITH_PASSWORD=true", "SIGN_IN_SECOND_FACTOR=false",
	}})
	if err != nil {
		return nil, err
	}
	g := &guarded{e, fmt.Sprintf("http://127.0.0.1:%d", port)}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return g, desk.Await(ctx, func(context.Context) bool {
		res, err := http.Get(g.url + "/settings.json")
		return err == nil && res.Body.Close() == nil
	})
})

// signInOffice is an office whose desk asks who one is.
type signInOffice struct {
	*office
	*guarded
}

func newSignInOffice(o *office) signInOffice {
	o.Helper()
	g, err := accounts()
	o.must(err)
	return signInOffice{o, g}
}

// comes opens the desk at which one signs in.
func (o signInOffice) comes(p person, path string) *seat {
	o.Helper()
	s := o.opens(o.url, path, wide)
	s.who = p
	s.sees("heading", "Sign in")
	return s
}

// signsIn is an agent who has an account and comes in with it.
func (o signInOffice) signsIn(p person, path string) *seat {
	o.Helper()
	o.must(o.Enter(o.context(), p.email, password, true))
	s := o.comes(p, path)
	s.enters(p.email, password)
	s.await(`document.querySelector('desk-header') !== null`)
	return s
}

// enters fills in the form and sends it.
func (s *seat) enters(email, password string) {
	s.Helper()
	s.writes("E-mail address", email)
	s.writes("Password", password)
	s.types("\r")
}

// asks asks the database for a document as a client does, with a token, and gives the status.
func (o signInOffice) asks(token, path string) int {
	o.Helper()
	return o.get("http://"+o.FirestoreHost+"/v1/projects/"+project+"/databases/(default)/documents/"+path, token)
}

// get asks for an address with a token and gives the status.
func (o signInOffice) get(address, token string) int {
	o.Helper()
	req, err := http.NewRequestWithContext(o.context(), http.MethodGet, address, nil)
	o.must(err)
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(req)
	o.must(err)
	o.must(res.Body.Close())
	return res.StatusCode
}
