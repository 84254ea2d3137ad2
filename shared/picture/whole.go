package picture

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
)

// The functions of this file follow the structure of a file to its end without
// decoding it: decoding takes four bytes a pixel, and what breaks off does so in the
// structure. Bytes behind the end do no harm; phones put films there.

// isWholePNG follows the chunks to IEND, with their checksums.
func isWholePNG(data []byte) bool {
	for rest := data[8:]; len(rest) >= 12; {
		size := int(binary.BigEndian.Uint32(rest))
		if size > len(rest)-12 {
			return false
		}
		body, sum := rest[4:8+size], binary.BigEndian.Uint32(rest[8+size:])
		if crc32.ChecksumIEEE(body) != sum {
			return false
		}
		if bytes.HasPrefix(body, []byte("IEND")) {
			return bytes.Contains(data, []byte("IDAT"))
		}
		rest = rest[12+size:]
	}
	return false
}

// isWholeJPEG follows the segments and what is between them to the end marker.
func isWholeJPEG(data []byte) bool {
	scanned := false
	for rest := data[2:]; len(rest) >= 2; {
		marker := rest[1]
		switch {
		case rest[0] != 0xff || marker == 0xff || marker == 0 || marker >= 0xd0 && marker <= 0xd7 || marker == 1:
			// Of a scan's data, a filler, or a marker without a segment.
			rest = rest[1:]
			if i := bytes.IndexByte(rest, 0xff); i >= 0 {
				rest = rest[i:]
			} else {
				rest = nil
			}
			continue
		case marker == 0xd9:
			return scanned
		case len(rest) < 4:
			return false
		}
		size := int(binary.BigEndian.Uint16(rest[2:]))
		if size < 2 || size > len(rest)-2 {
			return false
		}
		scanned = scanned || marker == 0xda
		rest = rest[2+size:]
	}
	return false
}

// isWholeGIF follows the blocks to the trailer.
func isWholeGIF(data []byte) bool {
	at, shown := 13+tableSize(data[10]), false
	for at < len(data) {
		switch data[at] {
		case ';':
			return shown
		case '!':
			at = afterBlocks(data, at+2)
		case ',':
			if at+10 >= len(data) {
				return false
			}
			shown = true
			at = afterBlocks(data, at+10+tableSize(data[at+9])+1)
		default:
			return false
		}
	}
	return false
}

// tableSize is the length of the colour table that flags announce.
func tableSize(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// afterBlocks is where a row of blocks ends, behind the one without content.
func afterBlocks(data []byte, at int) int {
	for at < len(data) && data[at] != 0 {
		at += int(data[at]) + 1
	}
	return at + 1
}

// isWholeWebP follows the chunks to the end that the file announces.
func isWholeWebP(data []byte) bool {
	size := int(binary.LittleEndian.Uint32(data[4:]))
	if size > len(data)-8 {
		return false
	}
	shown := false
	for rest := data[12 : 8+max(size, 4)]; len(rest) >= 8; {
		size := int(binary.LittleEndian.Uint32(rest[4:]))
		if size > len(rest)-8 {
			return false
		}
		shown = shown || bytes.HasPrefix(rest, []byte("VP8 ")) || bytes.HasPrefix(rest, []byte("VP8L")) || bytes.HasPrefix(rest, []byte("ANMF"))
		rest = rest[min(8+size+size%2, len(rest)):]
	}
	return shown
}
