package browser

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf16"
)

// Files returns the files of the profile that hold one of the texts, as a browser may
// write them: in UTF-8 or in UTF-16. A text should be none that compression shortens.
func (b *Browser) Files(texts ...string) ([]string, error) {
	var forms [][]byte
	for _, text := range texts {
		var wide []byte
		for _, unit := range utf16.Encode([]rune(text)) {
			wide = binary.LittleEndian.AppendUint16(wide, unit)
		}
		forms = append(forms, []byte(text), wide)
	}
	var found []string
	err := filepath.WalkDir(b.profile, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil //nolint:nilerr // it was deleted meanwhile
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return nil //nolint:nilerr // as above
		}
		for _, form := range forms {
			if bytes.Contains(data, form) {
				name, _ := filepath.Rel(b.profile, path) // it is below
				found = append(found, name)
				break
			}
		}
		return nil
	})
	return found, err
}
