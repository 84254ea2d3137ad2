// Package bucket keeps files in Cloud Storage. It is the only package that knows
// the service. The objects:
//
//	inbound/{conversation}/{message}    the copy of a customer's file
//	pending/{conversation}/{reply}      a file that an agent uploaded, for a day
//	outbound/{conversation}/{reply}     the same, once a reply refers to it
//	exports/{conversation}/{request}    what an admin has had exported, for a day
//
// An object is written once and never changed. Only this package knows of pending/:
// everybody else calls an agent's file outbound/… from the beginning, see [Bucket.Keep].
package bucket

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"cloud.google.com/go/storage"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/iamcredentials/v1"
	"google.golang.org/api/option"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// callTimeout is how long Cloud Storage may take for one call, including the
// library's retries, which have no limit of their own.
const callTimeout = 20 * time.Second

// chunk is the granularity of the library's upload buffer.
const chunk = 256 << 10

// ErrNotFound says that there is no such object.
var ErrNotFound = errors.New("no such object")

// ErrTaken says that the object exists with different content.
var ErrTaken = errors.New("the object has another content")

// Inbound names the copy of the file of a customer's message. Both parts are
// names of documents, so neither contains a slash.
func Inbound(conversation, message string) string { return "inbound/" + conversation + "/" + message }

// Outbound names a file that goes out with a reply.
func Outbound(conversation, reply string) string { return outbound + conversation + "/" + reply }

// Export names the archive that a request for an export has led to.
func Export(conversation, request string) string { return Exports + conversation + "/" + request }

// Exports is the folder of archives, and ExportLife for how long at least one stays there.
// As with uploads, the bucket itself deletes it.
const (
	Exports    = "exports/"
	ExportLife = 24 * time.Hour
)

// The folders of agents' files. Terraform grants the right to create objects in them.
const (
	outbound = "outbound/"
	// Uploads is the folder of what no reply refers to yet.
	Uploads = "pending/"
	// UploadLife is for how long at least an object stays there. The bucket itself
	// deletes it, by a rule that Terraform writes.
	UploadLife = 24 * time.Hour
)

// uploaded is where an agent's file is before a reply refers to it. ok is false for
// other files.
func uploaded(object string) (upload string, ok bool) {
	rest, ok := strings.CutPrefix(object, outbound)
	return Uploads + rest, ok
}

// stored is where an object is written first.
func stored(object string) string {
	if upload, ok := uploaded(object); ok {
		return upload
	}
	return object
}

// cacheControl is for browsers that fetch an object by a signed URL.
const cacheControl = "private, max-age=3600"

// Bucket is one bucket. It is safe for concurrent use.
type Bucket struct {
	client  *storage.Client
	handle  *storage.BucketHandle
	signing *iamcredentials.Service
	local   bool // a stand-in, reached without encryption

	mu     sync.Mutex
	signer string // the account that signs, once known
}

// New connects to the bucket of that name. emulator is the host and port of a
// stand-in that is reached without encryption and credentials, or empty. The
// library reads STORAGE_EMULATOR_HOST as well, so both have to agree.
func New(ctx context.Context, name, emulator string) (*Bucket, error) {
	b := &Bucket{local: emulator != ""}
	opts := []option.ClientOption{storage.WithJSONReads()}
	var signing []option.ClientOption
	if b.local {
		b.signer = localSigner
		root := "http://" + emulator + "/"
		opts = append(opts, option.WithEndpoint(root+"storage/v1/"), option.WithoutAuthentication())
		signing = append(signing, option.WithEndpoint(root), option.WithoutAuthentication())
	}
	var err error
	if b.client, err = storage.NewClient(ctx, opts...); err != nil {
		return nil, fmt.Errorf("Cloud Storage: %w", err)
	}
	if b.signing, err = iamcredentials.NewService(ctx, signing...); err != nil {
		return nil, errors.Join(fmt.Errorf("IAM credentials: %w", err), b.Close())
	}
	b.handle = b.client.Bucket(name)
	return b, nil
}

// Close releases the connections.
func (b *Bucket) Close() error {
	if err := b.client.Close(); err != nil {
		return fmt.Errorf("Cloud Storage: %w", err)
	}
	return nil
}

// File describes an object apart from its content.
type File struct {
	// Object is its name, see [Inbound] and [Outbound].
	Object string
	// Type is the media type that the content was found to have.
	Type string
	// Name is the file name that a browser saves the file under; it may be empty.
	Name string
}

