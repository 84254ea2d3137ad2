// Package npm installs what tests use of npm's packages, each set once on a machine.
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
)

// ErrMissing says that there is no Node.js on this machine, or no npm.
var ErrMissing = errors.New("npm's packages cannot be used")

// patience is how long an installation may take.
const patience = 5 * time.Minute

// Install gives a folder that holds the files and, in node_modules, the packages that package-lock.json among them names.
// It is outside of the tree and bears the name of what is in it, so that the next run finds it.
func Install(files fs.FS) (string, error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", fmt.Errorf("%w: %s is not installed", ErrMissing, program)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("npm: %w", err)
	}
	name, err := sum(files)
	if err != nil {
		return "", fmt.Errorf("npm: %w", err)
	}
	cache = filepath.Join(cache, "frontdesk")
	folder := filepath.Join(cache, "npm-"+name)
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	if err := os.MkdirAll(cache, 0o750); err != nil {
		return "", fmt.Errorf("npm: %w", err)
	}
	return folder, install(files, cache, folder)
}

// sum tells sets of files apart.
func sum(files fs.FS) (string, error) {
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

// install installs beside the folder and renames, so that half an installation is never taken for a whole one.
func install(files fs.FS, cache, folder string) error {
	half, err := os.MkdirTemp(cache, "npm-half-")
	if err != nil {
		return fmt.Errorf("npm: %w", err)
	}
	defer func() { _ = os.RemoveAll(half) }()
	if err := os.CopyFS(half, files); err != nil {
		return fmt.Errorf("npm: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = half
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci: %w\n%s", err, out)
	}
	err = os.Rename(half, folder)
	if _, there := os.Stat(folder); there == nil {
		return nil // also when another run was quicker
	}
	return fmt.Errorf("npm: %w", err)
}
