// Package stack runs the whole product on one machine, wired as in production:
// Google's emulators of Firestore and Pub/Sub, stand-ins for services without
// one, and each function in a process of its own.
package stack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"cloud.google.com/go/firestore"
	"cloud.google.com/go/pubsub/v2"

	"github.com/frontdesk-gcp/frontdesk/emulator/bucket"
	"github.com/frontdesk-gcp/frontdesk/emulator/eventarc"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/businessmessages"
	"github.com/frontdesk-gcp/frontdesk/emulator/google/rcs"
	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
	"github.com/frontdesk-gcp/frontdesk/emulator/process"
	"github.com/frontdesk-gcp/frontdesk/emulator/relay"
	"github.com/frontdesk-gcp/frontdesk/emulator/secrets"
	"github.com/frontdesk-gcp/frontdesk/emulator/tasks"
	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
	"github.com/frontdesk-gcp/frontdesk/functions/desk"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// readyTimeout bounds the start of everything.
const readyTimeout = 90 * time.Second

// Stack is the running product.
type Stack struct {
	Project       string
	FirestoreHost string
	PubSubHost    string
	// Side is the first of Sides: the channel of what is the same in all of them. Phones
	// write to its brand agent unless they choose another.
	*Side
	Sides []*Side
	// ConsoleURL serves the pages. DeskURL is the agents' client, or empty if it is not
	// built.
	ConsoleURL string
	DeskURL    string

	// Phones are the customers', of every channel. BusinessMessages and RCS are Google's
	// side of each, nil without an account in the configuration.
	Phones           *phone.Phones
	BusinessMessages *businessmessages.Service
	RCS              *rcs.Service

	Secrets *secrets.Server
	Bucket  *bucket.Server
	Tasks   *tasks.Server
	// Traces is there if the options ask for it.
	Traces *traces.Collector
	// Firestore is exempt from the rules, as functions are. Clients is for
	// agents' clients, which say with each call who they are, see rules.As.
	Firestore *firestore.Client
	Clients   *firestore.Client
	PubSub    *pubsub.Client
	Functions map[string]*Function
	// Pages serves the console; pages may be added before and after Start
	// returns.
	Pages *http.ServeMux

	options    Options
	configured map[string]configuration.Account
	ports      ports
	faces      []brandAgent
	group      *process.Group
	emulators  []*official.Emulator
	relays     map[string]*relay.Relay
	bus        *eventarc.Bus
	log        *slog.Logger
	ctx        context.Context //nolint:containedctx // the life of the stack, ended by Stop
	cancel     context.CancelFunc
	failed     chan error
	wg         sync.WaitGroup
	servers    []*http.Server
}

// Start starts the product and returns when it can be used. If it fails, it stops
// whatever it started.
func Start(ctx context.Context, o Options) (*Stack, error) {
	s := &Stack{
		Project: o.Project, options: o, Pages: http.NewServeMux(),
		Functions: map[string]*Function{}, failed: make(chan error, 1),
		log: slog.New(slog.NewJSONHandler(o.Log, nil)).With("function", "emulator"),
	}
	s.ctx, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	if err := s.start(ctx); err != nil {
		s.Stop()
		return nil, err
	}
	return s, nil
}

func (s *Stack) start(ctx context.Context) error {
	var err error
	if s.ports, err = reserve(s.options.Port); err != nil {
		return err
	}
	if err := s.configure(); err != nil {
		return err
	}
	if s.group, err = process.NewGroup(); err != nil {
		return err
	}
	s.bus = s.newBus()
	if err := s.startEmulators(); err != nil {
		return err
	}
	if err := s.startStandIns(); err != nil {
		return err
	}
	if err := s.startFunctions(); err != nil {
		return err
	}
	if err := s.waitForEmulators(ctx); err != nil {
		return err
	}
	if err := s.provision(ctx); err != nil {
		return err
	}
	return s.waitForFunctions(ctx)
}

