package picture_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/picture"
)

// encode makes a picture of 3 × 2 pixels.
func encode(tb testing.TB, mediaType string) []byte {
	tb.Helper()
	var b bytes.Buffer
	img := image.NewPaletted(image.Rect(0, 0, 3, 2), color.Palette{color.Black, color.White})
	var err error
	switch mediaType {
	case "image/jpeg":
		err = jpeg.Encode(&b, img, nil)
	case "image/png":
		err = png.Encode(&b, img)
	case "image/gif":
		err = gif.Encode(&b, img, nil)
	case "image/webp": // nothing in Go writes one: 1 × 1, lossless
		return mustBase64(tb, "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	}
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func mustBase64(tb testing.TB, s string) []byte {
	tb.Helper()
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// pngOf is the header of a PNG that claims a size, with the right checksum.
func pngOf(width, height uint32) []byte {
	chunk := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)...)
	chunk = append(chunk, 8, 2, 0, 0, 0)
	data := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(data, chunk...), crc32.ChecksumIEEE(chunk))
}

// gifOf is the header of a GIF that claims a size.
func gifOf(width, height uint16) []byte {
	data := binary.LittleEndian.AppendUint16([]byte("GIF89a"), width)
	return append(binary.LittleEndian.AppendUint16(data, height), 0, 0, 0)
}

func TestSniffKnowsPictures(t *testing.T) {
	t.Parallel()
	for _, mediaType := range []string{"image/jpeg", "image/png", "image/gif", "image/webp"} {
		want := picture.Info{Type: mediaType, Width: 3, Height: 2}
		if mediaType == "image/webp" {
			want.Width, want.Height = 1, 1
		}
		got, err := picture.Sniff(encode(t, mediaType))
		if got != want || err != nil {
			t.Errorf("%s: %+v, %v", mediaType, got, err)
		}
	}
}

func TestSniffRefusesWhatIsNoPicture(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		data []byte
	}{
		{"nothing", nil},
		{"a page", []byte("<!doctype html><script>alert(1)</script>")},
		{"a drawing that can have scripts", []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`)},
		{"a PDF", []byte("%PDF-1.7")},
		{"a page behind a PNG's first bytes", []byte("\x89PNG\r\n\x1a\n<script>alert(1)</script>")},
		{"a page behind a GIF's name", []byte("GIF89a")},
		{"a page behind a JPEG's first bytes", []byte("\xff\xd8\xff<script>alert(1)</script>")},
		{"a sound in the frame of a WebP", []byte("RIFF\x24\x00\x00\x00WAVEfmt ")},
		{"a WebP without a picture", []byte("RIFF\x04\x00\x00\x00WEBP")},
		{"a picture behind a blank", append([]byte(" "), encode(t, "image/png")...)},
		{"a PNG that is cut in its header", encode(t, "image/png")[:20]},
		{"a JPEG that is cut in its header", encode(t, "image/jpeg")[:20]},
		{"a PNG whose checksum is wrong", append(pngOf(3, 2)[:29], 0, 0, 0, 0)},
		{"a PNG without a pixel", pngOf(0, 2)},
		{"a PNG of a negative size", pngOf(1<<31, 2)},
		{"a GIF without a pixel", gifOf(3, 0)},
		{"a TIFF", []byte("II*\x00\x08\x00\x00\x00")},
		{"a BMP", []byte("BM\x3a\x00\x00\x00")},
		{"a film", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got, err := picture.Sniff(tt.data); !errors.Is(err, picture.ErrUnknown) || got != (picture.Info{}) {
				t.Errorf("%+v, %v; want ErrUnknown", got, err)
			}
		})
	}
}

func TestSniffRefusesBombs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		data []byte
		want error
	}{
		{"as long as can be", pngOf(picture.MaxSide, 1), picture.ErrBrokenOff},
		{"a pixel longer", pngOf(picture.MaxSide+1, 1), picture.ErrTooLarge},
		{"a pixel higher", pngOf(1, picture.MaxSide+1), picture.ErrTooLarge},
		{"forty megapixels", pngOf(8000, 5000), picture.ErrBrokenOff},
		{"one row more", pngOf(8000, 5001), picture.ErrTooLarge},
		{"a million by a million", pngOf(1<<20, 1<<20), picture.ErrTooLarge},
		{"so many that the decoder cannot count them", pngOf(1<<31-1, 1<<31-1), picture.ErrUnknown},
		{"the largest that GIF can claim", gifOf(65535, 65535), picture.ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := picture.Sniff(tt.data); !errors.Is(err, tt.want) {
				t.Errorf("error = %v, want %v", err, tt.want)
			}
		})
	}
}

// FuzzSniff: whatever is sent, there is no panic, and what is taken is within the
// limits and of a known type.
func FuzzSniff(f *testing.F) {
	for _, mediaType := range []string{"image/jpeg", "image/png", "image/gif", "image/webp"} {
		f.Add(encode(f, mediaType))
	}
	f.Add(pngOf(1<<31-1, 1<<31-1))
	f.Add(photograph("avif", 3, 2))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := picture.Sniff(data)
		if err != nil {
			if got != (picture.Info{}) || !errors.Is(err, picture.ErrUnknown) && !errors.Is(err, picture.ErrTooLarge) &&
				!errors.Is(err, picture.ErrBrokenOff) {
				t.Errorf("%+v, %v", got, err)
			}
			return
		}
		switch got.Type {
		case "image/jpeg", "image/png", "image/gif", "image/webp", "image/avif":
		case "image/heic", "image/heif":
			if got.Width == 0 && got.Height == 0 {
				return
			}
		default:
			t.Errorf("type %q", got.Type)
		}
		if got.Width < 1 || got.Height < 1 || got.Width > picture.MaxSide || got.Height > picture.MaxSide ||
			got.Width*got.Height > picture.MaxPixels {
			t.Errorf("%d × %d", got.Width, got.Height)
		}
	})
}
