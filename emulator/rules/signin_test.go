package rules_test

import (
	"fmt"
	"maps"
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
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
		how                     string
		firebase                any
		more                    map[string]any
		usual, password, factor bool
	}{
		{"with Google", by("google.com"), nil, true, true, true},
		{"with Google and a second factor", signedInBy{"sign_in_provider": "google.com", "sign_in_second_factor": "totp"}, nil, true, true, true},
		{"with a password", by("password"), nil, false, true, false},
		{"with a password and the code of an app", signedInBy{"sign_in_provider": "password", "sign_in_second_factor": "totp"}, nil, false, true, true},
		{"with a password and a text message", signedInBy{"sign_in_provider": "password", "sign_in_second_factor": "phone"}, nil, false, true, false},
		{"with a password and a list of factors", signedInBy{"sign_in_provider": "password", "sign_in_second_factor": []string{"totp"}}, nil, false, true, false},
		{"with a password and no factor", signedInBy{"sign_in_provider": "password", "sign_in_second_factor": nil}, nil, false, true, false},
		{"with a password and a factor of one's own claims", by("password"), map[string]any{"sign_in_second_factor": "totp"}, false, true, false},
		{"with a custom token and the code of an app", signedInBy{"sign_in_provider": "custom", "sign_in_second_factor": "totp"}, nil, false, false, false},
		{"by a link in a mail", by("emailLink"), nil, false, false, false},
		{"with a custom token", by("custom"), nil, false, false, false},
		{"with a custom token that claims another provider", by("custom"), map[string]any{"sign_in_provider": "google.com"}, false, false, false},
		{"anonymously", by("anonymous"), nil, false, false, false},
		{"by phone", by("phone"), nil, false, false, false},
		{"with Facebook", by("facebook.com"), nil, false, false, false},
		{"with Microsoft", by("microsoft.com"), nil, false, false, false},
		{"by SAML", by("saml.acme"), nil, false, false, false},
		{"by OpenID Connect", by("oidc.acme"), nil, false, false, false},
		{"with Google in capitals", by("Google.com"), nil, false, false, false},
		{"with a list of providers", signedInBy{"sign_in_provider": []string{"google.com"}}, nil, false, false, false},
		{"with Google at a tenant", signedInBy{"sign_in_provider": "google.com", "tenant": "other"}, nil, false, false, false},
		{"with Google at a tenant without a name", signedInBy{"sign_in_provider": "google.com", "tenant": nil}, nil, false, false, false},
		{"in a way that the token does not tell", signedInBy{}, nil, false, false, false},
		{"with a token that tells nothing of it", nil, nil, false, false, false},
		{"with Google, with an address that is not proven", by("google.com"), map[string]any{"email_verified": false}, false, false, false},
		{"with Google, with an address that is proven in words", by("google.com"), map[string]any{"email_verified": "true"}, false, false, false},
	}
	for where, text := range map[string]string{
		"without passwords": terraform.Rules(), "with passwords": terraform.RulesWithPasswords(false),
		"with passwords and a second factor": terraform.RulesWithPasswords(true),
	} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			w := openWorld(t, official.Project("rules"), text)
			w.fill(t)
			for i, tt := range cases {
				allowed := map[string]bool{
					"without passwords": tt.usual, "with passwords": tt.usual || tt.password, "with passwords and a second factor": tt.usual || tt.factor,
				}[where]
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
