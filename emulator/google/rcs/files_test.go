package rcs_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// drawing returns a PNG of a size, with a pattern.
func drawing(width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, color.RGBA{uint8(40 + x*180/width), uint8(90 + y*120/height), 170, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// uploadURL has a file fetched by its address and returns its name.
func (w *world) uploadURL(address string) string {
	w.t.Helper()
	code, answer := w.call(http.MethodPost, "/v1/files", fields{"fileUrl": address, "agentId": agentID})
	if code != http.StatusOK {
		w.t.Fatalf("got %d %s", code, answer)
	}
	return object(w.t, []byte(answer))["name"].(string)
}

// uploads uploads bytes and returns the file's name.
func (w *world) uploads(contentType string, file []byte) string {
	w.t.Helper()
	code, answer := w.callAs(contentType, http.MethodPost, "/upload/v1/files?uploadType=media&agentId="+agentID, file)
	if code != http.StatusOK {
		w.t.Fatalf("got %d %s", code, answer)
	}
	return object(w.t, []byte(answer))["name"].(string)
}

func TestAnUploadedFileIsShownOnThePhone(t *testing.T) {
	for name, upload := range map[string]func(*world, []byte) string{
		"its bytes alone": func(w *world, file []byte) string { return w.uploads("image/png", file) },
		"its bytes behind JSON": func(w *world, file []byte) string {
			body := "--BOUNDARY\r\nContent-Type: application/json\r\n\r\n" +
				`{"thumbnailUrl":"https://harbor.example/media/map-thumb.jpg"}` +
				"\r\n--BOUNDARY\r\nContent-Type: image/png\r\n\r\n" + string(file) + "\r\n--BOUNDARY--\r\n"
			path := "/upload/v1/files?uploadType=multipart&agentId=" + agentID
			code, answer := w.callAs("multipart/related; boundary=BOUNDARY", http.MethodPost, path, body)
			if code != http.StatusOK {
				w.t.Fatalf("got %d %s", code, answer)
			}
			want := parse(w.t, "api/file-create-upload-multipart.response")
			if diff := cmp.Diff(shapes(object(w.t, want.Body)), shapes(object(w.t, []byte(answer)))); diff != "" {
				w.t.Error(diff)
			}
			return object(w.t, []byte(answer))["name"].(string)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			ada, file := w.ada(), drawing(64, 32)
			w.says(content(fields{"uploadedRbmFile": fields{"fileName": upload(w, file)}}))
			if got := fetch(t, ada.Messages()[0].Picture.URL); !bytes.Equal(got, file) {
				t.Error("the phone shows another file")
			}
		})
	}
}

func fetch(t *testing.T, address string) []byte {
	t.Helper()
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("got %d, %v", res.StatusCode, err)
	}
	return body
}

func TestAnUploadedFileIsForItsAgentAndForSixtyDays(t *testing.T) {
	w := newWorld(t, func(c *rcs.Config) {
		c.Agents = append(c.Agents, rcs.Agent{ID: "other", ClientToken: "t", WebhookURL: c.Agents[0].WebhookURL})
	})
	w.ada()
	message := content(fields{"fileName": w.uploads("application/pdf", []byte("%PDF-1.7"))})
	path := "/v1/phones/" + number + "/agentMessages?messageId=" + w.id() + "&agentId=other"
	if code, answer := w.call(http.MethodPost, path, message); code != 400 || !strings.Contains(answer, "uploaded no file") {
		t.Errorf("another agent: got %d %s", code, answer)
	}
	w.clock.move(60 * 24 * time.Hour)
	w.says(message)
	w.clock.move(time.Second)
	if code, answer := w.send(w.id(), message); code != 400 {
		t.Errorf("after 60 days: got %d %s", code, answer)
	}
}

func TestUploadsThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ query, contentType, body, want string }{
		"in several requests": {"uploadType=resumable", "image/png", "x", "uploadType"},
		"of no kind":          {"", "image/png", "x", "uploadType"},
		"of no type":          {"uploadType=media", "", "x", "media type"},
		"of a wrong type":     {"uploadType=media", "text/html", "x", "media type"},
		"of nothing":          {"uploadType=media", "image/png", "", "empty"},
		"of no parts":         {"uploadType=multipart", "image/png", "x", "multipart/related"},
		"of one part": {
			"uploadType=multipart", "multipart/related; boundary=B", "--B\r\nContent-Type: application/json\r\n\r\n{}\r\n--B--\r\n",
			"two parts",
		},
		"with an unknown name": {
			"uploadType=multipart", "multipart/related; boundary=B",
			"--B\r\nContent-Type: application/json\r\n\r\n{\"x\":1}\r\n--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--\r\n", "Unknown name",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			code, answer := w.callAs(c.contentType, http.MethodPost, "/upload/v1/files?agentId="+agentID+"&"+c.query, c.body)
			if code != 400 || !strings.Contains(answer, c.want) {
				t.Errorf("got %d %s, want %q", code, answer, c.want)
			}
		})
	}
}

func TestACustomersFileCanBeFetchedWithItsThumbnail(t *testing.T) {
	w := newWorld(t)
	file := drawing(600, 400)
	if _, err := w.ada().AttachNamed(t.Context(), "ticket.png", "image/png", file); err != nil {
		t.Fatal(err)
	}
	got := w.webhook.payloads(t)[0]["userFile"].(fields)
	payload, thumb := got["payload"].(fields), got["thumbnail"].(fields)
	if !bytes.Equal(fetch(t, payload["fileUri"].(string)), file) {
		t.Error("the file is another one")
	}
	if payload["fileName"] != "ticket.png" || thumb["fileName"] != "ticket_thumb.jpg" || payload["fileSizeBytes"] != float64(len(file)) {
		t.Errorf("got %v", got)
	}
	small, kind, err := image.Decode(bytes.NewReader(fetch(t, thumb["fileUri"].(string))))
	if err != nil || kind != "jpeg" || small.Bounds().Dx() > 160 {
		t.Errorf("the thumbnail is a %s of %v, %v", kind, small.Bounds(), err)
	}
	if e := w.ada().Messages()[0]; !e.Image || e.File == nil || e.File.Name != "ticket.png" {
		t.Errorf("the phone shows %+v", e)
	}
}

func TestAnyFileCanBeSent(t *testing.T) {
	w := newWorld(t)
	if _, err := w.ada().AttachNamed(t.Context(), "notes.txt", "text/plain", []byte("hello")); err != nil {
		t.Fatal(err)
	}
	e := w.ada().Messages()[0]
	if e.Image || e.File == nil || e.File.ContentType != "text/plain" || e.State != phone.Sent {
		t.Errorf("the phone shows %+v", e)
	}
}
