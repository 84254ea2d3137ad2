package stack

import (
	"fmt"
	"os"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/bucket"
)

// MediaBucket is the name of the bucket for files.
const MediaBucket = "frontdesk-media"

// startBucket starts Cloud Storage's stand-in on a folder that Stop removes.
func (s *Stack) startBucket() error {
	var err error
	if s.files, err = os.MkdirTemp("", "frontdesk-media-"); err != nil {
		return fmt.Errorf("a folder for files: %w", err)
	}
	s.Bucket, err = bucket.New(bucket.Config{Dir: s.files, Buckets: []string{MediaBucket}, Now: time.Now})
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
	if s.files != "" {
		_ = os.RemoveAll(s.files)
	}
}

// BucketHost is the host and port of Cloud Storage's stand-in.
func (s *Stack) BucketHost() string { return s.ports[bucketPort].Addr().String() }
