package bucket

import (
	"mime"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/filetype"
	"github.com/frontdesk-gcp/frontdesk/shared/picture"
)

// Serving returns the Content-Type and Content-Disposition with which a file is
// served. Only what the content was found to be is shown in place: pictures of the types
// that package picture knows, and sound, film and PDF of those of package filetype.
// Everything else, above all SVG and HTML, is served as plain bytes.
func Serving(f File) (mediaType, disposition string) {
	mediaType, disposition = filetype.Opaque, "attachment"
	if picture.IsType(f.Type) || filetype.IsShown(f.Type) {
		mediaType, disposition = f.Type, "inline"
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
