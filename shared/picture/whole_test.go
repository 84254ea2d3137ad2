package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/picture"
)

// boxOf is a box with contents.
func boxOf(kind string, contents ...[]byte) []byte {
	body := bytes.Join(contents, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), kind...), body...)
}

// photograph is the structure of a HEIC or an AVIF of a size.
func photograph(brand string, width, height uint32) []byte {
	ispe := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte{0, 0, 0, 0}, width), height)
	return bytes.Join([][]byte{
		boxOf("ftyp", []byte(brand+"\x00\x00\x00\x00mif1"+brand)),
		boxOf("meta", []byte{0, 0, 0, 0}, boxOf("hdlr", []byte("pict")), boxOf("iprp", boxOf("ipco", boxOf("ispe", ispe)))),
		boxOf("mdat", []byte("pixels")),
	}, nil)
}

func animation(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	one := image.NewPaletted(image.Rect(0, 0, 3, 2), color.Palette{color.Black, color.White})
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{one, one}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestWhatBreaksOffIsNoPicture cuts every picture everywhere.
func TestWhatBreaksOffIsNoPicture(t *testing.T) {
	t.Parallel()
	for name, whole := range map[string][]byte{
		"PNG": encode(t, "image/png"), "JPEG": encode(t, "image/jpeg"), "GIF": encode(t, "image/gif"),
		"WebP": encode(t, "image/webp"), "animated GIF": animation(t), "AVIF": photograph("avif", 3, 2),
	} {
		if _, err := picture.Sniff(whole); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for n := range whole {
			if got, err := picture.Sniff(whole[:n]); err == nil {
				t.Errorf("%s cut after %d of %d bytes: %+v", name, n, len(whole), got)
			}
		}
	}
	cut := append(pngOf(8, 8), "\x00\x00\x00\x0bIDA"...)
	if _, err := picture.Sniff(cut); !errors.Is(err, picture.ErrBrokenOff) {
		t.Errorf("a PNG cut after 40 bytes: %v", err)
	}
}

func TestWhatFollowsAPictureDoesNoHarm(t *testing.T) {
	t.Parallel()
	for _, mediaType := range []string{"image/jpeg", "image/png", "image/gif", "image/webp"} {
		if _, err := picture.Sniff(append(encode(t, mediaType), "a film"...)); err != nil {
			t.Errorf("%s: %v", mediaType, err)
		}
	}
}

func TestPhotographsOfPhonesAreKnown(t *testing.T) {
	t.Parallel()
	heic := photograph("heic", 4000, 3000)
	tests := []struct {
		name string
		data []byte
		want picture.Info
		err  error
	}{
		{"AVIF", photograph("avif", 3, 2), picture.Info{Type: "image/avif", Width: 3, Height: 2}, nil},
		{"HEIC", heic, picture.Info{Type: "image/heic", Width: 4000, Height: 3000}, nil},
		{"HEIF", photograph("mif1", 3, 2), picture.Info{Type: "image/heif", Width: 3, Height: 2}, nil},
		{"no more than a name", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), picture.Info{Type: "image/heic"}, nil},
		{"a HEIC cut within its pixels", heic[:len(heic)-1], picture.Info{}, picture.ErrBrokenOff},
		{"a HEIC without pixels", heic[:len(heic)-14], picture.Info{}, picture.ErrBrokenOff},
		{"a HEIC cut within its name", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), picture.Info{}, picture.ErrBrokenOff},
		{"an AVIF without a description", photograph("avif", 3, 2)[:24], picture.Info{}, picture.ErrBrokenOff},
		{"a bomb", photograph("heic", 1<<31, 1<<31), picture.Info{}, picture.ErrTooLarge},
		{"an AVIF bomb", photograph("avif", picture.MaxSide+1, 1), picture.Info{}, picture.ErrTooLarge},
		{"an AVIF without a pixel", photograph("avif", 0, 2), picture.Info{}, picture.ErrUnknown},
	}
	for _, tt := range tests {
		if got, err := picture.Sniff(tt.data); got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %+v, %v; want %+v, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
}
