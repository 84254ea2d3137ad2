package businessmessages

import (
	"context"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// DefaultFilesURL is where Google kept the pictures that customers send.
const DefaultFilesURL = "https://storage.googleapis.com"

// filesPath is the bucket of customers' pictures, as recorded addresses have it.
const filesPath = "/business-messages-us/"

// Origins are the only places of customers' pictures: Google's own bucket.
func (a *Adapter) Origins() []string {
	if a.FilesURL != "" {
		return []string{a.FilesURL + filesPath}
	}
	return []string{DefaultFilesURL + filesPath}
}

// longestLife is how long a signed URL can be valid.
const longestLife = 7 * 24 * time.Hour

// Expires reads when a Google V4 signed URL expires. The parameters' names are in
// lower case in this channel and in mixed case elsewhere.
func (a *Adapter) Expires(address string) (time.Time, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return time.Time{}, false
	}
	query := u.Query()
	param := func(lower, mixed string) string {
		if v := query.Get(lower); v != "" {
			return v
		}
		return query.Get(mixed)
	}
	at, err := time.Parse("20060102T150405Z", param("x-goog-date", "X-Goog-Date"))
	seconds, notNumber := strconv.Atoi(param("x-goog-expires", "X-Goog-Expires"))
	life := time.Duration(seconds) * time.Second
	if err != nil || notNumber != nil || seconds < 0 || seconds > int(longestLife/time.Second) {
		return time.Time{}, false
	}
	return at.Add(life), true
}

// Fetch gets a picture by its signed URL, which needs no other credentials.
func (a *Adapter) Fetch(ctx context.Context, _, address string, get channel.Get) (io.ReadCloser, error) {
	return get(ctx, address, nil)
}
