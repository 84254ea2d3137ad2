// Package warehouse counts and deletes what BigQuery has of conversations: the rows of
// their events, which functions/export publishes. It is the only package that knows the
// service.
package warehouse

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/api/bigquery/v2"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/option"

	"github.com/frontdesk-gcp/frontdesk/shared/fault"
)

// ErrTooNew says that some of the rows were written so recently that BigQuery cannot
// delete them yet. It takes up to 90 minutes until it can.
var ErrTooNew = errors.New("BigQuery cannot delete rows yet that it has just been given")

const (
	// patience is how long a query may take until its answer is fetched by another call.
	patience = 20 * time.Second
	// fetches bounds these calls.
	fetches = 6
)

// MaxErased is of how many conversations one statement deletes the rows. BigQuery takes
// 10,000 parameters, and a table takes few statements at a time.
const MaxErased = 1000

// Erased is a conversation whose rows go until an instant.
type Erased struct {
	Conversation string
	Until        time.Time
}

// Rows is the table of conversations' events.
type Rows struct {
	jobs    *bigquery.JobsService
	project string
	table   string
}

// New returns the table of that name, PROJECT.DATASET.TABLE. emulator is the host and port
// of a stand-in, or empty.
func New(ctx context.Context, table, emulator string) (*Rows, error) {
	project, _, _ := strings.Cut(table, ".")
	var options []option.ClientOption
	if emulator != "" {
		options = append(options, option.WithEndpoint("http://"+emulator+"/bigquery/v2/"), option.WithoutAuthentication())
	}
	service, err := bigquery.NewService(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("client of BigQuery: %w", err)
	}
	return &Rows{jobs: service.Jobs, project: project, table: table}, nil
}

// Count returns how many rows there are of a conversation's events until an instant.
func (r *Rows) Count(ctx context.Context, conversation string, until time.Time) (int64, error) {
	done, err := r.query(ctx, "SELECT COUNT(*) FROM `"+r.table+"` WHERE conversation = @conversation AND occurred_at <= @until",
		parameter("conversation", text, conversation), parameter("until", instant, written(until)))
	if err != nil {
		return 0, explain(err, "count rows")
	}
	if len(done.Rows) != 1 || len(done.Rows[0].F) != 1 {
		return 0, fault.New(fault.Internal, "count rows: the answer has %d rows", len(done.Rows))
	}
	n, err := strconv.ParseInt(fmt.Sprint(done.Rows[0].F[0].V), 10, 64)
	if err != nil {
		return 0, fault.New(fault.Internal, "count rows: %w", err)
	}
	return n, nil
}

// Delete deletes the rows of some conversations' events, each until its instant, by one
// statement for [MaxErased] of them, and returns how many there were. The error is
// [ErrTooNew] if some of the rows have to be tried again later: they are still there, and
// those of the other conversations are deleted.
func (r *Rows) Delete(ctx context.Context, all ...Erased) (int64, error) {
	var sum int64
	var late error
	for part := range slices.Chunk(all, MaxErased) {
		n, err := r.delete(ctx, part)
		sum += n
		switch {
		case errors.Is(err, ErrTooNew):
			late = err
		case err != nil:
			return sum, err
		}
	}
	return sum, late
}

// delete deletes by one statement. Where that is refused because of rows that are too new,
// nothing is deleted, and so each half is tried for itself.
func (r *Rows) delete(ctx context.Context, all []Erased) (int64, error) {
	// Columns have their table's name: in there, a bare name would be the pair's own field, if
	// there were one, and then the rows of everybody would go.
	statement := "DELETE FROM `" + r.table + "` event WHERE EXISTS (SELECT 1 FROM UNNEST(@erased) AS e" +
		" WHERE e.id = event.conversation AND event.occurred_at <= e.until)"
	done, err := r.query(ctx, statement, erased(all))
	if err == nil {
		return done.NumDmlAffectedRows, nil
	}
	err = explain(err, "delete rows")
	if len(all) == 1 || !errors.Is(err, ErrTooNew) {
		return 0, err
	}
	half := len(all) / 2
	first, firstErr := r.delete(ctx, all[:half])
	if firstErr != nil && !errors.Is(firstErr, ErrTooNew) {
		return first, firstErr
	}
	second, secondErr := r.delete(ctx, all[half:])
	if secondErr != nil {
		return first + second, secondErr
	}
	return first + second, firstErr
}

