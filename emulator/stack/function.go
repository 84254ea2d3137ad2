package stack

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/process"
)

// restartPause keeps a function that dies at its start from hogging the machine.
const restartPause = 200 * time.Millisecond

// Function is one of the product's functions, in a process of its own with only
// its own settings, as in the cloud. It is restarted when it dies.
type Function struct {
	Name    string
	address string
	command process.Command
	group   *process.Group

	mu      sync.Mutex
	process *process.Process
}

// newFunction starts a function with its settings, in the form KEY=VALUE.
func newFunction(g *process.Group, binary, name string, port int, out io.Writer, settings []string) (*Function, error) {
	env := append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"),
		"FUNCTION_TARGET=" + name, fmt.Sprintf("PORT=%d", port),
	}, settings...)
	f := &Function{
		Name: name, address: fmt.Sprintf("127.0.0.1:%d", port), group: g,
		command: process.Command{Name: "the function " + name, Path: binary, Env: env, Output: out},
	}
	return f, f.start()
}

func (f *Function) start() error {
	p, err := f.group.Start(f.command)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.process = p
	return nil
}

// At is the function's command at another port.
func (f *Function) At(port int) process.Command {
	command := f.command
	command.Env = append(slices.Clone(command.Env), fmt.Sprintf("PORT=%d", port))
	return command
}

func (f *Function) running() *process.Process {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.process
}

// Kill kills the function's process, as a crash would. It is restarted.
func (f *Function) Kill() { f.running().Kill() }

// wait returns when the function listens, or with an error if it died first.
func (f *Function) wait(ctx context.Context) error {
	return f.running().Await(ctx, func(ctx context.Context) bool {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", f.address)
		return err == nil && conn.Close() == nil
	})
}

// restartLoop restarts the function whenever it dies, until ctx ends.
func (f *Function) restartLoop(ctx context.Context) {
	for {
		select {
		case <-f.running().Done():
		case <-ctx.Done():
			return
		}
		select {
		case <-time.After(restartPause):
		case <-ctx.Done():
			return
		}
		if f.start() != nil {
			return // the group was stopped
		}
	}
}
