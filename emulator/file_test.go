package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

func pixels(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAnAgentsPictureIsShownAndAnotherFileIsALink(t *testing.T) {
	t.Parallel()
	c, phone := wroteOnPhone(t)
	want := pixels(t)
	for id, media := range map[string]map[string]any{
		"picture": {"type": "image/png", "alt": "grey"}, "paper": {"type": "application/pdf", "name": "invoice.pdf"},
	} {
		media["object"] = bucket.Outbound(string(c.id), id)
		f := bucket.File{Object: bucket.Outbound(string(c.id), id), Type: fmt.Sprint(media["type"])}
		if err := c.files().Put(t.Context(), f, want); err != nil {
			t.Fatal(err)
		}
		c.put(id, map[string]any{"kind": "file", "media": media})
	}
	c.awaitOnPhone(phone, 2)
	for _, e := range phone.Messages() {
		switch e.ID {
		case "picture":
			res, err := http.Get(e.Picture.URL)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := io.ReadAll(res.Body)
			_ = res.Body.Close()
			if !bytes.Equal(got, want) {
				t.Errorf("the address gives %s and %d bytes, want the picture", res.Status, len(got))
			}
		case "paper":
			address, ok := strings.CutPrefix(e.Text, "[invoice.pdf](")
			if !ok || c.DeskURL != "" && !strings.HasPrefix(address, c.DeskURL+"/f/") {
				t.Fatalf("the phone shows %q, want a link", e.Text)
			}
			res, err := http.Get(strings.TrimSuffix(address, ")"))
			if err != nil {
				t.Fatal(err)
			}
			got, _ := io.ReadAll(res.Body)
			_ = res.Body.Close()
			if !bytes.Equal(got, want) {
				t.Errorf("the link gives %s and %d bytes, want the file", res.Status, len(got))
			}
		}
	}
	c.reaches("paper", channel.Delivered)
}