// Put writes an object. Writing the same object again has no effect. The error is
// [ErrTaken] when the object exists with different content; any other error says
// whether to retry. An agent's file stays for [UploadLife] unless [Bucket.Keep] is
// called.
//
// Browsers may show what [Serving] names. Everything else can only be downloaded,
// because Cloud Storage cannot be told to forbid sniffing.
func (b *Bucket) Put(ctx context.Context, f File, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	object := b.handle.Object(stored(f.Object))
	w := object.If(storage.Conditions{DoesNotExist: true}).NewWriter(ctx)
	w.ContentType, w.ContentDisposition = Serving(f)
	w.CacheControl = cacheControl
	if _, ok := uploaded(f.Object); ok {
		w.Metadata = map[string]string{secretOf: rand.Text()}
	}
	w.CRC32C, w.SendCRC32C = checksum(data), true
	// Larger than the content, so that it goes in one request that the library
	// can retry, and not the default of 16 MiB, which the library would allocate.
	w.ChunkSize = (len(data)/chunk + 1) * chunk
	_, err := w.Write(data)
	if closed := w.Close(); err == nil {
		err = closed
	}
	if mayExist(err) {
		return written(ctx, object, int64(len(data)), w.CRC32C, err)
	}
	return explain(err, "write an object")
}

// mayExist is whether a failure to write can mean that there is such an object. An
// identity that may not delete can get 403 instead of 412 for it.
func mayExist(err error) bool {
	return status(err) == http.StatusPreconditionFailed || status(err) == http.StatusForbidden
}

// written is what a failure to write means, see [mayExist]: nil when the object is what
// would have been written.
func written(ctx context.Context, object *storage.ObjectHandle, size int64, sum uint32, why error) error {
	found := same(ctx, object, size, sum)
	if status(why) == http.StatusPreconditionFailed || found == nil || errors.Is(found, ErrTaken) {
		return found
	}
	return explain(why, "write an object")
}

// same returns nil when the object is what would have been written.
func same(ctx context.Context, object *storage.ObjectHandle, size int64, sum uint32) error {
	attrs, err := object.Attrs(ctx)
	if err != nil {
		return explain(err, "look at an object")
	}
	if attrs.Size != size || attrs.CRC32C != sum {
		return ErrTaken
	}
	return nil
}

func checksum(data []byte) uint32 { return crc32.Checksum(data, checksums()) }

// checksums is the table of the checksum that Cloud Storage uses.
func checksums() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

// Content is an object that is being read.
type Content struct {
	io.ReadCloser

	// Type is its media type.
	Type string
	// Size is how many bytes the object has, and Length how many of them are read.
	Size, Length int64
}

// Part is a part of an object: Length bytes from Offset on, fewer where it ends, and all
// that follow if Length is negative.
type Part struct{ Offset, Length int64 }

// All is the whole of an object.
func All() Part { return Part{Length: -1} }

// Open opens an object, or a part of one, for reading, also an agent's file that no
// reply refers to yet. The error is [ErrNotFound] when there is no such object, or
// nothing where the part begins. ctx has to last until the content has been read.
func (b *Bucket) Open(ctx context.Context, object string, part Part) (*Content, error) {
	r, err := b.handle.Object(object).NewRangeReader(ctx, part.Offset, part.Length)
	if upload, ok := uploaded(object); ok && mayBeMissing(err) {
		// What the first failure was matters only if the second try fails alike.
		pending, failed := b.handle.Object(upload).NewRangeReader(ctx, part.Offset, part.Length)
		if !mayBeMissing(failed) {
			r, err = pending, failed
		}
	}
	if status(err) == http.StatusRequestedRangeNotSatisfiable {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, explain(err, "read an object")
	}
	return &Content{ReadCloser: r, Type: r.Attrs.ContentType, Size: r.Attrs.Size, Length: r.Remain()}, nil
}

// Find opens a whole object. The error is [ErrNotFound] when there is no such object, and
// also when the right to read it is missing: Cloud Storage does not tell the two apart to
// whoever may not list objects.
func (b *Bucket) Find(ctx context.Context, object string) (*Content, error) {
	content, err := b.Open(ctx, object, All())
	if mayBeMissing(err) {
		return nil, ErrNotFound
	}
	return content, err
}

// mayBeMissing is whether a failure can mean that there is no such object. To an
// identity that may not list objects, Cloud Storage answers 403 for one.
func mayBeMissing(err error) bool {
	return errors.Is(err, storage.ErrObjectNotExist) || status(err) == http.StatusForbidden
}

// explain gives a Cloud Storage failure its kind. It does not repeat the object's
// name, which identifies a conversation.
func explain(err error, doing string) error {
	switch code := status(err); {
	case err == nil:
		return nil
	case errors.Is(err, storage.ErrObjectNotExist):
		return ErrNotFound
	case code >= 400 && code < 500 && code != http.StatusTooManyRequests && code != http.StatusRequestTimeout:
		return fmt.Errorf("Cloud Storage: %s: %w", doing, err) // a permission or the bucket is missing
	}
	return fault.New(fault.Unavailable, "Cloud Storage: %s: %w", doing, err)
}

// status is the HTTP status of a failure, or 0.
func status(err error) int {
	if e, ok := errors.AsType[*googleapi.Error](err); ok {
		return e.Code
	}
	return 0
}
