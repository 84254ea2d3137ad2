package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
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
	o := &office{T: t, browser: b, department: "spring"}
	o.must(err)
	shared.log = console.New(io.Discard, console.Quiet)
	o.Stack, err = stack.Start(context.Background(), stack.Options{Project: "demo-pictures", Log: shared.log})
	o.must(err)
	t.Cleanup(o.Stop)
	o.BrandAgent = "brands/7d9f2c1e-4b0a-4c55-9a3e-0f6f2b8f1a10/agents/b1c7e6d2-93f4-4e0b-8a77-5f2d9c3e4b61" // Acme Stores

	all := func(a *agent.Agent) { a.Queues = []string{"front-desk", "orders", "billing", "complaints", "repairs"} }
	maya, nora := o.hires("Maya", all), o.hires("Nora", all, supervises)
	for _, name := range []string{"Theo", "Lena"} {
		o.must(o.at(o.hires(name, all)).Come(o.context(), "busy", inTwoMinutes()))
	}
	dana := o.lively(maya)
	o.queued()
	o.counted()
	at := "/conversations/" + string(dana.id)
	for _, p := range []struct {
		file, path string
		who        person
		view       browser.View
	}{
		{"desk.png", at, maya, wide},
		{"desk-dark.png", at, maya, dark(wide)},
		{"desk-narrow.png", at, maya, french(browser.View{Width: 390, Height: 844})},
		{"desk-narrow-dark.png", at, maya, dark(browser.View{Width: 390, Height: 844})},
		{"supervise.png", "/supervise/queues", nora, wide},
		{"supervise-narrow.png", "/supervise/queues", nora, french(browser.View{Width: 390, Height: 844})},
		{"today.png", "/supervise/figures/1-queue", nora, wide},
	} {
		page := o.sits(p.who, p.path, p.view)
		if p.path == at {
			page.reads("And could somebody deliver it on Friday?")
			page.await(`[...document.images].every((i) => i.complete && i.naturalWidth > 0)`)
			page.await(`document.images.length > 0 || innerWidth < 1000`) // on a phone it is above what is seen
			page.await(`!document.querySelector('.banner')`)
			page.await(`!ui.text(document.querySelector('nav')).includes('…') || innerWidth < 1000`)
		} else {
			page.sees("table", "")
			if p.file == "supervise.png" {
				page.presses("button", "/Billing$/")
				page.sees("link", "Sami")
				page.reads("kept")
				page.reads("3 there")
			}
			page.await(`!/(^|\s)…(\s|$)/.test(document.body.innerText)`)
		}
		page.must(browser.Void(page.Page, `document.activeElement.blur()`))
		file := filepath.Join(folder, p.file)
		o.must(page.Screenshot(file))
		size, err := squeezed(file)
		o.must(err)
		if size > heaviest {
			t.Errorf("%s has %d bytes, want at most %d", p.file, size, heaviest)
		}
	}
}

