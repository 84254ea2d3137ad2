package frontdesk

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/frontdesk-gcp/frontdesk/functions/timer"
)

// An alarm that waits for a line which nobody writes any more never goes off, and
// nothing says so. So what terraform/monitoring_*.tf waits for is looked up here in
// the functions' source.

// logLine is a line that the product writes.
type logLine struct {
	// folder is its package's, level the method's that writes it.
	folder, level, message string
	// fields are those of the line itself, and those that its package adds to others.
	fields []string
}

// levels are slog's methods and which argument is the message.
func levels() map[string]int {
	return map[string]int{
		"InfoContext": 1, "WarnContext": 1, "ErrorContext": 1, "Info": 0, "Warn": 0, "Error": 0, "LogAttrs": 2,
	}
}

// logLines are those of the product.
func logLines(t *testing.T) []logLine {
	t.Helper()
	var all []logLine
	for folder, files := range product(t) {
		var with []string
		var lines []logLine
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				method, ok := call.Fun.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if method.Sel.Name == "With" {
					with = append(with, texts(call.Args)...)
				}
				at, ok := levels()[method.Sel.Name]
				if ok && len(call.Args) > at {
					if message := texts(call.Args[at : at+1]); len(message) == 1 {
						lines = append(lines, logLine{folder, method.Sel.Name, message[0], texts(call.Args[at+1:])})
					}
				}
				return true
			})
		}
		for _, line := range lines {
			line.fields = append(line.fields, with...)
			all = append(all, line)
		}
	}
	return all
}

// texts are the arguments that are written out.
func texts(args []ast.Expr) []string {
	var all []string
	for _, arg := range args {
		if text, ok := arg.(*ast.BasicLit); ok && text.Kind == token.STRING {
			value, _ := strconv.Unquote(text.Value)
			all = append(all, value)
		}
	}
	return all
}

// local is a local value of Terraform, as it is written.
func local(t *testing.T, file, name string) hclsyntax.Expression {
	t.Helper()
	parsed, wrong := hclsyntax.ParseConfig(readFile(t, file), file, hcl.InitialPos)
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	for _, block := range parsed.Body.(*hclsyntax.Body).Blocks {
		if found, ok := block.Body.Attributes[name]; ok && block.Type == "locals" {
			return found.Expr
		}
	}
	t.Fatalf("%s has no local %s", file, name)
	return nil
}

// waited is what a metric or an alarm waits for.
type waited struct {
	name, function, message string
	fields                  []string
}

// waits are what the metrics and the alarms of monitoring_metrics.tf wait for. They
// are written without references, so they have values here.
func waits(t *testing.T) []waited {
	t.Helper()
	var all []waited
	for _, list := range []string{"metrics", "alarms"} {
		value, wrong := local(t, "terraform/monitoring_metrics.tf", list).Value(nil)
		if wrong.HasErrors() {
			t.Fatal(wrong)
		}
		for name, of := range value.AsValueMap() {
			attribute := func(name string) string {
				if !of.Type().HasAttribute(name) || of.GetAttr(name).IsNull() {
					return ""
				}
				return of.GetAttr(name).AsString()
			}
			w := waited{name: name, function: attribute("function"), message: attribute("message")}
			if field := attribute("value"); field != "" {
				w.fields = append(w.fields, field)
			}
			for _, field := range regexp.MustCompile(`jsonPayload\.(\w+)`).FindAllStringSubmatch(attribute("where"), -1) {
				w.fields = append(w.fields, field[1])
			}
			if of.Type().HasAttribute("labels") {
				for _, field := range of.GetAttr("labels").AsValueSlice() {
					w.fields = append(w.fields, field.AsString())
				}
			}
			all = append(all, w)
		}
	}
	return all
}

// everyLine are the fields that package logging gives to every line.
func everyLine() []string { return []string{"function", "message", "severity"} }

func TestWhatIsWaitedForIsWritten(t *testing.T) {
	t.Parallel()
	lines := logLines(t)
	if len(lines) < 20 {
		t.Fatalf("found %d lines, that are not all", len(lines))
	}
	for _, w := range waits(t) {
		found := map[string]bool{}
		for _, line := range lines {
			ours := w.function == "" || line.folder == "functions/"+w.function
			if w.message == "" || !ours || !regexp.MustCompile(w.message).MatchString(line.message) {
				continue
			}
			found[line.message] = true
			for _, field := range w.fields {
				if !slices.Contains(line.fields, field) && !slices.Contains(everyLine(), field) {
					t.Errorf("%s: %q has no field %q", w.name, line.message, field)
				}
			}
		}
		if want := 1 + strings.Count(w.message, "|"); w.message != "" && len(found) < want {
			t.Errorf("%s: %q finds the lines %v, want %d", w.name, w.message, slices.Sorted(maps.Keys(found)), want)
		}
	}
}

