package trace

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/google"
)

// Settings say where traces go and which are recorded.
type Settings struct {
	// Endpoint is the base URL of an OTLP receiver, which accepts traces over
	// HTTP at /v1/traces. Without one nothing is traced. Google's endpoint gets
	// the function's credentials.
	Endpoint string
	// Ratio is the share of traces that are recorded, 0 to 1.
	Ratio float64
	// Project is the Google Cloud project and Function the function's name.
	Project, Function string
	Now               func() time.Time
	Log               *slog.Logger
}

// Tracer records the work of one function. It is safe for concurrent use.
type Tracer struct {
	function string
	tracer   trace.Tracer // nil when nothing is traced
	sampler  sampler
	sender   *sender
}

// New returns the function's tracer.
func New(ctx context.Context, s Settings) (*Tracer, error) {
	if s.Endpoint == "" || s.Ratio == 0 {
		return &Tracer{}, nil
	}
	client, err := client(ctx, s.Endpoint)
	if err != nil {
		return nil, err
	}
	exporter, err := otlptracehttp.New(ctx,
		otlptracehttp.WithEndpointURL(strings.TrimSuffix(s.Endpoint, "/")+"/v1/traces"), otlptracehttp.WithHTTPClient(client),
		// Spans that are not accepted are dropped, see sender.
		otlptracehttp.WithRetry(otlptracehttp.RetryConfig{Enabled: false}))
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	t := &Tracer{
		function: s.Function, sampler: sampler{sdk.TraceIDRatioBased(s.Ratio)},
		sender: &sender{exporter: exporter, now: s.Now, log: s.Log},
	}
	// Not the library's global provider: Google's clients would start to trace
	// every call, with names and attributes that nobody here has reviewed.
	t.tracer = sdk.NewTracerProvider(
		sdk.WithSampler(t.sampler), sdk.WithSpanProcessor(t.sender),
		sdk.WithResource(resource.NewSchemaless(
			attribute.String("service.namespace", "frontdesk"), attribute.String("service.name", s.Function),
			attribute.String("gcp.project_id", s.Project), // Google rejects spans without it
		)),
	).Tracer("github.com/frontdesk-gcp/frontdesk/shared/trace")
	return t, nil
}

// client returns the client that sends traces. Only Google gets credentials.
func client(ctx context.Context, endpoint string) (*http.Client, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	if u.Scheme != "https" || !strings.HasSuffix(u.Hostname(), ".googleapis.com") {
		return &http.Client{}, nil
	}
	tokens, err := google.DefaultTokenSource(ctx, "https://www.googleapis.com/auth/trace.append")
	if err != nil {
		return nil, fmt.Errorf("traces: the function's own credentials: %w", err)
	}
	return oauth2.NewClient(ctx, tokens), nil
}

type tracerKey struct{}

func tracer(ctx context.Context) *Tracer {
	t, _ := ctx.Value(tracerKey{}).(*Tracer)
	return t
}

// Begin returns a context in which work is traced. end sends what was recorded.
// It has to be called before the function answers: afterwards an instance has no
// CPU, and what is kept for later may never be sent.
func (t *Tracer) Begin(ctx context.Context) (in context.Context, end func()) {
	if t.tracer == nil {
		return ctx, func() {}
	}
	return context.WithValue(ctx, tracerKey{}, t), func() { t.sender.send(ctx) }
}

// Handler serves requests in such a context. At first it belongs to the trace of
// the request's header; the work may change that.
func (t *Tracer) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, end := t.Begin(With(r.Context(), r.Header.Get(HeaderName)))
		defer end()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func (t *Tracer) begin(
	ctx context.Context, name string, attributes []Attribute, options ...trace.SpanStartOption,
) (context.Context, Span) {
	if s := Subject(ctx); s != "" {
		options = append(options, trace.WithAttributes(Text(conversationKey, s)))
	}
	ctx, span := t.tracer.Start(ctx, t.function+" "+name, append(options, trace.WithAttributes(attributes...))...)
	return ctx, Span{span}
}

// sampler records the parts of a recorded trace and the traces that follow it. Of
// all others it records a share by trace id, so that all functions decide alike.
type sampler struct{ share sdk.Sampler }

// ShouldSample decides.
func (s sampler) ShouldSample(p sdk.SamplingParameters) sdk.SamplingResult {
	flags := s.flags(p.TraceID)
	if at := trace.SpanContextFromContext(p.ParentContext); at.IsValid() {
		flags = at.TraceFlags()
	} else if len(p.Links) > 0 {
		flags = p.Links[0].SpanContext.TraceFlags()
	}
	if flags.IsSampled() {
		return sdk.SamplingResult{Decision: sdk.RecordAndSample}
	}
	return sdk.SamplingResult{Decision: sdk.Drop}
}

// Description names the sampler.
func (s sampler) Description() string { return "frontdesk, " + s.share.Description() }

func (s sampler) flags(id trace.TraceID) trace.TraceFlags {
	decision := s.share.ShouldSample(sdk.SamplingParameters{TraceID: id}).Decision
	return trace.TraceFlags(0).WithSampled(decision == sdk.RecordAndSample)
}
