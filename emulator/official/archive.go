package official

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/cache"
)

// abandoned is the age from which nobody is expected to write an archive any more.
const abandoned = time.Hour

// archived returns flags that have Java take an emulator's classes from an archive in .cache, which saves a third of what
// starting the emulator and its first work cost. If there is no archive and writes is set, Java writes one when the
// emulator stops. The caller has to call ended at that moment, which puts the archive in its place. Java itself refuses
// an archive that does not fit, but crashes with a damaged one, so ended removes the archive of an emulator that was
// killed or crashed.
func archived(java, jar string, writes bool) (flags []string, ended func(exited bool)) {
	ended = func(bool) {}
	java, err := filepath.EvalSymlinks(java)
	if err != nil {
		return nil, ended // it starts without
	}
	path, err := archive(java, jar)
	if err != nil {
		return nil, ended
	}
	const quiet = "-Xlog:cds*=off" // of classes that it cannot archive, and of an archive that it cannot use
	if _, err := os.Stat(path); err == nil {
		ended = func(exited bool) {
			if !exited {
				_ = os.Remove(path)
			}
		}
		return []string{quiet, "-XX:ErrorFile=" + path + ".crash", "-XX:SharedArchiveFile=" + path}, ended
	}
	folder := path + ".new" // of the one who writes it
	if info, err := os.Stat(folder); err == nil && time.Since(info.ModTime()) > abandoned {
		_ = os.RemoveAll(folder)
	}
	if !writes || !archives(java) || os.MkdirAll(filepath.Dir(folder), 0o750) != nil || os.Mkdir(folder, 0o750) != nil {
		return nil, ended
	}
	written := filepath.Join(folder, "classes")
	ended = func(exited bool) {
		if exited { // and was not killed while it wrote
			_ = os.Rename(written, path)
		}
		_ = os.RemoveAll(folder)
	}
	return []string{quiet, "-XX:ArchiveClassesAtExit=" + written}, ended
}

// archives reports whether a Java can write archives, for which it needs the archive of its own classes.
func archives(java string) bool {
	if strings.Contains(os.Getenv("JAVA_TOOL_OPTIONS")+os.Getenv("JDK_JAVA_OPTIONS"), "-Xshare") {
		return false
	}
	own, _ := fs.Glob(os.DirFS(filepath.Dir(filepath.Dir(java))), "lib/server/classes*.jsa")
	return len(own) > 0
}

// archive is where the classes of a jar are for a Java, whichever versions these are.
func archive(java, jar string) (string, error) {
	dir, err := cache.Dir()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, path := range []string{java, jar} {
		info, err := os.Stat(path)
		if err != nil {
			return "", fmt.Errorf("archive of classes: %w", err)
		}
		_, _ = fmt.Fprintln(sum, path, info.Size(), info.ModTime().UnixNano())
	}
	return filepath.Join(dir, "emulators", fmt.Sprintf("%s-%.8x.classes", filepath.Base(jar), sum.Sum(nil))), nil
}
