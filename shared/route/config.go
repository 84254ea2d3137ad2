// Package route decides where a new session goes. A decision is a pure function
// of the routing configuration and of what is known of the session, so the same
// code serves the functions, a dry run and a replay.
package route

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Config is a routing configuration, checked and ready to decide with. Its JSON
// form is what the field "routing" of the document config/current holds.
type Config struct {
	// Version is the hash of the JSON text; [Load] sets it.
	Version string `json:"-"`
	// Accounts are the messaging accounts by name.
	Accounts map[string]Account `json:"accounts"`
	// Workstreams are the settings that sessions run under, by name.
	Workstreams map[string]Workstream `json:"workstreams"`
	// Queues are the queues by name.
	Queues map[string]Queue `json:"queues"`
}

// Account is a partner account with a channel.
type Account struct {
	// Workstream takes the sessions of every brand agent without one of its own.
	Workstream string `json:"workstream"`
	// BrandAgents gives brand agents a workstream of their own, by the provider's
	// name for them, for example "brands/B/agents/A".
	BrandAgents map[string]BrandAgent `json:"brandAgents,omitempty"`
}

// BrandAgent is a business's face in the channel.
type BrandAgent struct {
	Workstream string `json:"workstream"`
}

// Workstream is the settings that a session runs under.
type Workstream struct {
	// FallbackQueue takes what no rule places.
	FallbackQueue string `json:"fallbackQueue"`
	// Attachments switches files on, both ways.
	Attachments bool `json:"attachments,omitempty"`
	// Survey sends the channel's survey when an agent ends a session.
	Survey bool `json:"survey,omitempty"`
}

// Queue is where sessions wait.
type Queue struct {
	DisplayName string `json:"displayName"`
	// Priority of the queue's sessions; higher is served first.
	Priority int64 `json:"priority,omitempty"`
}

// Load reads and checks a configuration. The error names every problem and the
// path of each.
func Load(text []byte) (*Config, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	c := &Config{Version: Version(text)}
	if err := dec.Decode(c); err != nil {
		return nil, fmt.Errorf("routing configuration: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("routing configuration: something follows the closing brace")
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("routing configuration %s: %w", c.Version, err)
	}
	return c, nil
}

// Version names a configuration by its text: 16 hexadecimal digits.
func Version(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func (c *Config) check() error {
	var problems []error
	if len(c.Accounts) == 0 {
		problems = append(problems, errors.New("accounts: there is none"))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Accounts)) {
		problems = append(problems, c.checkAccount(name, c.Accounts[name])...)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Workstreams)) {
		path := "workstreams." + name + ".fallbackQueue"
		problems = append(problems, refer(path, "queue", c.Workstreams[name].FallbackQueue, c.Queues))
	}
	return errors.Join(problems...)
}

func (c *Config) checkAccount(name string, a Account) []error {
	path := "accounts." + name
	problems := []error{refer(path+".workstream", "workstream", a.Workstream, c.Workstreams)}
	for _, agent := range slices.Sorted(maps.Keys(a.BrandAgents)) {
		problems = append(problems, refer(path+".brandAgents."+agent+".workstream",
			"workstream", a.BrandAgents[agent].Workstream, c.Workstreams))
	}
	return problems
}

// refer reports a name that a map does not have, and the names that it has.
func refer[V any](path, kind, name string, in map[string]V) error {
	if _, ok := in[name]; ok {
		return nil
	}
	return fmt.Errorf("%s: there is no %s %q, only %s",
		path, kind, name, strings.Join(slices.Sorted(maps.Keys(in)), ", "))
}
