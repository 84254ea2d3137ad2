// Package warehouse stands in for BigQuery: for one table of conversations' events, and
// for the two statements that Frontdesk has for it. Whatever else it is asked, it refuses
// as BigQuery would.
package warehouse

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"google.golang.org/api/bigquery/v2"
)

// buffered is for how long a row cannot be deleted after it was written.
const buffered = 90 * time.Minute

// Row is an event of a conversation.
type Row struct {
	Conversation string
	OccurredAt   time.Time
	// WrittenAt is when it came into the table.
	WrittenAt time.Time
}

// Server is the stand-in. It is safe for concurrent use.
type Server struct {
	mux   *http.ServeMux
	table string
	now   func() time.Time

	mu   sync.Mutex
	rows []Row
	slow bool
	down int
	// deletes is how many statements came that delete.
	deletes int
	late    map[string]*bigquery.QueryResponse
}

// New returns a stand-in with one table, PROJECT.DATASET.TABLE.
func New(table string, now func() time.Time) *Server {
	s := &Server{mux: http.NewServeMux(), table: table, now: now, late: map[string]*bigquery.QueryResponse{}}
	s.mux.HandleFunc("POST /bigquery/v2/projects/{project}/queries", s.query)
	s.mux.HandleFunc("GET /bigquery/v2/projects/{project}/queries/{job}", s.results)
	return s
}

// ServeHTTP answers a call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// Add writes rows into the table.
func (s *Server) Add(rows ...Row) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows = append(s.rows, rows...)
}

// Rows are those of the table.
func (s *Server) Rows() []Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.rows)
}

// Deletes is how many statements came that delete.
func (s *Server) Deletes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.deletes
}

// Forget takes the rows of a conversation out of the table, however new they are.
func (s *Server) Forget(conversation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows = slices.DeleteFunc(s.rows, func(row Row) bool { return row.Conversation == conversation })
}

// Slow makes it answer late: with a job, whose results are to be fetched.
func (s *Server) Slow(slow bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slow = slow
}

// Down makes it answer all calls with a status; 0 ends that.
func (s *Server) Down(status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.down = status
}

// statements are the two, with what they read or delete from which table.
var statements = regexp.MustCompile("^(?:(SELECT COUNT\\(\\*\\) )FROM `([^`]+)` WHERE conversation = @conversation AND occurred_at <= @until" +
	"|(DELETE )FROM `([^`]+)` event WHERE EXISTS \\(SELECT 1 FROM UNNEST\\(@erased\\) AS e" +
	" WHERE e\\.id = event\\.conversation AND event\\.occurred_at <= e\\.until\\))$")

func (s *Server) query(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var q bigquery.QueryRequest
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&q); err != nil {
		refuse(w, http.StatusBadRequest, "parseError", err.Error())
		return
	}
	project, _, _ := strings.Cut(s.table, ".")
	part := statements.FindStringSubmatch(q.Query)
	switch {
	case s.down != 0:
		refuse(w, s.down, "backendError", "Service Unavailable")
	case r.PathValue("project") != project:
		refuse(w, http.StatusForbidden, "accessDenied", "Access Denied: Project "+r.PathValue("project"))
	case q.UseLegacySql == nil || *q.UseLegacySql:
		refuse(w, http.StatusBadRequest, "invalidQuery", "Encountered \" \"@\" \"@\" \"\" in legacy SQL.")
	case part == nil:
		refuse(w, http.StatusBadRequest, "invalidQuery", "Syntax error, or a statement that the stand-in does not know.")
	case part[2]+part[4] != s.table:
		refuse(w, http.StatusNotFound, "notFound", "Not found: Table "+part[2]+part[4])
	default:
		s.run(w, q, part[3] != "")
	}
}

