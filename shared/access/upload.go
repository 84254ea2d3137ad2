package access

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// attempts is how often a count is tried while another one comes between.
const attempts = 5

var (
	// errFull says that somebody has sent enough for today, and errNotCounted that the
	// rules do not let them count.
	errFull = fault.New(fault.Exhausted, "you have sent %d files or %d MB today, the most that one person can",
		agent.MaxUploads, agent.MaxUploadBytes>>20)
	errNotCounted = fault.New(fault.Forbidden, "your files cannot be counted")
)

// CountUpload counts a file of the person who sent the Authorization header. The error's
// kind is Exhausted when they have sent enough for today.
//
// It reads 1 document and writes 1, and reads those that the rules look up.
func (f *Firestore) CountUpload(ctx context.Context, authorization string, size int64, now time.Time) error {
	if err := f.tokens.check(authorization); err != nil {
		return err
	}
	address := f.documents + "uploads/" + url.PathEscape(Person(authorization))
	var last agent.Uploads
	for n := range attempts {
		before, found, err := f.uploads(ctx, authorization, address)
		if err != nil {
			return err
		}
		if n > 0 && before == last {
			return errNotCounted
		}
		after, room := before.And(size, now)
		if !room {
			return errFull
		}
		condition := "?currentDocument.exists=" + strconv.FormatBool(found)
		status, err := f.call(ctx, authorization, http.MethodPatch, address+condition, document(after), nil)
		if err != nil {
			return err
		}
		if status < http.StatusBadRequest || status >= http.StatusInternalServerError {
			return statusError(status)
		}
		last = before // the rules take the next count only, so another file may have come between
	}
	return fault.New(fault.Unavailable, "too many files at a time")
}

// uploads reads the count, if there is one.
func (f *Firestore) uploads(ctx context.Context, authorization, address string) (u agent.Uploads, found bool, err error) {
	var doc struct {
		Fields map[string]struct {
			IntegerValue string `json:"integerValue"`
		} `json:"fields"`
	}
	status, err := f.call(ctx, authorization, http.MethodGet, address, nil, &doc)
	if err != nil || status == http.StatusNotFound {
		return u, false, err
	}
	whole := func(name string) int64 {
		n, _ := strconv.ParseInt(doc.Fields[name].IntegerValue, 10, 64)
		return n
	}
	return agent.Uploads{Day: whole("day"), Files: whole("files"), Bytes: whole("bytes")}, true, statusError(status)
}

// document is a count as Firestore's REST API has it.
func document(u agent.Uploads) any {
	whole := func(n int64) map[string]string { return map[string]string{"integerValue": strconv.FormatInt(n, 10)} }
	return map[string]any{"fields": map[string]any{"day": whole(u.Day), "files": whole(u.Files), "bytes": whole(u.Bytes)}}
}
