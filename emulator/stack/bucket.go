package stack

import (
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/bucket"
)

// MediaBucket is the name of the bucket for files.
const MediaBucket = "frontdesk-media"

// startBucket starts Cloud Storage's stand-in on a folder that Stop removes.
func (s *Stack) startBucket() error {
	dir, err := s.group.Folder()
	if err != nil {
		return err
	}
	s.Bucket, err = bucket.New(bucket.Config{Dir: dir, Buckets: []string{MediaBucket}, Now: time.Now})
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
