package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// writeEnv writes the file of --env-file, and before it the key file that it names.
func writeEnv(path string, s *stack.Stack) error {
	if path == "" {
		return nil
	}
	key, err := filepath.Abs(keyFile(path))
	if err != nil {
		return fmt.Errorf("--env-file: %w", err)
	}
	lines := []string{
		"FIRESTORE_EMULATOR_HOST=" + s.FirestoreHost,
		"PUBSUB_EMULATOR_HOST=" + s.PubSubHost,
		"GOOGLE_CLOUD_PROJECT=" + s.Project,
		"FRONTDESK_WEBHOOK_URL=" + s.WebhookURL,
		"FRONTDESK_CLIENT_TOKEN=" + s.ClientToken,
		"FRONTDESK_PHONE_URL=" + phoneURL(s),
		"FRONTDESK_BUSINESS_MESSAGES_URL=" + s.APIURL,
		"FRONTDESK_BUSINESS_MESSAGES_KEY_FILE=" + key,
		"FRONTDESK_CLOCK_URL=" + s.ClockURL(),
	}
	if s.DeskURL != "" {
		lines = append(lines, "FRONTDESK_DESK_URL="+s.DeskURL)
	}
	err = writeWhole(key, s.Google.ServiceAccountKey(s.APIURL))
	if err == nil {
		err = writeWhole(path, []byte(strings.Join(lines, "\n")+"\n"))
	}
	if err != nil {
		return fmt.Errorf("--env-file: %w", err)
	}
	return nil
}

// keyFile is where the service account's key is, with which a client of the API
// other than the product signs in.
func keyFile(env string) string { return env + ".key.json" }

// writeWhole writes a file in one step, so that a reader that waits for it never
// reads half of it. Only its owner can read it: both files contain a secret.
func writeWhole(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".env-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// removeEnv removes the files of an earlier run, so that they exist exactly while
// the product can be used.
func removeEnv(path string) error {
	if path == "" {
		return nil
	}
	for _, file := range []string{path, keyFile(path)} {
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("--env-file: %w", err)
		}
	}
	return nil
}
