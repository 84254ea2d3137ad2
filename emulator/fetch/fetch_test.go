package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fileServer stands in for the server with Google's emulators. It returns the record
// of them, which a test may falsify, and how often a file was asked for.
func fileServer(t *testing.T) (*record, *int) {
	t.Helper()
	jar := bytes.Repeat([]byte("jar"), 100_000)
	zipped := zipOf(t, map[string]string{"pubsub-emulator/lib/cloud-pubsub-emulator-0.8.37-all.jar": "all of it"})
	asked := new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		switch r.URL.Path {
		case "/cloud-firestore-emulator-v1.22.0.jar":
			_, _ = w.Write(jar)
		case "/pubsub-emulator-0.8.37.zip":
			_, _ = w.Write(zipped)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	describe := func(name string, content []byte) download {
		sum := sha256.Sum256(content)
		return download{Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), URL: server.URL + "/" + name, Name: name}
	}
	return &record{
		Firestore: describe("cloud-firestore-emulator-v1.22.0.jar", jar),
		PubSub:    describe("pubsub-emulator-0.8.37.zip", zipped),
	}, asked
}

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// npmPackage writes an npm package with the record in it, and returns its path.
func npmPackage(t *testing.T, r *record) string {
	t.Helper()
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for name, content := range map[string][]byte{
		"package/package.json": []byte(`{"name": "firebase-tools", "version": "15.34.2"}`),
		recordPath:             text,
	} {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "firebase-tools.tgz")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkout makes a folder with go.mod the working directory, on a machine that has
// npm and no Google Cloud CLI.
func checkout(t *testing.T) string {
	t.Helper()
	dir, tools := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/m\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"node", "npm", "sh", "env"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatalf("%s is needed: %v", name, err)
		}
		if err := os.Symlink(path, filepath.Join(tools, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", tools)
	t.Setenv("npm_config_offline", "true")
	t.Chdir(dir)
	return dir
}

func TestTheEmulatorsAreFetchedOnceAndFound(t *testing.T) {
	record, asked := fileServer(t)
	spec := npmPackage(t, record)
	dir := checkout(t)
	for _, step := range []struct {
		args []string
		want []string
	}{
		{[]string{"--dry-run"}, []string{"emulator of Firestore  missing", "emulator of Pub/Sub    missing", "would be fetched into " + dir}},
		{nil, []string{"cloud-firestore-emulator-v1.22.0.jar: ", "pubsub-emulator-0.8.37.zip: "}},
		{nil, []string{
			dir + "/.cache/emulators/cloud-firestore-emulator-v1.22.0.jar",
			dir + "/.cache/emulators/pubsub-emulator-0.8.37/pubsub-emulator/lib/cloud-pubsub-emulator-0.8.37-all.jar",
		}},
	} {
		var out strings.Builder
		if err := run(t.Context(), append(step.args, "--firebase-tools", spec), &out); err != nil {
			t.Fatal(err)
		}
		for _, want := range step.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("fetch %q printed\n%s\nwithout %q", step.args, &out, want)
			}
		}
	}
	if *asked != 2 {
		t.Errorf("%d files were asked for, want 2", *asked)
	}
}

func TestAFileThatIsNotTheRecordedOneIsNotKept(t *testing.T) {
	for name, test := range map[string]struct {
		falsify func(*record)
		want    string
	}{
		"checksum":  {func(r *record) { r.Firestore.SHA256 = strings.Repeat("0", 64) }, "its SHA-256 is "},
		"too long":  {func(r *record) { r.Firestore.Size-- }, "bytes and should have 299999"},
		"too short": {func(r *record) { r.Firestore.Size++ }, "only 300000 bytes"},
		"gone":      {func(r *record) { r.Firestore.URL += ".old" }, "404 Not Found"},
		"a path":    {func(r *record) { r.Firestore.Name = "../x.jar" }, "needs a plain name"},
		"unchecked": {func(r *record) { r.Firestore.SHA256 = "" }, "needs a plain name and a SHA-256"},
	} {
		t.Run(name, func(t *testing.T) {
			record, _ := fileServer(t)
			test.falsify(record)
			spec := npmPackage(t, record)
			dir := checkout(t)
			var out strings.Builder
			err := run(t.Context(), []string{"--firebase-tools", spec}, &out)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "The other way") {
				t.Errorf("got %v, want %q and the other way", err, test.want)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, ".cache/emulators/*")); len(left) > 0 {
				t.Errorf("%v is left", left)
			}
		})
	}
}

func TestAnArchiveCannotWriteBesideItself(t *testing.T) {
	for _, name := range []string{"../evil", "/evil", "a/../../evil"} {
		dir := t.TempDir()
		into := filepath.Join(dir, "a", "b")
		if err := os.MkdirAll(into, 0o750); err != nil {
			t.Fatal(err)
		}
		archive := filepath.Join(dir, "archive.zip")
		if err := os.WriteFile(archive, zipOf(t, map[string]string{name: "x"}), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := unpack(archive, into, "archive"); err == nil || !strings.Contains(err.Error(), "leads out of the archive") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
