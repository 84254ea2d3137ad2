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
	"sync"
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

// client is the built client, by URL path.
type client struct {
	files map[string]asset
	// version changes whenever any byte of the client does.
	version string
}

// asset is one file, plain and in the encodings that the build made of it.
type asset struct {
	mediaType, cache, tag string
	plain                 content
	encodings             map[string]content
}

// content is a file's content, read when it is first asked for: a start waits for none of it,
// and nothing is held that no browser takes.
type content func() ([]byte, error)

// codings lists the content codings that the build makes, the smallest result first,
// with the ends of their files' names.
func codings() []struct{ name, end string } {
	return []struct{ name, end string }{{"br", ".br"}, {"gzip", ".gz"}}
}

// load finds out what a built client has. It compresses and reads next to nothing: a start
// waits for it.
func load(built fs.FS) (client, error) {
	c, types, all := client{files: map[string]asset{}}, mediaTypes(), sha256.New()
	encodings := map[string]map[string]content{}
	err := fs.WalkDir(built, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || file == readme {
			return err
		}
		name := strings.TrimSuffix(file, encoded)
		data := content(sync.OnceValues(func() ([]byte, error) { return read(built, file) }))
		if of, coding := split(name); coding != "" {
			if encodings[of] == nil {
				encodings[of] = map[string]content{}
			}
			encodings[of][coding] = data
			return nil
		}
		mediaType, known := types[path.Ext(name)]
		if !known {
			return fmt.Errorf("%s: no media type is known for files of this name", name)
		}
		c.files[name], err = newAsset(name, mediaType, data)
		add(all, name, c.files[name].tag)
		return err
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

// read returns a file's content.
func read(built fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(built, name)
	if err == nil && strings.HasSuffix(name, encoded) {
		data, err = base64.StdEncoding.AppendDecode(nil, data)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

func add(to hash.Hash, name, tag string) { _, _ = io.WriteString(to, name+" "+tag+"\n") }

// hashName is enough of a hash to tell versions of a file apart.
func hashName(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)[:8]) }

// newAsset tells versions of a file apart by its content, or by its name if that has a hash of
// the content.
func newAsset(name, mediaType string, plain content) (asset, error) {
	a := asset{mediaType: mediaType, plain: plain}
	h := sha256.New()
	if strings.HasPrefix(name, assets) {
		a.cache = "public, max-age=31536000, immutable" // a year: changed content gets a new name
		_, _ = io.WriteString(h, name)
	} else {
		a.cache = "no-cache"
		data, err := plain()
		if err != nil {
			return a, err
		}
		_, _ = h.Write(data)
	}
	a.tag = hashName(h)
	return a, nil
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
func (a asset) serve(w http.ResponseWriter, r *http.Request) error {
	h, chosen, tag := w.Header(), a.plain, a.tag
	h.Set("Content-Type", a.mediaType)
	h.Set("Cache-Control", a.cache)
	if len(a.encodings) > 0 {
		h.Set("Vary", "Accept-Encoding")
	}
	accepted := r.Header.Values("Accept-Encoding")
	for _, coding := range codings() {
		if encoded, ok := a.encodings[coding.name]; ok && takes(accepted, coding.name) {
			h.Set("Content-Encoding", coding.name)
			chosen, tag = encoded, a.tag+"-"+coding.name
			break
		}
	}
	body, err := chosen()
	if err != nil {
		return err
	}
	h.Set("Etag", strconv.Quote(tag))
	h.Set("Content-Length", strconv.Itoa(len(body))) // ServeContent omits it for encoded content
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	return nil
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
