package webhook

import (
	"errors"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

const (
	// readTimeout is how long a body may take. Providers send theirs whole, in
	// milliseconds; the functions framework has no limit of its own.
	readTimeout = 5 * time.Second
	// commonBody is as much of a body as any request may hold in memory. A message of
	// the greatest length, with its context, is smaller.
	commonBody = 64 << 10
	// maxLargeBodies is how many requests may hold more than that.
	maxLargeBodies = 32
)

// bodies counts the bodies that are being read.
type bodies struct {
	// large counts the requests that hold more than commonBody.
	large atomic.Int64
}

// read returns the raw body, which is what was signed, and what to call when it is no
// longer held. Of a body without a proof it reads no more than what is small.
func (h *Handler) read(w http.ResponseWriter, r *http.Request, signed bool) (body []byte, release func(), err error) {
	most := int64(MaxBody)
	tooLarge := fault.New(fault.TooLarge, "the body is longer than %d bytes", MaxBody)
	if !signed {
		most = channel.MaxUnsigned
		tooLarge = fault.New(fault.Unauthorized, "a body of more than %d bytes without a signature", most)
	}
	// Behind anything but net/http there is no deadline, and the error is of no use.
	control := http.NewResponseController(w)
	defer func() {
		if err == nil {
			// The connection is watched past the body, and would count as lost.
			_ = control.SetReadDeadline(time.Time{})
			return
		}
		// Otherwise net/http would wait for the rest before it answers.
		w.Header().Set("Connection", "close")
		_ = control.SetReadDeadline(h.Wall())
	}()
	if r.ContentLength > most {
		return nil, nil, tooLarge
	}
	_ = control.SetReadDeadline(h.Wall().Add(readTimeout))
	body, release, err = h.bodies.read(http.MaxBytesReader(w, r.Body, most))
	_, over := errors.AsType[*http.MaxBytesError](err)
	switch {
	case err == nil:
		return body, release, nil
	case over:
		return nil, nil, tooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, nil, fault.New(fault.Invalid, "the body took longer than %v", readTimeout)
	case errors.Is(err, errManyBodies):
		return nil, nil, fault.New(fault.Unavailable, "%w", err)
	}
	return nil, nil, fault.New(fault.Invalid, "the body broke off")
}

// errManyBodies says that too many large bodies are held already.
var errManyBodies = errors.New("too many large bodies are being read")

// read reads a body, and takes a place among the large ones for as much as is not
// common.
func (b *bodies) read(from io.Reader) (body []byte, release func(), err error) {
	body, err = io.ReadAll(io.LimitReader(from, commonBody))
	if err != nil || len(body) < commonBody {
		return body, func() {}, err //nolint:wrapcheck // the caller says what it means
	}
	if !b.acquire() {
		return nil, nil, errManyBodies
	}
	rest, err := io.ReadAll(from)
	if err != nil {
		b.release()
		return nil, nil, err //nolint:wrapcheck // the caller says what it means
	}
	return append(body, rest...), b.release, nil
}

func (b *bodies) acquire() bool {
	if b.large.Add(1) > maxLargeBodies {
		b.release()
		return false
	}
	return true
}

func (b *bodies) release() { b.large.Add(-1) }
