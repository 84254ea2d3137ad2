package desk_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	standin "github.com/frontdesk-gcp/frontdesk/emulator/bucket"
	"github.com/frontdesk-gcp/frontdesk/functions/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/access"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// script is long enough to be worth compressing.
var script = strings.Repeat("console.log('hello');\n", 100)

// built is a client as the build makes it.
func built() fstest.MapFS {
	return fstest.MapFS{
		"README":                   {Data: []byte("nothing to serve")},
		"index.html":               {Data: []byte("<!doctype html>" + strings.Repeat("<p>desk</p>", 50))},
		"assets/main.ABCD1234.js":  {Data: []byte(script)},
		"assets/tiny.ABCD1235.css": {Data: []byte("p{}")},
		"manifest.webmanifest":     {Data: []byte("{}")},

		"index.html.gz.base64":              inBase64(brief),
		"assets/main.ABCD1234.js.gz.base64": inBase64(brief),
		"assets/main.ABCD1234.js.br.base64": inBase64(briefer),
	}
}

// brief and briefer stand for what the build compressed: the function does not look into it.
const brief, briefer = "\x1f\x8b: the script, shorter", "\xce: shorter still"

func inBase64(content string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(base64.StdEncoding.EncodeToString([]byte(content)))}
}

// inTheCloud is what the settings are there.
var inTheCloud = config.Desk{
	Passwords: true, SecondFactor: true, IdleTimeout: config.IdleTime(2 * time.Hour),
	Project: "shop", Bucket: "files", APIKey: "AIza", AuthDomain: "shop.firebaseapp.com",
}

// guard lets those in whom a test lets in.
type guard struct {
	verdicts map[string]error // by header; whoever is not there is nobody
	mutex    sync.Mutex
	asked    []string
	exported string // the conversation of the export
	missing  string // a message that there is not
	full     error  // why no file is counted
	counted  map[string][]int64
}

func (g *guard) MayRead(_ context.Context, authorization, conversation, message string) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.asked = append(g.asked, strings.TrimSuffix(conversation+"/"+message, "/"))
	verdict, known := g.verdicts[authorization]
	switch {
	case !known:
		return fault.New(fault.Unauthorized, "nobody")
	case verdict == nil && message != "" && message == g.missing:
		return fault.New(fault.NotFound, "there is no such message")
	}
	return verdict
}

// MaySpeak lets the same in, but for readers.
func (g *guard) MaySpeak(ctx context.Context, authorization, conversation string) error {
	if authorization == reader {
		return fault.New(fault.Forbidden, "you may not see this conversation")
	}
	return g.MayRead(ctx, authorization, conversation, "")
}

// MayFetch lets the same in as may read, and knows the conversation of one export.
func (g *guard) MayFetch(ctx context.Context, authorization, request string) (string, error) {
	if err := g.MayRead(ctx, authorization, "exports", request); err != nil {
		return "", err
	}
	return g.exported, nil
}

// CountUpload counts by person.
func (g *guard) CountUpload(_ context.Context, authorization string, size int64, _ time.Time) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.full != nil {
		return g.full
	}
	if g.counted == nil {
		g.counted = map[string][]int64{}
	}
	who := access.Person(authorization)
	g.counted[who] = append(g.counted[who], size)
	return nil
}

// world is a desk and everything around it.
type world struct {
	*desk.Handler
	guard  guard
	files  *bucket.Bucket
	server *standin.Server
	ahead  time.Duration // by which objects are older than they are
	log    bytes.Buffer
}

const (
	owner  = "Bearer owner's"
	reader = "Bearer reader's"
)

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{guard: guard{verdicts: map[string]error{
		owner: nil, reader: nil, "Bearer stranger's": fault.New(fault.Forbidden, "you may not see this conversation"),
	}}}
	var err error
	w.server, err = standin.New(standin.Config{
		Dir: t.TempDir(), Buckets: []string{"files"}, Now: time.Now,
		Clock:     func() time.Time { return time.Now().Add(w.ahead) },
		Lifecycle: []standin.Rule{{Prefix: bucket.Uploads, Age: bucket.UploadLife}, {Prefix: bucket.Exports, Age: bucket.ExportLife}},
	})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(w.server)
	t.Cleanup(func() { web.Close(); _ = w.server.Close() })
	if w.files, err = bucket.New(t.Context(), "files", strings.TrimPrefix(web.URL, "http://")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.files.Close() })
	w.Handler = serve(t, desk.Options{
		Settings: inTheCloud, Client: built(), Access: &w.guard, Files: w.files, Log: slog.New(slog.NewTextHandler(&w.log, nil)),
	})
	return w
}

