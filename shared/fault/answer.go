package fault

import (
	"context"
	"io"
	"log/slog"
	"net/http"

	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
)

// Answer ends a failed request with one log line and the kind's status. The body
// says what the caller can fix. It is empty when the caller can fix nothing, or
// is a stranger.
func Answer(ctx context.Context, log *slog.Logger, w http.ResponseWriter, err error) {
	kind := KindOf(err)
	report(ctx, log, kind, err)
	if kind.Retry() {
		w.Header().Set("Retry-After", "1")
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(kind.Status())
	if kind != Unauthorized && !kind.Retry() {
		_, _ = io.WriteString(w, err.Error()+"\n")
	}
}

// Event ends the handling of a CloudEvent: it logs a failure and returns an error
// that makes the sender redeliver the event, or nil where that would not help.
func Event(ctx context.Context, log *slog.Logger, err error) error {
	if err == nil {
		return nil
	}
	kind := KindOf(err)
	report(ctx, log, kind, err)
	if !kind.Retry() {
		return nil
	}
	return cehttp.NewResult(kind.Status(), "try again") //nolint:wrapcheck // the SDK looks for this very type
}

// report writes the one log line. What a stranger gets wrong is logged at INFO,
// so that nobody outside can trigger alerts.
func report(ctx context.Context, log *slog.Logger, kind Kind, err error) {
	level := slog.LevelError
	switch kind {
	case Unavailable:
		level = slog.LevelWarn
	case Unauthorized, Forbidden, NotFound, MethodNotAllowed, Conflict, TooLarge, Unsupported, Exhausted:
		level = slog.LevelInfo
	case Internal, Invalid:
	}
	log.LogAttrs(ctx, level, "failed", slog.Int("status", kind.Status()), slog.String("error", err.Error()))
}
