package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/channels"
)

// Channels are the addresses of stand-ins for the channels' providers, by channel.
// The setting is a JSON object, for example
//
//	{"NAME": {"api": "http://localhost:8080", "files": "http://localhost:8081"}}
//
// In the cloud it is left out: the channels know their providers' addresses.
type Channels map[string]channels.Addresses

// EnvDecode reads the setting.
func (c *Channels) EnvDecode(text string) error {
	if text == "" {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.DisallowUnknownFields()
	if err := dec.Decode((*map[string]channels.Addresses)(c)); err != nil {
		return fmt.Errorf("CHANNELS: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("CHANNELS: something follows the closing brace")
	}
	return nil
}

// check names what is wrong with the addresses.
func (c Channels) check(string) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(c)) {
		at := c[name]
		if problem := noChannel(name); problem != "" {
			problems = append(problems, errors.New("CHANNELS: "+problem))
		}
		if u, err := url.Parse(at.API); at.API != "" && (err != nil || u.Host == "") {
			problems = append(problems, fmt.Errorf("CHANNELS: %s: api: want a URL such as https://host", name))
		}
		if _, err := ParseOrigin(at.Files); at.Files != "" && err != nil {
			problems = append(problems, fmt.Errorf("CHANNELS: %s: files: %w", name, err))
		}
	}
	return errors.Join(problems...)
}

// noChannel says that a name is not that of a channel, or nothing.
func noChannel(name string) string {
	names := channels.Profiles().Names()
	if slices.Contains(names, name) {
		return ""
	}
	return fmt.Sprintf("there is no channel %q, only %q", name, strings.Join(names, ", "))
}
