package desk

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed dist
var dist embed.FS

// ErrNotBuilt says that there is no client to serve.
var ErrNotBuilt = errors.New("the client is not built: run `make client`")

const (
	index  = "index.html"
	readme = "README" // keeps the folder in a checkout without a build
)

// Client is the client that was compiled into this program. The error is
// [ErrNotBuilt] when there is none.
func Client() (fs.FS, error) {
	built, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("the client: %w", err) // the folder is embedded
	}
	if _, err := fs.Stat(built, index); err != nil {
		return nil, ErrNotBuilt
	}
	return built, nil
}

// mediaTypes lists the types of a client's files. The table in package mime
// varies between machines.
func mediaTypes() map[string]string {
	return map[string]string{
		".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
		".svg": "image/svg+xml", ".json": "application/json", ".map": "application/json",
		".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
	}
}

// client is the built client in memory, by URL path.
type client struct {
	files map[string]asset
	// version changes whenever any byte of the client does.
	version string
}

// asset is one file, plain and in the encodings that the build made of it.
type asset struct {
	mediaType, cache, tag string
	plain                 []byte
	encodings             map[string][]byte
}

// codings lists the content codings that the build makes, the smallest result first,
// with the ends of their files' names.
func codings() []struct{ name, end string } {
	return []struct{ name, end string }{{"br", ".br"}, {"gzip", ".gz"}}
}

// load reads a built client. It compresses nothing: a start waits for it.
func load(built fs.FS) (client, error) {
	c, types, all := client{files: map[string]asset{}}, mediaTypes(), sha256.New()
	encodings := map[string]map[string][]byte{}
	err := fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == readme {
			return err
		}
		name, data, err := read(built, name)
		if err != nil {
			return err
		}
		if of, coding := split(name); coding != "" {
			if encodings[of] == nil {
				encodings[of] = map[string][]byte{}
			}
			encodings[of][coding] = data
			return nil
		}
		mediaType, known := types[path.Ext(name)]
		if !known {
			return fmt.Errorf("%s: no media type is known for files of this name", name)
		}
		c.files[name] = newAsset(name, mediaType, data)
		add(all, name, c.files[name].tag)
		return nil
	})
	if err != nil {
		return c, fmt.Errorf("the client: %w", err)
	}
	for name, of := range encodings {
		a, ok := c.files[name]
		if !ok {
			return c, fmt.Errorf("the client: %s is there compressed and not as it is", name)
		}
		a.encodings = of
		c.files[name] = a
	}
	if _, ok := c.files[index]; !ok {
		return c, ErrNotBuilt
	}
	c.version = hashName(all)
	return c, nil
}

// split returns the file of which another one is the encoding, and its coding.
func split(name string) (of, coding string) {
	for _, c := range codings() {
		if of, ok := strings.CutSuffix(name, c.end); ok {
			return of, c.name
		}
	}
	return name, ""
}

// encoded ends the name of a file that is stored in base64: Terraform, which deploys
// the client, reads text only.
const encoded = ".base64"

// read returns a file's content, and the name by which it is served.
func read(built fs.FS, name string) (string, []byte, error) {
	data, err := fs.ReadFile(built, name)
	if err != nil {
		return name, nil, fmt.Errorf("read: %w", err)
	}
	plain, isEncoded := strings.CutSuffix(name, encoded)
	if !isEncoded {
		return name, data, nil
	}
	data, err = base64.StdEncoding.DecodeString(string(data))
	if err != nil {
		return plain, nil, fmt.Errorf("%s: %w", name, err)
	}
	return plain, data, nil
}

func add(to hash.Hash, name, tag string) { _, _ = io.WriteString(to, name+" "+tag+"\n") }

// hashName is enough of a hash to tell versions of a file apart.
func hashName(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)[:8]) }

func newAsset(name, mediaType string, data []byte) asset {
	h := sha256.New()
	_, _ = h.Write(data)
	a := asset{mediaType: mediaType, cache: "no-cache", tag: hashName(h), plain: data}
	if strings.HasPrefix(name, assets) {
		a.cache = "public, max-age=31536000, immutable" // a year: changed content gets a new name
	}
	return a
}

// assets is the folder of the files whose names contain a hash of their content.
const assets = "assets/"

// find returns what is served at a path. Any path without a dot is a view of the
// client, so it gets the one page, which does its own routing.
func (c client) find(name string) (asset, bool) {
	if a, ok := c.files[name]; ok {
		return a, true
	}
	file := strings.Contains(name[strings.LastIndexByte(name, '/')+1:], ".")
	if file || strings.HasPrefix(name, assets) || strings.HasPrefix(name, "files/") {
		return asset{}, false
	}
	return c.files[index], true
}

// serve answers with the file, or with 304 to a browser that has it.
func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h, body, tag := w.Header(), a.plain, a.tag
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", a.cache)
	if len(a.encodings) > 0 {
		h.Set("Vary", "Accept-Encoding")
	}
	accepted := r.Header.Values("Accept-Encoding")
	for _, coding := range codings() {
		if encoded, ok := a.encodings[coding.name]; ok && takes(accepted, coding.name) {
			h.Set("Content-Encoding", coding.name)
			body, tag = encoded, a.tag+"-"+coding.name
			break
		}
	}
	h.Set("Etag", strconv.Quote(tag))
	h.Set("Content-Length", strconv.Itoa(len(body))) // ServeContent omits it for encoded content
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// takes reads the header Accept-Encoding, in which "q=0" means no.
func takes(headers []string, wanted string) bool {
	others := false
	for part := range strings.SplitSeq(strings.ToLower(strings.Join(headers, ",")), ",") {
		coding, weight, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		q, err := strconv.ParseFloat(weight, 64)
		takes := weight == "" || err == nil && q > 0
		switch coding {
		case wanted:
			return takes
		case "*":
			others = takes
		}
	}
	return others
}