// startEmulators starts those of Google's emulators that are not running already.
func (s *Stack) startEmulators() error {
	s.FirestoreHost, s.PubSubHost = s.options.FirestoreHost, s.options.PubSubHost
	if s.FirestoreHost == "" {
		e, err := official.StartFirestore(official.Options{
			Group: s.group, Output: s.bus.Output(s.options.Log), Port: s.ports.free(firestorePort),
			Websocket: s.ports.free(websocketPort), Functions: s.ports[eventsPort].Addr().String(),
		})
		if err != nil {
			return err
		}
		s.FirestoreHost, s.emulators = e.Host, append(s.emulators, e)
	}
	if s.PubSubHost == "" {
		e, err := official.StartPubSub(official.Options{
			Group: s.group, Output: s.options.Log, Port: s.ports.free(pubSubPort),
		})
		if err != nil {
			return err
		}
		s.PubSubHost, s.emulators = e.Host, append(s.emulators, e)
	}
	return s.startRelays()
}

// startStandIns starts Google's side of the channels, Secret Manager, the receiver
// of Firestore's events, and the pages.
func (s *Stack) startStandIns() error {
	s.ConsoleURL = s.ports.url(consolePort)
	if _, err := desk.Client(); err == nil { // without a client there is no desk, but everything else
		s.DeskURL = s.ports.url(deskPort)
	}
	s.startTasks()
	if err := s.startPhones(); err != nil {
		return err
	}
	s.Secrets = secrets.Serve(s.ports[secretsPort])
	s.serveClock()
	s.startTraces()
	if err := s.startBucket(); err != nil {
		return err
	}
	s.serve(eventsPort, s.bus)
	s.serve(consolePort, localOnly(s.Pages))
	return nil
}

// startPhones starts the customers' phones and the provider's side of each channel.
func (s *Stack) startPhones() error {
	s.Phones = phone.New(s.Tasks.Now)
	return s.startSides()
}

func (s *Stack) serve(port int, h http.Handler) {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	s.servers = append(s.servers, server)
	s.wg.Go(func() {
		if err := server.Serve(s.ports[port]); !errors.Is(err, http.ErrServerClosed) {
			s.fail(fmt.Errorf("%s: %w", portName(port), err))
		}
	})
}

func (s *Stack) waitForEmulators(ctx context.Context) error {
	for _, e := range s.emulators {
		if err := e.Wait(ctx); err != nil {
			return err
		}
		s.wg.Go(func() {
			select {
			case <-e.Process.Done():
				s.fail(e.Process.Err())
			case <-s.ctx.Done():
			}
		})
	}
	return nil
}

// provision creates in the emulators what Terraform creates in the cloud.
func (s *Stack) provision(ctx context.Context) error {
	var err error
	if s.PubSub, err = PubSub(s.ctx, s.PubSubHost, s.Project); err != nil {
		return err
	}
	if err := s.ProvisionPubSub(ctx); err != nil {
		return err
	}
	if err := s.provisionFirestore(ctx); err != nil {
		return fmt.Errorf("the Firestore emulator on %s: %w", s.FirestoreHost, err)
	}
	return s.provisionEvents(ctx)
}

func (s *Stack) fail(err error) {
	select {
	case s.failed <- err:
	default: // only the first failure matters
	}
}

// Failed receives the first process or server that ended without being stopped.
func (s *Stack) Failed() <-chan error { return s.failed }

// Stop stops everything that Start started and returns when it is gone.
func (s *Stack) Stop() {
	s.cancel()
	for _, side := range s.Sides {
		if side.Google != nil {
			side.Google.Close()
		}
	}
	if s.Phones != nil {
		s.Phones.Close()
	}
	for _, server := range s.servers {
		_ = server.Close()
	}
	if s.bus != nil {
		s.bus.Close()
	}
	if s.PubSub != nil {
		_ = s.PubSub.Close()
	}
	for _, db := range []*firestore.Client{s.Firestore, s.Clients} {
		if db != nil {
			_ = db.Close()
		}
	}
	if s.Secrets != nil {
		s.Secrets.Close()
	}
	if s.group != nil {
		s.group.Stop()
	}
	for _, r := range s.relays {
		r.Stop()
	}
	s.wg.Wait()
	s.stopBucket()
	s.stopTasks()
	s.ports.release()
}
