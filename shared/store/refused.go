package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// failure gives an error of the database its kind. What the database refuses for good
// is [fault.Invalid]: the same request would be refused the next time, so nobody may
// repeat it and hold up what comes behind it. Everything else may pass.
func failure(doing string, err error) error {
	if !refusedForGood(err) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	text, _ := channel.Shorten(status.Convert(err).Message(), maxRefusal)
	return fault.New(fault.Invalid, "%s: the database refuses this for good: %s", doing, text)
}

// maxRefusal bounds what is repeated of the database's words, in bytes. They name
// fields and documents, and are logged.
const maxRefusal = 300

// refusedForGood reports whether the database, or the library on the way there,
// refuses what was to be written or read, whenever it is tried. That is a document
// that is too large or has too many index entries, and a name that is no document's
// (InvalidArgument); a text that is not UTF-8 and a request that is too large do not
// even leave this process. A missing index, quota or permission has other codes.
func refusedForGood(err error) bool {
	s := status.Convert(err)
	switch s.Code() {
	case codes.InvalidArgument:
		return true
	case codes.Internal:
		return strings.Contains(s.Message(), "error while marshaling")
	case codes.ResourceExhausted:
		return strings.Contains(s.Message(), "larger than max")
	default:
		return false
	}
}

// isDocumentName reports whether Firestore takes a text for the name of a document.
func isDocumentName(name string) bool {
	const longest = 1500
	reserved := strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__") && len(name) > len("__")
	return name != "" && name != "." && name != ".." && len(name) <= longest && !reserved && !strings.Contains(name, "/")
}

// ErrBuried says that a reply has ended with what the database can take of it: it is
// done with, and the next one can be claimed.
var ErrBuried = errors.New("buried")

// bury ends a reply that the database refuses to take any further, so that those
// behind it go. What is kept of it is short. The error is [ErrBuried].
func (o *Outbox) bury(ctx context.Context, r conversation.Reply, heard conversation.Report, now time.Time, why error) error {
	short := r.Stub().RecordOutcome(heard, now)
	if short.Status == channel.Failed {
		short.Reason = reason.New(conversation.ReplyNotStorable, nil)
	}
	err := o.store.commit(ctx, "bury reply", func(st *step) error {
		st.replace(o.store.reply(o.id, r.ID), short)
		if !short.Kind.Signal() {
			st.replace(o.store.message(o.id, r.ID), short.Message())
		}
		return nil
	})
	if err != nil {
		return errors.New(err.Error()) // whatever its kind: it must not look as if that had succeeded
	}
	return fmt.Errorf("%w: reply %s: %w", ErrBuried, r.ID, why)
}
