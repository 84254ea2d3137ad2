// Package npm installs the npm packages that tests use, each set once per
// checkout.
package npm

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/cache"
)

// ErrMissing says that Node.js or npm is missing on this machine.
var ErrMissing = errors.New("npm's packages cannot be used")

// installTimeout is how long an installation may take.
const installTimeout = 5 * time.Minute

// Install returns a folder that holds the files and, in node_modules, the
// packages named by the package-lock.json among them. The folder is in the project's
// .cache and named after a hash of the files, so that the next run finds it.
func Install(files fs.FS) (string, error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", fmt.Errorf("%w: %s is not installed", ErrMissing, program)
		}
	}
	dir, err := cache.Dir()
	if err != nil {
		return "", fmt.Errorf("npm: %w", err)
	}
	name, err := hashFiles(files)
	if err != nil {
		return "", fmt.Errorf("npm: %w", err)
	}
	folder := filepath.Join(dir, "npm-"+name)
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", fmt.Errorf("npm: %w", err)
	}
	return folder, install(files, dir, folder)
}

// hashFiles identifies a set of files.
func hashFiles(files fs.FS) (string, error) {
	all := sha256.New()
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(files, name)
		_, _ = fmt.Fprintf(all, "%s %d\n%s", name, len(raw), raw)
		return err
	})
	return hex.EncodeToString(all.Sum(nil))[:16], err
}

// install installs in a temporary folder and renames it, so that an incomplete
// installation never passes for a complete one.
func install(files fs.FS, cache, folder string) error {
	half, err := os.MkdirTemp(cache, "npm-half-")
	if err != nil {
		return fmt.Errorf("npm: %w", err)
	}
	defer func() { _ = os.RemoveAll(half) }()
	if err := os.CopyFS(half, files); err != nil {
		return fmt.Errorf("npm: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), installTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = half
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	err = os.Rename(half, folder)
	if _, there := os.Stat(folder); there == nil {
		return nil // including when another run was faster
	}
	return fmt.Errorf("npm: %w", err)
}
