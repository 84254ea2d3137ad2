package stack

import (
	"net"
	"net/http"
)

// localOnly serves a page only to browsers that requested it by a loopback name,
// and accepts posts only from its own pages, so that no page on the web can drive
// the emulator through somebody's browser.
func localOnly(next http.Handler) http.Handler {
	own := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			http.Error(w, "this page is for 127.0.0.1 only", http.StatusForbidden)
			return
		}
		own.ServeHTTP(w, r)
	})
}
