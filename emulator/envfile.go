package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/rcs"
)

// writeEnv writes the file of --env-file, and before it the key files that it names.
func writeEnv(path string, s *stack.Stack) error {
	if path == "" {
		return nil
	}
	lines := []string{
		"FIRESTORE_EMULATOR_HOST=" + s.FirestoreHost,
		"PUBSUB_EMULATOR_HOST=" + s.PubSubHost,
		"GOOGLE_CLOUD_PROJECT=" + s.Project,
		"FRONTDESK_PHONE_URL=" + phoneURL(s),
		"FRONTDESK_CLOCK_URL=" + s.ClockURL(),
	}
	if s.DeskURL != "" {
		lines = append(lines, "FRONTDESK_DESK_URL="+s.DeskURL)
	}
	for _, side := range s.Sides {
		more, err := sideEnv(path, side)
		if err != nil {
			return fmt.Errorf("--env-file: %w", err)
		}
		lines = append(lines, more...)
	}
	if err := writeWhole(path, []byte(strings.Join(lines, "\n")+"\n")); err != nil {
		return fmt.Errorf("--env-file: %w", err)
	}
	return nil
}

// sideEnv returns the lines about a channel, and writes the key file that one of them
// names.
func sideEnv(path string, side *stack.Side) ([]string, error) {
	key, err := filepath.Abs(keyFile(path, side.Channel))
	if err == nil {
		err = writeWhole(key, side.ServiceAccountKey())
	}
	if err != nil {
		return nil, err
	}
	if side.Channel == rcs.Name {
		return []string{
			"FRONTDESK_RCS_WEBHOOK_URL=" + side.WebhookURL,
			"FRONTDESK_RCS_CLIENT_TOKEN=" + side.ClientToken,
			"FRONTDESK_RCS_URL=" + side.APIURL,
			"FRONTDESK_RCS_KEY_FILE=" + key,
			"FRONTDESK_RCS_AGENT=" + side.BrandAgent,
		}, nil
	}
	return []string{
		"FRONTDESK_WEBHOOK_URL=" + side.WebhookURL,
		"FRONTDESK_CLIENT_TOKEN=" + side.ClientToken,
		"FRONTDESK_BUSINESS_MESSAGES_URL=" + side.APIURL,
		"FRONTDESK_BUSINESS_MESSAGES_KEY_FILE=" + key,
	}, nil
}

// keyFile is where a service account's key is, with which a client of a channel's API
// other than the product signs in.
func keyFile(env, channel string) string {
	if channel == channels.Default {
		return env + ".key.json"
	}
	return env + "." + channel + ".key.json"
}

// writeWhole writes a file in one step, so that a reader that waits for it never
// reads half of it. Only its owner can read it: each of the files contains a secret.
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
	files := []string{path}
	for _, channel := range channels.Profiles().Names() {
		files = append(files, keyFile(path, channel))
	}
	for _, file := range files {
		if err := os.Remove(file); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("--env-file: %w", err)
		}
	}
	return nil
}