// query asks for something and waits for the answer.
func (r *Rows) query(
	ctx context.Context, statement string, parameters ...*bigquery.QueryParameter,
) (*bigquery.GetQueryResultsResponse, error) {
	legacy := false
	answer, err := r.jobs.Query(r.project, &bigquery.QueryRequest{
		Query: statement, ParameterMode: "NAMED", QueryParameters: parameters,
		TimeoutMs: patience.Milliseconds(), UseLegacySql: &legacy, ForceSendFields: []string{"UseLegacySql"},
	}).Context(ctx).Do()
	if err != nil {
		return nil, err //nolint:wrapcheck // explain does
	}
	done := &bigquery.GetQueryResultsResponse{
		JobComplete: answer.JobComplete, JobReference: answer.JobReference, Rows: answer.Rows,
		NumDmlAffectedRows: answer.NumDmlAffectedRows, Errors: answer.Errors,
	}
	for range fetches {
		if done.JobComplete {
			return done, failed(done.Errors)
		}
		job := done.JobReference
		if job == nil {
			return nil, errors.New("the answer names no job")
		}
		done, err = r.jobs.GetQueryResults(r.project, job.JobId).Location(job.Location).TimeoutMs(patience.Milliseconds()).
			Context(ctx).Do()
		if err != nil {
			return nil, err //nolint:wrapcheck // explain does
		}
	}
	return nil, errors.New("the query takes too long")
}

// The types of columns, and how an instant is written.
const (
	text    = "STRING"
	instant = "TIMESTAMP"
)

func written(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05.000000+00") }

func parameter(name, kind, value string) *bigquery.QueryParameter {
	return &bigquery.QueryParameter{
		Name: name, ParameterType: &bigquery.QueryParameterType{Type: kind},
		ParameterValue: &bigquery.QueryParameterValue{Value: value},
	}
}

// erased is the parameter of that name: pairs of a conversation's id and an instant.
func erased(all []Erased) *bigquery.QueryParameter {
	pair := &bigquery.QueryParameterType{Type: "STRUCT", StructTypes: []*bigquery.QueryParameterTypeStructTypes{
		{Name: "id", Type: &bigquery.QueryParameterType{Type: text}},
		{Name: "until", Type: &bigquery.QueryParameterType{Type: instant}},
	}}
	value := &bigquery.QueryParameterValue{}
	for _, e := range all {
		value.ArrayValues = append(value.ArrayValues, &bigquery.QueryParameterValue{
			StructValues: map[string]bigquery.QueryParameterValue{
				"id": {Value: e.Conversation}, "until": {Value: written(e.Until)},
			},
		})
	}
	return &bigquery.QueryParameter{
		Name: "erased", ParameterType: &bigquery.QueryParameterType{Type: "ARRAY", ArrayType: pair}, ParameterValue: value,
	}
}

// failed is the error of a query that ended with one.
func failed(problems []*bigquery.ErrorProto) error {
	if len(problems) == 0 {
		return nil
	}
	return errors.New(problems[0].Reason + ": " + problems[0].Message)
}

// explain says what an error means. The text of BigQuery's own does not repeat values of
// parameters.
func explain(err error, doing string) error {
	// BigQuery has no reason of its own for this: it is an invalidQuery like any other.
	if strings.Contains(err.Error(), "streaming buffer") {
		return fmt.Errorf("%s: %w", doing, ErrTooNew)
	}
	kind := fault.Internal
	if answer, ok := errors.AsType[*googleapi.Error](err); ok &&
		(answer.Code == http.StatusTooManyRequests || answer.Code >= http.StatusInternalServerError) {
		kind = fault.Unavailable
	}
	return fault.New(kind, "%s: %w", doing, err)
}
