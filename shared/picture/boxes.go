package picture

import (
	"encoding/binary"
	"slices"
)

// HEIC, HEIF and AVIF are boxes within boxes, ISO/IEC 14496-12 and 23008-12. Nothing
// in Go decodes them, so their boxes are followed to the end of the file.

// box is a part of such a file.
type box struct {
	kind string
	body []byte
}

// boxes splits data into boxes. ok is false where one is longer than what is there.
func boxes(data []byte) (all []box, ok bool) {
	for len(data) > 0 {
		if len(data) < 8 {
			return nil, false
		}
		head, size := uint64(8), uint64(binary.BigEndian.Uint32(data))
		switch {
		case size == 0: // to the end
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			head, size = 16, binary.BigEndian.Uint64(data[8:])
		}
		if size < head || size > uint64(len(data)) {
			return nil, false
		}
		all = append(all, box{string(data[4:8]), data[head:size]})
		data = data[size:]
	}
	return all, true
}

// brand returns the media type that the first box names, or "".
func brand(data []byte) string {
	if len(data) < 16 || string(data[4:8]) != "ftyp" {
		return ""
	}
	size := min(uint64(binary.BigEndian.Uint32(data)), uint64(len(data)))
	names := []string{string(data[8:12])}
	for at := uint64(16); at+4 <= size; at += 4 {
		names = append(names, string(data[at:at+4]))
	}
	has := func(wanted ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(wanted, n) })
	}
	switch {
	case has("avif", "avis"):
		return "image/avif"
	case has("heic", "heix", "heim", "heis", "hevc", "hevx"):
		return "image/heic"
	case has("mif1", "msf1"):
		return "image/heif"
	}
	return ""
}

// boxed is what the boxes of a picture say. A HEIC or HEIF photograph without a
// description has no size: browsers do not show it, it can only be downloaded.
func boxed(mediaType string, data []byte) (Info, error) {
	info := Info{Type: mediaType}
	top, ok := boxes(data)
	if !ok {
		return Info{}, ErrBrokenOff
	}
	i := slices.IndexFunc(top, func(b box) bool { return b.kind == "meta" })
	if i < 0 {
		if mediaType == "image/avif" {
			return Info{}, ErrBrokenOff
		}
		return info, nil
	}
	sizes, content, ok := described(top[i].body)
	content = content || slices.ContainsFunc(top, func(b box) bool { return b.kind == "mdat" })
	if !ok || !content {
		return Info{}, ErrBrokenOff
	}
	for _, s := range sizes {
		if s[0] > MaxSide || s[1] > MaxSide || s[0]*s[1] > MaxPixels {
			return Info{}, ErrTooLarge
		}
		if s[0]*s[1] > int64(info.Width)*int64(info.Height) { // the others are tiles of it
			info.Width, info.Height = int(s[0]), int(s[1])
		}
	}
	if mediaType == "image/avif" && info.Width == 0 {
		return Info{}, ErrUnknown
	}
	return info, nil
}

// described returns the sizes in a box "meta", and whether it holds content itself.
func described(meta []byte) (sizes [][2]int64, content, ok bool) {
	if len(meta) < 4 {
		return nil, false, false
	}
	level, ok := boxes(meta[4:])
	for _, name := range []string{"iprp", "ipco"} {
		content = content || slices.ContainsFunc(level, func(b box) bool { return b.kind == "idat" })
		i := slices.IndexFunc(level, func(b box) bool { return b.kind == name })
		if !ok || i < 0 {
			return nil, content, ok
		}
		level, ok = boxes(level[i].body)
	}
	for _, b := range level {
		if b.kind == "ispe" && len(b.body) >= 12 {
			sizes = append(sizes, [2]int64{
				int64(binary.BigEndian.Uint32(b.body[4:])), int64(binary.BigEndian.Uint32(b.body[8:])),
			})
		}
	}
	return sizes, content, ok
}
