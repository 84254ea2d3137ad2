package businessmessages_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
)

const key = "QWERTYUIOPASDFGH"

// signed is a header with these signatures, spelled as they are.
func signed(signatures ...string) http.Header {
	return http.Header{businessmessages.SignatureHeader: signatures}
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
	if err := json.Unmarshal(read(t, "testdata/signature-vectors.json"), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Fatal("there are no vectors")
	}
	for _, v := range file.Vectors {
		t.Run(v.Note, func(t *testing.T) {
			t.Parallel()
			if got := businessmessages.Sign(v.BodyBase64, v.Key); got != v.Signature {
				t.Errorf("Sign = %q, want %q", got, v.Signature)
			}
			if err := businessmessages.Verify(v.BodyBase64, signed(v.Signature), []string{v.Key}); err != nil {
				t.Errorf("Verify = %v, want nil", err)
			}
		})
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	body := []byte(`{"a":1}`) // its signature has a "+" and ends in "=="
	right := businessmessages.Sign(body, key)
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

		{"no header", http.Header{}, one, businessmessages.ErrNoSignature},
		{"another header", http.Header{"X-Signature": {right}}, one, businessmessages.ErrNoSignature},
		{"an empty header", signed(""), one, businessmessages.ErrNoSignature},
		{"the right signature twice", signed(right, right), one, businessmessages.ErrRepeatedSignature},
		{"a right and an empty one", signed(right, ""), one, businessmessages.ErrRepeatedSignature},

		{"no base64", signed("%%%%"), one, businessmessages.ErrMalformedSignature},
		{"base64 of too little", signed("AAAA"), one, businessmessages.ErrMalformedSignature},
		{"URL-safe base64", signed(base64.URLEncoding.EncodeToString(mac)), one, businessmessages.ErrMalformedSignature},
		{"no padding", signed(strings.TrimRight(right, "=")), one, businessmessages.ErrMalformedSignature},
		{"too much padding", signed(right + "=="), one, businessmessages.ErrMalformedSignature},
		{"one byte less", signed(base64.StdEncoding.EncodeToString(mac[:63])), one, businessmessages.ErrMalformedSignature},
		{
			"one byte more", signed(base64.StdEncoding.EncodeToString(append(bytes.Clone(mac), 0))), one,
			businessmessages.ErrMalformedSignature,
		},
		{"hexadecimal", signed(hex.EncodeToString(mac)), one, businessmessages.ErrMalformedSignature},
		{"a space before", signed(" " + right), one, businessmessages.ErrMalformedSignature},
		{"a space behind", signed(right + " "), one, businessmessages.ErrMalformedSignature},
		{"two with a comma", signed(right + "," + right), one, businessmessages.ErrMalformedSignature},
		{"a line break inside", signed(right[:40] + "\n" + right[40:]), one, businessmessages.ErrMalformedSignature},
		{
			"a line break instead of a character", signed(right[:40] + "\n" + right[41:]), one,
			businessmessages.ErrMalformedSignature,
		},
		{
			"the last bits, which base64 does not use, set", signed(strings.TrimSuffix(right, "Q==") + "R=="), one,
			businessmessages.ErrMalformedSignature,
		},
		{"quoted", signed(`"` + right + `"`), one, businessmessages.ErrMalformedSignature},
		{"named like other providers' ones", signed("sha512=" + right), one, businessmessages.ErrMalformedSignature},

		{"lower-cased", signed(strings.ToLower(right)), one, businessmessages.ErrMalformedSignature},
		{
			"lower-cased but for its end",
			signed(strings.ToLower(right[:80]) + right[80:]), one, businessmessages.ErrWrongSignature,
		},
		{"another body's", signed(businessmessages.Sign([]byte(`{"a":2}`), key)), one, businessmessages.ErrWrongSignature},
		{"another key's", signed(businessmessages.Sign(body, "other")), one, businessmessages.ErrWrongSignature},
		{"all zeros", signed(base64.StdEncoding.EncodeToString(make([]byte, 64))), one, businessmessages.ErrWrongSignature},
		{"there are no keys", signed(right), nil, businessmessages.ErrWrongSignature},
		{
			"an empty key is no key",
			signed(businessmessages.Sign(body, "")),
			[]string{""},
			businessmessages.ErrWrongSignature,
		},
		{"the key with a space is another key", signed(right), []string{key + " "}, businessmessages.ErrWrongSignature},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := businessmessages.Verify(body, tt.header, tt.keys)
			if !errors.Is(err, tt.want) {
				t.Errorf("Verify = %v, want %v", err, tt.want)
			}
		})
	}
}

func TestVerifyTakesTheHeaderInAnySpelling(t *testing.T) {
	t.Parallel()
	header := http.Header{}
	header.Set("x-goog-signature", businessmessages.Sign([]byte("body"), key))
	if err := businessmessages.Verify([]byte("body"), header, []string{key}); err != nil {
		t.Errorf("Verify = %v, want nil", err)
	}
}

func FuzzVerify(f *testing.F) {
	for _, body := range payloads(f) {
		f.Add(body, key, businessmessages.Sign(body, key))
	}
	f.Add([]byte("{}"), "", businessmessages.Sign([]byte("{}"), ""))
	f.Add([]byte("{}"), key, "AAAA")
	f.Fuzz(func(t *testing.T, body []byte, key, signature string) {
		right := businessmessages.Sign(body, key)
		err := businessmessages.Verify(body, signed(signature), []string{"another", key})
		if got, want := err == nil, signature == right && key != "" ||
			signature == businessmessages.Sign(body, "another"); got != want {
			t.Errorf("Verify(%q) = %v, the right one is %q", signature, err, right)
		}
		if err := businessmessages.Verify(body, signed(right), []string{key}); (err == nil) != (key != "") {
			t.Errorf("Verify of the key's own signature = %v, key %q", err, key)
		}
		if err := businessmessages.Verify(append(bytes.Clone(body), ' '), signed(right), []string{key}); err == nil {
			t.Error("the signature holds for another body")
		}
	})
}
