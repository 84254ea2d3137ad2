package bucket_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/bucket"
)

func serve(t *testing.T) (dir, url string, server *bucket.Server) {
	t.Helper()
	dir = t.TempDir()
	server, err := bucket.New(bucket.Config{Dir: dir, Buckets: []string{"files"}, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	return dir, web.URL, server
}

func do(t *testing.T, method, url, contentType, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// parts is a multipart upload.
func parts(all ...string) string {
	var body strings.Builder
	for _, part := range all {
		body.WriteString("--x\r\nContent-Type: image/png\r\n\r\n" + part + "\r\n")
	}
	return body.String() + "--x--\r\n"
}

const related = "multipart/related; boundary=x"

func TestTheStandInRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	_, url, _ := serve(t)
	const insert = "/upload/storage/v1/b/files/o?uploadType=multipart&alt=json"
	const copyOf = "/storage/v1/b/files/o/none/rewriteTo/b/files/o/b"
	good := parts(`{"name": "a", "contentType": "image/png"}`, "data")
	tests := []struct {
		name, method, path, contentType, body string
		status                                int
		want                                  string
	}{
		{"a list by pages", "GET", "/storage/v1/b/files/o?maxResults=1", "", "", 400, "maxResults=1"},
		{"a list of another bucket", "GET", "/storage/v1/b/other/o", "", "", 404, "bucket does not exist"},
		{"a deletion on a condition", "DELETE", "/storage/v1/b/files/o/a?ifGenerationMatch=1", "", "", 400, "ifGenerationMatch=1"},
		{"a deletion of nothing", "DELETE", "/storage/v1/b/files/o/none", "", "", 404, "No such object"},
		{"a resumable upload", "POST", "/upload/storage/v1/b/files/o?uploadType=resumable", related, good, 400, "uploadType=resumable"},
		{"another condition", "POST", insert + "&ifGenerationMatch=7", related, good, 400, "ifGenerationMatch=7"},
		{"a condition twice", "POST", insert + "&ifGenerationMatch=0&ifGenerationMatch=0", related, good, 400, "ifGenerationMatch"},
		{"a bucket that is not there", "POST", strings.Replace(insert, "files", "other", 1), related, good, 404, "bucket does not exist"},
		{"no object", "GET", "/storage/v1/b/files/o/none?alt=json", "", "", 404, "No such object"},
		{"no multipart body", "POST", insert, "image/png", "data", 400, "not multipart/related"},
		{"no content", "POST", insert, related, parts(`{"name": "a"}`), 400, "there is no content"},
		{"a third part", "POST", insert, related, parts(`{"name": "a"}`, "data", "more"), 400, "something follows"},
		{"metadata that nobody knows", "POST", insert, related, parts(`{"name": "a", "acl": []}`, "data"), 400, "unknown field"},
		{"two names", "POST", insert + "&name=b", related, good, 400, "two names"},
		{"two types", "POST", insert, related, parts(`{"name": "a", "contentType": "image/gif"}`, "data"), 400, "image/gif"},
		{"a wrong checksum", "POST", insert, related, parts(`{"name": "a", "crc32c": "AAAAAA=="}`, "data"), 400, "hash does not match"},
		{"a name that climbs out", "POST", insert, related, parts(`{"name": "../../a"}`, "data"), 400, "names like a/b/c"},
		{"a name that is a root", "POST", insert, related, parts(`{"name": "/etc/a"}`, "data"), 400, "names like a/b/c"},
		{"a name with an empty part", "POST", insert, related, parts(`{"name": "a//b"}`, "data"), 400, "names like a/b/c"},
		{"no name", "POST", insert, related, parts(`{}`, "data"), 400, "names like a/b/c"},
		{"a signature for nobody", "POST", "/v1/projects/-/serviceAccounts/nobody:signBlob", "", `{"payload": "eA=="}`, 404, "no such method"},
		{"a signature of nothing", "POST", "/v1/projects/-/serviceAccounts/a@b:signBlob", "", `{}`, 400, "no payload"},
		{"a token", "POST", "/v1/projects/-/serviceAccounts/a@b:generateAccessToken", "", `{}`, 404, "no such method"},
		{"a copy of nothing", "POST", copyOf + "?alt=json", "", "{}", 404, "No such object"},
		{"a copy with other metadata", "POST", copyOf, "", `{"contentType": "text/html"}`, 400, "as it is"},
		{"a copy without a body", "POST", copyOf, "", "", 400, "as it is"},
		{"a copy on another condition", "POST", copyOf + "?ifSourceGenerationMatch=1", "", "{}", 400, "ifSourceGenerationMatch"},
		{"a copy by its old name", "POST", strings.Replace(copyOf, "rewriteTo", "copyTo", 1), "", "{}", 404, "no such method"},
		{"a download that is not signed", "GET", "/files/a", "", "", 403, "AccessDenied"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, body := do(t, tt.method, url+tt.path, tt.contentType, tt.body)
			if status != tt.status || !strings.Contains(body, tt.want) {
				t.Errorf("answered %d %s, want %d with %q", status, body, tt.status, tt.want)
			}
		})
	}
}

func TestObjectsAreFilesInTheFolder(t *testing.T) {
	t.Parallel()
	dir, url, _ := serve(t)
	status, body := do(t, "POST", url+"/upload/storage/v1/b/files/o?uploadType=multipart", related, parts(`{"name": "in/a"}`, "data"))
	if status != http.StatusOK {
		t.Fatalf("answered %d %s", status, body)
	}
	got, err := os.ReadFile(filepath.Join(dir, "objects", "files", "in", "a"))
	if string(got) != "data" || err != nil {
		t.Errorf("the file holds %q, %v", got, err)
	}
}

func TestACopyIsWhatItWasAndNeverReplacesWhereItMustNot(t *testing.T) {
	t.Parallel()
	_, url, _ := serve(t)
	const insert = "/upload/storage/v1/b/files/o?uploadType=multipart"
	do(t, "POST", url+insert, related, parts(`{"name": "in/a", "cacheControl": "private"}`, "data"))
	do(t, "POST", url+insert, related, parts(`{"name": "b"}`, "other"))
	const to = "/storage/v1/b/files/o/in%2Fa/rewriteTo/b/"
	status, body := do(t, "POST", url+to+"files/o/out%2Fa?ifGenerationMatch=0", "", "{}")
	if status != http.StatusOK || !strings.Contains(body, `"done":true`) || !strings.Contains(body, `"objectSize":"4"`) {
		t.Errorf("answered %d %s", status, body)
	}
	status, body = do(t, "GET", url+"/storage/v1/b/files/o/out%2Fa?alt=json", "", "")
	if status != http.StatusOK || !strings.Contains(body, `"name":"out/a"`) || !strings.Contains(body, `"cacheControl":"private"`) {
		t.Errorf("the copy is %d %s", status, body)
	}
	if status, _ := do(t, "POST", url+to+"files/o/b?ifGenerationMatch=0", "", "{}"); status != http.StatusPreconditionFailed {
		t.Errorf("onto another object: answered %d, want 412", status)
	}
	if status, body := do(t, "POST", url+to+"other/o/b", "", "{}"); status != http.StatusNotFound || !strings.Contains(body, "bucket does not exist") {
		t.Errorf("to another bucket: answered %d %s", status, body)
	}
	if _, body := do(t, "GET", url+"/storage/v1/b/files/o/b?alt=media", "", ""); body != "other" {
		t.Errorf("the other object holds %q", body)
	}
}

func TestObjectsAreDeletedByTheirAge(t *testing.T) {
	t.Parallel()
	ahead := time.Duration(0)
	server, err := bucket.New(bucket.Config{
		Dir: t.TempDir(), Buckets: []string{"files"}, Now: time.Now, Clock: func() time.Time { return time.Now().Add(ahead) },
		Lifecycle: []bucket.Rule{{Prefix: "in/", Age: time.Hour}, {Age: 3 * time.Hour}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	web := httptest.NewServer(server)
	defer web.Close()
	const insert = "/upload/storage/v1/b/files/o?uploadType=multipart&ifGenerationMatch=0"
	for _, name := range []string{"in/a", "index"} {
		do(t, "POST", web.URL+insert, related, parts(`{"name": "`+name+`"}`, "data"))
	}
	for _, tt := range []struct {
		ahead     time.Duration
		in, index int
	}{{59 * time.Minute, 200, 200}, {time.Hour, 404, 200}, {3 * time.Hour, 404, 404}} {
		ahead = tt.ahead
		in, _ := do(t, "GET", web.URL+"/storage/v1/b/files/o/in%2Fa", "", "")
		index, _ := do(t, "GET", web.URL+"/storage/v1/b/files/o/index", "", "")
		if in != tt.in || index != tt.index {
			t.Errorf("after %v: answered %d and %d, want %d and %d", tt.ahead, in, index, tt.in, tt.index)
		}
	}
	if status, body := do(t, "POST", web.URL+insert, related, parts(`{"name": "in/a"}`, "new")); status != http.StatusOK {
		t.Errorf("a new object by the same name: answered %d %s", status, body)
	}
}

func TestAnOutageIsOfEverything(t *testing.T) {
	t.Parallel()
	_, url, server := serve(t)
	server.Fail(http.StatusServiceUnavailable)
	for _, path := range []string{"/storage/v1/b/files/o/a", "/files/a", "/"} {
		if status, _ := do(t, "GET", url+path, "", ""); status != http.StatusServiceUnavailable {
			t.Errorf("%s answered %d during an outage", path, status)
		}
	}
	server.Fail(0)
	if status, _ := do(t, "GET", url+"/storage/v1/b/files/o/a", "", ""); status != http.StatusNotFound {
		t.Errorf("answered %d after the outage", status)
	}
}
