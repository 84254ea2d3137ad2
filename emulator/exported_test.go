package main

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
)

// inAnExport has an admin export a conversation for a reason with a card number in it, and
// looks for card numbers in the archive.
func inAnExport(o *office, made *cards, id conversation.ID) {
	o.Helper()
	found := 0
	for name, text := range o.exports(id, "Case of "+made.disguised()) {
		if left := made.left(name); len(left) > 0 {
			o.Errorf("the export names a file with %v: %s", left, name)
		}
		if strings.HasPrefix(name, "files/") {
			continue // what is in a file is not masked
		}
		if left := made.left(text); len(left) > 0 {
			o.Errorf("%s of the export holds %v", name, left)
		}
		found++
	}
	if found != 2 {
		o.Errorf("the export has %d texts, want the data and the transcript", found)
	}
}

// exports has an admin export a conversation as the desk does, and returns what is in the
// archive, by the names of the files.
func (o *office) exports(id conversation.ID, why string) map[string]string {
	o.Helper()
	_, err := o.Firestore.Doc("agents/"+email("ada")).Set(o.context(), agent.Agent{DisplayName: "Ada", Role: agent.Admin})
	o.must(err)
	r := request.Request{
		ID: uuid.NewString(), Kind: request.Export, Conversation: id, Author: conversation.Author{Email: email("ada"), Name: "Ada"},
		Why: why, Status: conversation.ActionPending, CreatedAt: time.Now(),
	}
	o.must(store.Of(o.Firestore).AskRequest(o.context(), r))
	o.awaits("dataRequests", func(doc *firestore.DocumentSnapshot) bool {
		return doc.Ref.ID == r.ID && doc.Data()["status"] == string(conversation.ActionDone)
	})
	files, err := bucket.New(o.context(), stack.MediaBucket, o.BucketHost())
	o.must(err)
	defer func() { _ = files.Close() }()
	content, err := files.Open(o.context(), bucket.Export(string(id), r.ID), bucket.All())
	o.must(err)
	defer func() { _ = content.Close() }()
	data, err := io.ReadAll(content)
	o.must(err)
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	o.must(err)
	all := map[string]string{}
	for _, file := range archive.File {
		f, err := file.Open()
		o.must(err)
		text, err := io.ReadAll(f)
		o.must(err)
		all[file.Name] = string(text)
	}
	return all
}
