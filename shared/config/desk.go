package config

import (
	"errors"
	"fmt"
	"regexp"
	"time"
)

// Desk is what functions/desk needs.
type Desk struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	// Bucket holds the files of conversations.
	Bucket string `env:"MEDIA_BUCKET" need:"the name of the bucket for files"`
	// APIKey and AuthDomain are Firebase's, for signing in. They are sent to
	// every client.
	APIKey     string `env:"FIREBASE_API_KEY" need:"the key by which browsers call Firebase" unless:"FIRESTORE_EMULATOR_HOST"`
	AuthDomain Host   `env:"FIREBASE_AUTH_DOMAIN" need:"the host of Firebase's sign-in pages" unless:"FIRESTORE_EMULATOR_HOST"`
	// Passwords is whether agents may sign in with an address and a password.
	Passwords bool `env:"SIGN_IN_WITH_PASSWORD, default=false"`
	// SecondFactor is whether a password needs the code of an authenticator app as well.
	SecondFactor bool `env:"SIGN_IN_SECOND_FACTOR, default=true"`
	// IdleTimeout is how long nobody may use the desk in a browser before it signs the
	// agent out.
	IdleTimeout IdleTime `env:"IDLE_TIMEOUT, default=2h"`
	Firestore   Firestore
	Auth        Auth
	Storage     Storage
	Clock       Clock
}

// Firestore says where Firestore is.
type Firestore struct {
	// Emulator is the host and port of an emulator. The Cloud's own library reads the
	// same variable.
	Emulator string `env:"FIRESTORE_EMULATOR_HOST"`
}

// Auth says where Firebase Authentication is.
type Auth struct {
	// Emulator is the host and port of an emulator.
	Emulator string `env:"FIREBASE_AUTH_EMULATOR_HOST"`
}

// Host is the name of a host on the Internet. It goes into a header that browsers
// obey, so nothing else may be in it.
type Host string

var hostName = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)

// check is called for every setting of the type.
func (h Host) check(string) error {
	if h != "" && !hostName.MatchString(string(h)) {
		return errors.New("FIREBASE_AUTH_DOMAIN: want a host's name and nothing else, such as my-project.firebaseapp.com")
	}
	return nil
}

// IdleTime is how long nobody may use something.
type IdleTime time.Duration

// The bounds of an IdleTime: an agent reads for some minutes without a movement, and a
// day would outlast the night.
const (
	MinIdleTime = 5 * time.Minute
	MaxIdleTime = 24 * time.Hour
)

// UnmarshalText reads a time as Go writes it, such as 2h.
func (i *IdleTime) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("want a length of time such as 2h: %w", err)
	}
	*i = IdleTime(d)
	return nil
}

// check is called for every setting of the type.
func (i IdleTime) check(string) error {
	if d := time.Duration(i); d < MinIdleTime || d > MaxIdleTime {
		return fmt.Errorf("IDLE_TIMEOUT is %v, want %v to %v", d, MinIdleTime, MaxIdleTime)
	}
	return nil
}
