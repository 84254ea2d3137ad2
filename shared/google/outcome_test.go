package google_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
)

func TestSendTakesAnAnswerFor(t *testing.T) {
	t.Parallel()
	const sent, retry = "sent", "retry"
	tests := []struct {
		name, file string
		code       int
		want       string // sent, retry, or a refusal's reason
	}{
		{"200 is sent", "", 200, sent},
		{"201 is sent", "", 201, sent},
		{"204 is sent", "", 204, sent},
		{"409 is a repetition and so sent", "409-already-exists", 409, sent},
		{"409 without an explanation is one too", "", 409, sent},
		{"409 of a collision says nothing of the message", "aborted", 409, retry},
		{"408 says nothing of the message", "", 408, retry},
		{"429 is a call for patience", "429-quota", 429, retry},
		{"500 will pass", "500-internal", 500, retry},
		{"503 will pass", "503-unavailable", 503, retry},
		{"502 without an explanation will pass", "", 502, retry},
		{"a redirection to nowhere is no answer", "", 302, retry},
		{"304 is no answer", "", 304, retry},
		{
			"400 is final", "400-invalid-argument", 400,
			`reply.refused message="Request contains an invalid argument." status="400 INVALID_ARGUMENT"`,
		},
		{
			"400 for a device that cannot show it is final", "400-failed-precondition", 400,
			`reply.refused message="Precondition check failed." status="400 FAILED_PRECONDITION"`,
		},
		{"401 is about the key, which somebody can mend", "401-unauthenticated", 401, "retry for the credentials"},
		{
			"403 is final", "403-permission-denied", 403,
			`reply.refused message="The caller does not have permission." status="403 PERMISSION_DENIED"`,
		},
		{"404 without an explanation is final", "", 404, `reply.refused message="" status="404 Not Found"`},
	}
	const aborted = `{"error":{"code":409,"status":"ABORTED","message":"try again"}}`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := send(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.code)
				if tt.file == "aborted" {
					_, _ = io.WriteString(w, aborted)
				} else if tt.file != "" {
					_, _ = w.Write(recorded(t, "api-error."+tt.file+".json"))
				}
			}))
			discreet(t, err)
			got := sent
			if refusal, ok := errors.AsType[*channel.RefusedError](err); ok {
				got = refusal.Reason.String()
			} else if again, ok := errors.AsType[*channel.RetryError](err); ok && again.Credentials {
				got = "retry for the credentials"
			} else if ok {
				got = retry
			} else if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Send = %q (%v), want %q", got, err, tt.want)
			}
		})
	}
}

func TestSendFollowsNoRedirection(t *testing.T) {
	t.Parallel()
	for _, code := range []int{301, 302, 303, 307, 308} {
		t.Run(http.StatusText(code), func(t *testing.T) {
			t.Parallel()
			err := send(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/elsewhere" {
					w.Header().Set("Location", "/elsewhere?for="+conversation)
					w.WriteHeader(code)
				}
			}))
			if !errors.Is(err, channel.ErrRetry) {
				t.Errorf("Send = %v, want ErrRetry: whoever is elsewhere did not take the message", err)
			}
			discreet(t, err)
		})
	}
}

func TestSendRetriesWhenNobodyKnows(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	cut := func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(c, "HTTP/1.1 500 Oh\r\nContent-Length: 100\r\n\r\n{")
		_ = c.Close()
	}
	tests := []struct{ name, url string }{
		{"the connection is refused", closed.URL},
		{"the connection is cut", serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })},
		{"a bad answer is cut", serve(t, cut)},
		{"the API's URL is none", "http://[::1"},
		{"the API's URL has no scheme", "localhost"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := send(t, tt.url)
			if !errors.Is(err, channel.ErrRetry) {
				t.Errorf("Send = %v, want ErrRetry", err)
			}
			discreet(t, err)
		})
	}
}

func TestSendCountsA2xxWhoseBodyIsCut(t *testing.T) {
	t.Parallel()
	err := send(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.WriteHeader(http.StatusOK)
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		panic(http.ErrAbortHandler)
	}))
	if err != nil {
		t.Errorf("Send = %v, want nil: the API took the message", err)
	}
}

func TestSendQuotesNoCustomerInARefusal(t *testing.T) {
	t.Parallel()
	err := send(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w,
			`{"error":{"status":"PERMISSION_DENIED","message":"No access to conversations/`+conversation+`."}}`)
	}))
	refusal, ok := errors.AsType[*channel.RefusedError](err)
	if !ok || !strings.Contains(refusal.Reason.String(), "No access to conversations/") {
		t.Errorf("Send = %v, want the API's explanation", err)
	}
	discreet(t, err)
}

// TestAnExplanationIsForTheAgentAndNotForTheLog, and in the agent's document it is
// bounded.
func TestAnExplanationIsForTheAgentAndNotForTheLog(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{"INVALID_ARGUMENT": "400 INVALID_ARGUMENT", "MARK: +33 6 12": "400 Bad Request"} {
		err := send(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error":{"status":"`+status+`","message":"MARK `+strings.Repeat("é", 10_000)+`"}}`)
		}))
		refusal, ok := errors.AsType[*channel.RefusedError](err)
		if !ok || refusal.Reason.Args["status"] != want || refusal.Reason.Size() > 2200 {
			t.Fatalf("Send = %v, %d bytes, want %q", err, refusal.Reason.Size(), want)
		}
		if text := err.Error() + refusal.Err.Error(); strings.Contains(text, "MARK") || !strings.Contains(text, want) {
			t.Errorf("the error is %q, want %q without the explanation", text, want)
		}
	}
}

func TestSendKeepsNoExplanationThatIsTooLong(t *testing.T) {
	t.Parallel()
	err := send(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":{"status":"INVALID_ARGUMENT","message":"`+strings.Repeat("x", 64<<10)+`"}}`)
	}))
	refusal, ok := errors.AsType[*channel.RefusedError](err)
	if want := `reply.refused message="" status="400 Bad Request"`; !ok || refusal.Reason.String() != want {
		t.Errorf("Send = %.100v, want %q: it is kept in a document", err, want)
	}
}
