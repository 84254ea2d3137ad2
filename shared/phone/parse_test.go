package phone_test

import (
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/phone"
)

func TestNumbersAreReadAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ typed, country, want string }{
		"an international number":                 {"+33639980012", "", "+33639980012"},
		"one as people write it":                  {"+33 (0)6 39-98.00 12", "", "+33639980012"},
		"one with the international prefix":       {"0033 6 39 98 00 12", "FR", "+33639980012"},
		"a national number":                       {"06 39 98 00 12", "FR", "+33639980012"},
		"a national number of another country":    {"(201) 555-0123", "US", "+12015550123"},
		"an international number beats a country": {"+1 201 555 0123", "FR", "+12015550123"},
		"blanks around it":                        {"  +12015550123\n", "", "+12015550123"},
		"digits of another script":                {"+٣٣٦٣٩٩٨٠٠١٢", "", "+33639980012"},

		"a national number without a country": {"06 39 98 00 12", "", ""},
		"a country that there is not":         {"06 39 98 00 12", "XX", ""},
		"too few digits":                      {"+336399", "", ""},
		"too many digits":                     {"+336399800123456", "", ""},
		"an emergency number":                 {"112", "FR", ""},
		"an extension":                        {"+33 6 39 98 00 12 ext. 5", "", ""},
		"an extension in a URI":               {"tel:+33639980012;ext=5", "", ""},
		"a word":                              {"1-800-FLOWERS", "US", ""},
		"an address":                          {"dana@example.com", "FR", ""},
		"nothing":                             {"", "FR", ""},
		"a plus":                              {"+", "FR", ""},
		"a very long text":                    {strings.Repeat("1", 100_000), "FR", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := phone.Parse(tt.typed, tt.country)
			if got != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("Parse(%q, %q) = %q, %v; want %q", tt.typed, tt.country, got, err, tt.want)
			}
			if err != nil && len(tt.typed) > 3 && strings.Contains(err.Error(), tt.typed) {
				t.Errorf("the error repeats the number: %v", err)
			}
		})
	}
}

func TestCountries(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{"FR": true, "US": true, "GB": true, "fr": false, "UK": false, "": false, "001": false} {
		if got := phone.IsCountry(code); got != want {
			t.Errorf("IsCountry(%q) = %v", code, got)
		}
	}
}
