package stack

import (
	"io"

	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
)

// Options are how to start the product.
type Options struct {
	// Project is the Google Cloud project's id; it exists in the emulators only.
	Project string
	// Port is the first of the consecutive ports to use; 0 takes any free ones.
	Port int
	// FirestoreHost and PubSubHost are emulators that are already running,
	// host:port. Empty ones are started.
	FirestoreHost string
	PubSubHost    string
	// Relayed has functions reach the emulators through relays, which [Stack.Cut] cuts.
	Relayed bool
	// AuthHost is an emulator of Firebase Authentication that is already running,
	// with which agents sign in at the desk. Without it they just say who they
	// are.
	AuthHost string
	// Passwords lets agents sign in with an address and a password, too, and without a
	// second factor: Google's emulator of accounts has none that an app makes.
	Passwords bool
	// Config is the configuration, or nil for the example.
	Config *tfvars.File
	// Strangers has Google's side take messages to conversations that nobody has heard
	// of, for trying its API by hand.
	Strangers bool
	// Traces asks for a receiver of traces, and Export for events to be published.
	Traces, Export bool
	// More are more settings of every function, in the form KEY=VALUE.
	More []string
	// Log gets what the functions and the emulators print.
	Log io.Writer
}
