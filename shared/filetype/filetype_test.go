package filetype_test

import (
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/filetype"
)

// Beginnings of files.
const (
	mp4  = "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
	m4a  = "\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42"
	tgp  = "\x00\x00\x00\x14ftyp3gp4\x00\x00\x00\x003gp4"
	webm = "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
	ogg  = "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x13OpusHead"
)

func TestATypeIsThatOfTheContent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, head, claimed, want string
	}{
		{"a PDF", "%PDF-1.7\n", "application/pdf", "application/pdf"},
		{"a PDF that claims to be a page", "%PDF-1.7\n", "text/html", "application/pdf"},
		{"a film", mp4, "video/mp4", "video/mp4"},
		{"a film without a claim", mp4, "", "video/mp4"},
		{"a film that claims to be a page", mp4, "text/html", "video/mp4"},
		{"sound in a film's container", mp4, "audio/mp4", "audio/mp4"},
		{"sound of a phone", tgp, "audio/3gpp", "audio/3gpp"},
		{"sound of a browser", webm, "audio/webm;codecs=opus", "audio/webm"},
		{"a film of a browser", webm, "video/webm", "video/webm"},
		{"sound that says so", m4a, "video/mp4", "audio/mp4"},
		{"a voice message", ogg, "audio/ogg", "audio/ogg"},
		{"music", "\xff\xfb\x90\x64\x00\x00", "", "audio/mpeg"},
		{"uncompressed sound", "RIFF\x24\x00\x00\x00WAVEfmt ", "", "audio/wav"},
		{"a page that claims to be a PDF", "<html><script>alert(1)</script>", "application/pdf", filetype.Opaque},
		{"a page that claims to be sound", "<!DOCTYPE html><script>", "audio/mpeg", filetype.Opaque},
		{"a drawing with script", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "image/svg+xml", filetype.Opaque},
		{"a drawing that claims to be a film", `<?xml version="1.0"?><svg onload="alert(1)"/>`, "video/mp4", filetype.Opaque},
		{"a program", "MZ\x90\x00\x03\x00\x00\x00", "video/mp4", filetype.Opaque},
		{"a program of Linux", "\x7fELF\x02\x01\x01\x00", "audio/mpeg", filetype.Opaque},
		{"a script", "#!/bin/sh\nrm -rf /\n", "", filetype.Opaque},
		{"an archive", "PK\x03\x04\x14\x00\x00\x00", "application/pdf", filetype.Opaque},
		{"a contact", "BEGIN:VCARD\nVERSION:3.0\n", "text/vcard", filetype.Opaque},
		{"a text", "hello", "text/plain", filetype.Opaque},
		{"nothing", "", "video/mp4", filetype.Opaque},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := filetype.Of([]byte(tt.head), tt.claimed)
			if got != tt.want {
				t.Errorf("is %s, want %s", got, tt.want)
			}
			if got != filetype.Opaque && !filetype.IsShown(got) || filetype.IsPlayed(got) != (strings.HasPrefix(got, "audio/") || strings.HasPrefix(got, "video/")) {
				t.Errorf("%s is shown: %v, is played: %v", got, filetype.IsShown(got), filetype.IsPlayed(got))
			}
		})
	}
}

// FuzzOf holds that no content gets a type that a browser would run.
func FuzzOf(f *testing.F) {
	for _, head := range []string{mp4, m4a, webm, ogg, "%PDF-", "<html>", "<svg", ""} {
		f.Add([]byte(head), "audio/mp4")
	}
	f.Fuzz(func(t *testing.T, head []byte, claimed string) {
		if got := filetype.Of(head, claimed); got != filetype.Opaque && !filetype.IsShown(got) {
			t.Errorf("is %s", got)
		}
	})
}
