package desk

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

const (
	// minBytes is how much a browser has to send or take within minTime: some 13 KB a
	// second, a tenth of a slow mobile line. Whoever is slower holds a place that others
	// wait for.
	minBytes = 128 << 10
	minTime  = 10 * time.Second
	// piece is how much of a file is received or sent at a time.
	piece = 1 << 20
)

// steady is a connection on which bytes have to keep coming or going. Behind anything
// but net/http there are no deadlines, and the errors are of no use.
type steady struct {
	control *http.ResponseController
	wall    func() time.Time
	// due is when the next bytes have to be there, and bytes how many of them are.
	due   time.Time
	bytes int
}

func (h *Handler) steady(w http.ResponseWriter) *steady {
	return &steady{control: http.NewResponseController(w), wall: h.wall, bytes: minBytes}
}

// next is when the bytes have to be there that are waited for. What was quicker
// before earns nothing: buffers on the way take the first bytes immediately.
func (s *steady) next() time.Time {
	if s.bytes >= minBytes {
		s.bytes, s.due = 0, s.wall().Add(minTime)
	}
	return s.due
}

// receiver reads a body at the rate.
type receiver struct {
	*steady

	body io.Reader
}

func (r *receiver) Read(p []byte) (int, error) {
	_ = r.control.SetReadDeadline(r.next())
	n, err := r.body.Read(p)
	r.bytes += n
	return n, err //nolint:wrapcheck // it stands in for the body
}

// sender writes an answer at the rate.
type sender struct {
	*steady

	answer io.Writer
}

func (s *sender) Write(p []byte) (int, error) {
	_ = s.control.SetWriteDeadline(s.next())
	n, err := s.answer.Write(p)
	s.bytes += n
	return n, err //nolint:wrapcheck // it stands in for the answer
}

// receive reads a file as it comes. What has come is held in pieces, each of which
// takes a place: a slow browser holds no more than it has sent. release gives the
// places back.
func (h *Handler) receive(w http.ResponseWriter, r *http.Request) (pieces [][]byte, release func(), err error) {
	connection := h.steady(w)
	release = func() {
		for range pieces {
			<-h.held
		}
	}
	defer func() {
		if err == nil {
			// The connection is watched past the body, and would count as lost.
			_ = connection.control.SetReadDeadline(time.Time{})
			return
		}
		release()
		// Otherwise net/http would wait for the rest before it answers.
		w.Header().Set("Connection", "close")
		_ = connection.control.SetReadDeadline(h.wall())
	}()
	body := &receiver{steady: connection, body: http.MaxBytesReader(w, r.Body, MaxFile)}
	for {
		if err = wait(r.Context(), h.held); err != nil {
			return pieces, release, err
		}
		p := make([]byte, piece)
		n, end := fill(body, p)
		pieces = append(pieces, p[:n])
		switch {
		case end == nil:
			continue
		case errors.Is(end, io.EOF):
			return pieces, release, nil
		}
		err = received(end)
		return pieces, release, err
	}
}

// fill reads until p is full or the reader ends. Unlike [io.ReadFull] it tells an end
// from a body that broke off.
func fill(from io.Reader, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var read int
		read, err = from.Read(p[n:])
		n += read
	}
	return n, err //nolint:wrapcheck // an end is compared with
}

// received says why a file did not come whole.
func received(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return errTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fault.New(fault.Unavailable, "the file came at less than %d bytes in %v", minBytes, minTime)
	}
	return fault.New(fault.Unavailable, "read the file: %w", err)
}
