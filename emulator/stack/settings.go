package stack

import (
	"context"
	"fmt"
	"os"
)

// startFunctions starts each function with its own settings, and the emulators'
// addresses in the names that Google's libraries know.
func (s *Stack) startFunctions() error {
	binary, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	secret := "projects/" + s.Project + "/secrets/"
	keys := s.Secrets.Add(secret+"demo-webhook-keys", []byte(s.ClientToken))
	credentials := s.Secrets.Add(secret+"demo-credentials", s.Google.ServiceAccountKey(s.APIURL))
	project := "GOOGLE_CLOUD_PROJECT=" + s.Project
	fire := "FIRESTORE_EMULATOR_HOST=" + s.FirestoreHost
	pubSub := "PUBSUB_EMULATOR_HOST=" + s.PubSubHost
	secretManager := "SECRET_MANAGER_EMULATOR_HOST=" + s.ports[secretsPort].Addr().String()
	for _, f := range []struct {
		name     string
		port     int
		settings []string
	}{
		{"webhook", webhookPort, []string{
			project, pubSub, secretManager, "INBOUND_TOPIC=" + InboundTopic,
			"ACCOUNTS=" + accounts(map[string]any{"keys": []string{keys}}),
		}},
		{"routing", routingPort, []string{
			project, fire, pubSub, "DEAD_LETTER_TOPIC=" + deadLetterTopic,
			"MEDIA_TOPIC=" + MediaTopic, "BUSINESS_MESSAGES_FILES_URL=" + s.APIURL,
		}},
		{"reply", replyPort, []string{
			project, fire, secretManager, "BUSINESS_MESSAGES_URL=" + s.APIURL,
			"STORAGE_EMULATOR_HOST=" + s.BucketHost(), "MEDIA_BUCKET=" + MediaBucket,
			"ACCOUNTS=" + accounts(map[string]any{"credentials": credentials}),
		}},
		{"action", actionPort, []string{project, fire}},
		{"media", mediaPort, []string{
			project, fire, "STORAGE_EMULATOR_HOST=" + s.BucketHost(),
			"MEDIA_BUCKET=" + MediaBucket, "BUSINESS_MESSAGES_FILES_URL=" + s.APIURL,
		}},
	} {
		started, err := newFunction(s.group, binary, f.name, s.ports.free(f.port), s.options.Log, f.settings)
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
		s.wg.Go(func() { f.keep(s.ctx) })
	}
	return nil
}
