package bucket

import (
	"encoding/json"
	"net/http"
)

// rewrite is objects.rewrite of an object that keeps its metadata. It is done in one
// call: Cloud Storage needs more only for large objects that change their location or
// storage class.
func (s *Server) rewrite(w http.ResponseWriter, r *http.Request) error {
	if err := only(r, "alt=json", "ifGenerationMatch=0"); err != nil {
		return err
	}
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxObject))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&struct{}{}); err != nil {
		return invalid("the stand-in copies an object as it is: " + err.Error())
	}
	source, data, err := s.load(r.PathValue("bucket"), r.PathValue("object"))
	if err != nil {
		return err
	}
	target := source
	target.Name = r.PathValue("copy")
	target = target.of(data, r.PathValue("to"), s.clock())
	if err := s.store(target, data, r.URL.Query().Has("ifGenerationMatch")); err != nil {
		return err
	}
	answer(w, http.StatusOK, map[string]any{
		"kind": "storage#rewriteResponse", "totalBytesRewritten": target.Size, "objectSize": target.Size,
		"done": true, "resource": target,
	})
	return nil
}
