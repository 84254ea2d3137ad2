// Package config reads a function's settings before it serves, and reports every
// problem at once. No other package reads the environment.
package config

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/sethvargo/go-envconfig"
)

// Webhook is what functions/webhook needs.
type Webhook struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	// Topic is the id of the topic for inbound messages.
	Topic    string   `env:"INBOUND_TOPIC" need:"the id of the topic for inbound messages"`
	Accounts Accounts `env:"ACCOUNTS" need:"the messaging accounts as JSON" with:"keys"`
	Names    Names
	Secrets  Secrets
	Clock    Clock
	Trace    Trace
}

// Routing is what functions/routing needs.
type Routing struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	// DeadLetters is the id of the topic for messages that can never be handled.
	DeadLetters string `env:"DEAD_LETTER_TOPIC" need:"the id of the dead letter topic"`
	// Media is the id of the topic for files to be copied.
	Media string `env:"MEDIA_TOPIC" need:"the id of the topic for files to be copied"`
	// Channels says where customers' files are, if not at the channels' providers.
	Channels Channels `env:"CHANNELS"`
	Timers   Timers
	Names    Names
	Secrets  Secrets
	Clock    Clock
	Trace    Trace
}

// Reply is what functions/reply needs.
type Reply struct {
	Project  string   `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	Accounts Accounts `env:"ACCOUNTS" need:"the messaging accounts as JSON" with:"credentials"`
	Secrets  Secrets
	// Channels says where the channels' APIs are, if not at their providers.
	Channels Channels `env:"CHANNELS"`
	// Bucket holds the files that agents send.
	Bucket string `env:"MEDIA_BUCKET" need:"the name of the bucket for files"`
	// Desk is the desk's address, which customers are given for files.
	Desk    string `env:"DESK_URL"`
	Storage Storage
	Clock   Clock
	Trace   Trace
}

// Action is what functions/action needs.
type Action struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	Timers  Timers
	Clock   Clock
	Trace   Trace
}

// Roster is what functions/roster needs.
type Roster struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	Clock   Clock
	Trace   Trace
}

// Erase is what functions/erase needs.
type Erase struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	// Bucket holds the files of conversations, and Ledger the ledger of erasures.
	Bucket string `env:"MEDIA_BUCKET" need:"the name of the bucket for files"`
	Ledger string `env:"LEDGER_BUCKET" need:"the name of the bucket with the ledger of erasures"`
	// Copies is for how many days copies last that nothing can be deleted from.
	Copies    int `env:"COPIES_DAYS" need:"for how many days backups and logs are kept"`
	Warehouse Warehouse
	Names     Names
	Secrets   Secrets
	Storage   Storage
	Clock     Clock
	Trace     Trace
}

// Start is what functions/start needs.
type Start struct {
	Project  string   `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	Accounts Accounts `env:"ACCOUNTS" need:"the messaging accounts as JSON" with:"credentials"`
	// Channels says where the channels' APIs are, if not at their providers.
	Channels Channels `env:"CHANNELS"`
	Names    Names
	Secrets  Secrets
	Clock    Clock
	Trace    Trace
}

// Presence is what functions/presence needs.
type Presence struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	Timers  Timers
	Clock   Clock
	Trace   Trace
}

// Timer is what functions/timer needs.
type Timer struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	Timers  Timers
	Clock   Clock
	Trace   Trace
}

// Media is what functions/media needs.
type Media struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	// Bucket is the name of the bucket that customers' files are copied to.
	Bucket string `env:"MEDIA_BUCKET" need:"the name of the bucket for files"`
	// Results is the id of the topic for what became of the copies.
	Results string `env:"MEDIA_RESULTS_TOPIC" need:"the id of the topic for what became of copies"`
	// Channels says where customers' files are, if not at the channels' providers.
	Channels Channels `env:"CHANNELS"`
	Storage  Storage
	Clock    Clock
	Trace    Trace
}

