package scale_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/scale"
)

var small = scale.Size{Conversations: 400, Agents: 30, Queues: 2, Capacity: 3, Turns: 2, Seed: 1}

func play(t *testing.T, size scale.Size) *scale.Count {
	t.Helper()
	count, err := scale.Play(size, scale.Watch{})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

// What a conversation of two questions and two answers takes is counted by hand here; the
// parts are those of docs/costs.md.
func TestADayAsksForWhatItsConversationsTake(t *testing.T) {
	t.Parallel()
	day := play(t, small)
	n := int64(day.Closed)
	if n < 350 {
		t.Fatalf("%d of %d ended", n, small.Conversations)
	}
	for stream, most := range map[string]int64{
		scale.Messages: 4 + 4,   // two each way, and four receipts
		scale.Replies:  2*3 + 4, // an order, its claim and its outcome; four receipts
		scale.Actions:  3 * 2,   // accepted, ended, wrapped up: an order and its outcome
		scale.Routing:  2 + 4,   // messages and receipts
		scale.Sessions: 1, scale.ClosedSessions: 1,
	} {
		got := day.Total(stream)
		if got < n*most || got > int64(small.Conversations)*most {
			t.Errorf("%d %s for %d to %d conversations, want %d each", got, stream, n, small.Conversations, most)
		}
	}
}

func TestTheSameDayIsPlayedAgain(t *testing.T) {
	t.Parallel()
	var one, other strings.Builder
	for _, to := range []*strings.Builder{&one, &other} {
		if err := play(t, small).Report().Write(to); err != nil {
			t.Fatal(err)
		}
	}
	if one.String() != other.String() {
		t.Errorf("%s\n%s", one.String(), other.String())
	}
	if !strings.Contains(one.String(), "one conversation's document") {
		t.Error(one.String())
	}
}

// A queue whose agents are few has its sessions wait, and ends no more than they can take.
func TestWhoeverHasNoRoomGetsNoMore(t *testing.T) {
	t.Parallel()
	crowded := small
	crowded.Agents, crowded.Queues, crowded.Capacity, crowded.Conversations = 1, 1, 1, 600
	day := play(t, crowded)
	if day.Closed == 0 || day.Closed > 500 || day.Wait(50) < 10*time.Minute {
		t.Errorf("%d ended, half waited for %s", day.Closed, day.Wait(50))
	}
	spacious := small
	spacious.Agents = 200
	if wait := play(t, spacious).Wait(50); wait != 0 {
		t.Errorf("half waited for %s, and everybody had room", wait)
	}
}

var update = flag.Bool("update", false, "write the table of what 1,000 conversations cost")

const (
	document = "../../docs/scale.md"
	begin    = "<!-- what 1,000 conversations cost: a test writes this table -->\n"
	end      = "<!-- end -->"
)

func TestTheDocumentHasWhatAThousandConversationsCost(t *testing.T) {
	t.Parallel()
	table, all := "| what | thousands | $ a million | $ |\n|---|---:|---:|---:|\n", 0.0
	for _, p := range play(t, scale.Size{Conversations: 1000, Agents: 80, Queues: 2, Capacity: 6, Turns: 3, Seed: 1}).Prices() {
		table += fmt.Sprintf("| %s | %.1f | %.2f | %.3f |\n", p.What, p.Thousand, p.Unit, p.Dollars())
		all += p.Dollars()
	}
	table += fmt.Sprintf("| **together** | | | **%.2f** |\n", all)
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), begin)
	was, after, there := strings.Cut(rest, end)
	if !there {
		t.Fatalf("%s has no place for the table", document)
	}
	if *update {
		if err := os.WriteFile(document, []byte(before+begin+table+end+after), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if was != table {
		t.Errorf("the table is\n%s\nwant\n%s\nrun with -update", was, table)
	}
}

// What functions take at a time is Terraform's; the report only divides it by how long a call takes.
func TestTheLimitsOfFunctionsAreTerraforms(t *testing.T) {
	t.Parallel()
	const calls = 5 // that one place takes in a second
	bounds := map[string]float64{}
	for _, l := range play(t, small).Limits() {
		bounds[l.What] = l.Bound
	}
	for _, function := range []string{"routing", "reply"} {
		most := number(t, "../../terraform/variables.tf", `(?s)`+function+` = optional\(object.*?max_instances = optional\(number, (\d+)\)`)
		at := number(t, "../../terraform/function_"+function+".tf", `concurrency +=\s*(\d+)`)
		if want := float64(most * at * calls); bounds[function+": calls"] != want {
			t.Errorf("%s takes %g calls a second, by Terraform %g", function, bounds[function+": calls"], want)
		}
	}
}

// number is one in a file, by the pattern of its place.
func number(t *testing.T, file, pattern string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(pattern).FindSubmatch(text)
	if found == nil {
		t.Fatalf("%s has no %s", file, pattern)
	}
	n, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
