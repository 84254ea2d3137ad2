package load

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/load/floor"
	"github.com/frontdesk-gcp/frontdesk/emulator/load/report"
)

// furtherFloor, furtherWaiting and furtherTaken are what is compared.
func (r *run) furtherFloor() phase {
	return phase{
		name: "floor, further messages", what: "a function that does one transaction of two reads and two writes a message",
		rate: r.Rate, d: r.For, floor: floor.Further, from: among(r.waiting),
	}
}

func (r *run) furtherWaiting() phase {
	return phase{
		name: "waiting", what: "further messages of customers who wait for an agent",
		rate: r.Rate, d: r.For, from: among(r.waiting),
	}
}

func (r *run) furtherTaken() phase {
	return phase{
		name: "taken", what: "further messages of customers whose sessions agents have, while no desk is open",
		rate: r.Rate, d: r.For, from: among(r.taken),
	}
}

func (r *run) firstFloor() phase {
	return phase{
		name: "floor, first messages", what: fmt.Sprintf("a function that does one commit of %d documents a message", r.firstDocuments),
		rate: r.firstRate(), d: r.For, floor: floor.First, from: r.stranger,
	}
}

func (r *run) firstOnes() phase {
	return phase{
		name: "first messages", what: "every message is the first of a customer, who then waits",
		rate: r.firstRate(), d: r.For, from: r.stranger,
	}
}

// firstRate is lower: a first message is several times the work of a further one.
func (r *run) firstRate() float64 { return r.Rate / 2 }

// furtherOnes are the phases of further messages, of the kinds of customers that are wanted.
func (r *run) furtherOnes() []phase {
	var all []phase
	if r.wants(waits) {
		all = append(all, r.furtherWaiting())
	}
	if r.wants(taken) {
		all = append(all, r.furtherTaken())
	}
	return all
}

// further compares further messages with their floor, at the same rate. The floor is played
// before and after them, as what else the machine does comes and goes.
func (r *run) further(ctx context.Context) error {
	if err := r.floors.StartFurther(ctx); err != nil {
		return err
	}
	for _, p := range append(r.furtherOnes(), r.furtherFloor()) {
		if err := r.warmsUp(ctx, p, warmUp); err != nil {
			return err
		}
	}
	again := r.furtherFloor()
	again.name += ", again"
	all, err := r.playsAll(ctx, slices.Concat([]phase{r.furtherFloor()}, r.furtherOnes(), []phase{again}))
	if err != nil {
		return err
	}
	r.furtherFloors = []report.Phase{all[0], all[len(all)-1]}
	for _, product := range all[1 : len(all)-1] {
		r.compares(product, floor.Further, r.Bounds.CPU, r.furtherFloors...)
	}
	return nil
}

// compares compares what a message takes with the floor, the mean of one or several phases.
func (r *run) compares(product report.Phase, function string, bound float64, least ...report.Phase) {
	if !r.report.Measured {
		return
	}
	mean := func(process string) (ms float64) {
		for _, p := range least {
			ms += p.Of(process).PerMessage / float64(len(least))
		}
		return ms
	}
	const unit = "ms of CPU a message"
	for _, one := range []struct {
		what, process, floor string
		bound                float64
	}{
		{"the function", "routing", function, bound},
		{"the database", databaseProcess, databaseProcess, bound},
		{"the webhook", "webhook", floor.Webhook, 0},
	} {
		r.report.Ratios = append(r.report.Ratios, report.NewRatio(
			product.Name+", "+one.what, unit, product.Of(one.process).PerMessage, mean(one.floor), one.bound, false))
	}
}

// first compares first messages with a floor of their own.
func (r *run) first(ctx context.Context) error {
	if !r.wants(waits) {
		return nil
	}
	product, err := r.plays(ctx, r.firstOnes())
	if err != nil {
		return err
	}
	if r.firstDocuments, err = r.documents(ctx); err != nil {
		return err
	}
	if err := r.floors.StartFirst(ctx, r.firstDocuments); err != nil {
		return err
	}
	if err := r.warmsUp(ctx, r.firstFloor(), warmUp); err != nil {
		return err
	}
	least, err := r.plays(ctx, r.firstFloor())
	if err != nil {
		return err
	}
	if err := r.floors.Unsubscribe(ctx, floor.First); err != nil {
		return err
	}
	r.compares(product, floor.First, 0, least)
	return nil
}

// warmsUp plays a phase for a while and reports nothing of it.
func (r *run) warmsUp(ctx context.Context, p phase, d time.Duration) error {
	p.name, p.d = p.name+", warming up", min(d, r.For)
	_, err := r.play(ctx, p)
	return err
}

// playsAll plays several phases, one after the other, and reports them.
func (r *run) playsAll(ctx context.Context, phases []phase) (all []report.Phase, err error) {
	for _, p := range phases {
		result, err := r.plays(ctx, p)
		if err != nil {
			return nil, err
		}
		all = append(all, result)
	}
	return all, nil
}
