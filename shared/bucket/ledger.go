package bucket

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"cloud.google.com/go/storage"
)

// Ledger keeps the entries of the ledger of erasures, each an object of its own that is
// written once:
//
//	erasures/{conversation}/{instant}.json
//
// It is in a bucket beside the database, so that it outlives a restore of that.
type Ledger struct{ bucket *Bucket }

// ledgerFolder is where the entries are.
const ledgerFolder = "erasures/"

// NewLedger returns the ledger in a bucket.
func NewLedger(b *Bucket) *Ledger { return &Ledger{bucket: b} }

// Add writes an entry, as JSON. Adding it again has no effect.
func (l *Ledger) Add(ctx context.Context, conversation string, at time.Time, entry any) error {
	data, err := json.MarshalIndent(entry, "", "  ")
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	name := ledgerFolder + conversation + "/" + at.UTC().Format("20060102T150405.000000000Z") + ".json"
	w := l.bucket.handle.Object(name).If(storage.Conditions{DoesNotExist: true}).NewWriter(ctx)
	w.ContentType, w.ChunkSize = "application/json", chunk
	_, err = w.Write(append(data, '\n'))
	if closed := w.Close(); err == nil {
		err = closed
	}
	if mayExist(err) {
		// An earlier run wrote it: what it says of the end may differ by a moment.
		_, missing := l.bucket.handle.Object(name).Attrs(ctx)
		if missing == nil {
			return nil
		}
	}
	return explain(err, "write an entry of the ledger")
}

// Each calls f with the text of every entry.
func (l *Ledger) Each(ctx context.Context, f func(entry []byte) error) error {
	return l.bucket.each(ctx, &storage.Query{Prefix: ledgerFolder}, func(o Stored) error {
		if !strings.HasSuffix(o.Object, ".json") {
			return nil
		}
		r, err := l.bucket.handle.Object(o.Object).NewReader(ctx)
		if err != nil {
			return explain(err, "read an entry of the ledger")
		}
		defer func() { _ = r.Close() }()
		data, err := io.ReadAll(r)
		if err != nil {
			return explain(err, "read an entry of the ledger")
		}
		return f(data)
	})
}
