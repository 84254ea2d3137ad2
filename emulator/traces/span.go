package traces

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	common "go.opentelemetry.io/proto/otlp/common/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// Span is a piece of work with a beginning and an end.
type Span struct {
	// Trace, ID and Parent are in hexadecimal; a root has no parent.
	Trace, ID, Parent string
	// Service is the function.
	Service, Name string
	// Kind is "server", "client" or "consumer".
	Kind       string
	Start, End time.Time
	Attributes map[string]string
	Links      []Link
	Failed     bool
}

// Link is a span of another trace.
type Link struct{ Trace, Span string }

// decode reads a request and rejects what a receiver may reject.
func decode(body []byte) ([]Span, error) {
	var request collector.ExportTraceServiceRequest
	if err := proto.Unmarshal(body, &request); err != nil {
		return nil, fmt.Errorf("the body is no request: %w", err)
	}
	var all []Span
	for _, r := range request.GetResourceSpans() {
		resource, err := texts(r.GetResource().GetAttributes())
		if err != nil {
			return nil, err
		}
		// Google refuses spans without the project.
		if resource["service.name"] == "" || resource["gcp.project_id"] == "" {
			return nil, fmt.Errorf("the resource says %v, and not whose spans these are", resource)
		}
		for _, scope := range r.GetScopeSpans() {
			for _, s := range scope.GetSpans() {
				span, err := read(s)
				if err != nil {
					return nil, fmt.Errorf("span %q: %w", s.GetName(), err)
				}
				span.Service = resource["service.name"]
				all = append(all, span)
			}
		}
	}
	if len(all) == 0 {
		return nil, errors.New("there is no span in it")
	}
	return all, nil
}

func read(s *otlp.Span) (Span, error) {
	const nanos = math.MaxInt64
	trace, ok := id(s.GetTraceId(), 16)
	span, okSpan := id(s.GetSpanId(), 8)
	parent, okParent := id(s.GetParentSpanId(), 8)
	switch {
	case !ok || !okSpan || !okParent && len(s.GetParentSpanId()) > 0:
		return Span{}, errors.New("an id is none")
	case s.GetName() == "":
		return Span{}, errors.New("it has no name")
	case s.GetStartTimeUnixNano() == 0 || s.GetEndTimeUnixNano() < s.GetStartTimeUnixNano() || s.GetEndTimeUnixNano() > nanos:
		return Span{}, errors.New("its times are none")
	case len(s.GetEvents()) > 0:
		return Span{}, errors.New("it has events, in which there may be anything")
	case s.GetStatus().GetMessage() != "" && s.GetStatus().GetCode() != otlp.Status_STATUS_CODE_ERROR:
		return Span{}, errors.New("it says why it failed and did not")
	}
	attributes, err := texts(s.GetAttributes())
	if err != nil {
		return Span{}, err
	}
	out := Span{
		Trace: trace, ID: span, Parent: parent, Name: s.GetName(), Attributes: attributes,
		Start:  time.Unix(0, int64(s.GetStartTimeUnixNano())), //nolint:gosec // checked above
		End:    time.Unix(0, int64(s.GetEndTimeUnixNano())),   //nolint:gosec // checked above
		Failed: s.GetStatus().GetCode() == otlp.Status_STATUS_CODE_ERROR,
		Kind: map[otlp.Span_SpanKind]string{
			otlp.Span_SPAN_KIND_SERVER: "server", otlp.Span_SPAN_KIND_CLIENT: "client", otlp.Span_SPAN_KIND_CONSUMER: "consumer",
		}[s.GetKind()],
	}
	for _, l := range s.GetLinks() {
		trace, okTrace := id(l.GetTraceId(), 16)
		span, okSpan := id(l.GetSpanId(), 8)
		if !okTrace || !okSpan {
			return Span{}, errors.New("a link leads nowhere")
		}
		out.Links = append(out.Links, Link{Trace: trace, Span: span})
	}
	return out, nil
}

// id returns the text of an id, and whether it is valid.
func id(raw []byte, length int) (string, bool) {
	zero := true
	for _, b := range raw {
		zero = zero && b == 0
	}
	return hex.EncodeToString(raw), len(raw) == length && !zero
}

// texts returns attributes as text. Only strings, numbers and booleans are
// expected.
func texts(attributes []*common.KeyValue) (map[string]string, error) {
	all := map[string]string{}
	for _, a := range attributes {
		if _, twice := all[a.GetKey()]; twice || a.GetKey() == "" {
			return nil, fmt.Errorf("the attribute %q is there twice or has no name", a.GetKey())
		}
		switch v := a.GetValue().GetValue().(type) {
		case *common.AnyValue_StringValue:
			all[a.GetKey()] = v.StringValue
		case *common.AnyValue_IntValue:
			all[a.GetKey()] = strconv.FormatInt(v.IntValue, 10)
		case *common.AnyValue_BoolValue:
			all[a.GetKey()] = strconv.FormatBool(v.BoolValue)
		default:
			return nil, fmt.Errorf("the attribute %q is neither text nor a number", a.GetKey())
		}
	}
	return all, nil
}
