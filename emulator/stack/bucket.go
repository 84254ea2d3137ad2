package stack

import (
	"time"

	standin "github.com/frontdesk-gcp/frontdesk/emulator/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// MediaBucket is the name of the bucket for files.
const MediaBucket = "frontdesk-media"

// LedgerBucket is the name of the bucket for the ledger of erasures.
const LedgerBucket = "frontdesk-ledger"

// startBucket starts Cloud Storage's stand-in on a folder that Stop removes. Google's
// library signs by this machine's clock, and objects age by the product's.
func (s *Stack) startBucket() error {
	dir, err := s.group.Folder()
	if err != nil {
		return err
	}
	s.Bucket, err = standin.New(standin.Config{
		Dir: dir, Buckets: []string{MediaBucket, LedgerBucket}, Now: time.Now, Clock: s.Tasks.Now,
		Lifecycle: []standin.Rule{{Prefix: bucket.Uploads, Age: bucket.UploadLife}, {Prefix: bucket.Exports, Age: bucket.ExportLife}},
	})
	if err != nil {
		return err
	}
	s.serve(bucketPort, s.Bucket)
	return nil
}

func (s *Stack) stopBucket() {
	if s.Bucket != nil {
		_ = s.Bucket.Close()
	}
}

// BucketHost is the host and port of Cloud Storage's stand-in.
func (s *Stack) BucketHost() string { return s.ports[bucketPort].Addr().String() }
