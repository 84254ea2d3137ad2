package rules_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/terraform"
)

// signedInBy is what Firebase says in a token of how its bearer signed in.
type signedInBy = map[string]any

// withClaims is Ana or somebody who claims to be, with another way of signing in.
func withClaims(p person, firebase any, more map[string]any) person {
	claims := map[string]any{"sub": "id-of-" + p.email, "email": p.email, "email_verified": true, "firebase": firebase}
	maps.Copy(claims, more)
	return person{p.who, p.email, rules.Unsigned(claims)}
}

// TestOnlyTheProvidersOfTheSettingsLetSomebodyIn: whatever else is switched on in the
// console, and whatever somebody mints who has a service account's key.
func TestOnlyTheProvidersOfTheSettingsLetSomebodyIn(t *testing.T) {
	t.Parallel()
	by := func(provider string) signedInBy { return signedInBy{"sign_in_provider": provider} }
	cases := []struct {
		how             string
		firebase        any
		more            map[string]any
		usual, password bool
	}{
		{"with Google", by("google.com"), nil, true, true},
		{"with Google and a second factor", signedInBy{"sign_in_provider": "google.com", "sign_in_second_factor": "totp"}, nil, true, true},
		{"with a password", by("password"), nil, false, true},
		{"by a link in a mail", by("emailLink"), nil, false, false},
		{"with a custom token", by("custom"), nil, false, false},
		{"with a custom token that claims another provider", by("custom"), map[string]any{"sign_in_provider": "google.com"}, false, false},
		{"anonymously", by("anonymous"), nil, false, false},
		{"by phone", by("phone"), nil, false, false},
		{"with Facebook", by("facebook.com"), nil, false, false},
		{"with Microsoft", by("microsoft.com"), nil, false, false},
		{"by SAML", by("saml.acme"), nil, false, false},
		{"by OpenID Connect", by("oidc.acme"), nil, false, false},
		{"with Google in capitals", by("Google.com"), nil, false, false},
		{"with a list of providers", signedInBy{"sign_in_provider": []string{"google.com"}}, nil, false, false},
		{"with Google at a tenant", signedInBy{"sign_in_provider": "google.com", "tenant": "other"}, nil, false, false},
		{"with Google at a tenant without a name", signedInBy{"sign_in_provider": "google.com", "tenant": nil}, nil, false, false},
		{"in a way that the token does not tell", signedInBy{}, nil, false, false},
		{"with a token that tells nothing of it", nil, nil, false, false},
		{"with Google, with an address that is not proven", by("google.com"), map[string]any{"email_verified": false}, false, false},
		{"with Google, with an address that is proven in words", by("google.com"), map[string]any{"email_verified": "true"}, false, false},
	}
	for text, passwords := range map[string]bool{terraform.Rules(): false, terraform.RulesWithPasswords(): true} {
		t.Run(fmt.Sprintf("where passwords are %t", passwords), func(t *testing.T) {
			t.Parallel()
			w := openWorld(t, fmt.Sprintf("demo-rules-signing-%d-%d", time.Now().UnixNano(), used.Add(1)), text)
			w.fill(t)
			for i, tt := range cases {
				allowed := tt.usual || passwords && tt.password
				t.Run(tt.how, func(t *testing.T) {
					ana, sue := withClaims(ana, tt.firebase, tt.more), withClaims(sue, tt.firebase, tt.more)
					_, err := w.Doc(active).Get(ana.in(t.Context()))
					judge(t, err, allowed)
					_, err = conversationsOf(w).Where("session.owner", "==", ana.email).Documents(ana.in(t.Context())).GetAll()
					judge(t, err, allowed)
					_, err = w.Doc(fmt.Sprintf("%s/replies/r9-%d", active, i)).Create(ana.in(t.Context()), replyOf(ana))
					judge(t, err, allowed)
					_, err = w.Doc("leases/"+ana.email).Set(ana.in(t.Context()), doc{"until": firestore.ServerTimestamp})
					judge(t, err, allowed)
					_, err = conversationsOf(w).Documents(sue.in(t.Context())).GetAll()
					judge(t, err, allowed)
					_, err = w.Doc("config/current").Get(sue.in(t.Context()))
					judge(t, err, allowed)
				})
			}
		})
	}
}