// TestEveryFindingOfTheSweepIsAnAlarm: what it reports at ERROR.
func TestEveryFindingOfTheSweepIsAnAlarm(t *testing.T) {
	t.Parallel()
	var alarm *regexp.Regexp
	for _, w := range waits(t) {
		if w.name == "sweep-findings" {
			alarm = regexp.MustCompile(w.message)
		}
	}
	findings := 0
	for _, line := range logLines(t) {
		if line.folder == "functions/timer" && line.level == "ErrorContext" {
			findings++
			if !alarm.MatchString(line.message) {
				t.Errorf("%q is no alarm", line.message)
			}
		}
	}
	if findings < 5 {
		t.Errorf("the sweep has %d findings, want all of them", findings)
	}
}

// alertNames are those of monitoring_alerts.tf.
func alertNames(t *testing.T) []string {
	t.Helper()
	var names []string
	list, ok := local(t, "terraform/monitoring_alerts.tf", "alerts").(*hclsyntax.ObjectConsExpr)
	if !ok {
		t.Fatal("the alerts are not written out")
	}
	for _, item := range list.Items {
		key, wrong := item.KeyExpr.Value(nil)
		if wrong.HasErrors() || key.Type() != cty.String {
			t.Fatal("an alert's name is not written out")
		}
		names = append(names, key.AsString())
	}
	slices.Sort(names)
	return names
}

// TestEveryAlertHasAPage that says all that is to be said, and every page an alert.
func TestEveryAlertHasAPage(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("docs/alerts/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for _, file := range files {
		if name := strings.TrimSuffix(path.Base(filepath.ToSlash(file)), ".md"); name != "README" {
			pages = append(pages, name)
		}
	}
	if alerts := alertNames(t); !slices.Equal(alerts, pages) {
		t.Errorf("alerts %v, pages %v", alerts, pages)
	}
	index := string(readFile(t, "docs/alerts/README.md"))
	alerts := string(readFile(t, "terraform/monitoring_alerts.tf"))
	for _, name := range pages {
		page := string(readFile(t, "docs/alerts/"+name+".md"))
		if !strings.Contains(index, "\n| ["+name+"]("+name+".md) |") {
			t.Errorf("docs/alerts/README.md has no row for %s", name)
		}
		title, _, _ := strings.Cut(strings.TrimPrefix(page, "# "), "\n")
		if !strings.Contains(alerts, `title    = "`+title+`"`) {
			t.Errorf("%s: no alert has the title %q", name, title)
		}
		for _, section := range []string{"What it means", "Who notices", "Look", "Do", "Try it"} {
			if !strings.Contains(page, "\n## "+section+"\n") {
				t.Errorf("%s has no section %q", name, section)
			}
		}
	}
}

// TestThePagesLookForLinesThatAreWritten, and lead to files that are there.
func TestThePagesLookForLinesThatAreWritten(t *testing.T) {
	t.Parallel()
	lines := logLines(t)
	quoted := regexp.MustCompile(`jsonPayload\.message(=~|=)"([^"]+)"`)
	links := regexp.MustCompile(`\]\(([^)#:]+\.md)`)
	files, err := filepath.Glob("docs/alerts/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		page := string(readFile(t, file))
		for _, found := range quoted.FindAllStringSubmatch(page, -1) {
			expression := found[2]
			if found[1] == "=" {
				expression = "^" + regexp.QuoteMeta(found[2]) + "$"
			}
			if !slices.ContainsFunc(lines, func(l logLine) bool { return regexp.MustCompile(expression).MatchString(l.message) }) {
				t.Errorf("%s looks for %q, which no function writes", file, found[2])
			}
		}
		for _, link := range links.FindAllStringSubmatch(page, -1) {
			if _, err := os.Stat(filepath.Join("docs/alerts", link[1])); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

// TestTheSettingsOfAlertsAreOnTheirPages, so that whoever is woken knows what to set.
func TestTheSettingsOfAlertsAreOnTheirPages(t *testing.T) {
	t.Parallel()
	var pages strings.Builder
	for _, name := range alertNames(t) {
		pages.Write(readFile(t, "docs/alerts/"+name+".md"))
	}
	settings := regexp.MustCompile(`(?m)^    ([a-z0-9_]+) += optional\(number`).
		FindAllSubmatch(readFile(t, "terraform/variables_monitoring.tf"), -1)
	for _, setting := range settings {
		if !strings.Contains(pages.String(), "`"+string(setting[1])+"`") {
			t.Errorf("no page names alerts.%s", setting[1])
		}
	}
	if len(settings) < 10 {
		t.Errorf("found %d settings of alerts, that are not all", len(settings))
	}
}

func TestCloudSchedulerCallsWhatTimerServes(t *testing.T) {
	t.Parallel()
	jobs := string(readFile(t, "terraform/scheduler.tf"))
	for _, at := range []string{timer.SweepPath, timer.WaitingPath} {
		if !strings.Contains(jobs, `uri         = "${local.timer_url}`+at+`"`) {
			t.Errorf("terraform/scheduler.tf has no job that calls %s", at)
		}
	}
}
