package google_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/google"
)

const key = "QWERTYUIOPASDFGH"

// signed is a header with these signatures, spelled as they are.
func signed(signatures ...string) http.Header {
	return http.Header{google.SignatureHeader: signatures}
}

// verify verifies the message of a request with these headers.
func verify(message []byte, header http.Header, keys []string) error {
	return google.Verify(message, header.Values(google.SignatureHeader), keys)
}

func TestSignatureVectors(t *testing.T) {
	t.Parallel()
	var file struct {
		Vectors []struct {
			Note       string
			Key        string
			BodyBase64 []byte
			Signature  string `json:"X-Goog-Signature"`
		}
	}
	if err := json.Unmarshal(recorded(t, "signature-vectors.json"), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Fatal("there are no vectors")
	}
	for _, v := range file.Vectors {
		t.Run(v.Note, func(t *testing.T) {
			t.Parallel()
			if got := google.Sign(v.BodyBase64, v.Key); got != v.Signature {
				t.Errorf("Sign = %q, want %q", got, v.Signature)
			}
			if err := verify(v.BodyBase64, signed(v.Signature), []string{v.Key}); err != nil {
				t.Errorf("Verify = %v, want nil", err)
			}
		})
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	body := []byte(`{"a":1}`) // its signature has a "+" and ends in "=="
	right := google.Sign(body, key)
	mac, err := base64.StdEncoding.DecodeString(right)
	if err != nil || !strings.Contains(right, "+") {
		t.Fatalf("signature %q: %v", right, err)
	}
	one := []string{key}
	tests := []struct {
		name   string
		header http.Header
		keys   []string
		want   error
	}{
		{"the right signature", signed(right), one, nil},
		{"the key is the second of several", signed(right), []string{"other", key, "third"}, nil},
		{"an empty key beside the right one is skipped", signed(right), []string{"", key}, nil},

		{"no header", http.Header{}, one, google.ErrNoSignature},
		{"another header", http.Header{"X-Signature": {right}}, one, google.ErrNoSignature},
		{"an empty header", signed(""), one, google.ErrNoSignature},
		{"the right signature twice", signed(right, right), one, google.ErrRepeatedSignature},
		{"a right and an empty one", signed(right, ""), one, google.ErrRepeatedSignature},

		{"no base64", signed("%%%%"), one, google.ErrMalformedSignature},
		{"base64 of too little", signed("AAAA"), one, google.ErrMalformedSignature},
		{"URL-safe base64", signed(base64.URLEncoding.EncodeToString(mac)), one, google.ErrMalformedSignature},
		{"no padding", signed(strings.TrimRight(right, "=")), one, google.ErrMalformedSignature},
		{"too much padding", signed(right + "=="), one, google.ErrMalformedSignature},
		{"one byte less", signed(base64.StdEncoding.EncodeToString(mac[:63])), one, google.ErrMalformedSignature},
		{
			"one byte more", signed(base64.StdEncoding.EncodeToString(append(bytes.Clone(mac), 0))), one,
			google.ErrMalformedSignature,
		},
		{"hexadecimal", signed(hex.EncodeToString(mac)), one, google.ErrMalformedSignature},
		{"a space before", signed(" " + right), one, google.ErrMalformedSignature},
		{"a space behind", signed(right + " "), one, google.ErrMalformedSignature},
		{"two with a comma", signed(right + "," + right), one, google.ErrMalformedSignature},
		{"a line break inside", signed(right[:40] + "\n" + right[40:]), one, google.ErrMalformedSignature},
		{
			"a line break instead of a character", signed(right[:40] + "\n" + right[41:]), one,
			google.ErrMalformedSignature,
		},
		{
			"the last bits, which base64 does not use, set", signed(strings.TrimSuffix(right, "Q==") + "R=="), one,
			google.ErrMalformedSignature,
		},
		{"quoted", signed(`"` + right + `"`), one, google.ErrMalformedSignature},
		{"named like other providers' ones", signed("sha512=" + right), one, google.ErrMalformedSignature},

		{"lower-cased", signed(strings.ToLower(right)), one, google.ErrMalformedSignature},
		{
			"lower-cased but for its end",
			signed(strings.ToLower(right[:80]) + right[80:]), one, google.ErrWrongSignature,
		},
		{"another body's", signed(google.Sign([]byte(`{"a":2}`), key)), one, google.ErrWrongSignature},
		{"another key's", signed(google.Sign(body, "other")), one, google.ErrWrongSignature},
		{"all zeros", signed(base64.StdEncoding.EncodeToString(make([]byte, 64))), one, google.ErrWrongSignature},
		{"there are no keys", signed(right), nil, google.ErrWrongSignature},
		{
			"an empty key is no key",
			signed(google.Sign(body, "")),
			[]string{""},
			google.ErrWrongSignature,
		},
		{"the key with a space is another key", signed(right), []string{key + " "}, google.ErrWrongSignature},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := verify(body, tt.header, tt.keys)
			if !errors.Is(err, tt.want) {
				t.Errorf("Verify = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestVerifyTakesTheHeaderInAnySpelling(t *testing.T) {
	t.Parallel()
	header := http.Header{}
	header.Set("x-goog-signature", google.Sign([]byte("body"), key))
	if err := verify([]byte("body"), header, []string{key}); err != nil {
		t.Errorf("Verify = %v, want nil", err)
	}
}

func FuzzVerify(f *testing.F) {
	for _, name := range []string{"webhook-message-text.json", "webhook-receipts.batch.json"} {
		body := recorded(f, name)
		f.Add(body, key, google.Sign(body, key))
	}
	f.Add([]byte("{}"), "", google.Sign([]byte("{}"), ""))
	f.Add([]byte("{}"), key, "AAAA")
	f.Fuzz(func(t *testing.T, body []byte, key, signature string) {
		right := google.Sign(body, key)
		err := verify(body, signed(signature), []string{"another", key})
		if got, want := err == nil, signature == right && key != "" ||
			signature == google.Sign(body, "another"); got != want {
			t.Errorf("Verify(%q) = %v, the right one is %q", signature, err, right)
		}
		if err := verify(body, signed(right), []string{key}); (err == nil) != (key != "") {
			t.Errorf("Verify of the key's own signature = %v, key %q", err, key)
		}
		if err := verify(append(bytes.Clone(body), ' '), signed(right), []string{key}); err == nil {
			t.Error("the signature holds for another body")
		}
	})
}
