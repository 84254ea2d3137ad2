// Package identity starts the emulator of Firebase Authentication, which Google
// ships in the npm package firebase-tools, and acts in it as an admin, a mailbox and an
// authenticator app would.
package identity

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/npm"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/process"
)

//go:embed npm/.npmrc npm/package.json npm/package-lock.json
var packages embed.FS

// startTimeout is how long the emulator may take to start: it reads about a
// thousand files first.
const startTimeout = 2 * time.Minute

// Emulator is a running emulator.
type Emulator struct {
	// Host is its address, host:port.
	Host    string
	project string
	group   *process.Group
	// server is what stands before it, see factors.
	server *http.Server
}

// Start starts an emulator for a project's accounts, on any free port, and
// returns once it answers. The error is npm.ErrMissing without Node.js.
func Start(ctx context.Context, project string, output io.Writer) (*Emulator, error) {
	files, err := fs.Sub(packages, "npm")
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err) // the folder is embedded
	}
	tools, err := npm.Install(files)
	if err != nil {
		return nil, err
	}
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	e := &Emulator{project: project}
	if e.group, err = process.NewGroup(); err != nil {
		return nil, err
	}
	err = e.start(ctx, node, tools, output)
	if err == nil {
		err = e.front()
	}
	if err != nil {
		e.Stop()
		return nil, err
	}
	return e, nil
}

// Stop ends the emulator and leaves nothing behind.
func (e *Emulator) Stop() {
	if e.server != nil {
		_ = e.server.Close()
	}
	e.group.Stop()
}

// inFolder runs a program in a folder: the tools write a log into their working
// directory.
const inFolder = `cd "$0" && exec "$@"`

func (e *Emulator) start(ctx context.Context, node, tools string, output io.Writer) error {
	home, err := e.group.Folder()
	if err != nil {
		return err
	}
	var ports [3]int
	for i := range ports {
		if ports[i], err = official.FreePort(); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(home, "firebase.json"), settings(ports), 0o600); err != nil {
		return fmt.Errorf("identity: %w", err)
	}
	e.Host = fmt.Sprintf("127.0.0.1:%d", ports[0])
	p, err := e.group.Start(process.Command{
		Name: "the Firebase Auth emulator", Path: "/bin/sh", Output: output,
		Args: []string{
			"-c", inFolder, home, node, filepath.Join(tools, "node_modules/firebase-tools/lib/bin/firebase.js"),
			"emulators:start", "--only", "auth", "--project", e.project, "--non-interactive",
		},
		// CI keeps it from asking Google for news, which takes seconds without
		// Internet access.
		Env: []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "CI=1", "NO_UPDATE_NOTIFIER=1"},
	})
	if err != nil {
		return err
	}
	return e.wait(ctx, p)
}

// settings are the emulator's firebase.json. The tools insist on a hub and
// logging; without separate ports, two runs would collide.
func settings(ports [3]int) []byte {
	at := func(port int) map[string]any { return map[string]any{"host": "127.0.0.1", "port": port} }
	text, err := json.Marshal(map[string]any{"emulators": map[string]any{
		"auth": at(ports[0]), "hub": at(ports[1]), "logging": at(ports[2]),
		"ui": map[string]any{"enabled": false}, "singleProjectMode": false,
	}})
	if err != nil {
		panic(err) // strings and numbers only
	}
	return text
}

func (e *Emulator) wait(ctx context.Context, p *process.Process) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	return p.Await(ctx, func(ctx context.Context) bool {
		return e.call(ctx, http.MethodGet, "/", nil, nil) == nil
	})
}
