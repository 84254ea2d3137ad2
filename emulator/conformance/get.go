package conformance

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Get fetches as functions/media does, without its care.
func Get(ctx context.Context, address string, header map[string]string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetch: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		return nil, errors.Join(fmt.Errorf("status %d", res.StatusCode), res.Body.Close())
	}
	return res.Body, nil
}
