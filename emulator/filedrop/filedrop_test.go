package filedrop_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/conformance"
	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/filedrop"
	"github.com/frontdesk-gcp/frontdesk/emulator/inprocess"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

var host string // of the Firestore emulator: one a package

func TestMain(m *testing.M) {
	os.Exit(official.WithFirestore(func(of string) int {
		host = of
		return m.Run()
	}))
}

// folder is a channel with its folders, and a way to drop a file.
func folder(t *testing.T) (p *filedrop.Provider, dir string) {
	t.Helper()
	dir = t.TempDir()
	p, stop, err := filedrop.Start(dir, inprocess.Key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return p, dir
}

func drop(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// file is a customer's file, of a kind and with more fields.
func file(id string, kind channel.Kind, fields string) string {
	return fmt.Sprintf(`{"id":%q,"from":"dana","to":"shop","kind":%q%s}`, id, kind, fields)
}

func TestTheChannelConforms(t *testing.T) {
	t.Parallel()
	p, dir := folder(t)
	drop(t, filepath.Join(dir, "files", "cat.txt"), "a cat")
	payloads := map[string][]byte{}
	for kind, fields := range map[channel.Kind]string{
		channel.Text: `,"text":"hello","at":"2024-03-05T10:00:00Z"`, channel.Choice: `,"text":"Yes","postback":"yes"`,
		channel.File: `,"file":"cat.txt"`, channel.Receipt: `,"of":"dana-1.json","status":"read"`,
		channel.Typing: `,"on":true`, "dance": ``,
	} {
		payloads[string(kind)] = []byte(file("of-"+string(kind), kind, fields))
	}
	conformance.Run(t, conformance.Subject{
		Adapter: &filedrop.Adapter{URL: p.URL},
		Sign: func(body []byte, key string) http.Header {
			return http.Header{filedrop.ProofHeader: {filedrop.Proof(body, key)}}
		},
		Payloads:  payloads,
		Customers: 1,
		Peer:      channel.Peer{Channel: filedrop.Name, Account: "acme", Key: "customer-1"},
		Fail:      p.Fail,
		Lose:      p.Lose,
		Received:  p.Received,
		Files:     map[string][]byte{p.URL + "/files/cat.txt": []byte("a cat")},
		Get:       conformance.Get,
	})
}

// works puts an agent on the roster, who comes in.
func works(t *testing.T, p *inprocess.Product, name string) *desk.Agent {
	t.Helper()
	who := conversation.Author{Email: name + "@shop.example", Name: name}
	_, err := p.DB.Collection("agents").Doc(who.Email).Set(t.Context(), map[string]any{
		"displayName": name, "role": agent.Plain, "queues": []string{"front"}, "capacity": 3,
		"skills": map[string]int64{}, "languages": []string{},
	})
	if err != nil {
		t.Fatal(err)
	}
	a := desk.SignIn(p.Clients(host), who)
	if err := a.Come(t.Context(), agent.Available, time.Now().Add(2*time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Dispatcher().FindWork(t.Context(), who.Email); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestACustomerAndAnAgentTalkThroughFiles goes from a dropped file through the webhook,
// routing and the desk, under the rules, to a file with the answer, and to its receipt.
// An answer that gets lost on its way back leaves a reply that nobody knows about, once.
func TestACustomerAndAnAgentTalkThroughFiles(t *testing.T) {
	t.Parallel()
	provider, dir := folder(t)
	p := inprocess.New(t, host, &filedrop.Adapter{URL: provider.URL}, time.Now)
	ana := works(t, p, "Ana")
	webhook := httptest.NewServer(p.Webhook())
	t.Cleanup(webhook.Close)
	drops := func(content string) {
		t.Helper()
		drop(t, filepath.Join(dir, "in", "1.json"), content)
		if err := provider.Post(t.Context(), webhook.URL+"/"+inprocess.Account); err != nil {
			t.Fatal(err)
		}
		p.Route()
	}

	drops(file("e1", channel.Text, `,"text":"Where is my parcel?"`))
	id := p.IDOf("shop", "dana")
	err := ana.AwaitConversation(t.Context(), id, func(v desk.View) bool {
		return v.Conversation.Owner == "Ana@shop.example" && len(v.Messages) == 1 && v.Messages[0].Text == "Where is my parcel?"
	})
	if err != nil {
		t.Fatal(err)
	}
	answers := func(reply, text string) {
		t.Helper()
		if err := ana.Reply(t.Context(), id, reply, text); err != nil {
			t.Fatal(err)
		}
		p.Reply(id, reply)
	}
	answers("first", "At the door.")
	provider.Lose()
	answers("second", "Is it there?")
	answers("third", "Hello?")
	want := []channel.Status{channel.Sent, channel.Unknown, channel.Sent}
	if diff := cmp.Diff(want, p.History(id, "first", "second", "third")); diff != "" {
		t.Errorf("the history (-want +got):\n%s", diff)
	}
	for _, reply := range []string{"first", "second", "third"} {
		if n := provider.Received(reply); n != 1 {
			t.Errorf("there are %d files with %s", n, reply)
		}
	}

	drops(file("e2", channel.Receipt, `,"of":"dana-1.json","status":"read"`))
	if got := p.History(id, "first"); got[0] != channel.Read {
		t.Errorf("after its receipt the first reply is %s", got[0])
	}
}