func serve(t *testing.T, o desk.Options) *desk.Handler {
	t.Helper()
	if o.Client == nil {
		o.Client = built()
	}
	o.Wall = time.Now
	h, err := desk.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestTheClientIsToldHowFarAnEmulatorsClockWasMoved, and in the cloud nothing of that.
func TestTheClientIsToldHowFarAnEmulatorsClockWasMoved(t *testing.T) {
	t.Parallel()
	ahead := 90 * time.Minute
	h := serve(t, desk.Options{Ahead: func() time.Duration { return ahead }})
	if got := get(t, h, "/settings.json").Header().Get("Clock-Ahead"); got != "5400000" {
		t.Errorf("the client is told %q milliseconds, want 90 minutes of them", got)
	}
	if got, told := get(t, serve(t, desk.Options{}), "/settings.json").Header()["Clock-Ahead"]; told {
		t.Errorf("in the cloud the client is told %q", got)
	}
}

// ask sends a request with headers, in pairs.
func ask(t *testing.T, h http.Handler, method, target string, body io.Reader, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, body)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func get(t *testing.T, h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return ask(t, h, http.MethodGet, target, nil, headers...)
}

func TestTheClientIsToldWhatItHasToKnow(t *testing.T) {
	t.Parallel()
	shown := channels.ForClient()[:1]
	told := func(s config.Desk) (map[string]any, *httptest.ResponseRecorder) {
		w := get(t, serve(t, desk.Options{Settings: s, Channels: shown}), "/settings.json")
		var got map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		return got, w
	}
	got, answer := told(inTheCloud)
	if answer.Header().Get("Cache-Control") != "no-store" || answer.Header().Get("Content-Type") != "application/json" {
		t.Errorf("headers = %v", answer.Header())
	}
	if version, _ := got["version"].(string); len(version) != 16 {
		t.Errorf("version = %q, want 16 digits", version)
	}
	channels, _ := json.Marshal(got["channels"])
	var read []channel.Shown
	if err := json.Unmarshal(channels, &read); err != nil || !cmp.Equal(read, shown) {
		t.Errorf("the channels are %s, %v", channels, err)
	}
	common := map[string]any{"database": "(default)", "heartbeat": 60.0, "lease": 150.0, "maxFile": float64(desk.MaxFile), "idleTimeout": 7200.0}
	without := inTheCloud
	without.Passwords = false
	for _, tt := range []struct {
		name     string
		settings config.Desk
		want     map[string]any
	}{
		{"in the cloud", inTheCloud, map[string]any{
			"project": "shop", "apiKey": "AIza", "authDomain": "shop.firebaseapp.com", "signIn": []any{"google", "email"},
			"secondFactor": true,
		}},
		{"without passwords", without, map[string]any{
			"project": "shop", "apiKey": "AIza", "authDomain": "shop.firebaseapp.com", "signIn": []any{"google"}, "secondFactor": false,
		}},
		{"with an emulator of Firestore", config.Desk{Project: "demo", IdleTimeout: inTheCloud.IdleTimeout, Firestore: config.Firestore{Emulator: "127.0.0.1:1"}}, map[string]any{
			"project": "demo", "apiKey": "emulator", "authDomain": "", "signIn": []any{"agents"}, "secondFactor": false,
			"emulators": map[string]any{"firestore": "127.0.0.1:1"},
		}},
		{"with both emulators", config.Desk{
			Project: "demo", Passwords: true, IdleTimeout: inTheCloud.IdleTimeout, Firestore: config.Firestore{Emulator: "127.0.0.1:1"}, Auth: config.Auth{Emulator: "127.0.0.1:2"},
		}, map[string]any{
			"project": "demo", "apiKey": "emulator", "authDomain": "", "signIn": []any{"google", "email"}, "secondFactor": false,
			"emulators": map[string]any{"firestore": "127.0.0.1:1", "auth": "127.0.0.1:2"},
		}},
	} {
		got, _ := told(tt.settings)
		delete(got, "version")
		delete(got, "channels")
		delete(got, "refused") // a list of shared/filetype
		for name, value := range common {
			tt.want[name] = value
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: settings (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestTheVersionChangesWithEveryByteOfTheClient(t *testing.T) {
	t.Parallel()
	version := func(change func(fstest.MapFS)) string {
		client := built()
		change(client)
		var got struct{ Version string }
		w := get(t, serve(t, desk.Options{Client: client}), "/settings.json")
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		return got.Version
	}
	before := version(func(fstest.MapFS) {})
	for name, change := range map[string]func(fstest.MapFS){
		"a byte": func(c fstest.MapFS) { c["index.html"].Data = append(c["index.html"].Data, '!') },
		"a name": func(c fstest.MapFS) {
			c["assets/x.ABCD1235.css"] = c["assets/tiny.ABCD1235.css"]
			delete(c, "assets/tiny.ABCD1235.css")
		},
		"one fewer": func(c fstest.MapFS) { delete(c, "manifest.webmanifest") },
	} {
		if version(change) == before {
			t.Errorf("%s has changed and the version has not", name)
		}
	}
	if version(func(c fstest.MapFS) { delete(c, "README") }) != before {
		t.Error("the version depends on what is not served")
	}
}

// TestEveryAnswerIsGuarded: the headers that keep a browser from doing what it
// should not, whatever is asked for and whatever becomes of it.
func TestEveryAnswerIsGuarded(t *testing.T) {
	t.Parallel()
	h := newWorld(t)
	for _, target := range []string{"/", "/queues", "/assets/main.ABCD1234.js", "/settings.json", "/none.js", "/files/inbound/x/y"} {
		header := get(t, h, target).Header()
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin",
			"Cross-Origin-Opener-Policy":   "same-origin-allow-popups",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security":    "max-age=63072000",
			"Permissions-Policy":           "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", target, name, got, want)
			}
		}
		if !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s has the policy %q", target, header.Get("Content-Security-Policy"))
		}
	}
}

func TestThePolicyNamesWhatTheClientTalksTo(t *testing.T) {
	t.Parallel()
	const rest = "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	const shown = "style-src 'self'; font-src 'self'; img-src 'self' blob: data:; media-src 'self' blob: data:; "
	const own = "default-src 'none'; script-src 'self'; " + shown
	const trusted = "; require-trusted-types-for 'script'; trusted-types lit-html"
	const googles = "default-src 'none'; script-src 'self' https://apis.google.com/js/ https://apis.google.com/_/scs/abc-static/_/js/; " + shown
	const cloud = "connect-src 'self' https://firestore.googleapis.com/google.firestore.v1.Firestore/ https://firestore.googleapis.com/v1/projects/shop/ " +
		"https://identitytoolkit.googleapis.com/v1/ https://identitytoolkit.googleapis.com/v2/ https://securetoken.googleapis.com/v1/token; "
	const laptop = "connect-src 'self' http://127.0.0.1:1/google.firestore.v1.Firestore/ http://127.0.0.1:1/v1/projects/shop/"
	const both = laptop + " http://127.0.0.1:2/identitytoolkit.googleapis.com/ http://127.0.0.1:2/securetoken.googleapis.com/; "
	local := config.Desk{Project: "shop", Firestore: config.Firestore{Emulator: "127.0.0.1:1"}}
	signing := local
	signing.Auth.Emulator = "127.0.0.1:2"
	for _, tt := range []struct {
		name, path string
		settings   config.Desk
		want       string
	}{
		{"in the cloud", "/", inTheCloud, own + cloud + "frame-src 'none'; " + rest + trusted},
		{"a conversation in the cloud", "/conversations/x", inTheCloud, own + cloud + "frame-src 'none'; " + rest + trusted},
		{"signing in, in the cloud", "/sign-in", inTheCloud, googles + cloud + "frame-src https://shop.firebaseapp.com/__/auth/; " + rest},
		{"with an emulator of Firestore", "/", local, own + laptop + "; frame-src 'none'; " + rest + trusted},
		{"where nobody signs in", "/sign-in", local, own + laptop + "; frame-src 'none'; " + rest + trusted},
		{"with both emulators", "/", signing, own + both + "frame-src 'none'; " + rest + trusted},
		{"signing in with both emulators", "/sign-in", signing, googles + both + "frame-src http://127.0.0.1:2/emulator/auth/; " + rest},
	} {
		got := get(t, serve(t, desk.Options{Settings: tt.settings}), tt.path).Header().Get("Content-Security-Policy")
		if diff := cmp.Diff(strings.Split(tt.want, "; "), strings.Split(got, "; ")); diff != "" {
			t.Errorf("%s: the policy (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSigningOutHasTheBrowserForgetTheDesk(t *testing.T) {
	t.Parallel()
	h := serve(t, desk.Options{})
	w := ask(t, h, http.MethodPost, "/sign-out", nil, "Sec-Fetch-Site", "same-origin")
	if w.Code != http.StatusNoContent || w.Header().Get("Clear-Site-Data") != `"cache", "storage"` || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("answered %d %v", w.Code, w.Header())
	}
	for _, site := range []string{"cross-site", "same-site"} {
		w := ask(t, h, http.MethodPost, "/sign-out", nil, "Sec-Fetch-Site", site)
		if w.Code != http.StatusForbidden || w.Header().Get("Clear-Site-Data") != "" {
			t.Errorf("another page's wish (%s): answered %d %v", site, w.Code, w.Header())
		}
	}
	if w := get(t, h, "/sign-out"); w.Header().Get("Clear-Site-Data") != "" {
		t.Error("whoever follows a link signs out")
	}
}
