package filetype

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// Refused are the ends of the names of files that run when somebody opens them, on some
// system that people use. No customer is sent one.
func Refused() []string {
	return []string{
		"apk", "app", "appref-ms", "bat", "cmd", "com", "command", "cpl", "deb", "dll", "dmg", "exe", "gadget", "hta", "inf", "ins",
		"iso", "jar", "js", "jse", "lnk", "mjs", "msc", "msi", "msp", "mst", "pif", "pkg", "ps1", "reg", "rpm", "scf", "scr", "sct",
		"sh", "url", "vb", "vbe", "vbs", "vhd", "ws", "wsc", "wsf", "wsh", "xll",
	}
}

// IsRefused reports whether a file runs when somebody opens it, by its name or by its
// first bytes.
func IsRefused(name string, head []byte) bool {
	end := strings.ToLower(strings.TrimPrefix(path.Ext(strings.TrimRight(name, " .\t")), "."))
	return slices.Contains(Refused(), end) || slices.ContainsFunc(programs(), func(begin string) bool {
		return bytes.HasPrefix(head, []byte(begin))
	})
}

// programs are the first bytes of programs for Windows, Linux and macOS, and of scripts.
func programs() []string {
	return []string{"MZ", "\x7fELF", "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf", "\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe", "#!"}
}
