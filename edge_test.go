package frontdesk

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/functions/desk"
	"github.com/frontdesk-gcp/frontdesk/functions/webhook"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
)

// What Terraform and the page of costs say a second time is compared here with what
// the code says: it would go wrong in a cloud, or on a bill, only.

func TestTheLoadBalancerRefusesWhatTheWebhookWouldNotRead(t *testing.T) {
	t.Parallel()
	rule := fmt.Appendf(nil, "int(request.headers['content-length']) > %d\"", webhook.MaxBody)
	if !bytes.Contains(readFile(t, "terraform/loadbalancer.tf"), rule) {
		t.Errorf("terraform/loadbalancer.tf has no rule %s", rule)
	}
}

// TestFilesGoWhereTheirWriterMayWrite: an identity's grant ends with the folder.
func TestFilesGoWhereTheirWriterMayWrite(t *testing.T) {
	t.Parallel()
	for file, folder := range map[string]string{
		"terraform/function_media.tf": strings.TrimSuffix(bucket.Inbound("", ""), "/"),
		"terraform/function_desk.tf":  bucket.Uploads,
		"terraform/function_reply.tf": strings.TrimSuffix(bucket.Outbound("", ""), "/"),
	} {
		if !bytes.Contains(readFile(t, file), []byte("/objects/"+folder+`\")"`)) {
			t.Errorf("%s does not grant to write %s", file, folder)
		}
	}
}

func TestUploadsAndExportsAreDeletedWhereTheyAre(t *testing.T) {
	t.Parallel()
	for folder, life := range map[string]time.Duration{bucket.Uploads: bucket.UploadLife, bucket.Exports: bucket.ExportLife} {
		days := int(life.Hours() / 24)
		rule := regexp.MustCompile(fmt.Sprintf(`age\s+= %d\s.*\n\s+matches_prefix = \["%s"\]`, days, folder))
		if !rule.Match(readFile(t, "terraform/bucket.tf")) {
			t.Errorf("terraform/bucket.tf has no rule like %s", rule)
		}
	}
}

// TestTheDeskHasRoomForTheFilesThatItTakes is about the comment beside its memory,
// which its test in Terraform counts with.
func TestTheDeskHasRoomForTheFilesThatItTakes(t *testing.T) {
	t.Parallel()
	if desk.MaxFile != 25_000_000 {
		t.Errorf("the desk takes files of %d bytes: give it memory and time for them in terraform/function_desk.tf", desk.MaxFile)
	}
}

// TestTheFiguresOfTheCostsAreCounted: the page names the tests that count.
func TestTheFiguresOfTheCostsAreCounted(t *testing.T) {
	t.Parallel()
	var tests []byte
	for _, pattern := range []string{
		"shared/store/*_test.go", "shared/dispatch/*_test.go", "functions/routing/*_test.go", "emulator/properties/*_test.go",
		"emulator/rules/*_test.go", "emulator/e2e/*_test.go",
	} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			tests = append(tests, readFile(t, name)...)
		}
	}
	named := regexp.MustCompile("`(Test[A-Za-z]+)`").FindAllSubmatch(readFile(t, "docs/costs.md"), -1)
	if len(named) < 5 {
		t.Errorf("docs/costs.md names %d tests, each of its figures should have one", len(named))
	}
	for _, name := range named {
		if !bytes.Contains(tests, append([]byte("func "), append(name[1], '(')...)) {
			t.Errorf("docs/costs.md refers to %s, which is not there", name[1])
		}
	}
}
