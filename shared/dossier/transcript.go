package dossier

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

//go:embed transcript.html
var page string

// line is a message as the transcript shows it.
type line struct {
	Class, Who, Text, When, File, FileName string
	Picture                                bool
}

// transcript writes what was said as a page. The template escapes every text.
func transcript(w io.Writer, data Data, messages []conversation.Message) error {
	all := template.Must(template.New("transcript").Parse(page))
	var lines []line
	for _, m := range messages {
		lines = append(lines, lineOf(m, data))
	}
	err := all.Execute(w, map[string]any{
		"Conversation": data.Conversation, "ExportedAt": data.ExportedAt.Format(time.RFC1123), "Lines": lines,
	})
	if err != nil {
		return fmt.Errorf("the page: %w", err)
	}
	return nil
}

func lineOf(m conversation.Message, data Data) line {
	l := line{Class: string(m.Direction), Who: m.Author.Name, Text: m.Text, When: m.SentAt.UTC().Format("2006-01-02 15:04:05 MST")}
	object := bucket.Inbound(data.Conversation, m.ID)
	switch m.Direction {
	case conversation.In:
		if l.Who == "" {
			l.Who = "Customer"
		}
	case conversation.Note:
		l.Who += " (note)"
		object = ""
	default:
		object = bucket.Outbound(data.Conversation, m.ID)
	}
	if l.File = data.Files[object]; l.File != "" {
		l.FileName = l.File
		l.Picture = m.Media != nil && m.Media.Width > 0
	}
	if l.Text == "" && l.File == "" {
		l.Text = "[" + string(m.Kind) + "]"
	}
	return l
}
