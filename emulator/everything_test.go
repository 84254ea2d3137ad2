package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"cloud.google.com/go/firestore"
	"google.golang.org/api/iterator"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// everything is every document and every file, as text, by its path.
func (o *office) everything() map[string]string {
	o.Helper()
	all := map[string]string{}
	o.below(o.Firestore.Collections(o.context()), all)
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

func (o *office) below(it *firestore.CollectionIterator, all map[string]string) {
	o.Helper()
	for {
		c, err := it.Next()
		if errors.Is(err, iterator.Done) {
			return
		}
		o.must(err)
		refs, err := c.DocumentRefs(o.context()).GetAll()
		o.must(err)
		for _, ref := range refs {
			path := strings.SplitN(ref.Path, "/documents/", 2)[1]
			doc, err := ref.Get(o.context())
			if status.Code(err) != codes.NotFound {
				o.must(err)
				all[path] = fmt.Sprint(doc.Data())
			}
			o.below(ref.Collections(o.context()), all)
		}
	}
}

// holding lists the paths of what holds a word.
func holding(all map[string]string, words ...string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(all)), func(path string) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(path+" "+all[path], word) })
	})
}
