package desk

import (
	"net/http"

	"cloud.google.com/go/firestore"
)

// New serves the desk's page under /desk/.
func New(db *firestore.Client) http.Handler { return http.NotFoundHandler() }
