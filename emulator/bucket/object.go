package bucket

import (
	"bytes"
	"crypto/md5" //nolint:gosec // a checksum in Cloud Storage's responses, not a secret
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"
)

// maxObject is in bytes; Cloud Storage's own limit is 5 TiB.
const maxObject = 64 << 20

// object is the metadata of an object in the JSON API's form.
type object struct {
	Kind               string `json:"kind"`
	Bucket             string `json:"bucket"`
	Name               string `json:"name"`
	Generation         string `json:"generation"`
	Metageneration     string `json:"metageneration"`
	ContentType        string `json:"contentType"`
	ContentDisposition string `json:"contentDisposition,omitempty"`
	CacheControl       string `json:"cacheControl,omitempty"`

	Metadata map[string]string `json:"metadata,omitempty"` // a client's own

	Size    string `json:"size"`
	CRC32C  string `json:"crc32c"`
	MD5     string `json:"md5Hash"`
	Created string `json:"timeCreated"`
	Updated string `json:"updated"`
}

// insert is objects.insert with uploadType=multipart: metadata and content in one
// request.
func (s *Server) insert(w http.ResponseWriter, r *http.Request) error {
	err := only(r, "alt=json", "uploadType=multipart", "name", "ifGenerationMatch=0")
	if err != nil {
		return err
	}
	claimed, data, err := upload(r)
	if err != nil {
		return err
	}
	if name := r.URL.Query().Get("name"); name != "" && name != claimed.Name {
		return invalid("the object has two names")
	}
	o := claimed.of(data, r.PathValue("bucket"), s.clock())
	switch {
	case claimed.Bucket != "" && claimed.Bucket != o.Bucket:
		return invalid("the object is of another bucket")
	case claimed.CRC32C != "" && claimed.CRC32C != o.CRC32C, claimed.MD5 != "" && claimed.MD5 != o.MD5:
		return invalid("Provided CRC32C or MD5 hash does not match calculated hash.")
	}
	if err := s.store(o, data, r.URL.Query().Has("ifGenerationMatch")); err != nil {
		return err
	}
	answer(w, http.StatusOK, o)
	return nil
}

// upload reads the two parts of a multipart/related body.
func upload(r *http.Request) (object, []byte, error) {
	var o object
	mediaType, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "multipart/related" {
		return o, nil, invalid("the body is not multipart/related")
	}
	body := http.MaxBytesReader(nil, r.Body, maxObject)
	parts := multipart.NewReader(body, params["boundary"])
	first, err := parts.NextPart()
	if err != nil {
		return o, nil, invalid("there is no metadata")
	}
	dec := json.NewDecoder(first)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&o); err != nil {
		return o, nil, invalid("metadata: " + err.Error())
	}
	second, err := parts.NextPart()
	if err != nil {
		return o, nil, invalid("there is no content")
	}
	data, err := io.ReadAll(second)
	if err != nil {
		return o, nil, invalid("content: " + err.Error())
	}
	if _, err := parts.NextPart(); !errors.Is(err, io.EOF) {
		return o, nil, invalid("something follows the content")
	}
	// Google's library ends the parts of a request that it breaks off, and not the request.
	if _, err := io.Copy(io.Discard, body); err != nil {
		return o, nil, invalid("the request broke off: " + err.Error())
	}
	if t := second.Header.Get("Content-Type"); o.ContentType != "" && o.ContentType != t {
		return o, nil, invalid("the content is " + t + ", the metadata says " + o.ContentType)
	}
	return o, data, nil
}

// of completes the metadata that a client sent.
func (o object) of(data []byte, bucket string, now time.Time) object {
	sum := md5.Sum(data) //nolint:gosec // see the import
	o.Kind, o.Bucket, o.Size = "storage#object", bucket, strconv.Itoa(len(data))
	o.Generation, o.Metageneration = strconv.FormatInt(now.UnixMicro(), 10), "1"
	o.CRC32C, o.MD5 = crc32c(data), base64.StdEncoding.EncodeToString(sum[:])
	o.Created = now.UTC().Format(time.RFC3339Nano)
	o.Updated = o.Created
	return o
}

// crc32c is Castagnoli's checksum as Cloud Storage writes it.
func crc32c(data []byte) string {
	sum := binary.BigEndian.AppendUint32(nil, crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)))
	return base64.StdEncoding.EncodeToString(sum)
}

// get is objects.get: the metadata, or with alt=media the content.
func (s *Server) get(w http.ResponseWriter, r *http.Request) error {
	if err := only(r, "alt=json", "alt=media"); err != nil {
		return err
	}
	o, data, err := s.load(r.PathValue("bucket"), r.PathValue("object"))
	if err != nil {
		return err
	}
	if r.URL.Query().Get("alt") == "media" {
		serve(w, r, o, data)
		return nil
	}
	answer(w, http.StatusOK, o)
	return nil
}

// serve sends an object's content with the headers stored in its metadata and, like
// Cloud Storage, no protective ones; a part of it if that is what is asked for.
func serve(w http.ResponseWriter, r *http.Request, o object, data []byte) {
	h := w.Header()
	h.Set("Content-Type", o.ContentType)
	h.Set("X-Goog-Hash", "crc32c="+o.CRC32C)
	h.Set("X-Goog-Generation", o.Generation)
	h.Set("X-Goog-Stored-Content-Length", o.Size)
	h.Set("X-Goog-Stored-Content-Encoding", "identity")
	if o.ContentDisposition != "" {
		h.Set("Content-Disposition", o.ContentDisposition)
	}
	if o.CacheControl != "" {
		h.Set("Cache-Control", o.CacheControl)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data)) // as unprotected as Cloud Storage, on purpose
}
