package filetype_test

import (
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/filetype"
)

func TestWhatRunsWhenItIsOpenedIsRefused(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		what, name, head string
		want             bool
	}{
		{"a program", "run.exe", "data", true},
		{"a program in capitals", "RUN.EXE", "data", true},
		{"a program behind another end", "bill.pdf.scr", "data", true},
		{"a program with a dot that Windows drops", "run.exe. ", "data", true},
		{"a program by another name", "bill.pdf", "MZ\x90\x00", true},
		{"a program of Linux without a name", "", "\x7fELF\x02", true},
		{"a script", "bill", "#!/bin/sh\n", true},
		{"a link", "bill.url", "[InternetShortcut]", true},
		{"a document", "bill.pdf", "%PDF-1.7", false},
		{"an archive", "photos.zip", "PK\x03\x04", false},
		{"a name that only has the word in it", "exe.txt", "exe", false},
		{"nothing", "", "", false},
	} {
		if got := filetype.IsRefused(tt.name, []byte(tt.head)); got != tt.want {
			t.Errorf("%s: refused %v, want %v", tt.what, got, tt.want)
		}
	}
}
