package access

import (
	"context"
	"net/http"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

var (
	errNoExport = fault.New(fault.NotFound, "there is no such export, or it is not ready")
	errAnothers = fault.New(fault.Forbidden, "somebody else asked for this export: ask for one of your own, which is on record")
)

// exported is what is read of a request for an export.
type exported struct {
	Fields struct {
		Kind, Status, Conversation text
		Author                     struct {
			MapValue struct {
				Fields struct{ Email text }
			}
		}
	}
}

// text is a text as Firestore's REST API has it.
type text struct{ StringValue string }

// MayFetch returns the conversation of which the sender of the Authorization header had an
// archive made by a request. Who may read the request is for the rules to say; that it is
// the sender's own is wanted besides, so that the request is on record for whoever has the
// archive. The errors are those of [Firestore.MayRead].
//
// It reads 1 document and those that the rules look up.
func (f *Firestore) MayFetch(ctx context.Context, authorization, request string) (conversation string, err error) {
	if err := f.tokens.check(authorization); err != nil {
		return "", err
	}
	if !plainName.MatchString(request) {
		return "", errNoExport
	}
	const fields = "?mask.fieldPaths=kind&mask.fieldPaths=status&mask.fieldPaths=conversation&mask.fieldPaths=author"
	var r exported
	status, err := f.call(ctx, authorization, http.MethodGet, f.documents+"dataRequests/"+request+fields, nil, &r)
	switch {
	case err != nil:
		return "", err
	case status == http.StatusNotFound:
		return "", errNoExport
	case status != http.StatusOK:
		return "", statusError(status)
	case r.Fields.Kind.StringValue != "export", r.Fields.Status.StringValue != "done":
		return "", errNoExport
	case r.Fields.Author.MapValue.Fields.Email.StringValue != Person(authorization):
		return "", errAnothers
	}
	return r.Fields.Conversation.StringValue, nil
}
