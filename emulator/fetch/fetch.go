package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

const (
	// recordPath is where firebase-tools keeps its record of the emulators.
	recordPath = "package/lib/emulator/downloadableEmulatorInfo.json"
	// maxRecord is the size of a record in bytes that is not one any more; 4 KB is usual.
	maxRecord = 1 << 20
	// maxUnpacked bounds what an archive unpacks to, in bytes; 60 MB is usual.
	maxUnpacked = 1 << 30
)

// record is firebase-tools' record of the emulators, as far as it is needed here.
type record struct {
	Firestore download `json:"firestore"`
	PubSub    download `json:"pubsub"`
}

// download is one file of it.
type download struct {
	Size   int64  `json:"expectedSize"`
	SHA256 string `json:"expectedChecksumSHA256"`
	URL    string `json:"remoteUrl"`
	Name   string `json:"downloadPathRelativeToCacheDir"`
}

// readRecord gets the npm package that spec names, whose own checksum npm compares,
// and reads the record in it. Nothing of the package is run.
func readRecord(ctx context.Context, spec string) (record, error) {
	dir, err := os.MkdirTemp("", "firebase-tools-")
	if err != nil {
		return record{}, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	cmd := exec.CommandContext(ctx, "npm", "pack", "--loglevel", "error", "--ignore-scripts", "--pack-destination", dir, "--", spec)
	if out, err := cmd.CombinedOutput(); err != nil {
		return record{}, fmt.Errorf("npm pack %s: %w\n%s", spec, err, out)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err != nil || len(files) != 1 {
		return record{}, fmt.Errorf("npm pack %s left %d packages instead of one", spec, len(files))
	}
	return unpackRecord(files[0])
}

func unpackRecord(file string) (record, error) {
	f, err := os.Open(file)
	if err != nil {
		return record{}, err
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return record{}, err
	}
	for t := tar.NewReader(z); ; {
		header, err := t.Next()
		if errors.Is(err, io.EOF) {
			return record{}, fmt.Errorf("the package has no %s", recordPath)
		}
		if err != nil {
			return record{}, err
		}
		if header.Name != recordPath {
			continue
		}
		var r record
		return r, json.NewDecoder(io.LimitReader(t, maxRecord)).Decode(&r)
	}
}

// get fetches a file into dir and unpacks it if it is an archive. What is there
// afterwards is whole and is what the record says, or nothing is there.
func get(ctx context.Context, d download, dir string, stdout io.Writer) error {
	if d.Name != filepath.Base(d.Name) || d.Name == "." || len(d.SHA256) != hex.EncodedLen(sha256.Size) {
		return fmt.Errorf("the record of %q cannot be used: it needs a plain name and a SHA-256", d.Name)
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	part, err := os.CreateTemp(dir, ".part-*")
	if err != nil {
		return err
	}
	defer func() { _ = part.Close(); _ = os.Remove(part.Name()) }()
	if err := receive(ctx, d, part, stdout); err != nil {
		return fmt.Errorf("fetch %s: %w", d.URL, err)
	}
	if path.Ext(d.Name) != ".zip" {
		return os.Rename(part.Name(), filepath.Join(dir, d.Name))
	}
	return unpack(part.Name(), dir, strings.TrimSuffix(d.Name, ".zip"))
}

// receive writes the file that d describes to w, and fails if it is another one.
func receive(ctx context.Context, d download, w io.Writer, stdout io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, d.URL, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answers %s", res.Status)
	}
	sum := sha256.New()
	show := &progress{name: d.Name, total: d.Size, out: stdout}
	got, err := io.Copy(io.MultiWriter(w, sum, show), io.LimitReader(res.Body, d.Size+1))
	if err != nil {
		return err
	}
	if got != d.Size {
		return fmt.Errorf("it has %s %d bytes and should have %d", map[bool]string{true: "at least", false: "only"}[got > d.Size], got, d.Size)
	}
	if is := hex.EncodeToString(sum.Sum(nil)); is != d.SHA256 {
		return fmt.Errorf("its SHA-256 is %s and should be %s", is, d.SHA256)
	}
	return nil
}

// unpack unpacks a zip archive into dir/name, all of it or nothing.
func unpack(archive, dir, name string) error {
	z, err := zip.OpenReader(archive)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", name, err)
	}
	defer func() { _ = z.Close() }()
	part, err := os.MkdirTemp(dir, ".part-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(part) }()
	left := int64(maxUnpacked)
	for _, f := range z.File {
		if err := unpackFile(f, part, &left); err != nil {
			return fmt.Errorf("unpack %s: %w", f.Name, err)
		}
	}
	to := filepath.Join(dir, name)
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return os.Rename(part, to)
}

func unpackFile(f *zip.File, dir string, left *int64) error {
	if !filepath.IsLocal(f.Name) {
		return errors.New("the name leads out of the archive")
	}
	to := filepath.Join(dir, filepath.FromSlash(f.Name))
	if f.FileInfo().IsDir() {
		return os.MkdirAll(to, 0o750)
	}
	if f.Mode().Type() != fs.FileMode(0) {
		return errors.New("only plain files are unpacked")
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
		return err
	}
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	w, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, f.Mode().Perm()|0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(w, io.LimitReader(r, *left+1))
	if *left -= n; err == nil && *left < 0 {
		err = fmt.Errorf("the archive unpacks to more than %d bytes", int64(maxUnpacked))
	}
	return errors.Join(err, w.Close())
}

// progress says once a second how much has come.
type progress struct {
	name        string
	done, total int64
	last        time.Time
	out         io.Writer
}

func (p *progress) Write(b []byte) (int, error) {
	p.done += int64(len(b))
	if time.Since(p.last) >= time.Second || p.done == p.total {
		p.last = time.Now()
		_, _ = fmt.Fprintf(p.out, "  %s: %d of %d MB\n", p.name, p.done>>20, p.total>>20)
	}
	return len(b), nil
}
