package bucket

import (
	"context"
	"errors"
	"hash"
	"hash/crc32"
	"io"

	"cloud.google.com/go/storage"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// Stream writes an object as [Bucket.Put] does, without having all of it in memory: in
// one request, which is not retried. A failure to read the content is returned as it is,
// and then nothing was written. It takes as long as ctx allows.
func (b *Bucket) Stream(ctx context.Context, f File, content io.Reader) (size int64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	object := b.handle.Object(stored(f.Object))
	w := object.If(storage.Conditions{DoesNotExist: true}).NewWriter(ctx)
	w.ContentType, w.ContentDisposition = Serving(f)
	w.CacheControl = cacheControl
	w.ChunkSize = 0
	counted := &counter{r: content, sum: crc32.New(checksums())}
	_, err = io.Copy(w, counted)
	if counted.err != nil {
		// The request breaks off with its content. The library advises to cancel the context, but a request whose writer is
		// closed can end well before it hears of that, and store what came until then.
		_ = w.CloseWithError(counted.err) //nolint:staticcheck // see above
		return 0, counted.err
	}
	if closed := w.Close(); err == nil || status(err) == 0 {
		err = closed
	}
	if mayExist(err) {
		if _, unread := io.Copy(io.Discard, counted); unread != nil {
			return 0, unread //nolint:wrapcheck // as it is
		}
		return counted.size, written(ctx, object, counted.size, counted.sum.Sum32(), err)
	}
	if err == nil && w.Attrs().CRC32C != counted.sum.Sum32() {
		err = errChanged
	}
	return counted.size, explain(err, "write an object")
}

// errChanged says that what is stored is not what was sent.
var errChanged = fault.New(fault.Unavailable, "the checksum is another one")

// counter counts what is read, and tells failures to read from those to write.
type counter struct {
	r    io.Reader
	size int64
	sum  hash.Hash32
	err  error
}

// Read reads, and counts.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.size += int64(n)
	_, _ = c.sum.Write(p[:n])
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err //nolint:wrapcheck // as it is
}
