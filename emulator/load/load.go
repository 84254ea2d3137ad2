// Package load puts the whole product under load and measures it from outside: simulated customers
// of every channel, who post as Google posts, simulated agents, who listen as the desk does, and
// beside the product its floor. In the end everything that was sent is balanced against everything
// that came out.
package load

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/floor"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/ledger"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/profile"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/usage"
	"github.com/frontdesk-gcp/frontdesk/emulator/stack"
	"github.com/frontdesk-gcp/frontdesk/emulator/tfvars"
)

//go:embed load.tfvars
var settings []byte

// Bounds are what the product may be beside its floor.
type Bounds struct {
	// CPU is how often the floor's processor time a further message, typing or a receipt may take, of the function
	// and of the database each.
	CPU float64
	// Sustained and First are the least that the product has to sustain of what the floor does,
	// of further messages and of first ones.
	Sustained, First float64
}

// Defaults are the bounds that hold unless others are given.
func Defaults() Bounds { return Bounds{CPU: 1.3, Sustained: 0.8, First: 0.5} }

// Options are what is run.
type Options struct {
	// Rate is how many messages a second are sent in each phase, which lasts For.
	Rate float64
	For  time.Duration
	// Step is by how many a second the rate is raised to find the highest that holds; 0 does
	// not look for it.
	Step float64
	// Short looks for the floor's highest rate, and whether the product holds its share of it.
	Short             bool
	Customers, Agents int
	// Waiting and Taken leave out the other kind of customers; neither and both leave out none.
	Waiting, Taken bool
	// Soak is for how long to run at a moderate rate instead, with an audit every few minutes.
	Soak time.Duration
	// Faults are the names of the faults that are to strike instead, see [Faults], and Among is how
	// many messages a poison message is among.
	Faults []string
	Among  int
	// Channel is the only one that customers write through; every one if it is empty.
	Channel string
	Bounds  Bounds
	// Profiles is the folder for profiles of the function that a phase is about; none are taken
	// if it is empty.
	Profiles string
	// Command is what the report says was run.
	Command string
	// Progress gets lines while it runs, Log what the functions and emulators print.
	Progress, Log io.Writer
}

// run is one run.
type run struct {
	Options

	settings  *tfvars.File
	client    *http.Client
	report    report.Report
	strangers atomic.Int64 // customers of a single message so far
	failures  sync.Map
	// firstDocuments is how many documents a first message makes.
	firstDocuments int
	// furtherFloors is what the floor of further messages took.
	furtherFloors []report.Phase

	product
}

// product is a product with its floors, and who writes to it.
type product struct {
	stack     *stack.Stack
	sides     []*stack.Side
	floors    *floor.Floors
	floorDB   *firestore.Client
	book      *book
	floorBook *book
	auditor   *auditor
	office    *office

	waiting, taken []*customer
	erased         []*erasure
	sockets        string // the folder of the functions' profiles
}

// The words of the two kinds of customers, which are also their queues.
const (
	waits = "waits"
	taken = "taken"
)

// Run runs the load and returns what it found. The error is of a run that could not be finished;
// what is wrong with the product is in the report.
func Run(ctx context.Context, o Options) (report.Report, error) {
	file, err := tfvars.Read("load.tfvars", settings)
	if err != nil {
		return report.Report{}, err
	}
	r := &run{Options: o, settings: file}
	r.report = report.Report{Command: o.Command, Began: time.Now(), Machine: machine(), Measured: usage.Measured(), Phases: []report.Phase{}}
	r.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 1000}}
	defer r.client.CloseIdleConnections()
	switch {
	case o.Soak > 0:
		err = r.within(ctx, r.soak)
	case len(o.Faults) > 0:
		err = r.within(ctx, r.suffers)
	default:
		err = r.within(ctx, r.scenario)
		if err == nil {
			err = r.firstSustained(ctx)
		}
	}
	if err != nil {
		return report.Report{}, err
	}
	r.report.Took = time.Since(r.report.Began).Seconds()
	r.failures.Range(func(text, _ any) bool {
		r.report.Problems = append(r.report.Problems, "an agent's client failed: "+text.(string)) //nolint:forcetypeassert // only strings are stored
		return true
	})
	r.report.Judge()
	return r.report, nil
}

