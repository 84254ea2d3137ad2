package desk

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
)

// settings is what the client has to know before anybody has signed in. Everybody
// can read it: an API key of Firebase names the project and gives no right.
type settings struct {
	Project    string   `json:"project"`
	APIKey     string   `json:"apiKey"`
	AuthDomain string   `json:"authDomain"`
	Database   string   `json:"database"`
	SignIn     []string `json:"signIn"`
	// Emulators is absent in the cloud.
	Emulators *emulators `json:"emulators,omitempty"`
	// Channels are what each can do, so that the client offers no more.
	Channels []channel.Limits `json:"channels"`
	// Heartbeat and Lease are in seconds, MaxFile is in bytes.
	Heartbeat int64  `json:"heartbeat"`
	Lease     int64  `json:"lease"`
	MaxFile   int64  `json:"maxFile"`
	Version   string `json:"version"`
}

// emulators are where the emulators are, host:port.
type emulators struct {
	Firestore string `json:"firestore,omitempty"`
	Auth      string `json:"auth,omitempty"`
}

// noKey is the API key where there is no Firebase: its library insists on one.
const noKey = "emulator"

// render makes the text of settings.json.
func render(s config.Desk, channels []channel.Limits, version string) ([]byte, error) {
	out := settings{
		Project: s.Project, APIKey: s.APIKey, AuthDomain: string(s.AuthDomain), Database: "(default)", SignIn: signIn(s),
		Channels: channels, Heartbeat: int64(agent.Heartbeat / time.Second), Lease: int64(agent.LeaseLength / time.Second),
		MaxFile: MaxFile, Version: version,
	}
	if e := (emulators{s.Firestore.Emulator, s.Auth.Emulator}); e != (emulators{}) {
		out.Emulators = &e
	}
	if out.APIKey == "" {
		out.APIKey = noKey
	}
	text, err := json.Marshal(out) //nolint:gosec // the key is for every browser to know
	if err != nil {
		return nil, fmt.Errorf("the client's settings: %w", err)
	}
	return text, nil
}