// lively is a conversation with a bit of everything, among others.
func (o *office) lively(maya person) *client {
	o.Helper()
	at := o.at(maya)
	takes := func(c *client) {
		o.Helper()
		vera := o.at(person{"Nora", "nora.spring@store.example"})
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
	dana, ines := o.customer("Dana"), o.customer("Inès")
	eli, _ := o.textCustomer("eli", "Eli") // through the other channel
	for c, text := range map[*client]string{
		eli: "Can I change the address of my delivery?", ines: "Bonjour, avez-vous reçu ma facture ?", dana: "Hi, is this lamp still on offer?",
	} {
		c.writes(text)
		takes(c)
	}
	reply(dana, map[string]any{"text": "Hello Dana! Which one do you mean?"})
	dana.gets("Hello Dana! Which one do you mean?")
	_, err := dana.phone.Attach(o.context(), "image/png", lamp())
	o.must(err)
	o.must(at.Do(o.context(), dana.id, conversation.Action{Kind: conversation.WriteNote, Text: "Three left in the Lyon shop, brass only."}))
	reply(dana, map[string]any{"text": "It is, until Saturday. Which one would you like?", "choices": []channel.ChoiceItem{
		{Kind: channel.ReplyChoice, Label: "Brass", Postback: "brass"}, {Kind: channel.ReplyChoice, Label: "Black", Postback: "black"},
	}})
	shown := dana.gets("It is, until Saturday. Which one would you like?")
	o.until("conversations/"+string(dana.id)+"/messages/"+shown.ID, (*firestore.DocumentSnapshot).Exists) // before its answer
	o.must(dana.phone.Tap(o.context(), shown.ID, 0))
	dana.writes("And could somebody deliver it on Friday?")
	dana.is("all there", func(c conversation.Conversation) bool { return c.Preview == "And could somebody deliver it on Friday?" })
	return dana
}

// queued is what waits.
func (o *office) queued() {
	o.Helper()
	all := []struct {
		queue, name, preview string
		minutes              int
	}{
		{"billing", "Sami", "I would like a refund for the second lamp.", 3},
		{"billing", "Yuki", "The invoice has the wrong address.", 1},
		{"orders", "Olga", "My parcel was to come yesterday.", 7},
		{"orders", "Noor", "Can I add something to my order?", 2},
		{"front-desk", "Rosa", "Are you open on Sundays?", 1},
		{"repairs", "Juan", "The boiler makes a noise.", 4},
	}
	o.seed(len(all), func(i int) (string, any) {
		a := all[i]
		c := o.session(a.queue, i)
		at := time.Now().Add(-time.Duration(a.minutes) * time.Minute)
		return fmt.Sprintf("queues/%s/items/%s", a.queue, c.ID), conversation.Item{
			Conversation: c.ID, Queue: a.queue, Rank: at, Language: "en", Customer: a.name, Channel: o.Side.Channel, Preview: a.preview,
			Kind: channel.Text, EnqueuedAt: at, LateAt: at.Add(5 * time.Minute),
		}
	})
}

// counted is a day's figures, such as they are in the evening.
func (o *office) counted() {
	o.Helper()
	paris, err := time.LoadLocation("Europe/Paris") // where the example's workstreams are
	o.must(err)
	today := time.Now().In(paris).Format(time.DateOnly)
	for i, queue := range []string{"front-desk", "orders", "billing", "complaints", "repairs"} {
		n := int64(64 - 11*i)
		f := conversation.Figures{
			Date: today, Queue: queue, Shard: "0", ByHour: map[string]conversation.Measures{}, Measures: conversation.Measures{
				Opened: n, Answered: n - int64(i) - 1, Abandoned: int64(i) + 1, FirstWait: n * int64(60+20*i),
				Within: n - int64(3*i) - 2, Closed: n - 6, Handled: n * int64(420+30*i), Started: n / 9, Rated: n / 2, Ratings: n / 2 * 9 / 2,
			},
		}
		for h, share := range []int64{4, 9, 13, 12, 7, 10, 14, 15, 10, 6} {
			f.ByHour[fmt.Sprintf("%02d", 9+h)] = conversation.Measures{Opened: n * share / 100}
		}
		_, err := o.Firestore.Doc("figures/"+today+"_"+queue+"_0").Set(o.context(), f)
		o.must(err)
	}
}

// lamp is a picture of one, drawn with a few lines in few colours.
func lamp() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 480, 240))
	for y := range 240 {
		for x := range 480 {
			c := color.RGBA{70, 76, 92, 255}
			if (x-240)*(x-240)+(y-90)*(y-90) < 90*90 {
				c = color.RGBA{112, 106, 100, 255}
			}
			switch {
			case y > 30 && y < 100 && abs(x-240) < 30+(y-30)*2/3: // the shade
				c = color.RGBA{240, 214, 150, 255}
			case y >= 100 && y < 200 && abs(x-240) < 5, y >= 196 && y < 206 && abs(x-240) < 60: // the foot
				c = color.RGBA{176, 132, 58, 255}
			case y >= 206: // the table
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

// squeezed writes a picture again in the 256 colours that it has most of, which nobody sees.
func squeezed(file string) (int, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return 0, err
	}
	few := image.NewPaletted(img.Bounds(), palette(img))
	draw.Draw(few, few.Bounds(), img, image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few); err != nil {
		return 0, err
	}
	return out.Len(), os.WriteFile(file, out.Bytes(), 0o644)
}

// palette is the colours that a picture has most of.
func palette(img image.Image) color.Palette {
	counts := map[color.Color]int{}
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			counts[img.At(x, y)]++
		}
	}
	all := slices.SortedFunc(maps.Keys(counts), func(a, b color.Color) int { return counts[b] - counts[a] })
	return all[:min(256, len(all))]
}
