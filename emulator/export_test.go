package main

import (
	"archive/zip"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// isExported checks that an archive has everything, and that it is on record.
func (c *client) isExported() {
	c.Helper()
	c.Setenv("STORAGE_EMULATOR_HOST", c.BucketHost())
	file := filepath.Join(c.TempDir(), "customer.zip")
	line := []string{
		"export", "--project", c.Project, "--conversation", string(c.id), "--out", file, "--reason", "The customer asked for it.",
	}
	if code, stdout, stderr := runCommand(c.T, line...); code != exitOK {
		c.Fatalf("exit status %d, printed %q and %q", code, stdout, stderr)
	}
	if code, _, stderr := runCommand(c.T, line...); code == exitOK || !strings.Contains(stderr, "exists") {
		c.Errorf("an archive is overwritten: %s", stderr)
	}
	archive, err := zip.OpenReader(file)
	c.must(err)
	defer func() { _ = archive.Close() }()
	found := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		c.must(err)
		text, err := io.ReadAll(r)
		c.must(err)
		found[unnamed(f.Name)] = string(text)
	}
	for name, want := range map[string][]string{
		"data.json":       {mark + " hello", mark + " how are you", mark + " note", `"customer"`, `"events/000000000001"`, "files/001"},
		"transcript.html": {mark + " hello", mark + " how are you", mark + " note", `src="files/001`},
		"files/001":       {string(photo(c.T))},
	} {
		for _, word := range want {
			if !strings.Contains(found[name], word) {
				c.Errorf("%s lacks %q; the archive has %v", name, word, slices.Sorted(maps.Keys(found)))
			}
		}
	}
	if n := len(holding(c.everything(), "export")); n == 0 {
		c.Error("nothing says that somebody exported it")
	}
}

// unnamed is the path of a file in an archive without the file's own name, which one
// channel has and another has not.
func unnamed(path string) string {
	folder, file, deep := strings.Cut(path, "/")
	if number, _, named := strings.Cut(file, "-"); deep && named {
		return folder + "/" + number
	}
	return path
}
