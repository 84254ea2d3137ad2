package rcs

import (
	"context"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// DefaultFilesURL is where Google keeps the files that users send. No document names
// the host: it is where captures of deliveries point to.
const DefaultFilesURL = "https://rcs-copper-us.googleapis.com"

// Origins are the only places of users' files.
func (a *Adapter) Origins() []string {
	if a.FilesURL != "" {
		return []string{a.FilesURL}
	}
	return []string{DefaultFilesURL}
}

// Expires knows nothing: the addresses of files do not say.
func (*Adapter) Expires(string) (time.Time, bool) { return time.Time{}, false }

// Fetch gets a file, which needs no credentials.
func (*Adapter) Fetch(ctx context.Context, _, address string, get channel.Get) ([]byte, error) {
	return get(ctx, address, nil)
}