// run carries a statement out, with its parameters.
func (s *Server) run(w http.ResponseWriter, q bigquery.QueryRequest, deletes bool) {
	read := counted
	if deletes {
		read, s.deletes = erased, s.deletes+1
	}
	until, err := read(q)
	if err != nil {
		refuse(w, http.StatusBadRequest, "invalidQuery", err.Error())
		return
	}
	meant := func(row Row) bool {
		at, named := until[row.Conversation]
		return named && !row.OccurredAt.After(at)
	}
	var n int64
	for _, row := range s.rows {
		if !meant(row) {
			continue
		}
		n++
		if deletes && s.now().Sub(row.WrittenAt) < buffered {
			refuse(w, http.StatusBadRequest, "invalidQuery", fmt.Sprintf(
				"UPDATE or DELETE statement over table %s would affect rows in the streaming buffer, which is not supported", s.table))
			return
		}
	}
	answer := &bigquery.QueryResponse{JobComplete: true}
	if deletes {
		s.rows = slices.DeleteFunc(s.rows, meant)
		answer.NumDmlAffectedRows = n
	} else {
		answer.Rows = []*bigquery.TableRow{{F: []*bigquery.TableCell{{V: strconv.FormatInt(n, 10)}}}}
	}
	answer.JobReference = &bigquery.JobReference{JobId: fmt.Sprintf("job_%d", len(s.late)), Location: "EU"}
	if s.slow {
		s.late[answer.JobReference.JobId] = answer
		answer = &bigquery.QueryResponse{JobReference: answer.JobReference}
	}
	reply(w, http.StatusOK, answer)
}

// counted are the parameters of the first statement, which have to be of their columns'
// types: until when rows are meant, by the conversation.
func counted(q bigquery.QueryRequest) (map[string]time.Time, error) {
	given := map[string]string{}
	for _, p := range q.QueryParameters {
		given[p.Name+" "+p.ParameterType.Type] = p.ParameterValue.Value
	}
	conversation, named := given["conversation STRING"]
	at, timed := given["until TIMESTAMP"]
	if q.ParameterMode != "NAMED" || !named || !timed || len(given) != 2 {
		return nil, fmt.Errorf("query parameters %v are not those of the statement", given)
	}
	until, err := instant(at)
	return map[string]time.Time{conversation: until}, err
}

// erased is the parameter of the second statement: the same, by many conversations.
func erased(q bigquery.QueryRequest) (map[string]time.Time, error) {
	if q.ParameterMode != "NAMED" || len(q.QueryParameters) != 1 || q.QueryParameters[0].Name != "erased" {
		return nil, errors.New("query parameter 'erased' not found")
	}
	p := q.QueryParameters[0]
	kind, err := json.Marshal(p.ParameterType)
	if err != nil || string(kind) != pairs {
		return nil, fmt.Errorf("the parameter's type is %s", kind)
	}
	all := map[string]time.Time{}
	for _, pair := range p.ParameterValue.ArrayValues {
		until, err := instant(pair.StructValues["until"].Value)
		if err != nil {
			return nil, err
		}
		all[pair.StructValues["id"].Value] = until
	}
	return all, nil
}

// pairs is the type of the second statement's parameter.
const pairs = `{"arrayType":{"structTypes":[{"name":"id","type":{"type":"STRING"}},` +
	`{"name":"until","type":{"type":"TIMESTAMP"}}],"type":"STRUCT"},"type":"ARRAY"}`

func instant(text string) (time.Time, error) {
	at, err := time.Parse("2006-01-02 15:04:05.999999-07", text)
	if err != nil {
		return time.Time{}, fmt.Errorf("could not cast %q to TIMESTAMP", text)
	}
	return at, nil
}

// results answers with what a late query came to.
func (s *Server) results(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer := s.late[r.PathValue("job")]
	if answer == nil || r.FormValue("location") != answer.JobReference.Location {
		refuse(w, http.StatusNotFound, "notFound", "Not found: Job "+r.PathValue("job"))
		return
	}
	reply(w, http.StatusOK, answer)
}

func refuse(w http.ResponseWriter, status int, reason, message string) {
	reply(w, status, map[string]any{"error": map[string]any{
		"code": status, "message": message, "errors": []map[string]string{{"reason": reason, "message": message}},
	}})
}

func reply(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}
