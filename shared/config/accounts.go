package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Accounts are the messaging accounts by name, as one function needs them. The
// setting is a JSON object, for example
//
//	{"acme": {"channel": "NAME", "keys": ["projects/p/secrets/acme-token/versions/latest"]}}
type Accounts map[string]Account

// Account is a partner account with a channel.
type Account struct {
	Channel string `json:"channel"`
	// Keys names the secrets with the keys that webhook requests are signed with:
	// client tokens and older partner keys, one per line. The webhook needs them.
	Keys []string `json:"keys,omitempty"`
	// Credentials names the secret with the service account key that messages are
	// sent with; Impersonate is a service account to impersonate instead. The
	// reply function needs one of the two.
	Credentials string `json:"credentials,omitempty"`
	Impersonate string `json:"impersonate,omitempty"`
	// Region is where the provider keeps the account's brand agents, and TrafficType and
	// TimeToLive are of messages that have none of their own, on channels that have such
	// settings. The functions that send have them.
	Region      string                 `json:"region,omitempty"`
	TrafficType channel.Purpose        `json:"traffic_type,omitempty"`
	TimeToLive  configuration.Duration `json:"time_to_live,omitempty"`
}

// Regions are the accounts' regions by name, of those that have one.
func (a Accounts) Regions() map[string]string {
	regions := map[string]string{}
	for name, account := range a {
		if account.Region != "" {
			regions[name] = account.Region
		}
	}
	return regions
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
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("ACCOUNTS: something follows the closing brace")
	}
	if len(*a) == 0 {
		return errors.New("ACCOUNTS: there is no account in it")
	}
	return nil
}

var (
	accountName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,38}$`)
	secretName  = regexp.MustCompile(`^projects/[^/]+(/locations/[^/]+)?/secrets/[^/]+/versions/[^/]+$`)
)

const noSecretName = "is not a secret's version, projects/P/secrets/S/versions/latest"

// check lists what is wrong with the accounts. with says what the function needs
// of each, "keys" or "credentials".
func (a Accounts) check(with string) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(a)) {
		for _, problem := range a[name].problems(name, with) {
			problems = append(problems, fmt.Errorf("ACCOUNTS: %s: %s", name, problem))
		}
	}
	return errors.Join(problems...)
}

// misplaced are settings that the channel does not have. Package configuration checks
// them in full, before Terraform writes them here.
func (a Account) misplaced(profile channel.Profile) []string {
	var problems []string
	if a.Region != "" && !slices.Contains(profile.Settings.Regions, a.Region) {
		problems = append(problems, fmt.Sprintf("its channel has no region %q", a.Region))
	}
	if a.TrafficType != "" && !slices.Contains(profile.Settings.TrafficTypes, a.TrafficType) {
		problems = append(problems, fmt.Sprintf("its channel has no traffic type %q", a.TrafficType))
	}
	if a.TimeToLive != 0 && profile.Lifetime == 0 {
		problems = append(problems, "its channel has no time to live")
	}
	return problems
}

func (a Account) problems(name, with string) []string {
	var problems []string
	if !accountName.MatchString(name) {
		problems = append(problems, "a name is lower-case letters, digits and hyphens, and begins with a letter")
	}
	if problem := noChannel(a.Channel); problem != "" {
		problems = append(problems, problem)
	}
	problems = append(problems, a.misplaced(channels.Profiles().Of(a.Channel))...)
	if with == "keys" && len(a.Keys) == 0 {
		problems = append(problems, "it has no keys to verify webhook requests with")
	}
	if with == "credentials" && a.Credentials == "" && a.Impersonate == "" {
		problems = append(problems, "it has neither credentials nor impersonate to send messages with")
	}
	if a.Credentials != "" && a.Impersonate != "" {
		problems = append(problems, "it has credentials and impersonates: choose one")
	}
	// A value that is not a name may be the secret itself, so it is not repeated.
	for i, name := range a.Keys {
		if !secretName.MatchString(name) {
			problems = append(problems, fmt.Sprintf("keys[%d] %s", i, noSecretName))
		}
	}
	if a.Credentials != "" && !secretName.MatchString(a.Credentials) {
		problems = append(problems, "credentials "+noSecretName)
	}
	return problems
}
