package bucket

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
)

// apiError is an error in the JSON API's form.
type apiError struct {
	Code    int       `json:"code"`
	Message string    `json:"message"`
	Errors  []problem `json:"errors"`
}

type problem struct {
	Message string `json:"message"`
	Domain  string `json:"domain"`
	Reason  string `json:"reason"`
}

func (e *apiError) Error() string { return e.Message }

func refuse(code int, reason, message string) *apiError {
	return &apiError{Code: code, Message: message, Errors: []problem{{message, "global", reason}}}
}

func invalid(message string) *apiError { return refuse(http.StatusBadRequest, "invalid", message) }

func (e *apiError) answer(w http.ResponseWriter) {
	answer(w, e.Code, map[string]any{"error": e})
}

func answer(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(v) // fails only if the client has gone
}

// answerXML writes an error in the form that signed URLs get.
func answerXML(w http.ResponseWriter, code int, name string) {
	w.Header().Set("Content-Type", "application/xml; charset=UTF-8")
	w.WriteHeader(code)
	type refusal struct {
		XMLName xml.Name `xml:"Error"`
		Code    string   `xml:"Code"`
	}
	_ = xml.NewEncoder(w).Encode(refusal{Code: name}) // as above
}

// only refuses a call with a parameter that the stand-in does not implement: a test
// could pass wrongly if, for example, a condition were ignored. Each of want is a
// name, or name=value if only that value is implemented.
func only(r *http.Request, want ...string) error {
	want = append(want, "prettyPrint=false", "projection=full")
	for name, values := range r.URL.Query() {
		if len(values) != 1 || !slices.Contains(want, name) && !slices.Contains(want, name+"="+values[0]) {
			return invalid("the stand-in does not know the parameter " + name + "=" + strings.Join(values, ","))
		}
	}
	return nil
}
