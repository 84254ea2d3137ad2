package main

import (
	"io"
	"net/http"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
)

// index is the page that links to the others.
func index(s *stack.Stack) http.Handler {
	desk := "An agent's desk: " + noDesk + "."
	if s.DeskURL != "" {
		desk = `<a href="` + s.DeskURL + `/">An agent's desk</a>: take the conversation and answer.`
	}
	page := strings.Replace(indexPage, "{{desk}}", desk, 1)
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		_, _ = io.WriteString(w, page)
	})
}

// noDesk stands in for the desk's address.
const noDesk = "not built: run `make client` and start again"

const indexPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Frontdesk, on this machine</title>
<style>
:root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif }
body { max-width: 34rem; margin: 4rem auto; padding: 0 1.25rem }
a { color: inherit }
</style>
<h1>Frontdesk</h1>
<p>The whole product on this machine.</p>
<ul>
<li><a href="phone/">A customer's phone</a>: write as a customer.
<li>{{desk}}
</ul>
</html>
`
