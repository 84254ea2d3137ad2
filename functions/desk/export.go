package desk

import (
	"net/http"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// export answers with the archive that an admin has had made of a conversation, as long as
// it is there. Only they get it: their request is the record of it.
func (h *Handler) export(w http.ResponseWriter, r *http.Request) error {
	request := r.PathValue("request")
	if !isDocument(request) {
		return errNoFile
	}
	conversation, err := h.access.MayFetch(r.Context(), r.Header.Get("Authorization"), request)
	if err != nil {
		return err
	}
	if !conversationName.MatchString(conversation) {
		return errNoFile
	}
	return h.send(w, r, fetch{object: bucket.Export(conversation, request), name: "export-" + request + ".zip", by: person(r)})
}
