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

// policy is the Content-Security-Policy of the page. It allows the page's own
// files, and Google's for signing in and for Firestore. Nothing inline is
// allowed, so that a customer's text would do nothing even if it ended up in the
// page as markup.
func policy(s config.Desk) string {
	connect, frame, script := []string{emulatorOr(s.Firestore.Emulator, "https://firestore.googleapis.com")}, "'none'", ""
	if slices.Contains(signIn(s), withGoogle) {
		// Firebase hears from Google's sign-in window through a frame, which this
		// Google library opens.
		frame, script = emulatorOr(s.Auth.Emulator, "https://"+string(s.AuthDomain)), " https://apis.google.com"
		connect = append(connect,
			emulatorOr(s.Auth.Emulator, "https://identitytoolkit.googleapis.com https://securetoken.googleapis.com"))
	}
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'" + script, "style-src 'self'",
		// A customer's file is first fetched with a token and then shown as a
		// blob.
		"img-src 'self' blob: data:", "media-src 'self' blob: data:",
		"connect-src 'self' " + strings.Join(connect, " "), "frame-src " + frame,
		"worker-src 'self'", "manifest-src 'self'",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
	}, "; ")
}

// emulatorOr returns the emulator's address, or the service's if there is no
// emulator.
func emulatorOr(emulator, service string) string {
	if emulator != "" {
		return "http://" + emulator
	}
	return service
}
