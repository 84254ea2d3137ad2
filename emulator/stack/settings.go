package stack

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// settings are what a function is started with, apart from the clock.
type settings struct {
	name      string
	port      int
	variables []string
}

// functions returns the functions with their settings, and the emulators'
// addresses under the names that Google's libraries read.
func (s *Stack) functions() []settings {
	secret := "projects/" + s.Project + "/secrets/"
	keys := func(account string, side *Side) config.Account {
		return config.Account{Keys: []string{s.AddKey(account, side.ClientToken)}}
	}
	credentials := func(account string, side *Side) config.Account {
		return s.sending(account, s.Secrets.Add(secret+account+"-credentials", side.ServiceAccountKey()))
	}
	names := "CONVERSATION_KEY=" + s.Secrets.Add(secret+"conversation-key", []byte(keyring.Text))
	project := "GOOGLE_CLOUD_PROJECT=" + s.Project
	fire := "FIRESTORE_EMULATOR_HOST=" + s.through(official.FirestoreName, s.FirestoreHost)
	pubSub := "PUBSUB_EMULATOR_HOST=" + s.through(official.PubSubName, s.PubSubHost)
	secretManager := "SECRET_MANAGER_EMULATOR_HOST=" + s.ports[secretsPort].Addr().String()
	atGoogle := "CHANNELS=" + s.channels()
	bucket := []string{"STORAGE_EMULATOR_HOST=" + s.BucketHost(), "MEDIA_BUCKET=" + MediaBucket}
	functions := []settings{
		{"webhook", webhookPort, []string{
			project, pubSub, secretManager, names, "INBOUND_TOPIC=" + InboundTopic,
			"ACCOUNTS=" + s.accounts(keys),
		}},
		{"routing", routingPort, append([]string{
			project, fire, pubSub, secretManager, names, "DEAD_LETTER_TOPIC=" + deadLetterTopic,
			"MEDIA_TOPIC=" + MediaTopic, atGoogle,
		}, s.timers()...)},
		{"reply", replyPort, append([]string{
			project, fire, secretManager, atGoogle, "ACCOUNTS=" + s.accounts(credentials), "DESK_URL=" + s.DeskURL,
		}, bucket...)},
		{"action", actionPort, append([]string{project, fire}, s.timers()...)},
		{"start", startPort, []string{
			project, fire, secretManager, names, atGoogle, "ACCOUNTS=" + s.accounts(credentials),
		}},
		{"roster", rosterPort, []string{project, fire}},
		{"erase", erasePort, append([]string{
			project, fire, secretManager, names, "LEDGER_BUCKET=" + LedgerBucket, "COPIES_DAYS=30",
		}, bucket...)},
		{"presence", presencePort, append([]string{project, fire}, s.timers()...)},
		{"timer", timerPort, append([]string{project, fire}, s.timers()...)},
		{"media", mediaPort, append([]string{project, pubSub, atGoogle, "MEDIA_RESULTS_TOPIC=" + resultsTopic}, bucket...)},
	}
	if s.DeskURL != "" {
		functions = append(functions, settings{"desk", deskPort, append([]string{
			project, fire, "FIREBASE_AUTH_EMULATOR_HOST=" + s.options.AuthHost,
			fmt.Sprintf("SIGN_IN_WITH_PASSWORD=%t", s.options.Passwords), "SIGN_IN_SECOND_FACTOR=false",
		}, bucket...)})
	}
	exporting, _ := s.exporting()
	return append(functions, exporting...)
}

// AddKey gives the secret with what an account's provider signs with another version, and returns
// the name of the newest.
func (s *Stack) AddKey(account, token string) string {
	return s.Secrets.Add("projects/"+s.Project+"/secrets/"+account+"-webhook-keys", []byte(token))
}

// sending returns an account's settings for the functions that send, as Terraform passes
// them.
func (s *Stack) sending(account, credentials string) config.Account {
	a := ofAccount(s.configured[account])
	a.Credentials = credentials
	return a
}

func ofAccount(a configuration.Account) config.Account {
	return config.Account{Region: a.Region, TrafficType: a.TrafficType, TimeToLive: a.TimeToLive}
}

// channels renders the setting CHANNELS: the provider's side of every channel is here.
func (s *Stack) channels() string {
	at := config.Channels{}
	for _, side := range s.Sides {
		at[side.Channel] = channels.Addresses{API: side.APIURL, Files: side.APIURL}
	}
	text, err := json.Marshal(at)
	if err != nil {
		panic(err) // strings
	}
	return string(text)
}

// startFunctions starts each function with its own settings.
func (s *Stack) startFunctions() error {
	binary, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	for _, f := range s.functions() {
		f.variables = append(f.variables, "CLOCK_EMULATOR_HOST="+s.ports[clockPort].Addr().String())
		f.variables = append(f.variables, s.tracing()...)
		f.variables = append(f.variables, s.options.More...)
		started, err := newFunction(s.group, binary, f.name, s.ports.free(f.port), s.options.Log, f.variables)
		if err != nil {
			return err
		}
		s.Functions[f.name] = started
	}
	return nil
}

func (s *Stack) waitForFunctions(ctx context.Context) error {
	for _, f := range s.Functions {
		if err := f.wait(ctx); err != nil {
			return err
		}
		s.wg.Go(func() { f.restartLoop(s.ctx) })
	}
	return nil
}
