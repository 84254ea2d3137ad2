// Command program is what the buildpack makes of the functions, with one more that does
// nothing: the floor of package cold. Nothing of the emulator is in it.
package main

import (
	"log"
	"net/http"
	"os"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
	"github.com/GoogleCloudPlatform/functions-framework-go/functions"

	_ "github.com/frontdesk-gcp/frontdesk"
)

func main() {
	functions.HTTP("empty", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	log.Fatal(funcframework.StartHostPort("127.0.0.1", os.Getenv("PORT")))
}
