package bucket

import (
	"mime"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/picture"
)

// opaque is the type of content that browsers must not interpret.
const opaque = "application/octet-stream"

// Serving returns the Content-Type and Content-Disposition with which a file is
// served. Only pictures of the types that package picture knows are shown in place; a
// PDF keeps its type but is downloaded; everything else, above all SVG and HTML, is
// served as plain bytes.
func Serving(f File) (mediaType, disposition string) {
	mediaType, disposition = opaque, "attachment"
	switch {
	case picture.IsType(f.Type):
		mediaType, disposition = f.Type, "inline"
	case f.Type == "application/pdf":
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
