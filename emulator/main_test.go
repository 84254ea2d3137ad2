package main

import (
	"context"
	"os"
	"sync"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
)

// TestMain lets the test binary play the emulator, and the functions that the
// emulator starts as processes of this same binary.
func TestMain(m *testing.M) {
	if os.Getenv("FUNCTION_TARGET") != "" || os.Getenv("PLAY_EMULATOR") != "" {
		main()
		return
	}
	status := m.Run()
	if shared.stack != nil {
		shared.stack.Stop()
	}
	os.Exit(status)
}

// plain is the configuration that most tests run with.
func plain(t *testing.T) *tfvars.File {
	t.Helper()
	file, err := readConfig("testdata/plain.tfvars", os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// shared is the running product that most tests use: a start takes seconds.
var shared struct {
	once  sync.Once
	stack *stack.Stack
	err   error
	log   *console.Writer
}

// product returns the running product, which is started at the first call.
func product(t *testing.T) *stack.Stack {
	t.Helper()
	shared.once.Do(func() {
		shared.log = console.New(os.Stderr, console.Quiet)
		shared.stack, shared.err = stack.Start(context.Background(), stack.Options{
			Project: "demo-emulator-test", Log: shared.log, Config: plain(t),
		})
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what was printed last:\n%s", shared.log.Last())
		}
	})
	return shared.stack
}
