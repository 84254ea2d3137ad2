package rcs

import (
	"bytes"
	"crypto/rand"
	"errors"
	"image"
	"image/jpeg"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	// the types of pictures of which a phone makes thumbnails.
	_ "image/gif"
	_ "image/png"
)

// Limits of files, in bytes.
const (
	maxFile      = 100 << 20
	maxThumbnail = 100_000
	keepBytes    = 256 << 20 // in memory; the oldest goes
)

// uploadLife is how long Google keeps a file of a business.
const uploadLife = 60 * 24 * time.Hour

const filesPath = "/rcs-files/"

// fileTypes are the types of files that a business can send: the guide's list, and audio/ogg from the schema.
func fileTypes() []string {
	return []string{
		"image/jpeg", "image/jpg", "image/gif", "image/png",
		"video/h263", "video/m4v", "video/mp4", "video/mpeg", "video/mpeg4", "video/webm",
		"audio/aac", "audio/mp3", "audio/mpeg", "audio/mpg", "audio/mp4", "audio/mp4-latm", "audio/3gpp",
		"application/ogg", "audio/ogg", "application/pdf",
	}
}

// typeOfURL guesses the type of a file from the end of its address; empty if that says nothing.
func typeOfURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return map[string]string{
		".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
		".mp4": "video/mp4", ".m4v": "video/m4v", ".mpeg": "video/mpeg", ".webm": "video/webm",
		".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".3gp": "audio/3gpp",
		".pdf": "application/pdf",
	}[strings.ToLower(path.Ext(u.Path))]
}

// files are those of customers, and those that agents have uploaded.
type files struct {
	now func() time.Time

	mu      sync.Mutex
	base    string
	stored  map[string]storedFile // by the end of their path
	order   []string
	bytes   int
	uploads map[string]upload     // by name
	thumbs  map[string]storedFile // of customers' pictures, by the picture's URL
}

type storedFile struct {
	url         string
	contentType string
	data        []byte
}

// upload is a file that an agent has uploaded.
type upload struct {
	agent       *agent
	url         string
	name        string // on the device; empty for one without
	contentType string // empty if only Google, who fetches it, would know
	size        int    // bytes; 0 if unknown
	thumbnail   string // URL
	at          time.Time
}

func newFiles(now func() time.Time) *files {
	return &files{
		now: now, stored: map[string]storedFile{}, uploads: map[string]upload{}, thumbs: map[string]storedFile{},
	}
}

func (f *files) setBase(base string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.base = base
}

// keep stores a file and returns it with its URL.
func (f *files) keep(contentType string, data []byte) (storedFile, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.base == "" {
		return storedFile{}, errors.New("rcs: the files have no base URL")
	}
	id := rand.Text()
	file := storedFile{f.base + filesPath + id, contentType, data}
	f.stored[id] = file
	f.order = append(f.order, id)
	f.bytes += len(data)
	for f.bytes > keepBytes && len(f.order) > 1 {
		f.bytes -= len(f.stored[f.order[0]].data)
		delete(f.stored, f.order[0])
		f.order = f.order[1:]
	}
	return file, nil
}

// upload remembers a file of an agent and returns its name.
func (f *files) upload(u upload) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	name := "files/" + rand.Text()[:16]
	u.at = f.now()
	f.uploads[name] = u
	return name
}

// of returns how to find an agent's files by their names.
func (f *files) of(a *agent) func(name string) (upload, bool) {
	return func(name string) (upload, bool) {
		f.mu.Lock()
		defer f.mu.Unlock()
		u, ok := f.uploads[name]
		return u, ok && u.agent == a && f.now().Sub(u.at) <= uploadLife
	}
}

// keepCustomers stores a customer's file, and a thumbnail if it is a picture.
func (f *files) keepCustomers(contentType string, data []byte) (url string, err error) {
	file, err := f.keep(contentType, data)
	if err != nil {
		return "", err
	}
	if small := thumbnail(data); small != nil {
		thumb, err := f.keep("image/jpeg", small)
		if err != nil {
			return "", err
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		f.thumbs[file.url] = thumb
	}
	return file.url, nil
}

func (f *files) thumbnailOf(url string) (storedFile, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	thumb, ok := f.thumbs[url]
	return thumb, ok
}

// maxPixels bounds the pictures of which thumbnails are made.
const maxPixels = 100_000_000

// thumbnail returns a small JPEG of a picture, or nil for what is none.
func thumbnail(data []byte) []byte {
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || head.Width < 1 || head.Height < 1 || head.Width*head.Height > maxPixels {
		return nil
	}
	big, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	size := big.Bounds()
	step := max(1, (max(size.Dx(), size.Dy())+159)/160)
	small := image.NewRGBA(image.Rect(0, 0, max(1, size.Dx()/step), max(1, size.Dy()/step)))
	for y := range small.Bounds().Dy() {
		for x := range small.Bounds().Dx() {
			small.Set(x, y, big.At(size.Min.X+x*step, size.Min.Y+y*step))
		}
	}
	var b bytes.Buffer
	if jpeg.Encode(&b, small, nil) != nil {
		return nil
	}
	return b.Bytes()
}

// serve answers GET for a file, which needs no credentials.
func (f *files) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	file, ok := f.stored[r.PathValue("id")]
	f.mu.Unlock()
	if !ok {
		http.Error(w, "no such file", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", file.contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'") // a customer may have sent a page
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file.data))
}

func isFileType(contentType string) bool { return slices.Contains(fileTypes(), contentType) }
