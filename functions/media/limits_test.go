package media

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

var google = place{Origin: config.Origin{Scheme: "https", Host: "storage.googleapis.com"}}

// signed is a URL of the channel's shape.
const signed = "https://storage.googleapis.com/files-us/900000000001/a%2Fb?x-goog-algorithm=GOOG4-RSA-SHA256" +
	"&x-goog-credential=a%40b%2F20240305%2Fauto%2Fstorage%2Fgoog4_request&x-goog-date=20240305T100000Z" +
	"&x-goog-expires=604800&x-goog-signedheaders=host&x-goog-signature=abcdef"

func TestTargetIsOfTheOriginCharacterByCharacter(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, url string
		from      place
		ok        bool
	}{
		{"a signed URL", signed, google, true},
		{"a bare path", "https://storage.googleapis.com/b/o", google, true},
		{"this machine, when it is the origin", "http://127.0.0.1:8/b", place{Origin: config.Origin{Scheme: "http", Host: "127.0.0.1:8"}}, true},
		{"the channel's own bucket", signed, place{google.Origin, "/files-us/"}, true},
		{"another bucket", "https://storage.googleapis.com/b/o", place{google.Origin, "/files-us/"}, false},
		{"a bucket whose name begins so", "https://storage.googleapis.com/files-usa/o", place{google.Origin, "/files-us/"}, false},
		{"out of the bucket again", "https://storage.googleapis.com/files-us/../b/o", place{google.Origin, "/files-us/"}, false},
		{"out of it in escapes", "https://storage.googleapis.com/files-us/%2e%2e/b/o", place{google.Origin, "/files-us/"}, false},
		{"this machine, when it is not", "http://127.0.0.1:8/b", google, false},
		{"this machine by its IPv6 address", "https://[::1]/b", google, false},
		{"the metadata server", "http://169.254.169.254/computeMetadata/v1/", google, false},
		{"in the clear", "http://storage.googleapis.com/b", google, false},
		{"another host", "https://storage.googleapis.com.example/b", google, false},
		{"a host below it", "https://bucket.storage.googleapis.com/b", google, false},
		{"another port", "https://storage.googleapis.com:8443/b", google, false},
		{"the same port, said aloud", "https://storage.googleapis.com:443/b", google, false},
		{"capital letters", "https://Storage.googleapis.com/b", google, false},
		{"a dot at the end", "https://storage.googleapis.com./b", google, false},
		{"a user", "https://storage.googleapis.com@files.example/b", google, false},
		{"a user of the right host", "https://user:secret@storage.googleapis.com/b", google, false},
		{"a backslash", `https://storage.googleapis.com\@files.example/b`, google, false},
		{"letters that look alike", "https://storаge.googleapis.com/b", google, false},
		{"letters that are folded", "https://storage。googleapis。com/b", google, false},
		{"an escaped host", "https://storage%2egoogleapis.com/b", google, false},
		{"a line break", "https://storage.googleapis.com/b\r\nHost: files.example", google, false},
		{"a blank in the query", signed + " HTTP/1.0", google, false},
		{"no scheme", "//storage.googleapis.com/b", google, false},
		{"a scheme without slashes", "https:storage.googleapis.com/b", google, false},
		{"a file", "file:///etc/passwd", google, false},
		{"a fragment", signed + "#x", google, false},
		{"a text", "hello", google, false},
		{"nothing", "", google, false},
		{"too much", signed + strings.Repeat("a", maxURL), google, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			u, err := target(tt.url, tt.from)
			if tt.ok && (err != nil || u.String() != tt.url) {
				t.Errorf("%v, %v; want it as it is", u, err)
			}
			if !tt.ok && !errors.Is(err, errElsewhere) {
				t.Errorf("%v, %v; want a refusal", u, err)
			}
		})
	}
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		status   int
		encoding string
		want     error
		passing  bool
	}{
		{"a file", 200, "", nil, false},
		{"a file as it is", 200, "identity", nil, false},
		{"a compressed one", 200, "gzip", errEncoded, false},
		{"one that is compressed twice", 200, "gzip, br", errEncoded, false},
		{"nothing", 204, "", errEmpty, false},
		{"a part", 206, "", errEmpty, false},
		{"a way elsewhere", 302, "", errElsewhere, false},
		{"a way elsewhere for ever", 308, "", errElsewhere, false},
		{"not changed", 304, "", errElsewhere, false},
		{"expired", 400, "", errGone, false},
		{"no right", 403, "", errGone, false},
		{"deleted", 404, "", errGone, false},
		{"gone", 410, "", errGone, false},
		{"too slow", 408, "", nil, true},
		{"too early", 425, "", nil, true},
		{"too often", 429, "", nil, true},
		{"an outage", 500, "", nil, true},
		{"an outage, compressed", 503, "gzip", nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := verdict(tt.status, tt.encoding)
			if passing := fault.KindOf(err) == fault.Unavailable; passing != tt.passing || !passing && !errors.Is(err, tt.want) {
				t.Errorf("verdict = %v, may pass: %v", err, passing)
			}
		})
	}
}

func TestTheLastTryIsBeforeTheURLExpiresAndBeforePubSubForgets(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 3, 5, 10, 0, 0, 0, time.UTC) // when the file came
	for name, tt := range map[string]struct {
		expires time.Time
		says    bool
		want    time.Time
	}{
		"it expires sooner":       {at.Add(time.Hour), true, at.Add(time.Hour)},
		"it expires later":        {at.Add(8 * 24 * time.Hour), true, at.Add(7 * 24 * time.Hour)},
		"it does not say":         {at.Add(time.Hour), false, at.Add(7 * 24 * time.Hour)},
		"it has expired long ago": {at.Add(-time.Hour), true, at.Add(-time.Hour)},
	} {
		expires := func(address string) (time.Time, bool) { return tt.expires, tt.says && address == signed }
		if got := lastTry(expires, signed, at); !got.Equal(tt.want.Add(-margin)) {
			t.Errorf("%s: last try %v, want %v", name, got, tt.want.Add(-margin))
		}
	}
}

func TestOnlyAddressesOfTheInternetArePublic(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"142.250.74.208": true, "199.36.153.8": true, "2a00:1450:4001:80b::201b": true, "2607:f8b0::1": true,
		"127.0.0.1": false, "::1": false, "::ffff:127.0.0.1": false, "0.0.0.0": false, "::": false,
		"10.1.2.3": false, "172.16.0.1": false, "192.168.0.1": false, "::ffff:10.0.0.1": false,
		"169.254.169.254": false, "fe80::1": false, "fe80::1%eth0": false, "fd20:ce::254": false, "fec0::1": false,
		"100.64.0.1": false, "198.18.0.1": false, "192.0.0.192": false, "203.0.113.7": false, "240.0.0.1": false,
		"255.255.255.255": false, "224.0.0.1": false, "ff02::1": false,
		"64:ff9b::a9fe:a9fe": false, "::a9fe:a9fe": false, "2002:a9fe:a9fe::1": false, "2001:db8::1": false, "2001::1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("public(%s) = %v", address, got)
		}
	}
	if public(netip.Addr{}) {
		t.Error("no address is public")
	}
}
