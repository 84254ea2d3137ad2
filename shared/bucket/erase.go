package bucket

import (
	"context"
	"errors"
	"strings"
	"time"

	"cloud.google.com/go/storage"
	"google.golang.org/api/iterator"
)

// Stored is an object that is there.
type Stored struct {
	// Object is its name, as the bucket has it, and Conversation the one that it is of.
	Object, Conversation string
	// At is when it was written.
	At time.Time
}

// folders are where objects of a conversation are.
func folders() []string { return []string{"inbound/", outbound, Uploads, Exports} }

// OfConversation lists the objects of a conversation, also those that no message refers
// to.
func (b *Bucket) OfConversation(ctx context.Context, conversation string) ([]Stored, error) {
	var all []Stored
	for _, folder := range folders() {
		err := b.each(ctx, &storage.Query{Prefix: folder + conversation + "/"}, func(o Stored) error {
			all = append(all, o)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Each calls f with every object of every conversation, in order within each folder.
func (b *Bucket) Each(ctx context.Context, f func(Stored) error) error { return b.EachFrom(ctx, "", f) }

// EachFrom does so from an object on, whether or not it is there still; "" is all of them.
func (b *Bucket) EachFrom(ctx context.Context, from string, f func(Stored) error) error {
	all := folders()
	for n, folder := range all {
		if from == "" || strings.HasPrefix(from, folder) {
			all = all[n:]
			break
		}
	}
	for _, folder := range all {
		if err := b.each(ctx, &storage.Query{Prefix: folder, StartOffset: from}, f); err != nil {
			return err
		}
		from = ""
	}
	return nil
}

func (b *Bucket) each(ctx context.Context, q *storage.Query, f func(Stored) error) error {
	q.Projection = storage.ProjectionNoACL
	objects := b.handle.Objects(ctx, q)
	for {
		attrs, err := objects.Next()
		if errors.Is(err, iterator.Done) {
			return nil
		}
		if err != nil {
			return explain(err, "list objects")
		}
		o := Stored{Object: attrs.Name, At: attrs.Created}
		if part := strings.Split(attrs.Name, "/"); len(part) > 1 {
			o.Conversation = part[1]
		}
		if err := f(o); err != nil {
			return err
		}
	}
}

// Delete deletes an object. One that is not there is deleted.
func (b *Bucket) Delete(ctx context.Context, o Stored) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := b.handle.Object(o.Object).Delete(ctx)
	if errors.Is(err, storage.ErrObjectNotExist) {
		return nil
	}
	return explain(err, "delete an object")
}
