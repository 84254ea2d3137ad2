// Package cache is the folder for what is fetched for the project and for nothing
// else: Google's emulators, npm's packages of the tests. `make clean` removes it.
package cache

import (
	"errors"
	"os"
	"path/filepath"
)

// Dir returns the path of the folder .cache beside go.mod, which need not exist yet.
// It fails outside a checkout.
func Dir() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, ".cache"), nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("this is not a checkout of the project: there is no go.mod in this folder or above it")
		}
		dir = parent
	}
}
