package google

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// Files of customers, as Google's storage serves them.
const (
	bucket     = "900000000001"
	fileLife   = 7 * 24 * time.Hour // x-goog-expires=604800
	maxFiles   = 100                // in memory; the oldest goes
	dateFormat = "20060102T150405Z"
)

// Storage keeps customers' files and serves them under signed URLs.
type Storage struct {
	path string // where the URLs' paths begin, such as /files/
	now  func() time.Time
	key  []byte

	mu    sync.Mutex
	base  string
	files map[string]storedFile
	order []string
}

type storedFile struct {
	contentType string
	data        []byte
}

// NewStorage makes a storage whose URLs' paths begin with a path such as /files/.
func (s *Service) NewStorage(path string) *Storage {
	return &Storage{path: path, now: s.cfg.Now, key: []byte(rand.Text()), files: map[string]storedFile{}}
}

// SetBase says under which scheme://host [Storage.Serve] is reached. Google's files are on
// https://storage.googleapis.com.
func (st *Storage) SetBase(base string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.base = base
}

// Keep stores a file and returns its URL.
func (st *Storage) Keep(contentType string, data []byte) (string, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.base == "" {
		return "", errors.New("google: the storage has no base URL")
	}
	id := rand.Text()
	st.files[id] = storedFile{contentType, data}
	st.order = append(st.order, id)
	if len(st.order) > maxFiles {
		delete(st.files, st.order[0])
		st.order = st.order[1:]
	}
	return st.signedURL(id), nil
}

// signedURL has the path and the query keys of Google's, in their order.
func (st *Storage) signedURL(id string) string {
	now := st.now().UTC()
	path, date := st.path+bucket+"/"+id, now.Format(dateFormat)
	credential := clientEmail + "/" + now.Format("20060102") + "/auto/storage/goog4_request"
	return st.base + path +
		"?x-goog-algorithm=GOOG4-RSA-SHA256&x-goog-credential=" + url.QueryEscape(credential) +
		"&x-goog-date=" + date + "&x-goog-expires=604800&x-goog-signedheaders=host" +
		"&x-goog-signature=" + st.sign(path, date)
}

func (st *Storage) sign(path, date string) string {
	mac := hmac.New(sha256.New, st.key)
	mac.Write([]byte(path + "\n" + date))
	return hex.EncodeToString(mac.Sum(nil))
}

// Serve adds the files to the host that serves them.
func (st *Storage) Serve(mux *http.ServeMux) {
	mux.HandleFunc("GET "+st.path+"{bucket}/{id}", st.serve)
}

// serve answers GET for a signed URL. The content type is right, although receivers should not count on it.
func (st *Storage) serve(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	date, err := time.Parse(dateFormat, q.Get("x-goog-date"))
	want := st.sign(r.URL.Path, q.Get("x-goog-date"))
	if err != nil || !hmac.Equal([]byte(want), []byte(q.Get("x-goog-signature"))) {
		storageError(w, http.StatusForbidden, "SignatureDoesNotMatch")
		return
	}
	if st.now().Sub(date) > fileLife {
		storageError(w, http.StatusBadRequest, "ExpiredToken")
		return
	}
	st.mu.Lock()
	file, ok := st.files[r.PathValue("id")]
	st.mu.Unlock()
	if !ok {
		storageError(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("Content-Type", file.contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = w.Write(file.data) // fails only if the client has gone
}

func storageError(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml; charset=UTF-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<?xml version='1.0' encoding='UTF-8'?><Error><Code>%s</Code></Error>", code)
}
