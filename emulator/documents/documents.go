// Package documents reads the whole of a database of Google's emulator, in two kinds of request: a walk down the
// collections asks once for every document, and the emulator looks through all of them each time.
package documents

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
)

// everything asks for the name of every document, whatever collection it is in.
const everything = `{"structuredQuery": {"from": [{"allDescendants": true}], "select": {"fields": [{"fieldPath": "__name__"}]}}}`

// All are the documents of a database, which the emulator at a host and port has, those below missing ones
// included, in the order of their names.
func All(ctx context.Context, host string, db *firestore.Client) ([]*firestore.DocumentSnapshot, error) {
	return below(ctx, host, db, "")
}

// Below are those below one document, which has a path.
func Below(ctx context.Context, host string, db *firestore.Client, path string) ([]*firestore.DocumentSnapshot, error) {
	return below(ctx, host, db, "/"+path)
}

func below(ctx context.Context, host string, db *firestore.Client, path string) ([]*firestore.DocumentSnapshot, error) {
	root := strings.TrimSuffix(db.Collection("x").Path, "/x")
	found, err := names(ctx, "http://"+host+"/v1/"+root+path+":runQuery")
	if err != nil {
		return nil, fmt.Errorf("list all documents: %w", err)
	}
	var all []*firestore.DocumentSnapshot
	const most = 500 // in a request
	for some := range slices.Chunk(found, most) {
		var refs []*firestore.DocumentRef
		for _, name := range some {
			refs = append(refs, db.Doc(strings.TrimPrefix(name, root+"/")))
		}
		docs, err := db.GetAll(ctx, refs)
		if err != nil {
			return nil, fmt.Errorf("get all documents: %w", err)
		}
		for _, doc := range docs {
			if doc.Exists() { // it may have gone since
				all = append(all, doc)
			}
		}
	}
	return all, nil
}

// Path is a document's path in its database.
func Path(doc *firestore.DocumentSnapshot) string {
	_, path, _ := strings.Cut(doc.Ref.Path, "/documents/")
	return path
}

// names are the whole names that a query finds.
func names(ctx context.Context, url string) ([]string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewBufferString(everything))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+rules.Owner)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the emulator answers %s", res.Status)
	}
	var answers []struct {
		Document struct {
			Name string `json:"name"`
		} `json:"document"`
	}
	if err := json.NewDecoder(res.Body).Decode(&answers); err != nil {
		return nil, err
	}
	var found []string
	for _, a := range answers {
		if a.Document.Name != "" { // the last answer may only tell the time
			found = append(found, a.Document.Name)
		}
	}
	return found, nil
}
