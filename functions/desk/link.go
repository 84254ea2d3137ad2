package desk

import (
	"errors"
	"net/http"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// errNoLink is read by customers, whose language is not known.
var errNoLink = fault.New(fault.NotFound, "This file is no longer here. / Ce fichier n’est plus disponible.")

// linked answers with a file that an agent sent, to whoever has its link: customers have no
// account. A file of an unknown secret, one that is too old and one that never was are the
// same. What is no picture is saved: a browser shows no document in a sandbox.
func (h *Handler) linked(w http.ResponseWriter, r *http.Request) error {
	conversation, name := r.PathValue("conversation"), r.PathValue("name")
	if !conversationName.MatchString(conversation) || !isDocument(name) {
		return errNoLink
	}
	object := bucket.Outbound(conversation, name)
	called, err := h.files.Linked(r.Context(), object, r.PathValue("secret"), h.wall())
	if errors.Is(err, bucket.ErrNotFound) {
		return errNoLink
	}
	if err != nil {
		return err
	}
	w.Header().Set("X-Robots-Tag", "noindex")
	return h.send(w, r, fetch{object: object, name: called, by: "link " + object, saved: true})
}
