package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/rules"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
)

// deskOf is the address of the desk, whose client has to be built for that.
func deskOf(t *testing.T, s *stack.Stack) string {
	t.Helper()
	if s.DeskURL == "" {
		t.Skip("the client is not built: run `make client`")
	}
	return s.DeskURL
}

// ask asks the desk as somebody, or as nobody.
func ask(t *testing.T, method, url, email string, body []byte, mediaType string) (int, http.Header, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if email != "" {
		req.Header.Set("Authorization", "Bearer "+rules.Token(email, true))
	}
	if mediaType != "" {
		req.Header.Set("Content-Type", mediaType)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, answer
}

func TestTheDeskServesItsClientAndTellsItWhereTheEmulatorsAre(t *testing.T) {
	t.Parallel()
	s := product(t)
	desk := deskOf(t, s)
	for _, path := range []string{"/", "/conversations/0123456789abcdef0123456789abcdef"} {
		status, header, page := ask(t, http.MethodGet, desk+path, "", nil, "")
		if status != http.StatusOK || !bytes.HasPrefix(page, []byte("<!doctype html>")) ||
			!strings.Contains(header.Get("Content-Security-Policy"), "connect-src 'self' http://"+s.FirestoreHost+"/") {
			t.Errorf("%s: answered %d %v", path, status, header)
		}
	}
	mounted.Do(func() { mountPages(s) })
	if _, _, page := ask(t, http.MethodGet, s.ConsoleURL+"/", "", nil, ""); !bytes.Contains(page, []byte(`href="`+desk+`/"`)) {
		t.Errorf("the first page does not lead there: %s", page)
	}
	_, _, text := ask(t, http.MethodGet, desk+"/settings.json", "", nil, "")
	var told struct {
		Project   string
		SignIn    []string
		Emulators map[string]string
		Channels  []channel.Limits
	}
	if err := json.Unmarshal(text, &told); err != nil {
		t.Fatal(err)
	}
	if told.Project != s.Project || !slices.Equal(told.SignIn, []string{"agents"}) ||
		!cmp.Equal(told.Emulators, map[string]string{"firestore": s.FirestoreHost}) || len(told.Channels) != len(channels.All()) {
		t.Errorf("the settings are %s", text)
	}
}

func TestACustomersPictureIsShownToWhoeverMayReadTheConversation(t *testing.T) {
	t.Parallel()
	c := newCustomer(t, product(t))
	desk := deskOf(t, c.Stack)
	picture := desk + "/files/" + c.settles(c.attach("image/jpeg", photo(t))).Object
	for _, tt := range []struct {
		who    string
		status int
	}{
		{"", http.StatusUnauthorized},
		{"stranger@northwind.example", http.StatusForbidden},
		{"kim@northwind.example", http.StatusForbidden}, // who serves no queue
		{"jo@northwind.example", http.StatusOK},
	} {
		status, header, data := ask(t, http.MethodGet, picture, tt.who, nil, "")
		if status != tt.status {
			t.Errorf("%q: answered %d %s", tt.who, status, data)
		}
		if shown := bytes.Equal(data, photo(t)); shown != (tt.status == http.StatusOK) {
			t.Errorf("%q: sees the picture: %t", tt.who, shown)
		}
		if status == http.StatusOK && (header.Get("Content-Type") != "image/jpeg" || header.Get("Content-Security-Policy") != "default-src 'none'; sandbox") {
			t.Errorf("%q: headers %v", tt.who, header)
		}
	}
}

// TestAnAgentSendsAPicture: the desk takes it, the reply names it, the phone shows it.
func TestAnAgentSendsAPicture(t *testing.T) {
	t.Parallel()
	c, dana := wroteOnPhone(t)
	desk := deskOf(t, c.Stack) + "/files/outbound/" + string(c.id)
	if status, _, answer := ask(t, http.MethodPut, desk+"/photo", "kim@northwind.example", pixels(t), "image/png"); status != http.StatusForbidden {
		t.Errorf("somebody else's conversation: answered %d %s", status, answer)
	}
	for range 2 {
		status, _, answer := ask(t, http.MethodPut, desk+"/photo", "jo@northwind.example", pixels(t), "image/jpeg")
		var stored map[string]any
		if err := json.Unmarshal(answer, &stored); err != nil || status != http.StatusOK || stored["type"] != "image/png" {
			t.Fatalf("answered %d %s", status, answer)
		}
	}
	if status, _, answer := ask(t, http.MethodPut, desk+"/photo", "jo@northwind.example", photo(t), "image/jpeg"); status != http.StatusConflict {
		t.Errorf("another picture: answered %d %s", status, answer)
	}
	c.put("photo", map[string]any{"kind": "file", "media": map[string]any{
		"object": "outbound/" + string(c.id) + "/photo", "type": "image/png", "size": len(pixels(t)), "alt": "grey",
	}})
	c.awaitOnPhone(dana, 1)
	c.reaches("photo", channel.Delivered)
	entries := dana.Messages()
	i := slices.IndexFunc(entries, func(e phone.Entry) bool { return e.ID == "photo" })
	_, _, seen := ask(t, http.MethodGet, entries[i].Picture.URL, "", nil, "")
	if !bytes.Equal(seen, pixels(t)) {
		t.Errorf("the phone gets %d bytes, want the picture", len(seen))
	}
}
