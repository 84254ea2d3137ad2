package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
)

const password = "correct horse battery"

func TestAnAgentComesInOnceTheAddressOfTheAccountIsProven(t *testing.T) {
	t.Parallel()
	o := newSignInOffice(newOffice(t, "keys"))
	ana := o.hires("Ana")
	o.must(o.Enter(o.context(), ana.email, password, false))
	page := o.comes(ana, "/")
	page.enters(ana.email, password)
	page.presses("button", "Send the message")
	page.reads("The message was sent.")
	page.presses("button", "I have opened the link")
	page.in("alert", "").reads("not verified yet")

	token, err := o.WithPassword(o.context(), ana.email, password)
	o.must(err)
	for _, path := range []string{"config/current", "agents/" + ana.email, "agents?pageSize=1", "queues/keys/items?pageSize=1"} {
		if got := o.asks(token, path); got != http.StatusForbidden {
			t.Errorf("%s gives %d to whoever has not proven the address", path, got)
		}
	}
	o.must(o.Verify(o.context(), ana.email))
	page.presses("button", "I have opened the link")
	page.sees("combobox", "/^Presence/")
	page.sees("heading", "/^Keys/")
	token, err = o.WithPassword(o.context(), ana.email, password)
	o.must(err)
	if got := o.asks(token, "config/current"); got != http.StatusOK {
		t.Errorf("the configuration gives %d to an agent", got)
	}
}

func TestAWrongPasswordAndAnUnknownAddressGetTheSameAnswer(t *testing.T) {
	t.Parallel()
	o := newSignInOffice(newOffice(t, "keys"))
	ben := o.hires("Ben")
	o.must(o.Enter(o.context(), ben.email, password, true))
	page := o.comes(ben, "/")
	page.tolerate(`identitytoolkit.*|400`)
	for _, address := range []string{ben.email, "nobody@store.example"} {
		page.enters(address, "wrong horse")
		page.in("alert", "").reads("The address or the password is wrong.")
		page.await(page.find("button", "Sign in") + `.every((b) => !b.disabled)`)
	}
	page.enters(ben.email, password)
	page.sees("heading", "/^Keys/")
}

func TestWhoeverTheRosterDoesNotKnowIsToldSoAndSeesNothing(t *testing.T) {
	t.Parallel()
	o := newSignInOffice(newOffice(t, "keys"))
	eve := person{"Eve", "eve@elsewhere.example"}
	o.must(o.Enter(o.context(), eve.email, password, true))
	page := o.comes(eve, "/")
	page.enters(eve.email, password)
	page.sees("heading", "You are not on the roster")
	page.reads(eve.email)
	page.misses("combobox", "/^Presence/")
	page.presses("button", "Sign out")
	page.sees("heading", "Sign in")
}

func TestSigningOutEndsAccessAndLeavesNothingOnTheMachine(t *testing.T) {
	t.Parallel()
	o := newSignInOffice(newOffice(t, "keys"))
	cleo := o.hires("Cleo")
	page := o.signsIn(cleo, "/")
	page.becomes("Available")
	dana := o.customer("Dana")
	dana.writes("Keep this between us")
	page.reads("Keep this between us")
	page.presses("disclosure", "/^Settings/")
	page.presses("button", "Sign out")
	page.sees("heading", "Sign in")
	page.doesNotRead("Dana")
	o.until("agents/"+cleo.email, func(doc *firestore.DocumentSnapshot) bool { return doc.Data()["presence"] == "offline" })
	page.isWiped("Keep this between us")
	page.must(page.Reload())
	page.sees("heading", "Sign in")
	page.doesNotRead("Keep this between us")
}

// TestAnAgentComesInWithAnAccountOfGoogles signs in past Google's window, which needs Google's script: the page finds what
// that window would have left.
func TestAnAgentComesInWithAnAccountOfGoogles(t *testing.T) {
	t.Parallel()
	o := newSignInOffice(newOffice(t, "keys"))
	hugo := o.hires("Hugo")
	page := o.comes(hugo, "/")
	page.sees("button", "Sign in with Google")
	user, err := o.WithGoogle(o.context(), hugo.email)
	o.must(err)
	left, err := json.Marshal(map[string]any{
		"uid": user.ID, "email": user.Email, "emailVerified": true, "isAnonymous": false, "providerData": []any{},
		"stsTokenManager": map[string]any{"refreshToken": user.Refresh, "accessToken": user.Token, "expirationTime": 1e15},
		"createdAt":       "0", "lastLoginAt": "0", "apiKey": "emulator", "appName": "[DEFAULT]",
	})
	o.must(err)
	page.must(browser.Void(page.Page, fmt.Sprintf(`new Promise((resolve, reject) => {
		const opening = indexedDB.open('firebaseLocalStorageDb');
		opening.onerror = reject;
		opening.onsuccess = () => {
			const writing = opening.result.transaction('firebaseLocalStorage', 'readwrite');
			writing.objectStore('firebaseLocalStorage').put({ fbase_key: 'firebase:authUser:emulator:[DEFAULT]', value: %s });
			writing.oncomplete = resolve;
		};
	})`, left)))
	page.must(page.Reload())
	page.sees("combobox", "/^Presence/")
	page.sees("heading", "/^Keys/")
	if !strings.Contains(value[string](page, `ui.text(document.body)`), "Hugo") {
		t.Error("the page does not say who came in")
	}
}
