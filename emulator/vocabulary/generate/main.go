// Command generate writes what follows from the vocabulary: `go generate .` in the
// root runs it.
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/frontdesk-gcp/frontdesk/emulator/vocabulary"
)

func main() {
	files, err := vocabulary.Files(".")
	if err != nil {
		log.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.FromSlash(name), []byte(text), 0o644); err != nil { //nolint:gosec // sources, for everybody to read
			log.Fatal(err)
		}
	}
}
