package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Accounts are the messaging accounts by name, as one function needs them. The
// setting is a JSON object, for example
//
//	{"acme": {"channel": "business-messages", "keys": ["projects/p/secrets/acme-token/versions/latest"]}}
type Accounts map[string]Account

// Account is a partner account with a channel.
type Account struct {
	Channel string `json:"channel"`
	// Keys are the secrets with the keys that webhook requests are signed with:
	// client tokens and older partner keys, a line each. The webhook needs them.
	Keys []string `json:"keys,omitempty"`
	// Credentials is the secret with the service account key that messages are
	// sent with; Impersonate is a service account to act as instead. The reply
	// function needs one of them.
	Credentials string `json:"credentials,omitempty"`
	Impersonate string `json:"impersonate,omitempty"`
}

// EnvDecode reads the setting.
func (a *Accounts) EnvDecode(text string) error {
	if text == "" {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.DisallowUnknownFields()
	if err := dec.Decode((*map[string]Account)(a)); err != nil {
		return fmt.Errorf("ACCOUNTS: %w", err)
	}
	return nil
}

var (
	accountName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,38}$`)
	secretName  = regexp.MustCompile(`^projects/[^/]+(/locations/[^/]+)?/secrets/[^/]+/versions/[^/]+$`)
)

func (a Accounts) check() error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(a)) {
		for _, problem := range a[name].problems(name) {
			problems = append(problems, fmt.Errorf("ACCOUNTS: %s: %s", name, problem))
		}
	}
	return errors.Join(problems...)
}

func (a Account) problems(name string) []string {
	var problems []string
	if !accountName.MatchString(name) {
		problems = append(problems, "a name is lower-case letters, digits and hyphens, and begins with a letter")
	}
	if a.Channel != channel.BusinessMessages {
		problems = append(problems, fmt.Sprintf("there is no channel %q, only %q", a.Channel, channel.BusinessMessages))
	}
	if len(a.Keys) == 0 && a.Credentials == "" && a.Impersonate == "" {
		problems = append(problems, "it has neither keys nor credentials")
	}
	if a.Credentials != "" && a.Impersonate != "" {
		problems = append(problems, "it has credentials and impersonates: choose one")
	}
	for _, secret := range append(slices.Clone(a.Keys), a.Credentials) {
		if secret != "" && !secretName.MatchString(secret) {
			problems = append(problems, fmt.Sprintf(
				"%q is not a secret's version, projects/P/secrets/S/versions/latest", strings.ToValidUTF8(secret, "?")))
		}
	}
	return problems
}
