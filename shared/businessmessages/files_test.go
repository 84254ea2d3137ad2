package businessmessages_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/businessmessages"
)

// address is an address as Google sends it for a customer's picture.
const address = "https://storage.googleapis.com/business-messages-us/900000000001/a%2Fb?x-goog-algorithm=GOOG4-RSA-SHA256" +
	"&x-goog-credential=a%40b%2F20240305%2Fauto%2Fstorage%2Fgoog4_request&x-goog-date=20240305T100000Z" +
	"&x-goog-expires=604800&x-goog-signedheaders=host&x-goog-signature=abcdef"

func TestAnAddressSaysWhenItExpires(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 3, 5, 10, 0, 0, 0, time.UTC) // when the URL was signed
	const week = 7 * 24 * time.Hour
	with := func(date, expires string) string {
		s := strings.Replace(address, "20240305T100000Z", date, 1)
		return strings.Replace(s, "604800", expires, 1)
	}
	tests := []struct {
		name, url string
		want      time.Time
	}{
		{"the channel's", address, at.Add(week)},
		{"names in mixed case", "https://h/?X-Goog-Date=20240305T100000Z&X-Goog-Expires=3600", at.Add(time.Hour)},
		{"a shorter life", with("20240305T100000Z", "3600"), at.Add(time.Hour)},
		{"no life", with("20240305T100000Z", "0"), at},
		{"signed tomorrow", with("20240306T100000Z", "604800"), at.Add(week + 24*time.Hour)},
		{"signed in another century", with("29990305T100000Z", "604800"), time.Date(2999, 3, 12, 10, 0, 0, 0, time.UTC)},
		{"longer than can be", with("20240305T100000Z", "604801"), time.Time{}},
		{"longer than an integer", with("20240305T100000Z", "99999999999999999999"), time.Time{}},
		{"a negative life", with("20240305T100000Z", "-1"), time.Time{}},
		{"no date", with("", "604800"), time.Time{}},
		{"no query", "https://storage.googleapis.com/b/o", time.Time{}},
		{"no URL", "https://[::1", time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := new(businessmessages.Adapter).Expires(tt.url)
			if !got.Equal(tt.want) || ok == tt.want.IsZero() {
				t.Errorf("expires %v, %v, want %v", got, ok, tt.want)
			}
		})
	}
}

func TestAPictureIsFetchedByItsAddressAlone(t *testing.T) {
	t.Parallel()
	a := new(businessmessages.Adapter)
	file, err := a.Fetch(t.Context(), "acme", address, func(_ context.Context, asked string, header map[string]string) (io.ReadCloser, error) {
		if asked != address || len(header) > 0 {
			t.Errorf("asked for %s with %v", asked, header)
		}
		return io.NopCloser(strings.NewReader("picture")), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(file)
	if string(data) != "picture" || err != nil {
		t.Errorf("fetched %q, %v", data, err)
	}
	if got := a.Origins(); len(got) != 1 || !strings.HasPrefix(address, got[0]) {
		t.Errorf("origins %v", got)
	}
}
