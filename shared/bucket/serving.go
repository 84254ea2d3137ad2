package bucket

import (
	"mime"
	"strings"
)

// opaque is the type of what browsers must not look into.
const opaque = "application/octet-stream"

// Serving is how a browser is told to treat a file: Content-Type and
// Content-Disposition. Only pictures of the four types that package picture knows
// are shown in place; a PDF keeps its type but is downloaded; everything else,
// SVG and HTML above all, is bytes without a meaning.
func Serving(f File) (mediaType, disposition string) {
	mediaType, disposition = opaque, "attachment"
	switch f.Type {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		mediaType, disposition = f.Type, "inline"
	case "application/pdf":
		mediaType = f.Type
	}
	name := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '/' || r == '\\' {
			return '_'
		}
		return r
	}, f.Name)
	if named := mime.FormatMediaType(disposition, map[string]string{"filename": name}); name != "" && named != "" {
		disposition = named
	}
	return mediaType, disposition
}
