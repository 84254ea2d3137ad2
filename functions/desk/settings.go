package desk

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/filetype"
)

// settings are what the client has to know before anybody signs in. Anybody can
// read them: a Firebase API key identifies the project and grants nothing.
type settings struct {
	Project    string   `json:"project"`
	APIKey     string   `json:"apiKey"`
	AuthDomain string   `json:"authDomain"`
	Database   string   `json:"database"`
	SignIn     []string `json:"signIn"`
	// SecondFactor is whether a password needs the code of an authenticator app as well: the
	// rules accept none without.
	SecondFactor bool `json:"secondFactor"`
	// Emulators is absent in the cloud.
	Emulators *emulators `json:"emulators,omitempty"`
	// Channels are how each channel is shown, and its limits, so that the client offers
	// no more than that.
	Channels []channel.Shown `json:"channels"`
	// Heartbeat and Lease are in seconds, MaxFile is in bytes.
	Heartbeat int64 `json:"heartbeat"`
	Lease     int64 `json:"lease"`
	MaxFile   int64 `json:"maxFile"`
	// Refused are the ends of the names of files that are sent to nobody.
	Refused []string `json:"refused"`
	// IdleTimeout is in seconds, too.
	IdleTimeout int64  `json:"idleTimeout"`
	Version     string `json:"version"`
}

// emulators are the emulators' addresses, host:port.
type emulators struct {
	Firestore string `json:"firestore,omitempty"`
	Auth      string `json:"auth,omitempty"`
}

// noKey is the API key where there is no Firebase: its library insists on having
// one.
const noKey = "emulator"

// render makes the text of settings.json.
func render(s config.Desk, channels []channel.Shown, version string) ([]byte, error) {
	out := settings{
		Project: s.Project, APIKey: s.APIKey, AuthDomain: string(s.AuthDomain), Database: "(default)", SignIn: signIn(s),
		SecondFactor: s.Passwords && s.SecondFactor,
		Channels:     channels, Heartbeat: int64(agent.Heartbeat / time.Second), Lease: int64(agent.LeaseLength / time.Second),
		MaxFile: MaxFile, Refused: filetype.Refused(), IdleTimeout: int64(time.Duration(s.IdleTimeout) / time.Second), Version: version,
	}
	if e := (emulators{s.Firestore.Emulator, s.Auth.Emulator}); e != (emulators{}) {
		out.Emulators = &e
	}
	if out.APIKey == "" {
		out.APIKey = noKey
	}
	text, err := json.Marshal(out) //nolint:gosec // the key is public
	if err != nil {
		return nil, fmt.Errorf("the client's settings: %w", err)
	}
	return text, nil
}
