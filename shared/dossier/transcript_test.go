package dossier

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

func TestATranscriptEscapesWhatPeopleWrote(t *testing.T) {
	t.Parallel()
	data := Data{Conversation: "c", ExportedAt: time.Now(), Files: map[string]string{
		"inbound/c/m2": "files/001-cat.png", "outbound/c/r1": "files/002",
	}}
	var b bytes.Buffer
	err := transcript(&b, data, []conversation.Message{
		{
			ID: "m1", Direction: conversation.In, Text: `<script>alert("1")</script> & more`,
			Author: conversation.Author{Name: `"><img src=x onerror=alert(1)>`},
		},
		{ID: "m2", Direction: conversation.In, Kind: channel.File, Media: &conversation.Media{Width: 5}},
		{ID: "r1", Direction: conversation.Out, Author: conversation.Author{Name: "Ana"}},
		{ID: "n1", Direction: conversation.Note, Text: "careful", Author: conversation.Author{Name: "Ben"}},
		{ID: "s1", Direction: conversation.In, Kind: channel.Survey},
	})
	if err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, want := range []string{
		"&lt;script&gt;", "&amp; more", `<img src="files/001-cat.png"`, `<a href="files/002">`, "Ben (note)", "careful", "Customer",
		"[survey]", "default-src 'none'",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	for _, wrong := range []string{"<script", "<img src=x"} {
		if strings.Contains(page, wrong) {
			t.Errorf("the page has %q", wrong)
		}
	}
}

func TestANameOfAFileIsPlain(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"cat.png": "-cat.png", "../../etc/passwd": "-etc-passwd", ".bashrc": "-bashrc", "": "", "…": "",
		"C:\\evil\\x.exe": "-C-evil-x.exe", strings.Repeat("a", 100) + ".png": "-" + strings.Repeat("a", 76) + ".png",
	} {
		if got := plain(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
