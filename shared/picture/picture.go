// Package picture checks whether a file is a picture that browsers and phones can
// show safely. It trusts only the content, never decodes more than the header, and
// follows the structure of the rest to its end.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"

	"golang.org/x/image/webp"
)

// The limits of a picture. A header of a few bytes can claim any size, and every
// viewer would reserve the memory for it.
const (
	// MaxSide is the longest side, in pixels: the limit of browsers' canvases.
	MaxSide = 16_384
	// MaxPixels is the largest area. Phones take 12 to 24 megapixels; 40 of them
	// are 160 MB when decoded.
	MaxPixels = 40_000_000
)

// ErrUnknown says that the content is not a picture of a known type.
var ErrUnknown = errors.New("no picture of a known type")

// ErrTooLarge says that the picture has more pixels than is safe to show.
var ErrTooLarge = errors.New("too many pixels")

// ErrBrokenOff says that the file ends before the picture does.
var ErrBrokenOff = errors.New("the picture breaks off")

// Info is what a picture's header says.
type Info struct {
	// Type is the media type, one of those of [IsType].
	Type string
	// Width and Height are in pixels, at least 1; 0 where a HEIC or HEIF does not say.
	Width, Height int
}

// Types are the media types that [Sniff] finds.
func Types() []string {
	return []string{"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic", "image/heif"}
}

// IsType reports whether a media type is one that [Sniff] finds.
func IsType(mediaType string) bool { return slices.Contains(Types(), mediaType) }

// Begins reports whether a file that begins so is to be taken for a picture: then it is
// one, or nothing that anybody should open.
func Begins(head []byte) bool {
	_, decode, _ := kind(head)
	return decode != nil || brand(head) != ""
}

// Sniff determines the type and size of a picture, and makes sure that all of it is
// there. The error is [ErrUnknown], [ErrTooLarge] or [ErrBrokenOff]. It does not
// decode: pixels may be wrong.
func Sniff(data []byte) (Info, error) {
	if mediaType := brand(data); mediaType != "" {
		return boxed(mediaType, data)
	}
	mediaType, decode, isWhole := kind(data)
	if decode == nil {
		return Info{}, ErrUnknown
	}
	header, err := decode(bytes.NewReader(data))
	if err != nil {
		return Info{}, fmt.Errorf("%w: the header of %s: %w", ErrUnknown, mediaType, err)
	}
	w, h := int64(header.Width), int64(header.Height)
	switch {
	case w < 1 || h < 1:
		return Info{}, fmt.Errorf("%w: %s without a single pixel", ErrUnknown, mediaType)
	case w > MaxSide || h > MaxSide || w*h > MaxPixels:
		return Info{}, ErrTooLarge
	case !isWhole(data):
		return Info{}, ErrBrokenOff
	}
	return Info{Type: mediaType, Width: header.Width, Height: header.Height}, nil
}

// kind determines the type from the first bytes, and returns the decoder of its
// header and what follows it to its end. It does not use package image's registry: an
// import elsewhere must not extend what customers can send.
func kind(data []byte) (mediaType string, decode func(io.Reader) (image.Config, error), isWhole func([]byte) bool) {
	switch begins := func(s string) bool { return bytes.HasPrefix(data, []byte(s)) }; {
	case begins("\xff\xd8\xff"):
		return "image/jpeg", jpeg.DecodeConfig, isWholeJPEG
	case begins("\x89PNG\r\n\x1a\n"):
		return "image/png", png.DecodeConfig, isWholePNG
	case begins("GIF87a"), begins("GIF89a"):
		return "image/gif", gif.DecodeConfig, isWholeGIF
	case begins("RIFF") && len(data) >= 12 && string(data[8:12]) == "WEBP":
		return "image/webp", webp.DecodeConfig, isWholeWebP
	}
	return "", nil, nil
}
