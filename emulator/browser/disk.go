package browser

import (
	"bytes"
	"encoding/binary"
	"io/fs"
	"os"
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
	root, err := os.OpenRoot(b.profile)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	var found []string
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil //nolint:nilerr // it was deleted meanwhile
		}
		data, err := root.ReadFile(path)
		if err != nil {
			return nil //nolint:nilerr // as above
		}
		for _, form := range forms {
			if bytes.Contains(data, form) {
				found = append(found, path)
				break
			}
		}
		return nil
	})
	return found, err
}
