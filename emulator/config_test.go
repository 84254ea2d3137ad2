package main

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"cloud.google.com/go/firestore"
	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/emulator/desk"
	"github.com/frontdesk-gcp/frontdesk/emulator/keyring"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

// with is the customer of another conversation.
func (c customer) with(account, brandAgent, key string) customer {
	c.key = key
	c.id = keyring.IDs().Of(channel.Peer{
		Channel: businessmessages.Name, Account: account, BrandAgent: brandAgent, Key: key,
	})
	return c
}

func TestEveryBrandAgentsCustomersAreRoutedAndAnswered(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ account, brandAgent, workstream, queue string }{
		{"northwind", "brands/northwind/agents/desk", "support", "front-desk"},
		{"northwind", "brands/northwind/agents/orders", "orders", "orders"},
		{"outlet", "brands/outlet/agents/shop", "support", "front-desk"},
	} {
		t.Run(tt.brandAgent, func(t *testing.T) {
			t.Parallel()
			c := newCustomer(t, product(t))
			c = c.with(tt.account, tt.brandAgent, c.key)
			phone, err := c.Phones.PhoneTo(tt.brandAgent, c.key, "Dana")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := phone.Write(t.Context(), "Hello?"); err != nil {
				t.Fatal(err)
			}
			v := c.sees("the message", func(v desk.View) bool { return v.Conversation.Session.Number > 0 })
			if got := v.Conversation; got.Workstream != tt.workstream || got.Queue != tt.queue {
				t.Errorf("workstream %s and queue %s, want %s and %s", got.Workstream, got.Queue, tt.workstream, tt.queue)
			}
			c.reply("answer")
			c.awaitOnPhone(phone, 1)
			c.reaches("answer", channel.Delivered)
		})
	}
}

// TestACustomerElsewhereIsAnsweredByTheirBrandAgent posts to the webhook as a customer
// without a phone here: the reply opens one, with the brand agent of the message.
func TestACustomerElsewhereIsAnsweredByTheirBrandAgent(t *testing.T) {
	t.Parallel()
	const orders = "brands/northwind/agents/orders"
	c := newCustomer(t, product(t))
	c = c.with("northwind", orders, c.key)
	now := time.Now().UTC().Format(time.RFC3339Nano)
	c.deliver([]byte(strings.NewReplacer(c.BrandAgent, orders, "2024-03-05T09:00:00Z", now).Replace(string(c.payload(0)))))
	c.sees("the message", func(v desk.View) bool { return v.Conversation.Session.Number > 0 })
	c.reply("answer")
	c.reaches("answer", channel.Delivered)
	dana, err := c.Phones.PhoneTo(orders, c.key, "")
	if err != nil {
		t.Fatalf("the phone of the reply: %v", err)
	}
	c.awaitOnPhone(dana, 1)
}

func TestACustomerChoosesTheBrandInTheBrowser(t *testing.T) {
	t.Parallel()
	b := startBrowser(t)
	c := newCustomer(t, product(t))
	mounted.Do(func() { mountPages(c.Stack) })
	address := phoneURL(c.Stack) + "?" + url.Values{"conversation": {c.key}, "name": {"Dana"}}.Encode()
	phone := openPage(t, b, address, browser.View{Width: 360, Height: 740})
	phone.do(phone.Await(`[...agent.options].map((o) => o.text).join() === 'Northwind · desk,Northwind · orders,outlet'`))
	phone.do(phone.Write("#agent", "Northwind · o"))
	phone.do(phone.Await(`brand.textContent === 'Northwind · orders'`))
	phone.do(phone.Write("#text", "Where is my parcel?\r"))
	phone.do(phone.Await(`document.querySelector('.mine .state')?.textContent === '· sent'`))
	orders := c.with("northwind", "brands/northwind/agents/orders", c.key+"~2")
	v := orders.sees("the message", func(v desk.View) bool { return len(v.Messages) == 1 && v.Conversation.Session.Number > 0 })
	if got := v.Conversation; got.Workstream != "orders" || got.Queue != "orders" || got.Context.DisplayName != "Dana" {
		t.Errorf("conversation %+v, want Dana's in the workstream orders", got)
	}
	orders.reply("answer")
	phone.do(phone.Await(`[...document.querySelectorAll('.bubble')].some((e) => e.textContent === 'text of answer')`))
}

