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

// Images of customers, as Google's storage gave them out.
const (
	imagePath   = "/business-messages-us/"
	imageBucket = "900000000001"
	imageLife   = 7 * 24 * time.Hour // x-goog-expires=604800
	maxImage    = 10 << 20           // bytes
	maxImages   = 100                // in memory; the oldest goes
	dateFormat  = "20060102T150405Z"
)

// imageStore keeps customers' images and serves them under signed URLs.
type imageStore struct {
	now func() time.Time
	key []byte

	mu     sync.Mutex
	base   string
	images map[string]storedImage
	order  []string
}

type storedImage struct {
	contentType string
	data        []byte
}

func newImageStore(now func() time.Time, base string) *imageStore {
	return &imageStore{now: now, key: []byte(rand.Text()), base: base, images: map[string]storedImage{}}
}

func (st *imageStore) setBase(base string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.base = base
}

// put stores an image and gives its URL.
func (st *imageStore) put(contentType string, data []byte) (string, error) {
	switch contentType {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
	default:
		return "", fmt.Errorf("google: %q is not an image type that customers can send", contentType)
	}
	if len(data) == 0 || len(data) > maxImage {
		return "", fmt.Errorf("google: an image has 1 to %d bytes, got %d", maxImage, len(data))
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.base == "" {
		return "", errors.New("google: no image base is set")
	}
	id := rand.Text()
	st.images[id] = storedImage{contentType, data}
	st.order = append(st.order, id)
	if len(st.order) > maxImages {
		delete(st.images, st.order[0])
		st.order = st.order[1:]
	}
	return st.signedURL(id), nil
}

// signedURL has the path and the query keys of Google's, in their order.
func (st *imageStore) signedURL(id string) string {
	now := st.now().UTC()
	path, date := imagePath+imageBucket+"/"+id, now.Format(dateFormat)
	credential := clientEmail + "/" + now.Format("20060102") + "/auto/storage/goog4_request"
	return st.base + path +
		"?x-goog-algorithm=GOOG4-RSA-SHA256&x-goog-credential=" + url.QueryEscape(credential) +
		"&x-goog-date=" + date + "&x-goog-expires=604800&x-goog-signedheaders=host" +
		"&x-goog-signature=" + st.sign(path, date)
}

func (st *imageStore) sign(path, date string) string {
	mac := hmac.New(sha256.New, st.key)
	mac.Write([]byte(path + "\n" + date))
	return hex.EncodeToString(mac.Sum(nil))
}

// serve answers GET for a signed URL. The content type is right, although receivers should not count on it.
func (st *imageStore) serve(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	date, err := time.Parse(dateFormat, q.Get("x-goog-date"))
	want := st.sign(r.URL.Path, q.Get("x-goog-date"))
	if err != nil || !hmac.Equal([]byte(want), []byte(q.Get("x-goog-signature"))) {
		storageError(w, http.StatusForbidden, "SignatureDoesNotMatch")
		return
	}
	if st.now().Sub(date) > imageLife {
		storageError(w, http.StatusBadRequest, "ExpiredToken")
		return
	}
	st.mu.Lock()
	img, ok := st.images[r.PathValue("id")]
	st.mu.Unlock()
	if !ok {
		storageError(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	w.Header().Set("Content-Type", img.contentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	_, _ = w.Write(img.data) // the client has gone, or it has not
}

func storageError(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml; charset=UTF-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "<?xml version='1.0' encoding='UTF-8'?><Error><Code>%s</Code></Error>", code)
}
