// Program firestore starts an emulator of Firestore for several programs, prints its
// address, host:port, and stops it when its input ends.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
)

func main() {
	os.Exit(official.WithBusyFirestore(func(host string) int {
		fmt.Println(host)
		_, _ = io.Copy(io.Discard, os.Stdin) // nobody writes to it
		return 0
	}))
}
