package bucket

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
)

// Google's signatures, V4.
const (
	algorithm  = "GOOG4-RSA-SHA256"
	dateFormat = "20060102T150405Z"
	maxLife    = 604_800 // seconds
	maxSkew    = 15 * time.Minute
)

// signBlob is IAM's projects.serviceAccounts.signBlob.
func (s *Server) signBlob(w http.ResponseWriter, r *http.Request) error {
	if err := only(r, "alt=json"); err != nil {
		return err
	}
	account, verb, _ := strings.Cut(r.PathValue("account"), ":")
	if verb != "signBlob" || !strings.Contains(account, "@") {
		return refuse(http.StatusNotFound, "notFound", "the stand-in has no such method")
	}
	var req struct {
		Payload []byte `json:"payload"`
	}
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxObject))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&req); err != nil || len(req.Payload) == 0 {
		return invalid("there is no payload")
	}
	sum := sha256.Sum256(req.Payload)
	signature, err := rsa.SignPKCS1v15(rand.Reader, keyring.RSA(), crypto.SHA256, sum[:])
	if err != nil {
		return err
	}
	answer(w, http.StatusOK, map[string]string{
		"keyId": "stand-in", "signedBlob": base64.StdEncoding.EncodeToString(signature),
	})
	return nil
}

// signed serves an object under a signed URL.
func (s *Server) signed(w http.ResponseWriter, r *http.Request) {
	if code, name := s.check(r); name != "" {
		answerXML(w, code, name)
		return
	}
	o, data, err := s.load(r.PathValue("bucket"), r.PathValue("object"))
	if err != nil {
		answerXML(w, http.StatusNotFound, "NoSuchKey")
		return
	}
	serve(w, r, o, data)
}

var credential = regexp.MustCompile(`^[^/@]+@[^/@]+/(\d{8})/auto/storage/goog4_request$`)

// check returns what is wrong with a signed URL, as Cloud Storage names it.
func (s *Server) check(r *http.Request) (code int, name string) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || len(query) == 0 {
		return http.StatusForbidden, "AccessDenied"
	}
	for _, key := range []string{"Algorithm", "Credential", "Date", "Expires", "SignedHeaders", "Signature"} {
		if len(query["X-Goog-"+key]) != 1 {
			return http.StatusBadRequest, "AuthenticationRequired"
		}
	}
	at, err := time.Parse(dateFormat, query.Get("X-Goog-Date"))
	life, notNumber := strconv.Atoi(query.Get("X-Goog-Expires"))
	of := credential.FindStringSubmatch(query.Get("X-Goog-Credential"))
	switch now := s.now(); {
	case err != nil, notNumber != nil, life < 1, life > maxLife, of == nil, of[1] != at.Format("20060102"),
		query.Get("X-Goog-Algorithm") != algorithm, query.Get("X-Goog-SignedHeaders") != "host":
		return http.StatusBadRequest, "AuthorizationQueryParametersError"
	case !s.verify(r, query, at):
		return http.StatusForbidden, "SignatureDoesNotMatch"
	case at.After(now.Add(maxSkew)):
		return http.StatusForbidden, "RequestTimeTooSkewed"
	case !now.Before(at.Add(time.Duration(life) * time.Second)):
		return http.StatusBadRequest, "ExpiredToken"
	}
	return 0, ""
}

// verify checks the signature of the canonical request. Its host has no port: Cloud
// Storage's has none, and the library leaves it out.
func (s *Server) verify(r *http.Request, query url.Values, at time.Time) bool {
	signature, err := hex.DecodeString(query.Get("X-Goog-Signature"))
	if err != nil {
		return false
	}
	query.Del("X-Goog-Signature")
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	canonical := sha256.Sum256([]byte(strings.Join([]string{
		r.Method, r.URL.EscapedPath(), strings.ReplaceAll(query.Encode(), "+", "%20"),
		"host:" + host, "", "host", "UNSIGNED-PAYLOAD",
	}, "\n")))
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s/auto/storage/goog4_request\n%x",
		algorithm, at.Format(dateFormat), at.Format("20060102"), canonical))
	return rsa.VerifyPKCS1v15(&keyring.RSA().PublicKey, crypto.SHA256, sum[:], signature) == nil
}