func TestTheRosterBeginsWithTheConfigurationsAgents(t *testing.T) {
	t.Parallel()
	s := product(t)
	sam := s.Firestore.Collection("agents").Doc("sam@northwind.example")
	got, err := sam.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"displayName": "Sam", "role": "supervisor", "queues": []any{}, "skills": map[string]any{"french": int64(7)},
		"capacity": int64(5), "languages": []any{},
	}
	if diff := cmp.Diff(want, got.Data()); diff != "" {
		t.Errorf("Sam (-want +got):\n%s", diff)
	}
	kim, err := s.Firestore.Collection("agents").Doc("kim@northwind.example").Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if role, capacity := kim.Data()["role"], kim.Data()["capacity"]; role != "agent" || capacity != int64(3) {
		t.Errorf("Kim is %v with a capacity of %v, want an agent with 3", role, capacity)
	}

	if _, err := sam.Update(t.Context(), []firestore.Update{{Path: "role", Value: "agent"}}); err != nil {
		t.Fatal(err)
	}
	if same, err := s.Configure(t.Context(), plain(t)); err != nil || !same {
		t.Errorf("the same configuration again: same = %t, %v", same, err)
	}
	if got, err = sam.Get(t.Context()); err != nil || got.Data()["role"] != "agent" {
		t.Errorf("what a supervisor changed is undone: %v, %v", got.Data(), err)
	}
}

// TestAnAccountWithoutBrandAgentsGetsOne: it takes whatever brand agent writes.
func TestAnAccountWithoutBrandAgentsGetsOne(t *testing.T) {
	t.Parallel()
	file := read(t, `
		accounts    = { solo = { workstream = "support" } }
		workstreams = { support = { fallback_queue = "all" } }
		queues      = { all = { display_name = "All" } }`)
	var out, errs bytes.Buffer
	if status := run(t.Context(), demonstration("--config", file), &out, &errs); status != exitOK {
		t.Errorf("exit status %d\n%s\n%s", status, out.String(), errs.String())
	}
}

// TestTheDemonstrationSaysWhenTheConfigurationEndsTheSession: then it cannot be
// played.
func TestTheDemonstrationSaysWhenTheConfigurationEndsTheSession(t *testing.T) {
	t.Parallel()
	file := read(t, `
		accounts    = { acme = { workstream = "support" } }
		workstreams = { support = { fallback_queue = "all", routes = [{ name = "shop", queue = "shop" }] } }
		queues = {
			all  = { display_name = "All" }
			shop = { display_name = "Shop", hours = "never", overflow = { closed = { action = "end" } } }
		}
		hours = { never = { time_zone = "UTC", week = {} } }`)
	var out, errs bytes.Buffer
	status := run(t.Context(), demonstration("--config", file), &out, &errs)
	want := "the configuration ends the session instead, from queue shop of workstream support"
	if status != exitFailure || !strings.Contains(errs.String(), want) {
		t.Errorf("exit status %d and %q, want %d and %q", status, errs.String(), exitFailure, want)
	}
}

