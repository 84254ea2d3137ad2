package eventarc

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// Register makes the Firestore emulator at host post the triggers' events to the
// bus, whose address the emulator got at its start.
func (b *Bus) Register(ctx context.Context, host, project string) error {
	for _, t := range b.triggers {
		if err := b.register(ctx, host, project, t); err != nil {
			return fmt.Errorf("trigger %s: %w", t.ID, err)
		}
	}
	return nil
}

func (b *Bus) register(ctx context.Context, host, project string, t Trigger) error {
	body, err := json.Marshal(map[string]any{
		"eventType": "google.cloud.firestore.document.v1." + t.Event,
		"database":  "(default)", "namespace": "(default)",
		"document": map[string]string{"value": t.Document, "matchType": "PATH_PATTERN"},
	})
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	address := fmt.Sprintf("http://%s/emulator/v1/projects/%s/eventarcTrigger?eventarcTriggerId=%s",
		host, url.PathEscape(project), url.QueryEscape(t.ID))
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := b.client.Do(req)
	if err != nil {
		return fmt.Errorf("call: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		answer, _ := io.ReadAll(io.LimitReader(res.Body, 1024))
		return fmt.Errorf("the Firestore emulator answered %s: %s", res.Status, answer)
	}
	return nil
}
