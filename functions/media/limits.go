package media

import (
	"net/http"
	"net/url"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// The limits of a file.
const (
	// MaxFile is how many bytes are fetched at most. Google documents no limit for
	// customers' images; its own for images in cards is 5 MB.
	MaxFile = 10 << 20
	// maxURL is how long a URL is at most; Google's signed ones have about 900
	// characters.
	maxURL = 4096
	// fetchTimeout is how long the whole of a fetch may take. With the bucket's
	// twenty seconds it stays below the minute that Pub/Sub waits for an answer.
	fetchTimeout = 20 * time.Second
	// maxLife is how long Pub/Sub keeps a job.
	maxLife = 7 * 24 * time.Hour
	// margin is how long before the end the last failure is final. It is longer
	// than Pub/Sub's longest pause, ten minutes, so that a job does not vanish from
	// Pub/Sub between two attempts and leave a message that waits for ever.
	margin = 15 * time.Minute
)

// refusal is why there is no copy, in words for the agent who sees the
// placeholder. Trying again would not help.
type refusal string

// The reasons.
const (
	errGone          refusal = "the picture has expired or was deleted before it could be copied"
	errTooLate       refusal = "the picture could not be copied before it expired"
	errTooLarge      refusal = "the picture is larger than 10 MB"
	errTooManyPixels refusal = "the picture has too many pixels to be shown safely"
	errNotAPicture   refusal = "the file is not a JPEG, PNG, GIF or WebP picture"
	errElsewhere     refusal = "the picture is not where the channel keeps pictures, so it was not fetched"
	errEncoded       refusal = "the picture came in a form that is not opened, to be safe"
)

// Error is the reason.
func (r refusal) Error() string { return string(r) }

// target is the URL to fetch, if it is one of the origin's, character by
// character: there is no second spelling of a host to be clever about.
func target(text string, from config.Origin) (*url.URL, error) {
	for _, c := range []byte(text) {
		if c <= ' ' || c >= 0x7f {
			return nil, errElsewhere
		}
	}
	u, err := url.Parse(text)
	if err != nil || len(text) > maxURL ||
		u.Scheme != from.Scheme || u.Host != from.Host || u.User != nil || u.Opaque != "" || u.Fragment != "" {
		return nil, errElsewhere
	}
	return u, nil
}

// verdict says what a status and an encoding mean: nil for a file, a refusal for
// what stays so, another error for what may pass.
func verdict(status int, encoding string) error {
	switch {
	case status == http.StatusOK && encoding != "" && encoding != "identity":
		return errEncoded // never asked for, and a few bytes can be a gigabyte
	case status == http.StatusOK:
		return nil
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status >= 500:
		return fault.New(fault.Unavailable, "fetch: status %d", status)
	case status >= 300 && status < 400:
		return errElsewhere
	case status >= 400: // Cloud Storage: 400 expired, 403 no right or wrong signature, 404 deleted
		return errGone
	}
	return errNotAPicture // 204, 206: nothing, or a part that nobody asked for
}

// lastTry is from when on a failure is final: shortly before the URL expires, or
// before Pub/Sub forgets a job of that time.
func lastTry(expires func(address string) (time.Time, bool), address string, receivedAt time.Time) time.Time {
	end := receivedAt.Add(maxLife)
	if at, ok := expires(address); ok && at.Before(end) {
		end = at
	}
	return end.Add(-margin)
}
