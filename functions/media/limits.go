package media

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// The limits of a file.
const (
	// MaxFile is the largest file that is fetched, in bytes: as much as phones send by
	// RCS. It goes through in pieces.
	MaxFile = 100 << 20
	// MaxPicture is the largest picture, which is looked at as a whole. Google
	// documents no limit for customers' images; its limit for images in cards is 5 MB.
	MaxPicture = 10 << 20
	// maxURL is the longest URL; Google's signed ones have about 900 characters.
	maxURL = 4096
	// fetchTimeout is how long a fetch may take in total, and with it the writing of
	// what is fetched in pieces. Together with the bucket's twenty seconds it stays
	// below the minute that Pub/Sub waits for an answer.
	fetchTimeout = 30 * time.Second
	// maxLife is how long Pub/Sub keeps a job.
	maxLife = 7 * 24 * time.Hour
	// margin is how long before the end a failure becomes final. It is longer
	// than Pub/Sub's longest pause, ten minutes, so that a job cannot disappear
	// from Pub/Sub between two attempts and leave a message that is never
	// settled.
	margin = 15 * time.Minute
)

// refusal is why there is no copy. Trying again would not help.
type refusal reason.Code

// The reasons.
const (
	errGone          refusal = "file.gone"
	errTooLate       refusal = "file.tooLate"
	errTooLarge      refusal = "file.tooLarge"
	errEmpty         refusal = "file.empty"
	errHugePicture   refusal = "file.hugePicture"
	errTooManyPixels refusal = "file.tooManyPixels"
	errNotAPicture   refusal = "file.notAPicture"
	errBrokenOff     refusal = "file.brokenOff"
	errElsewhere     refusal = "file.elsewhere"
	errEncoded       refusal = "file.encoded"
)

// Codes defines the reasons of this package.
func Codes() reason.Definitions {
	defined := reason.Definitions{
		reason.Code(errTooLarge):    {"most": reason.Bytes},
		reason.Code(errHugePicture): {"most": reason.Bytes},
	}
	for _, r := range []refusal{
		errGone, errTooLate, errEmpty, errTooManyPixels, errNotAPicture, errBrokenOff, errElsewhere, errEncoded,
	} {
		defined[reason.Code(r)] = nil
	}
	return defined
}

// Error is the code.
func (r refusal) Error() string { return string(r) }

// reason is what the agent who sees the placeholder is told.
func (r refusal) reason() *reason.Reason {
	switch r {
	case errTooLarge:
		return reason.New(reason.Code(r), reason.Args{"most": MaxFile})
	case errHugePicture:
		return reason.New(reason.Code(r), reason.Args{"most": MaxPicture})
	default:
		return reason.New(reason.Code(r), nil)
	}
}

// target is the URL to fetch. It has to begin exactly with the place's origin and
// path, so that no alternative spelling of a host gets through.
func target(text string, from place) (*url.URL, error) {
	for _, c := range []byte(text) {
		if c <= ' ' || c >= 0x7f {
			return nil, errElsewhere
		}
	}
	u, err := url.Parse(text)
	if err != nil || len(text) > maxURL ||
		u.Scheme != from.Scheme || u.Host != from.Host || u.User != nil || u.Opaque != "" || u.Fragment != "" ||
		!from.holds(u) {
		return nil, errElsewhere
	}
	return u, nil
}

// holds reports whether a path begins with the place's and does not lead out again.
func (p place) holds(u *url.URL) bool {
	return p.path == "" ||
		strings.HasPrefix(u.EscapedPath(), p.path) && !slices.Contains(strings.Split(u.Path, "/"), "..")
}

// verdict says what a status and an encoding mean: nil for a file, a refusal if
// the failure is permanent, another error if it may pass.
func verdict(status int, encoding string) error {
	switch {
	case status == http.StatusOK && encoding != "" && encoding != "identity":
		return errEncoded // never requested, and a few bytes can expand to a gigabyte
	case status == http.StatusOK:
		return nil
	case status == http.StatusRequestTimeout, status == http.StatusTooEarly, status == http.StatusTooManyRequests, status >= 500:
		return fault.New(fault.Unavailable, "fetch: status %d", status)
	case status >= 300 && status < 400:
		return errElsewhere
	case status >= 400: // Cloud Storage: 400 expired, 403 no permission or wrong signature, 404 deleted
		return errGone
	}
	return errEmpty // 204, 206: nothing, or a part that nobody requested
}

// lastTry is the time after which a failure is final: shortly before the URL
// expires, or before Pub/Sub drops a job from that time.
func lastTry(expires func(address string) (time.Time, bool), address string, receivedAt time.Time) time.Time {
	end := receivedAt.Add(maxLife)
	if at, ok := expires(address); ok && at.Before(end) {
		end = at
	}
	return end.Add(-margin)
}
