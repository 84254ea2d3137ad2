package config

import (
	"errors"
	"regexp"
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
	Passwords bool `env:"SIGN_IN_WITH_PASSWORD, default=true"`
	Firestore Firestore
	Auth      Auth
	Storage   Storage
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
