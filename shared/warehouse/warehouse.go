// Package warehouse counts and deletes what BigQuery has of a conversation: the rows of
// its events, which functions/export publishes. It is the only package that knows the
// service.
package warehouse

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	done, err := r.query(ctx, "SELECT COUNT(*)", conversation, until)
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

// Delete deletes the rows of a conversation's events until an instant, and returns how many
// there were. The error is [ErrTooNew] if it has to be tried again later; nothing was
// deleted then.
func (r *Rows) Delete(ctx context.Context, conversation string, until time.Time) (int64, error) {
	done, err := r.query(ctx, "DELETE", conversation, until)
	if err != nil {
		return 0, explain(err, "delete rows")
	}
	return done.NumDmlAffectedRows, nil
}

// query asks for something of a conversation's rows and waits for the answer.
func (r *Rows) query(ctx context.Context, what, conversation string, until time.Time) (*bigquery.GetQueryResultsResponse, error) {
	legacy := false
	answer, err := r.jobs.Query(r.project, &bigquery.QueryRequest{
		Query:         what + " FROM `" + r.table + "` WHERE conversation = @conversation AND occurred_at <= @until",
		ParameterMode: "NAMED",
		QueryParameters: []*bigquery.QueryParameter{
			parameter("conversation", "STRING", conversation),
			parameter("until", "TIMESTAMP", until.UTC().Format("2006-01-02 15:04:05.000000+00")),
		},
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

func parameter(name, kind, value string) *bigquery.QueryParameter {
	return &bigquery.QueryParameter{
		Name: name, ParameterType: &bigquery.QueryParameterType{Type: kind},
		ParameterValue: &bigquery.QueryParameterValue{Value: value},
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
