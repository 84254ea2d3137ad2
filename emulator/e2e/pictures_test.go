package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/console"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// heaviest is how many bytes a picture of the README may have.
const heaviest = 150 << 10

// TestPicturesForTheReadme takes them, of the example configuration, into the folder that PICTURES names:
//
//	PICTURES=$PWD/docs/images go test ./emulator/e2e -run Pictures
func TestPicturesForTheReadme(t *testing.T) {
	folder := os.Getenv("PICTURES")
	if folder == "" {
		t.Skip("PICTURES names no folder")
	}
	b, err := chromium()
	if errors.Is(err, browser.ErrMissing) {
		t.Skip(err)
	}
	o := &office{T: t, browser: b, department: "acme"}
	o.must(err)
	shared.log = console.New(io.Discard, console.Quiet)
	o.Stack, err = stack.Start(context.Background(), stack.Options{Project: "demo-pictures", Log: shared.log})
	o.must(err)
	t.Cleanup(o.Stop)

	all := func(a *agent.Agent) { a.Queues = []string{"front-desk", "orders", "billing", "complaints", "repairs"} }
	maya, nora := o.hires("Maya", all), o.hires("Nora", all, supervises)
	for _, name := range []string{"Theo", "Lena"} {
		o.must(o.at(o.hires(name, all)).Come(o.context(), "busy", inTwoMinutes()))
	}
	dana := o.lively(maya)
	o.counted()
	at := "/conversations/" + string(dana.id)
	for _, p := range []struct {
		file, path string
		who        person
		view       browser.View
	}{
		{"desk.png", at, maya, wide},
		{"desk-dark.png", at, maya, dark(wide)},
		{"desk-narrow.png", at, maya, french(narrow)},
		{"supervise.png", "/supervise/queues", nora, wide},
		{"today.png", "/supervise/figures", nora, wide},
	} {
		page := o.sits(p.who, p.path, p.view)
		if p.path == at {
			page.await(`document.images.length > 0 && [...document.images].every((i) => i.complete && i.naturalWidth > 0)`)
			page.await(`!document.querySelector('.history .edge')?.innerText.includes('…')`)
		} else {
			page.sees("table", "")
			page.await(`!document.body.innerText.includes('…')`)
		}
		page.must(browser.Void(page.Page, `document.activeElement.blur()`))
		file := filepath.Join(folder, p.file)
		o.must(page.Screenshot(file))
		info, err := os.Stat(file)
		o.must(err)
		if info.Size() > heaviest {
			t.Errorf("%s has %d bytes, want at most %d", p.file, info.Size(), heaviest)
		}
	}
}

// lively is a conversation with a bit of everything, among others.
func (o *office) lively(maya person) *client {
	o.Helper()
	at := o.at(maya)
	takes := func(c *client) {
		o.Helper()
		vera := o.at(person{"Nora", "nora.acme@store.example"})
		c.is("here", func(v conversation.Conversation) bool {
			return v.State == conversation.Open || v.State == conversation.Offered
		})
		o.must(vera.Do(o.context(), c.id, conversation.Action{Kind: conversation.Assign, Agent: maya.email}))
		c.state(conversation.Active, maya.email)
	}
	reply := func(c *client, fields map[string]any) {
		o.Helper()
		o.must(at.Write(o.context(), c.id, uuid.NewString(), fields))
	}
	o.must(at.Come(o.context(), "busy", inTwoMinutes()))
	dana, eli, ines := o.customer("Dana"), o.customer("Eli"), o.customer("Inès")
	for c, text := range map[*client]string{
		eli: "Can I change the address of my delivery?", ines: "Bonjour, avez-vous reçu ma facture ?", dana: "Hi, is this lamp still on offer?",
	} {
		c.writes(text)
		takes(c)
	}
	_, err := dana.phone.AttachImage(o.context(), "image/png", lamp())
	o.must(err)
	reply(dana, map[string]any{"text": "Hello Dana, what a nice corner! Let me look."})
	dana.gets("Hello Dana, what a nice corner! Let me look.")
	o.must(at.Do(o.context(), dana.id, conversation.Action{Kind: conversation.WriteNote, Text: "Three left in the Lyon shop, brass only."}))
	reply(dana, map[string]any{"text": "It is, until Saturday. Which one would you like?", "choices": []channel.ChoiceItem{
		{Kind: channel.ReplyChoice, Label: "Brass", Postback: "brass"}, {Kind: channel.ReplyChoice, Label: "Black", Postback: "black"},
	}})
	shown := dana.gets("It is, until Saturday. Which one would you like?")
	o.must(dana.phone.Tap(o.context(), shown.ID, 0))
	dana.writes("And could somebody deliver it on Friday?")
	for i, text := range []string{"My parcel was to come yesterday.", "I would like a refund for my order.", "The boiler makes a noise, is that a leak?"} {
		c := o.customer([]string{"Olga", "Sami", "Rosa"}[i])
		c.writes(text)
	}
	dana.is("all there", func(c conversation.Conversation) bool { return c.Preview == "And could somebody deliver it on Friday?" })
	return dana
}

// counted is a day's figures, such as they are in the evening.
func (o *office) counted() {
	o.Helper()
	today := time.Now().Format(time.DateOnly)
	for i, queue := range []string{"front-desk", "orders", "billing", "complaints", "repairs"} {
		n := int64(64 - 11*i)
		f := conversation.Figures{
			Date: today, Queue: queue, Opened: n, Answered: n - int64(i) - 1, Abandoned: int64(i) + 1, FirstWait: n * int64(60+20*i),
			Within: n - int64(3*i) - 2, Closed: n - 6, Handled: n * int64(420+30*i), Rated: n / 2, Ratings: n / 2 * 9 / 2, Hours: map[string]int64{},
		}
		for h, share := range []int64{4, 9, 13, 12, 7, 10, 14, 15, 10, 6} {
			f.Hours[fmt.Sprintf("%02d", 9+h)] = n * share / 100
		}
		_, err := o.Firestore.Doc("figures/"+today+"_"+queue).Set(o.context(), f)
		o.must(err)
	}
}

// lamp is a picture of one, drawn with a few circles and lines.
func lamp() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 480, 360))
	for y := range 360 {
		for x := range 480 {
			glow := max(0, 200-((x-240)*(x-240)+(y-150)*(y-150))/220)
			c := color.RGBA{uint8(70 + glow*150/200), uint8(76 + glow*120/200), uint8(92 + glow*40/200), 255}
			switch {
			case y > 60 && y < 150 && abs(x-240) < 30+(y-60)*2/3: // the shade
				c = color.RGBA{240, 214, 150, 255}
			case y >= 150 && y < 300 && abs(x-240) < 5, y >= 296 && y < 308 && abs(x-240) < 60: // the foot
				c = color.RGBA{176, 132, 58, 255}
			case y >= 308: // the table
				c = color.RGBA{96, 66, 46, 255}
			}
			img.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err) // into memory
	}
	return out.Bytes()
}

func abs(n int) int { return max(n, -n) }
