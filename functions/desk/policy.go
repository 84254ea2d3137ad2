package desk

import (
	"net/http"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
)

// The ways to sign in.
const (
	withGoogle = "google"
	withEmail  = "email"
	// withRoster is to choose an agent from the roster, without proof of
	// identity: only with an emulator, which accepts unsigned tokens.
	withRoster = "agents"
)

func signIn(s config.Desk) []string {
	if s.Firestore.Emulator != "" && s.Auth.Emulator == "" {
		return []string{withRoster}
	}
	if !s.Passwords {
		return []string{withGoogle}
	}
	return []string{withGoogle, withEmail}
}

// headers returns the headers of every response.
func headers(s config.Desk) http.Header {
	h := http.Header{}
	h.Set("Content-Security-Policy", policy(s))
	h.Set("X-Content-Type-Options", "nosniff")
	// Not no-referrer: an API key may be restricted to the pages of this origin.
	h.Set("Referrer-Policy", "strict-origin")
	h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
	// Not same-origin: the page has to hear from the sign-in window.
	h.Set("Cross-Origin-Opener-Policy", "same-origin-allow-popups")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Strict-Transport-Security", "max-age=63072000") // two years; browsers ignore it on http://127.0.0.1
	return h
}

// signInPage is where agents sign in. It shows nothing of a conversation, so it may use
// the script of Google's that opens Google's window.
const signInPage = "sign-in"

// policy is the Content-Security-Policy of the desk's pages. It allows the page's own
// files, and what Firebase is asked. Nothing inline is allowed and no script of anybody
// else, and a text cannot become markup or a script (lit's own templates can), so that a
// customer's text would do nothing even if it ended up where the page makes elements.
func policy(s config.Desk) string {
	return compose(s, "'self'", "'none'", "require-trusted-types-for 'script'", "trusted-types lit-html")
}

// signInPolicy is the policy of the page where agents sign in. Firebase hears from
// Google's window through a frame, which a library of Google's opens: api.js, and what
// that loads. Firebase gives its address to the page as a text, and Google's library is
// not ours, so there are no trusted types here.
func signInPolicy(s config.Desk) string {
	const library = " https://apis.google.com/js/ https://apis.google.com/_/scs/abc-static/_/js/"
	frame := "https://" + string(s.AuthDomain) + "/__/auth/"
	if s.Auth.Emulator != "" {
		frame = "http://" + s.Auth.Emulator + "/emulator/auth/"
	}
	return compose(s, "'self'"+library, frame)
}

// compose is a policy with what differs: whose script runs, and what is in frames.
func compose(s config.Desk, script, frame string, more ...string) string {
	connect := []string{
		emulatorOr(s.Firestore.Emulator, "https://firestore.googleapis.com", "/google.firestore.v1.Firestore/"),
		emulatorOr(s.Firestore.Emulator, "https://firestore.googleapis.com", "/v1/projects/"+s.Project+"/"),
	}
	if slices.Contains(signIn(s), withGoogle) {
		connect = append(connect, identities(s)...)
	}
	return strings.Join(append([]string{
		"default-src 'none'", "script-src " + script, "style-src 'self'", "font-src 'self'",
		// A customer's file is first fetched with a token and then shown as a
		// blob.
		"img-src 'self' blob: data:", "media-src 'self' blob: data:",
		"connect-src 'self' " + strings.Join(connect, " "), "frame-src " + frame,
		"worker-src 'self'", "manifest-src 'self'",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	}, more...), "; ")
}

// identities are the addresses that sign people in and renew their tokens.
func identities(s config.Desk) []string {
	if at := s.Auth.Emulator; at != "" {
		return []string{"http://" + at + "/identitytoolkit.googleapis.com/", "http://" + at + "/securetoken.googleapis.com/"}
	}
	return []string{
		"https://identitytoolkit.googleapis.com/v1/", "https://identitytoolkit.googleapis.com/v2/",
		"https://securetoken.googleapis.com/v1/token",
	}
}

// emulatorOr returns a path at the emulator, or at the service if there is no emulator.
func emulatorOr(emulator, service, path string) string {
	if emulator != "" {
		return "http://" + emulator + path
	}
	return service + path
}