// read writes a configuration into a file and returns its path.
func read(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.tfvars")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABadConfigurationIsExplainedAndNothingStarts(t *testing.T) {
	t.Parallel()
	const good = `
accounts    = { acme = { workstream = "support" } }
workstreams = { support = { fallback_queue = "front-desk" } }
queues      = { front-desk = { display_name = "Front desk" } }
`
	for name, tt := range map[string]struct {
		text string
		want []string // how the lines begin, after the file's name
	}{
		"it cannot be read": {"accounts = {", []string{":1:13: "}},
		"a field is misspelt": {
			strings.Replace(good, "workstream = ", "workstreem = ", 1),
			[]string{":2: accounts.acme.workstream: ", ":2: accounts.acme.workstreem: there is no such field"},
		},
		"a queue is missing": {
			strings.Replace(good, `fallback_queue = "front-desk"`, `fallback_queue = "front-desc"`, 1),
			[]string{`:3: workstreams.support.fallback_queue: there is no queue "front-desc"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := read(t, tt.text)
			for _, command := range []string{"run", "demo"} {
				args := []string{"--port", "0", "--config", path}
				if command != "run" {
					args = append([]string{command}, args...)
				}
				var out, errs bytes.Buffer
				if status := run(t.Context(), args, &out, &errs); status != exitFailure || out.Len() > 0 {
					t.Errorf("%s: exit status %d and %q, want %d and nothing", command, status, out.String(), exitFailure)
				}
				lines := strings.Split(errs.String(), "\n")
				for i, want := range append(tt.want, " cannot be used, see above") {
					if len(lines) != len(tt.want)+2 || !strings.HasPrefix(strings.TrimPrefix(lines[i], "emulator: "), path+want) {
						t.Errorf("%s printed %q, want line %d to begin with %q", command, lines, i+1, want)
					}
				}
			}
		})
	}
	t.Run("there is no such file", func(t *testing.T) {
		t.Parallel()
		var out, errs bytes.Buffer
		if status := run(t.Context(), []string{"--config", "/nowhere/shop.tfvars"}, &out, &errs); status != exitFailure {
			t.Errorf("exit status %d, want %d", status, exitFailure)
		}
		if want := "emulator: --config: open /nowhere/shop.tfvars: no such file or directory\n"; errs.String() != want {
			t.Errorf("printed %q, want %q", errs.String(), want)
		}
	})
}

// said is what a process has printed so far.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// hears waits until the process has printed something.
func (s *said) hears(t *testing.T, want string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !strings.Contains(s.String(), want); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%q was never printed, but:\n%s", want, s)
		}
	}
}

// TestAChangedConfigurationIsPutInForceWhileItRuns: a bad one is not.
func TestAChangedConfigurationIsPutInForceWhileItRuns(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/plain.tfvars")
	if err != nil {
		t.Fatal(err)
	}
	path := read(t, string(text))
	e := startEmulator(t, "--config", path)
	db, err := stack.Firestore(t.Context(), e.env["FIRESTORE_EMULATOR_HOST"], e.env["GOOGLE_CLOUD_PROJECT"])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	change := func(old, next string) string {
		t.Helper()
		text = []byte(strings.Replace(string(text), old, next, 1))
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := tfvars.Read(path, text)
		if err != nil {
			t.Fatal(err)
		}
		return file.Version()
	}
	inForce := func() string {
		t.Helper()
		doc, err := db.Collection("config").Doc("current").Get(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(doc.Data()["version"])
	}
	e.stdout.hears(t, path+", version "+inForce()+"\n")

	version := change("survey = true", "survey = false")
	e.stdout.hears(t, path+" has changed: version "+version+" is in force in ten seconds at most\n")
	if got := inForce(); got != version {
		t.Errorf("version %s is in force, want %s", got, version)
	}
	change(`fallback_queue = "orders"`, `fallback_queue = "order"`)
	e.stderr.hears(t, `workstreams.orders.fallback_queue: there is no queue "order", did you mean orders?`)
	e.stderr.hears(t, path+" cannot be used, see above: the version before stays in force\n")
	if got := inForce(); got != version {
		t.Errorf("version %s is in force, want %s", got, version)
	}
	change(`fallback_queue = "order"`, `fallback_queue = "orders"`)
	change(`"Northwind"`, `"Northwind & Sons"`)
	e.stdout.hears(t, "Accounts, their brand agents and their region, traffic_type and time_to_live are not in force: they stay as they were until the next start.\n")
	if err := e.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := e.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v\n%s", err, e.stderr)
	}
}

func TestAFileIsReadWhenItHasSettled(t *testing.T) {
	t.Parallel()
	path := read(t, "one")
	w := watch(path)
	looks := func(what string, want ...bool) {
		t.Helper()
		for i, want := range want {
			if got := w.changed(); got != want {
				t.Errorf("%s, look %d: changed = %t, want %t", what, i+1, got, want)
			}
		}
	}
	looks("unchanged", false, false)
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("two, and more is to come")
	looks("being written", false)
	write("two, which is longer and whole")
	looks("written", false, true, false)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	looks("gone", false, false, false)
	write("three, after an editor has put it in the place of the one before")
	looks("replaced", false, true, false)
	w = watch("")
	looks("without a file", false, false)
}