// within starts a product with nothing in it, plays in it, and stops it. The ledgers of several are
// added up.
func (r *run) within(ctx context.Context, plays func(context.Context) error) error {
	earlier := r.report.Ledger
	r.report.Ledger = ledger.Ledger{}
	defer r.stop()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if err := r.start(ctx); err != nil {
		return err
	}
	failed := r.stack.Failed()
	go func() { // a process that dies ends the run
		select {
		case err := <-failed:
			cancel(err)
		case <-ctx.Done():
		}
	}()
	if err := r.enlist(ctx); err != nil {
		return err
	}
	err := plays(ctx)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		return cause
	}
	r.report.Ledger = earlier.Beside(r.report.Ledger)
	return err
}

// start starts a product and its floors.
func (r *run) start(ctx context.Context) error {
	r.say("starting the product …")
	r.product = product{book: newBook(), floorBook: newBook()}
	var more []string
	if len(r.Faults) == 0 {
		// The real time: in the cloud nobody asks a stand-in for it at every turn.
		more = append(more, "CLOCK_EMULATOR_HOST=")
	}
	var err error
	if r.Profiles != "" {
		if err := os.MkdirAll(r.Profiles, 0o755); err != nil { //nolint:gosec // for whoever may read the run's reports
			return fmt.Errorf("--profiles: %w", err)
		}
		if r.sockets, err = os.MkdirTemp("", "load"); err != nil {
			return err
		}
		more = append(more, profile.Folder+"="+r.sockets)
	}
	r.stack, err = stack.Start(ctx, stack.Options{
		Project: "demo-frontdesk-load", Log: r.Log, Config: r.settings, Strangers: true, More: more,
		Relayed: len(r.Faults) > 0,
	})
	if err != nil {
		return err
	}
	r.floors, err = floor.Start(ctx, floor.Options{
		Project: r.stack.Project, PubSub: r.stack.PubSub, PubSubHost: r.stack.PubSubHost, FirestoreHost: r.stack.FirestoreHost,
		More: more, Log: r.Log,
	})
	if err != nil {
		return err
	}
	r.floorDB, err = stack.Firestore(ctx, r.stack.FirestoreHost, floor.Database(r.stack.Project))
	return err
}

// stop stops what was started.
func (r *run) stop() {
	if r.office != nil {
		r.office.wg.Wait()
	}
	if r.floorDB != nil {
		_ = r.floorDB.Close()
	}
	if r.floors != nil {
		r.floors.Stop()
	}
	if r.stack != nil {
		r.stack.Stop()
	}
	_ = os.RemoveAll(r.sockets)
}

func (r *run) say(format string, args ...any) { _, _ = fmt.Fprintf(r.Progress, format+"\n", args...) }

// enlist makes the customers, and watches their phones.
func (r *run) enlist(ctx context.Context) error {
	r.auditor = newAuditor(r.stack, r.book)
	for _, side := range r.stack.Sides {
		if r.Channel == "" || side.Channel == r.Channel {
			r.sides = append(r.sides, side)
			go r.book.watch(side.Google.Watch(ctx))
		}
	}
	for n := range r.Customers {
		side := r.sides[n%len(r.sides)]
		r.waiting = append(r.waiting, newCustomer(side, waits, n))
		r.taken = append(r.taken, newCustomer(side, taken, n))
	}
	var err error
	r.office, err = newOffice(ctx, r.stack.Firestore, r.stack.Clients, r.book, r.Agents, func(err error) {
		r.failures.Store(err.Error(), true)
	})
	return err
}

// stranger is a customer who writes for the first time, and waits.
func (r *run) stranger(int) *customer {
	n := r.Customers + int(r.strangers.Add(1))
	return newCustomer(r.sides[n%len(r.sides)], waits, n)
}

// everybody is who waits and who is taken.
func (r *run) everybody() []*customer { return slices.Concat(r.waiting, r.taken) }

// among takes turns among customers.
func among(all []*customer) func(int) *customer {
	return func(n int) *customer { return all[n%len(all)] }
}

// machine says what this is.
func machine() string {
	name := runtime.GOARCH
	if text, err := os.ReadFile(usage.Root + "/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
				name = strings.TrimSpace(value)
			}
		}
	}
	return fmt.Sprintf("%d processors (%s), %s, %s", runtime.NumCPU(), name, runtime.GOOS, runtime.Version())
}