// Export is what functions/export needs.
type Export struct {
	Project string `env:"GOOGLE_CLOUD_PROJECT" need:"the Google Cloud project's id"`
	// Topic is the id of the topic for conversations' events.
	Topic string `env:"EVENTS_TOPIC" need:"the id of the topic for conversations' events"`
	Trace Trace
}

// Names says which key makes the names of conversations.
type Names struct {
	// Key is the version of the secret with the key.
	Key SecretVersion `env:"CONVERSATION_KEY" need:"the secret with the key of conversations' ids"`
}

// SecretVersion is the name of a secret's version.
type SecretVersion string

// check refuses what is no name. It may be the secret itself, so it is not repeated.
func (v SecretVersion) check(string) error {
	if v != "" && !secretName.MatchString(string(v)) {
		return errors.New("CONVERSATION_KEY " + noSecretName)
	}
	return nil
}

// Clock says what time it is.
type Clock struct {
	// Emulator is the host and port of a stand-in whose clock somebody moves.
	Emulator string `env:"CLOCK_EMULATOR_HOST"`
}

// Storage says where Cloud Storage is.
type Storage struct {
	// Emulator is the host and port of a stand-in, spoken to in the clear. The
	// Cloud's own library reads the same variable.
	Emulator string `env:"STORAGE_EMULATOR_HOST"`
}

// Warehouse says where BigQuery has conversations' events.
type Warehouse struct {
	// Table is the table's name, PROJECT.DATASET.TABLE, or empty where nothing is exported.
	Table string `env:"EVENTS_TABLE"`
	// Emulator is the host and port of a stand-in, spoken to in the clear.
	Emulator string `env:"BIGQUERY_EMULATOR_HOST"`
}

// Secrets says where Secret Manager is.
type Secrets struct {
	// Emulator is the host and port of a stand-in, spoken to in the clear. The
	// Cloud's own libraries know the like for Firestore and Pub/Sub.
	Emulator string `env:"SECRET_MANAGER_EMULATOR_HOST"`
}

// Target is the function that this process has to serve, or empty. The functions
// framework reads the same variable.
func Target() string {
	name, _ := envconfig.OsLookuper().Lookup("FUNCTION_TARGET")
	return name
}

// Read reads the settings of type T from the environment.
func Read[T any](ctx context.Context) (T, error) {
	return ReadFrom[T](ctx, envconfig.OsLookuper())
}

// ReadFrom reads the settings of type T. The error names every setting that is
// missing or cannot be read, and what belongs there.
func ReadFrom[T any](ctx context.Context, from envconfig.Lookuper) (T, error) {
	var settings T
	var problems []error
	err := envconfig.ProcessWith(ctx, &envconfig.Config{Target: &settings, Lookuper: from})
	if err != nil {
		problems = append(problems, fmt.Errorf("settings: %w", err))
	}
	return settings, errors.Join(append(problems, lacks(reflect.ValueOf(settings), from, err == nil)...)...)
}

// lacks lists the settings that are missing and, among those that could be read,
// the invalid ones.
func lacks(v reflect.Value, from envconfig.Lookuper, read bool) []error {
	var problems []error
	for field, value := range v.Fields() {
		name, need := field.Tag.Get("env"), field.Tag.Get("need")
		// The library stops at the first setting that it cannot read, so missing
		// settings after that one are looked up here.
		if need != "" && !given(from, name) && !given(from, field.Tag.Get("unless")) {
			problems = append(problems, fmt.Errorf("setting %s is missing: %s", name, need))
			continue
		}
		if c, ok := value.Interface().(interface{ check(with string) error }); ok && read {
			problems = append(problems, c.check(field.Tag.Get("with")))
		}
		if name == "" && field.Type.Kind() == reflect.Struct {
			problems = append(problems, lacks(value, from, read)...)
		}
	}
	return problems
}

func given(from envconfig.Lookuper, name string) bool {
	text, _ := from.Lookup(name)
	return text != ""
}
