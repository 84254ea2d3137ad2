package bucket

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
)

// list is objects.list by a prefix, all on one page.
func (s *Server) list(w http.ResponseWriter, r *http.Request) error {
	err := only(r, "alt=json", "prefix", "projection=noAcl", "versions=false", "delimiter=", "endOffset=", "startOffset",
		"matchGlob=", "pageToken=", "filter=", "includeTrailingDelimiter=false", "includeFoldersAsPrefixes=false")
	if err != nil {
		return err
	}
	items, err := s.Objects(r.PathValue("bucket"), r.URL.Query().Get("prefix"), r.URL.Query().Get("startOffset"))
	if err != nil {
		return err
	}
	answer(w, http.StatusOK, map[string]any{"kind": "storage#objects", "items": items})
	return nil
}

// Objects are the objects of a bucket whose names begin with a prefix, from a name on, in the
// order of their names.
func (s *Server) Objects(bucket, prefix, from string) ([]object, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.buckets[bucket] {
		return nil, refuse(http.StatusNotFound, "notFound", "The specified bucket does not exist.")
	}
	var names []string
	top := path.Join(metadata, bucket)
	err := fs.WalkDir(s.root.FS(), top, func(name string, d fs.DirEntry, err error) error {
		switch object := strings.TrimPrefix(name, top+"/"); {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case !d.IsDir() && strings.HasPrefix(object, prefix) && object >= from:
			names = append(names, object)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	items := []object{}
	for _, name := range names {
		if err := s.age(bucket, name); err != nil {
			return nil, err
		}
		text, err := s.root.ReadFile(path.Join(top, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // it was too old
		}
		if err != nil {
			return nil, err
		}
		var o object
		if err := json.Unmarshal(text, &o); err != nil {
			return nil, err
		}
		items = append(items, o)
	}
	return items, nil
}

// remove is objects.delete.
func (s *Server) remove(w http.ResponseWriter, r *http.Request) error {
	if err := only(r, "alt=json"); err != nil {
		return err
	}
	bucket, name := r.PathValue("bucket"), r.PathValue("object")
	if _, _, err := s.load(bucket, name); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := errors.Join(s.root.Remove(path.Join(metadata, bucket, name)), s.root.Remove(path.Join(contents, bucket, name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
