package e2e

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"

	_ "github.com/frontdesk-gcp/frontdesk" // registers the functions
	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
)

// project exists in the emulators only.
const project = "demo-e2e"

//go:embed testdata/store.tfvars
var store []byte

// TestMain lets the test binary play the functions, each in a process of its own.
func TestMain(m *testing.M) {
	if os.Getenv("FUNCTION_TARGET") != "" {
		if err := funcframework.StartHostPort("127.0.0.1", os.Getenv("PORT")); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	status := m.Run()
	for i := len(shared.stops) - 1; i >= 0; i-- {
		shared.stops[i]()
	}
	os.Exit(status)
}

// shared is what all tests use; each part is started at the first call.
var shared struct {
	mu    sync.Mutex
	stops []func()
	log   *console.Writer
}

// started notes how to stop something that was started.
func started(stop func()) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	shared.stops = append(shared.stops, stop)
}

// product is the running product.
var product = sync.OnceValues(func() (*stack.Stack, error) {
	config, err := tfvars.Read("testdata/store.tfvars", store)
	if err != nil {
		return nil, err
	}
	shared.log = console.New(os.Stderr, console.Quiet)
	s, err := stack.Start(context.Background(), stack.Options{
		Project: project, Log: shared.log, Config: config, Passwords: true,
	})
	if err != nil {
		return nil, err
	}
	started(s.Stop)
	if s.DeskURL == "" {
		return nil, errors.New("the desk's client is not built, so there is nothing to look at: run `make client`")
	}
	return s, nil
})

// chromium is the browser of all tests.
var chromium = sync.OnceValues(func() (*browser.Browser, error) {
	b, err := browser.Start()
	if err == nil {
		started(b.Stop)
	}
	return b, err
})
