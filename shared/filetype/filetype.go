// Package filetype tells by a file's content whether it is sound, film or a PDF, which
// browsers show in place. It trusts nobody's word: what it does not know is [Opaque], to
// be saved and not opened. Pictures have more to be checked, see package picture.
package filetype

import (
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

const (
	// Opaque is the type of content that browsers must not interpret.
	Opaque = "application/octet-stream"
	// PDF is the type of documents that browsers open.
	PDF = "application/pdf"
	// Head is how many of the first bytes tell the type.
	Head = 3072
)

// Of returns the media type of a file that begins so: one of those that [IsShown], or
// [Opaque]. claimed is what its sender says. It decides one thing only: some containers
// hold films and sound alike, and sound then counts as sound if it claims to be.
func Of(head []byte, claimed string) string {
	found, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	if container, ok := strings.CutPrefix(spelt(found), "video/"); ok && strings.HasPrefix(claimed, "audio/") {
		if sound := "audio/" + container; IsShown(sound) {
			return sound
		}
	}
	if found = spelt(found); IsShown(found) {
		return found
	}
	return Opaque
}

// spelt is the common spelling of a type that has several.
func spelt(found string) string {
	switch found {
	case "audio/x-m4a":
		return "audio/mp4"
	case "video/x-m4v":
		return "video/mp4"
	case "application/ogg": // neither sound nor film at its beginning, as far as anybody can tell
		return "audio/ogg"
	}
	return found
}

// Shown are the media types that [Of] finds and browsers show in place: none of them holds
// script that a browser would run.
func Shown() []string { return append(played(), PDF) }

func played() []string {
	return []string{
		"audio/mpeg", "audio/mp4", "audio/aac", "audio/ogg", "audio/webm", "audio/wav", "audio/flac", "audio/amr", "audio/3gpp",
		"video/mp4", "video/webm", "video/ogg", "video/mpeg", "video/quicktime", "video/3gpp", "video/3gpp2",
	}
}

// IsShown reports whether a media type is one of [Shown].
func IsShown(mediaType string) bool { return slices.Contains(Shown(), mediaType) }

// IsPlayed reports whether a media type is one of sound or film.
func IsPlayed(mediaType string) bool { return slices.Contains(played(), mediaType) }
