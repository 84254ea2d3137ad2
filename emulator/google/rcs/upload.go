package rcs

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
)

// fileRequest is the body of files.create, and a part of that of an upload.
type fileRequest struct {
	FileURL      string `json:"fileUrl,omitempty"`
	ThumbnailURL string `json:"thumbnailUrl,omitempty"`
	AgentID      string `json:"agentId,omitempty"`
}

// fileAnswer is what both answer.
type fileAnswer struct {
	Name string `json:"name"`
}

const requestField = "create_file_request"

// createFile takes the address of a file and fetches it, by way of one redirect at most.
func (s *Service) createFile(c *google.Call) (any, error) {
	var r fileRequest
	if err := c.Decode(requestField, &r); err != nil {
		return nil, err
	}
	a, err := s.agentOf(c, r.AgentID)
	if err != nil {
		return nil, err
	}
	if err := checkFileURL(r.FileURL, requestField+".file_url"); err != nil {
		return nil, err
	}
	if err := r.checkThumbnail(); err != nil {
		return nil, err
	}
	if err := s.fetch.fetch(r.FileURL, requestField+".file_url", 1, false); err != nil {
		return nil, err
	}
	file := s.fetch.known(r.FileURL)
	file.agent, file.thumbnail = a, r.ThumbnailURL
	return fileAnswer{s.files.upload(file)}, nil
}

func (r *fileRequest) checkThumbnail() error {
	if r.ThumbnailURL == "" {
		return nil
	}
	return checkFileURL(r.ThumbnailURL, requestField+".thumbnail_url")
}

// uploadFile takes the bytes of a file, alone or behind JSON. Google's third way, in several requests, is not there.
func (s *Service) uploadFile(c *google.Call) (any, error) {
	var r fileRequest
	content, contentType := c.Body, c.ContentType
	switch kind := c.Query.Get("uploadType"); kind {
	case "media":
	case "multipart":
		var err error
		if content, contentType, err = parts(c, &r); err != nil {
			return nil, err
		}
	default:
		return nil, google.Invalid("", "Invalid uploadType %q: media and multipart are supported.", kind)
	}
	a, err := s.agentOf(c, r.AgentID)
	if err != nil {
		return nil, err
	}
	kind, _, err := mime.ParseMediaType(contentType)
	switch {
	case err != nil || !isFileType(kind):
		return nil, google.Invalid("", "Unsupported media type %q.", contentType)
	case len(content) == 0:
		return nil, google.Invalid("", "The file is empty.")
	case len(content) > maxFile:
		return nil, google.Invalid("", "A file has at most %d bytes, got %d.", maxFile, len(content))
	}
	if err := r.checkThumbnail(); err != nil {
		return nil, err
	}
	file, err := s.files.keep(kind, content)
	if err != nil {
		return nil, err
	}
	return fileAnswer{s.files.upload(upload{
		agent: a, url: file.url, contentType: kind, size: len(content), thumbnail: r.ThumbnailURL,
	})}, nil
}

// parts takes a body of multipart/related apart: JSON, and then the file.
func parts(c *google.Call, r *fileRequest) (content []byte, contentType string, err error) {
	kind, parameters, err := mime.ParseMediaType(c.ContentType)
	if err != nil || kind != "multipart/related" {
		return nil, "", google.Invalid("", "A multipart upload is of type multipart/related.")
	}
	reader := multipart.NewReader(bytes.NewReader(c.Body), parameters["boundary"])
	head, _, err := nextPart(reader)
	if err != nil {
		return nil, "", err
	}
	if err := c.DecodePart(head, requestField, r); err != nil {
		return nil, "", err
	}
	if r.FileURL != "" {
		return nil, "", google.Invalid(requestField+".file_url", "An upload has no fileUrl.")
	}
	return nextPart(reader)
}

func nextPart(reader *multipart.Reader) (content []byte, contentType string, err error) {
	part, err := reader.NextRawPart()
	if err == nil {
		content, err = io.ReadAll(part)
	}
	if err != nil {
		return nil, "", google.Invalid("", "A multipart upload has two parts: JSON and the file.")
	}
	return content, strings.TrimSpace(part.Header.Get("Content-Type")), nil
}
