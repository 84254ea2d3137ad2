package access_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/shared/access"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// TestAPersonIsTheAddressOfTheToken: two tokens of one person are one person, and what is
// no token is nobody's address.
func TestAPersonIsTheAddressOfTheToken(t *testing.T) {
	t.Parallel()
	ana := "Bearer " + rules.Token("ana@x.example", true)
	if got := access.Person(ana); got != "ana@x.example" {
		t.Errorf("the person is %q", got)
	}
	seen := map[string]string{"ana@x.example": ana}
	for _, header := range []string{
		"", "Basic YW5h", "Bearer owner", "Bearer ana@x.example", "Basic " + rules.Token("ana@x.example", true), "Bearer e30.e30.", "Bearer a.b.c",
	} {
		name := access.Person(header)
		if other, taken := seen[name]; taken || strings.Contains(name, "@") {
			t.Errorf("%q is %q, like %q", header, name, other)
		}
		seen[name] = header
	}
}

// TestOnlyTokensOfTheProjectAreHandedToFirestore: it obeys others that are above the
// rules. Nothing listens where the database is said to be, so a token that is handed on
// makes it unavailable.
func TestOnlyTokensOfTheProjectAreHandedToFirestore(t *testing.T) {
	t.Parallel()
	token := func(header, claims map[string]any, signature string) string {
		part := func(v any) string {
			data, _ := json.Marshal(v)
			return base64.RawURLEncoding.EncodeToString(data)
		}
		return "Bearer " + part(header) + "." + part(claims) + "." + signature
	}
	signed := map[string]any{"alg": "RS256", "typ": "JWT"}
	mine := map[string]any{"iss": "https://securetoken.google.com/shop", "aud": "shop", "email": "ana@x.example"}
	cloud, local := access.Unreachable("shop", false), access.Unreachable("shop", true)
	for _, tt := range []struct {
		name, authorization string
		cloud, local        bool
	}{
		{"who signed in", token(signed, mine, "c2ln"), true, true},
		{"an unsigned token", "Bearer " + rules.Token("ana@x.example", true), false, true},
		{"an unsigned token with a signature", "Bearer " + rules.Token("ana@x.example", true) + "c2ln", false, false},
		{"another project's", token(signed, map[string]any{"iss": "https://securetoken.google.com/other", "aud": "other"}, "c2ln"), false, false},
		{"another project's, for this one", token(signed, map[string]any{"iss": "https://securetoken.google.com/other", "aud": "shop"}, "c2ln"), false, false},
		{"this project's, for another one", token(signed, map[string]any{"iss": "https://securetoken.google.com/shop", "aud": "other"}, "c2ln"), false, false},
		{"a service account's own token", token(signed, map[string]any{
			"iss": "export@shop.iam.gserviceaccount.com", "aud": "https://firestore.googleapis.com/",
		}, "c2ln"), false, false},
		{"an identity token of Google's", token(signed, map[string]any{"iss": "https://accounts.google.com", "aud": "shop"}, "c2ln"), false, false},
		{"a token signed with a shared key", token(map[string]any{"alg": "HS256"}, mine, "c2ln"), false, false},
		{"an OAuth token", "Bearer ya29.a0AfH6SMBx-export", false, false},
		{"an OAuth token with two points", "Bearer ya29.c.b0Aaekm1K", false, false},
		{"the emulator's owner", "Bearer " + rules.Owner, false, false},
		{"claims that are a list", token(signed, nil, "c2ln") + "x", false, false},
	} {
		for where, a := range map[*access.Firestore]bool{cloud: tt.cloud, local: tt.local} {
			handed := fault.KindOf(where.MayRead(t.Context(), tt.authorization, "c1", "m1")) == fault.Unavailable
			if handed != a {
				t.Errorf("%s: handed on is %t, want %t (on a laptop: %t)", tt.name, handed, a, where == local)
			}
		}
	}
}
