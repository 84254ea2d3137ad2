// Package properties holds the properties of the product, P1 to P9 of its design,
// as tests: the real functions on the official Firestore emulator, with a clock,
// a Pub/Sub, an Eventarc and a Cloud Tasks that do their worst, and with runs that
// die before and after every commit.
//
// The schedules are random and shrink. A default run is short; a long one is
//
//	go test ./emulator/properties -run Schedule -rapid.checks=5000 -timeout=2h
//
// and the simulation in its full size, 1,000 agents and 10,000 sessions, is
//
//	go test ./emulator/properties -run Simulation -full -timeout=2h
package properties

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"google.golang.org/grpc"

	"github.com/frontdesk-gcp/frontdesk/emulator/official"
	"github.com/frontdesk-gcp/frontdesk/emulator/properties/bill"
)

var (
	full = flag.Bool("full", false, "simulate in full size")
	// conn is the connection to the Firestore emulator, one a package; counted counts
	// what goes over it.
	conn    *grpc.ClientConn
	counted bill.Bill
)

// checks is how many random schedules a default run tries.
const checks = "10"

func TestMain(m *testing.M) {
	flag.Parse()
	given := map[string]bool{}
	flag.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for name, value := range map[string]string{"rapid.checks": checks, "rapid.nofailfile": "true"} {
		if !given[name] {
			_ = flag.Set(name, value)
		}
	}
	os.Exit(official.WithFirestore(func(host string) int { return connected(host, m.Run) }))
}

// connected runs the tests with the one connection.
func connected(host string, run func() int) int {
	var err error
	conn, err = counted.Dial(host, grpc.WithChainUnaryInterceptor(unary), grpc.WithChainStreamInterceptor(stream))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = conn.Close() }()
	return run()
}
