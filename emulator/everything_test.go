package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/emulator/documents"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// everything is every document and every file, as text, by its path.
func (o *office) everything() map[string]string {
	o.Helper()
	all := map[string]string{}
	docs, err := documents.All(o.context(), o.FirestoreHost, o.Firestore)
	o.must(err)
	for _, doc := range docs {
		all[documents.Path(doc)] = fmt.Sprint(doc.Data())
	}
	files, err := bucket.New(o.context(), stack.MediaBucket, o.BucketHost())
	o.must(err)
	defer func() { _ = files.Close() }()
	o.must(files.Each(o.context(), func(f bucket.Stored) error {
		content, err := files.Open(o.context(), f.Object, bucket.All())
		if err != nil {
			return err
		}
		defer func() { _ = content.Close() }()
		text, err := io.ReadAll(content)
		all["files/"+f.Object] = string(text)
		return err
	}))
	return all
}

// holding lists the paths of what holds a word.
func holding(all map[string]string, words ...string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(path string) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(path+" "+all[path], word) })
	})
}
