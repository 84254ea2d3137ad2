package bucket

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// The two trees below the folder: the objects' content and their metadata.
const (
	contents = "objects"
	metadata = "metadata"
)

// place is the path of an object in one of the trees, if its name can be a file name.
func place(tree, bucket, name string) (string, error) {
	if name == "" || len(name) > 1024 || !fs.ValidPath(name) || !fs.ValidPath(bucket) || path.Clean(name) != name {
		return "", invalid("the stand-in takes names like a/b/c only")
	}
	return path.Join(tree, bucket, name), nil
}

// load returns an object and its content.
func (s *Server) load(bucket, name string) (object, []byte, error) {
	var o object
	meta, err := place(metadata, bucket, name)
	if err != nil {
		return o, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.buckets[bucket] {
		return o, nil, refuse(http.StatusNotFound, "notFound", "The specified bucket does not exist.")
	}
	if err := s.age(bucket, name); err != nil {
		return o, nil, err
	}
	text, err := s.root.ReadFile(meta)
	if errors.Is(err, fs.ErrNotExist) {
		return o, nil, refuse(http.StatusNotFound, "notFound", "No such object: "+bucket+"/"+name)
	}
	if err != nil {
		return o, nil, err
	}
	if err := json.Unmarshal(text, &o); err != nil {
		return o, nil, err
	}
	data, err := s.root.ReadFile(path.Join(contents, bucket, name))
	return o, data, err
}

// store writes an object, which must not exist yet, or replaces one.
func (s *Server) store(o object, data []byte, fresh bool) error {
	meta, err := place(metadata, o.Bucket, o.Name)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.buckets[o.Bucket] {
		return refuse(http.StatusNotFound, "notFound", "The specified bucket does not exist.")
	}
	if err := s.age(o.Bucket, o.Name); err != nil {
		return err
	}
	if _, err := s.root.Stat(meta); err == nil && fresh {
		return refuse(http.StatusPreconditionFailed, "conditionNotMet",
			"At least one of the pre-conditions you specified did not hold.")
	}
	for name, data := range map[string][]byte{path.Join(contents, o.Bucket, o.Name): data, meta: text} {
		if err := s.root.MkdirAll(path.Dir(name), 0o700); err != nil {
			return err
		}
		if err := s.root.WriteFile(name, data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// age deletes an object that is as old as a rule lets it become. The caller holds the
// lock.
func (s *Server) age(bucket, name string) error {
	meta := path.Join(metadata, bucket, name)
	text, err := s.root.ReadFile(meta)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var o object
	if err := json.Unmarshal(text, &o); err != nil {
		return err
	}
	created, err := time.Parse(time.RFC3339Nano, o.Created)
	if err != nil {
		return err
	}
	old := func(r Rule) bool {
		return strings.HasPrefix(name, r.Prefix) && !s.clock().Before(created.Add(r.Age))
	}
	if !slices.ContainsFunc(s.lifecycle, old) {
		return nil
	}
	return errors.Join(s.root.Remove(meta), s.root.Remove(path.Join(contents, bucket, name)))
}
