package rcs

import (
	"context"
	"io"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// Origins are the only places of users' files. Google documents none. Captures of
// deliveries show the first and the last two, the later one first; the two in between
// are inferred from the first.
func (a *Adapter) Origins() []string {
	if a.FilesURL != "" {
		return []string{a.FilesURL}
	}
	return []string{
		"https://rcs-copper-us.googleapis.com", "https://rcs-copper-eu.googleapis.com", "https://rcs-copper-ap.googleapis.com",
		"https://rcs-user-content-us.storage.googleapis.com", "https://rcs-user-content-eu.storage.googleapis.com",
	}
}

// Expires knows nothing: the addresses of files do not say.
func (*Adapter) Expires(string) (time.Time, bool) { return time.Time{}, false }

// Fetch gets a file, which needs no credentials.
func (*Adapter) Fetch(ctx context.Context, _, address string, get channel.Get) (io.ReadCloser, error) {
	return get(ctx, address, nil)
}
